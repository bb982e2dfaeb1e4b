// Made by Tests/Charsets/train.py; the sources and their licences are there.

extension LetterCosts {
    static let plCosts = Self(
        "óąćęłńśźż", latin: true,
        #"""
        QU>?.Uh^bU>[8^WU[m/WY_k)l]Jdeef3ifm<+TW)5Ug6bU_Y^^WUSmY:9_kYl]7dd^fbiel6$HUMPJ[SUJRMQPLJPb
        MNOQ`HaPNWW_YU]YaZ*S;42Tf9`S]8[[US6kV:4]iVk[8ccid`g5k52.e@]9jWeYb:a[9*Yp]^C3nZo5Y6>mBelhog
        0MZ-TN`WZNVSUUPNUfQ'SVdQeTR]]c_Zb^e_0Ra+[Tf_aS^Z4K5TVl0YZ]j2k[Ycc0da]dke;@LE+AQJL@F;GD*AGV
        BDFHU@VGENNTOLROVP42U8Q1e]`N[JZY4+YjU<W;hTj/WW8hS_fcjdsxlyH|AuIttLu;ANOIC@mBWkhoiEHummtpwq
        EGsZ@qlHTssauGF=oA``fa^dahb:`pd6nkrk>gm^TlhoiL?f:EFcsLf1q=ioGsm>AtI?rovGbBrFjpktnDks@_qmtn
        GCwLovryfssyu:C:{<<esa@qnunFGMHDKGNH<BkC_ufxpFGv_;tpwq:JtAfsovpkklmA_QY<UU]WS[V_W:GwJDupys
        OOUPLSPWPmmbn<EHiDI<u>Dspwq
        """#)
    static let csCosts = Self(
        "áéíóúýčďěňřšťůž", latin: true,
        #"""
        ,]@:7[m]A`E:2:1[<s866b6qrf6ehcrqhDshk=BsmA'Wa_CWZh.[`TB28W_o:V?^Znkb^ad_ond[odoe[oi;'_G2>^
        mn:bF9=48^Du>:>e<sthAgjbttjEujkCFko@;AEG,@PDHCHD;E*@FWACCFDUUJGHKFVULMVKVMNVQN?ENFAEUT>HMC
        EIDEG]C.DJI[[N)MPK][P.]P[FO]UP(W_,VVih[[`YV1TVUo<A@^8mmb<ad_nmdeodhe@oiZ;4`[]+gf^2_7:V/:]m
        YS9<Ylla`4a5mlbdmbgddmhe(=GDC=NMEAF=BC?=DTAA@DBRSGF@IDSSIJTISJMTNL*YbA<Wih=[66484W_o;41_An
        nc>ad_ond`ido?Voj<(@KHGARQIEJBFGC?HYEBD,FVWKJHMHWVMNYMWNQYRP89S^](gf_1_JY]@R]nY;YZZlla`<b,
        mlcYmbmdgmhe<8[WW/cbY3Z5:V6MHiPN/UNhh[[NR+ih^_i^c_;Pca':GDD>NMFAFBBD?=DTAAACBSSHGDIDTSJKTI
        TKNTOL&PYJTOb`VSWS:6OOVhK3RU2ffZ7W]Vgf]^h[S^agb8-O]T<-ed[0Z=TZ2<ZlV:VUWjj_^>`0kjabe`gb]kfc
        iunzEv=}vwEE~{Dlpkznp>loeELhuB?c;qm<fq8q?^qlieh3fpjktitkntEl;C<gqGju9uD`uBTOql{zqAxpKJGpvB
        RZShg^_h]h]_hc`U[Y[e_`j_i`Yjab9BboeEjshjYgsCkBlGemm?xmpnCrrAFd3`Wh[ghri=smi72fgj4gwlsDcwAo
        :?=co>ewlimFwEd;>9qnFbu5qiauBH69/vy9Kk5zqKzHNmpk{mqBfpwAKuv?@bB[s^au?q2gu=lBE@OOEFPEOFIPJH
        6=ans=FxmwnHm?HFIBxdcmxmxorlap<<9jfAox;x:DxEp_jeutj=ujo`@ko858;wv5gw6wZAwFoMQL][QR]P]RS]VS
        MPI[ZPQ]P[QT]USce`qlf]qfiE>qk`4b:neEgrgqhFrlj
        """#)
    static let huCosts = Self(
        "áéíóöúüőű", latin: true,
        #"""
        E_3@9`h3Ad=7/<0dEv016JAuui=fgplmrpns?^7HA_a3@cI43=2d7u4,5g7uuh=efoklqomrMPT^YP_;_U:=934UYi
        /Q)^4ii[6WYc_`ecaf*B;?8U?:^=971=3[<o<79UBnna?__geekiglRU9`>Uc:d[d74@3]]n/52b5nna,^_hdejhfk
        +-VQQM[6ZR2Q5TMRKf653ZTeeV9ST`[[b`]cMOW[MP_7VU_5%P8U^i:N6^IhhZ<WWc_`ecaf*P<^;>_?R:;72P:Z]m
        119b<ll_;[]g``hgdi'KSWU5YQSOW5NSIPWd66MW1ccTBQR^YY`^Za@9JLFLNPcmlultpwuz=BF;Dg_7^T=:affigl
        97=;Bn^;jOkwnsywty@1h^<a=9c::H?AF_Gh5=?R^UQNi<hr>l^npu-3i?a=`g`=7ED3?BJi69G;EsC<o37EE]Hbk;
        =9qKFrs>nghqmnsrot6=;Rf^:ZmCCMIIOMKP79K<?E=CG98BGCDG@L67E9>HF=EB`jfgljhm03?]CheADGHRNNTRPU
        HIRNOTRPU6<BA]C@FC48?7<JA=k
        """#)
    static let roCosts = Self(
        "áâéíîóöüăşţ", latin: true,
        #"""
        2;H0B;HHK;OO?C/@DS47>?IPPPKSMSSJSSSEJJJO]TVN]^`?dd>;%SWh4J76_feeWhbhh_hhhZ>_-<IAC3IIK<OP6D
        5@DS27??JQPQLSNSSJSSSFKK51F>@8FFH9LM=@3=AP;><=CNMNIPKPPGPPPCHHETbZ]SbceGiiI;#Y^mVZWYdkjjem
        gmmdmmm`Dd09F>@8FFI9MM=A0=AP;?<=GNNNIPKPQHQQPCHH59F?@9FFI9MM3A3>BP3?<=GNNNIQKQQHQQQCHH6:G?
        A:GGJ:NN>B/?CQ.?=>HOOOJRLRRIRRRDII&ZNACY_GhBRo?BA_Fr2:6?Nppp@rmrsjssreE;5;b>[8bae&haWOG=]l
        UZ/7_jijelallclllKad>3bY[4bbe&icW]VV^lVZV5cjjjemdmmdmmm3dd~|d~7~~~e;N}x}}t}}}pA<oKoofooo7g
        FT@xxZnxx5Z@vPvvmvvvCmm~x~~`~~~pBDoBoofooo=gfoGoofooo:ffkMblbkkkGc`}x}}ty}}pGCe`ee[eeeM][d
        TddZdFdU[[yP]opnyy;pKu7WuluuS:mQ{M^{r{{w:W<ysyypyyykHKtAttkttt8iLTOTTKTTTGLL{EZ^`{{{;QEwM[
        w[www:oRzF_zWzzz5rqytyypyyyGHDQ:mndnnm9eeaZaaVaa@RVVc]ccYccc<YYb[bbWbbbSWRkDkkbkkg/cc
        """#)
    static let hrCosts = Self(
        "áéćčđšž", latin: true,
        #"""
        '<IID>OGJ=ABCD?>ESAABCEQSRHSSOKQMM';HHD=NGI<@BAD?=DR@@BADQNQGSSNJPMM2,ZZU.aY]*RSTUKOVfQRS5
        UdfdYffb^d``:1bb^1had/6+A^/R^lYZ[8UkmkammidjggF+UUQ+]TWHNOPQLJRbMNO+Q`b`Tbb^Y`[[84^YY3e[`1
        U0=V2O<iSU,=Rgih^ii7[gccJ-:_Y*e[`.RVSY1JZiUUV4Ygih^iiea_cc~~wD{DD~~J>IEIpplfnjjpplhmjjuuqi
        roE||AEACHggc_daaqqmiokknfjflhh}}F;uALxxtLvjrwwsougqvvrltnhulqkroozzvaila||MAID@tt=grgnVVR
        NSPPyphEvE>xxtpvrrwwsotqqwwB<n?;ttpbrnnaa]W^ZZSTOKQNN``[V]YYqqmiokk
        """#)
    static let skCosts = Self(
        "áäéíóôúüýčďĺľňŕšťž", latin: true,
        #"""
        +Y@57ZkcA]A:4:7Y;r3:6[6ppf;dphhmpirfBqrCjrCaD/DOLJDUTMGLHJKFDK^G>-LH[[P1N[RRW[S^P+]]V[^TKT
        'S_>@SWd,V]VV4=S[m7W8ZWkg`T^kcbhkdma_llgjmZhe,TW4<Tge^VZ4>33S<m856]3lla<_ldcikembLlmhkm@Y>
        GLQM4L_1TONPG4(K4e1PNSP`dWTUd[Zac]eY[de`ce^a]AEO@FEVUNHMIJLGEL_2,IM-]]Q2O]SSY]T_QR^^WG_NY0
        +R>/8RUc:T[O<V<Q=k458Z>jj_3]jbagick_4jk^ikV[V47CA@9JHA<A=>?;9@P;<<@=OODCBOGFLNHPEGOPKNPILI
        (VZ,]Vig]Z`B[1YUWo=?Z_:nnc=anfekmgodfnofmoCf];.`[[/fe^/]88[/6[mVU@<Wkka__kc5hkUmacll`km:he
        +(LIHBRQJDIFGHC@IZDEEHFWWMKKWOOTWPZMOYZSWZQTQ:>IFE>ONGAFCDE@>DVABBFBTTJHHTLLQTMVJLUUPTVNQ'
        3+TUTN`_VPU1S:4/UgO4Q3ReeZWWe]]bbLgZ]fgaag^b_,+PMMFVUNHNJKLH-M_HII0J^^QOO]TSY]U_QS^_W]_VYU
        49CA@9JIB<A>?5;9@Q<=<A=OODCCOGGLOHQEGPPKOQILI=7]YW1cbZ.Y6TU978jQM,SMhh^[ThT1chaj^`ii[_j<Tb
        &/VRSL_]TNTNQRN2SeNPOSPddWVUd[Zac]eY[de`ce^a]19YS:.dbZ-W7SQ2:WjS:T;Uii^]ViT2fh]j__Vjeej`fb
        g~woxyE~u?T~Ju~AlDnzrrwzs|p@M|NZ|NFC@RaCll^mAZpq^oqilifrjBcrCthjssnntlml>s`@bGguI^tDBjujpR
        NzrrNzs|pFO{=H|HbBZg^UQgPi]^hhVgiada=iYaTY_k_Wjjeikcfc:qFhl``sC^rsCgllnkCxnGGwoymAxysmyGHG
        [rfGor5chFsslqt=ol8v8kJKAw5ivwVu]kso:uF?AtFv>[uvqevfrf:EG?aG`ue^tuppmiqm5x7;LjEz5HyytxzHu`
        n{sqxzt|q?e|Fu|JxB@UgBW?]pbdttksukpmBOGFLOHPEGOPKNPILI7x>;ELCy=FxytwyHeQJvJEsv:x`jwxrvxp;p
        ;w?=<v@xAcwqsvxqtpBskjprltiCstWotCd89A=Eprkx5]swanxBsnJ[RRW[S^PR]]V[^TWTM[RMWZS]PR[]VZ]TWS
        bnffkngpdDoojOp<iV3pDAip^mDgqqgor^Ej
        """#)
    static let slCosts = Self(
        "áâäçéíîóôöúüćčđőšž", latin: true,
        #"""
        9AM;9ASMOB984=/CI[.45K:YZY;Z[[[ZZ[Z[[[[[O[[PR58DF@8JDF9>==@:9@Q<=4B>OPOCPQQQPPQPQQQQPFQQGH
        58DF@9JDF:>>>A;:@Q==/B?PQODPQQQPQQQQQQQQGQQGI58DF@8JDF9>>>@;1@Q<=>B>OPOCPQQQPPQPQQQQQFQQGI
        2@LN8:RLNA;858/BHZ274J:WZW;YZZZYYZZZZZZZNZZOQ;8JL9>PJL?392F0?FW686H8UVU9VWWWVVWVWWWWVLWW<N
        59DF@9JEF:>>/A;:@Q==>B?PQODPQQQPQQQQQQQQGQQGI3=IK7=OIJ>C8590>EU456G7TUSHTVVVUUVUVVVVUKVVKM
        69EGA9KEG:???63;AR=>1C?PQPDQRRRQQRQRRRRRGRRHJ58CF@8JDF9>>=@;:@Q2=>B>OPOCPQQQPPQPQQQQQFQQGI
        7:FHB:LFH;-@@B4<BS4?@D@QSQERSSSRRSSSSSSSHSSIK69EGA:KEG:???B2;AR/>?C@QRPEQRRRQRRRRRRRRHRRHJ
        ,5HJD2NHJ.BBBD?>DU@ABFBTUSHTUUUTTUUUUUUUJUUKM51Ic].gac-78<S.D]n<YZ9Mlml`mnnnmmnmnnnnmcnndf
        58DF@3JDF9>>>A;:@Q<=>5?PQODPQQQPQQQQQQQQGQQGI58DF@8JDF9>>>@;:@Q2=>B>OPOCPQQQPPQPQQQQQFQQGI
        B6``[4faa4@)@J:?;mUW2GClmk`lmmmlmmmmmmmK1mmce:0;MK+dI`.:EGY3BYkKUV0Uiji]jkkkjjkjkkkkk`kkac
        f~~~a~_~~~~~~Dd~BA|}}u|}}}}}V}}B}}?KQqqqppqpqqqqp7qqMimnnnmPnnOnnnndnndfWuuuSWuuuuWuuVuuLB
        |}}}|}}}}}}}}B}}DChiiihhiiiiiIi^ii^aoqqqTQqpqqpppdqqahKQooMnojRononQoodfb|||{||x||||N;||<F
        Qwwwvww]wwwwwRww@oVxxxwwxUxZxxwkxxRoQxxxMSxTxxwxwQxxSMJuuuPUutuuuVtKuu@lV{{[WZ{_{{{{{H{{LR
        {|||{{|{||||{?||B>WuuuYuuYuuuuuVuuTmRTTTSSTSTTSSSITTIKPyyyRSyT^yyyyKyy@CWyyyVZyxxyxxxnyynp
        TxTwQUwTwwwwwmwwdorsssrrsssssss?ss?:OwwwQSwvwwwwwKwwM[[]]][[]]]]]]]Q]]QSTVVVUUVUVVUVUKVVKM
        ^```_C`__`___S`@SURqqqpqqqqqqmqdqqDi
        """#)
    static let sqCosts = Self(
        "çë", latin: true,
        #"""
        3/VYP,WTO/QPP.LKRWKMJCU``WY_5&gmtMfieIfMCF@7kGe10:lAzzvFggE<`fl2h/r6Khk;n8t6Mgr/r3s3p1k-mb
        q-j+o5v5o,f`m6TBYDTRh3
        """#)
    static let ruCosts = Self(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё", latin: false,
        #"""
        -bc?7A;@D9D>9491a?566DF>?@GI|prmB7y>b3b[ca1hb5cM3^=-a/?[6ja]]j;>4b_bVm-b0jTGf0pQ4kC9K80J<:
        A@rAlf@so8IurAK6b2bQ`A4je3e]8EC(c1[[:lcfcmnrehjlep5b/Y<fH/=^0hC:A42G99b6odPfHpl>DmaCH/bGC9
        <7@@>L99470CC145NKEBBHJ{prvjGy<b4aZ_1*aa.`MZ[2<]W?W<fce:ghla_ff_@2b-T3D58hb3dC?:43b;@]:jgi
        gklp5[nhDn.b?D<@?8G8868894=A<66NG;=9LN|pryB7z%bYb[cEYj_[fDDY:;cE2Beii^fAnrfhoidp3b.i@ff;Bg
        /jI<ED+g7<79eeEnirwjhldjq8b1dcHK/Jk.kB>`B1fdDI;cnpd_sw?/j>5E-b0CYff/mj0iZE?;29bBa6egnehqu:
        Gim>I5b.kI@<5^M/nAfg5/kM99AJp@MiIv2Anm?L2bN9264<=?C6;565I>347NFGH@IK}rsNLD{Bb2iche1li5hS9d
        C+=,ED9nemekptAFrl^r7b-EA?B0F_1mAF>:.KD<;6_DLgIqy<Emb<K7b8K=gg6ro7m.:C=49@7,=MHMJFumFBio8I
        2b0K5kL1qn2mBBL:/e38I:ifrLtuy=9q^Aq0b?9C86=9:EM75;6Z7448eb?h7A<sgiY8bp9b3_VUZ/a^+]W>YR/Z0S
        O7<`b`]eiY`McZg'b4cY`_?fc8a]TO;.`<?V<hegehinbcfhak6b1_P_]-da(_7Z[U<]VVW;fb`bfgk9bid_i6b.d]
        b`)ac0b>B_2J`ZZ;Hhcgegjnc[lha?9b/^N[Y,a^,[78W87OPO2Qc^Z_cdh]Uf^[fJb0[SYV)_[)YTTVPNWRRRTa^`
        ^abgZOdaYd<b@KDIG&NJ@IEDFA?GBBCHOLNLPQUJLSOFS-b[R9aE4U_Z-995>Y?@;=dk0h@>^qegnkdo*bW<ZTB8g;
        Vb<^8-U_[5:bMdPQ8focel69lDbKUMTQLZUKP/.N1JP6H)TOYZWV^bUW`]T`*bP9V<9RO;RSN9U9QZ;=0[d``8R-i^
        `dc[g&b]<:_@9E;[a]@=9[UBB6em@]U]=rgip?^p2bKVNSQKYUKTO43*IR.M0S[WZW]^bUV`[S`:;388CC=5R6>776
        2839>=BE>Cg~uv@IC~bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let ukCosts = Self(
        "абвгдежзийклмнопрстуфхцчшщьюяєіїґ", latin: false,
        #"""
        -bc?6A:gF>i>;380aA466FF>:AFtoEf@g?o/b2eWd^2h_;eB2W</a5A[1haZcilb[ci2go/b0eaV@3Gd1mB>e53HB:
        @=peJDntjoGq/ow:b1_Td`7ja>g_:bA)a2]Z9jecgemdieg/hq5b1HAdW/5G4j@=D5/C<?a;of`gnr]cBo1mv5bEE=
        94fA=f>659,B9/;6gIE>DKbl]JddCs2b2SY^V)b_2aGL[28[VWV7db_aeg^c^e4bk0b+>7D>9kb8gAQ;37?@[@:kfg
        Yjn2h^k9ir.bcE:D?fH?f13>85c9=35iI3>9GDlqMIdIq&bW?YaA[f^[eBA>44_V3O`ef[e`lbc`fYeo4b0h@hf>pi
        0ma:JF+g6?96jfDmjtjgkq2ow=b1eedb1gi3lCCa`2fcd_9cmlkps.;6l.nv0b1DUge0nh3kGEH=3:^Ca1fhhggqhk
        in.lu8b.obF?9eb1r@ii51ni88?Mr8PHy:J5i0to0b^:347KA=iJ:642O>44=cGDDCHLo:OMg:v@b.icie/me8jN;d
        ?-`.GD;jhbZnqgfhn2lt6b.GD??1De2oAI?9/GI<78^AIeDijIAs5qo;b:e<hh4ql9n<6F99:EE+;lGFnJt1H8q5ox
        3b.d;ki3rm/oACh=2k5FC3pimfsv6IBk8qy)b=?8?:[C6cf59>4_=7;4edBd@GihBe>aeo<b7aYVZ3d_UaYR[R2['W
        <9bb`a^g^c^e0bk&b4dTb^Vgb>d]ON71_?WU;gecdhjafbh4enRbTc[d`2hc0e^_aWW^]^=1hfefjl4B9i(gp4b/dT
        c_0cb2d<?_*5`[]Y>had?ikagFh;fo7b/_N]Y0b]/_/;U82OQV7;b`_`cf[a]c9aiHb5YQWS/]V3YQRTL'TPQPP]ZY
        Z_aU]V^8[e,b]EDb[`lf`b*c?/8?`4?cSjTh?kfdZB^gs&bRY9[8We]WYPWTRT^;R1]e^a9^d_@`<Vdl&b[a@@<_`>
        _`2C98ZSBW8bj@U>bhdjeB]im+bR`4U9UcZU`=S89RZ:T0YcaY`df]+^dSaf.bA<5F4gE=h889?57<:87gNJ<8DcnI
        ;;f7t%bUc:aTYT]Yc[U^0U_VVO]f>ccgj`e`gV?m5b7E;C?<HC<E>>@97A;=<<HFEEILBGCI:GO:;4=5>D7nH8=759
        37578:DC?@CsM>D8LRbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let bgCosts = Self(
        "абвгдежзийклмнопрстуфхцчшщъьюя", latin: false,
        #"""
        )beC9C:IJ<L>=7<2cA6:2HIJACJAs}xL?b2eZda2ha1h_2`>0b2=[6jfhal61o_A-b.mfHG/pk2pB>j:1h9>AEqfll
        Jq7vt?/b.aNfb5jb3j`6aA.d.[]>ljj_ni=Vog2b0V;df0:h/nHGB42I7:a8ocjaqo:tgD,bIE9B5I?:N>;49/C@47
        5bIHCDEEq{rL5b-PZ_1,b`/d<[^49]WYV>fgdchfQkia3b+C3B8:jf1j=;=696<A;@lCh`jlB[kc,b@I=@@9J7F>79
        :4=F<73kIG=:IHa|z3*bRY;_;NdYSd7<>16[Q-4`bgW__f_jia4b,jAjf;pk.pf;HC-h5=9<kfGdkq=rdk3b0BI8F0
        HC-o>fA61ad>A;Ulbc_qB`<:4b,A=he.lh0l][f939P;`7WllWlm;riA1b*lW?=5bN/tDfj@2mO7:HLnBLqqLlkB-b
        J94=6A<@?<95;6O=472KCKGBKBj{yA@b2g_he3mh5mN7gR,f+@A;iih]pn8s]_5b-F??A/DJ/rAE>;2Lg:<9]EEeIt
        9lsD4b6f:ag1qm5q.:B=;<<L,DbqHlgs6InH.b.D9iN0so3sCCe=.h6DD>uinbvu<iZD3b;6999@?:Ac7666V6338`
        d@A68ddoha7b4_WSZ1b^+bW8[S0[0<M5deb__dZhgV4b-^I[W3a[1aUPS6,Y3QO6bc`_dbRge[5b1b=`^.ea'e9[_V
        T^WYVJfgedhf@Yf_8b.c:b_*fb2f9@`/9`AZU@ghfeigbljb4b/[7YU/_Y,_3QV0INORNQ`^^Vb`ZecZ/b+_W^Z.b^
        0bWW[=4[QV6Wdebafd^hg[TbY>85<=:7Zj:077C>-64fgV=Aj:fphf@bCPJOLESODSJJMF$MGHFPTUSRVTOZWO6bI@
        P5PL05K[L4A5LQ5H5WZ^.1W]Vb`V'bW]5CBZfbZa<==8ZS@>.fkDihmBeonf::5986D<5O6@925492:B>BDAGGj~GJ
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let srCosts = Self(
        "абвгдежзиклмнопрстуфхцчшђјљњћџ", latin: false,
        #"""
        (bbH:B;SH@O<<47GC5:<EIN8@HNBO>QU>b*aGYF2^W2W9[B5^1WW6gZ_dckR?Fij9b,fbJI)cf3JVa@3R:A_DlkTJh
        pTHGno3b/K:aR6]`5H29:/]0RP8ee^caiPWPgi9b2N?Ob2b^2]AQ62c2=^7k_ThgogN-mo+bLC;A2^I@M<8<0EE890
        KICEDC^AJ@F`Gb&U`]a,be;[_`@Cb[[]IjjchfSUYYln8b)B8F88^T3V<B39^DQW7gf_dbkYgWij*bQD;?A[J=_6:9
        5B?:9<SL=2<Ba5KBCO4b-k@l_8gk1b=OT*b8EB9[`NnVtUMNrt:b)LPLG2R`.IbL?2V_@H8DaM]Yqhm`op0b1=Mhc3
        dg9ZFb,6??D[/R[ZY[qVNRap5b)YJ==8VJ-EUQ_3b_7<>IY@MSOTq`rK2bH67<8W-AL9667]<63<EFTLFIa:?IGT=b
        /W`ea3ad3S6_F,a0>;8jiMOEnSCelm2b-D@JA.=N5?QC?6Db:<3HJ<GCe`^PUJ;b2_/ka8gj?08<<6A0b.=^dPmltV
        qkrt3b*W=kf6fj3A.]@6I3Db;oThmks_LVqs1bB6=79IA?L1;=6V7786bSFL>/S<NCHR1b3VRYS2SW2N>QG0T-A:3^
        ^KZYbY_W`b+b0Y<ZT2UY7L;E:0U2DFA`_V]ZdZ`Yac*b.cFd_/`c0JW^YC`8ZZ?ihafemdidkl2b.]K^W3Y]//MV24
        YSSS7cbZ`_g^c^ef>b4_D`Z7[_5'CM?@?GU1@eW]Nai`LJLh;b2JFLG(GK?BEEB>HBBC6PPINLTLQKRT5b*LJNQ,[I
        5BEFC>RL1D7WeJ>Kiaf`gG8b0VQWR1SV78PQH7SM>N(]]MZWaW^V_aAb3`[a]%]`;VZZVF^VMWFfe_cbjafahi,b/R
        NSO.OR3JMM2DPJJK:YWQUT^TZK[^;b)MIOJ5JN/EHHE5EEEF7SSLPOWOTNUWA;=>9G:8<0<65949/4<BADBB`CHZQQ
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let mkCosts = Self(
        "абвгдежзиклмнопрстуфхцчшѓѕјљњќџ", latin: false,
        #"""
        )bAD:D:GF=K98=4D@7<2JILABFK~=z@Oi?b0e]dW1id-^3b?0a0^[4jkgeimo@[lno:b-lfHa0pk1DAi9+b5?A=qsd
        cptvgrsuv7b0`Qe_5kf2[3b@,c-^]8kmiijnpbqhop-b2C<Hd/mf0dFD40g6Ab=pnmmosuiurtg,bEC;>4JF@K7581
        C@494_HKDBAF{@vDHp6b*NW]Q-c^.VV[2IZTUS5deaacgiVifhi9b*79<95j`._<<2:b>^[>klhhjmpapiop+bNI<A
        ?@K:C87:37>;54OGM<;Cz|4mLmg5b,m>lf9ql.f=bC,h8?:9lpEgiuwjwtvw2b/@aDI/Hb,?fD81ec=?6Tg`d`suIu
        rtu5b,??gc-mf0YYf;19C<^:dfkVeps>soqs3b)O[??6fL/BNhe2kh6:AMm@Ngrzlzwyd,bE=5=2B?>><7;7L<672P
        FOEBFCx7}eqk7b1ichd4ni6P:fF+f,;B;jmeO=qsAtprs6b-C>@@/?B/?I=<1Gf;=7]DBEDvxixuwo;b9j<lh/rm7-
        8@;2;?e,?hqLkquxixtvw.b.k;mj/to1CJj?/I6=L<lKmiswzlzvxz4b=8-6:E<<W8678Z845<eg_@9=Cr]ri`c9b1
        ^U]V0b]+UOZQ.V19L6cd]^[ehZhdfh6b.ZSYS._Y0RSQH-U/NNP`a]]_beWeade7b2bQaZ.fa'VZ_@S^6YV=ahddfj
        l`likl8b3bZa]-fa0->_/:^YZW6giddfjl_likl7b4`Q^Y2d_42SS4O=QV)9efbbZgjSjfhjEb&VPUP3[UJOPSLJRN
        NL,]^YY[_bTb^ab8b;I'HC>MH<BCF?<EAA?GNOKKMPSGSORS/b'cC@C;lBCC^D;;D^;W6jnSCdorernAb6b6F@EA;K
        F:?AC<:C>?=,KMIIJNPDQMOPFb/YRWS%^YJQSUNLTPOOQ_a]W^bdVdacd@b,RLQL*VQ,KLOGDNJJHOWYTTVZ^P^Y]^
        9b(ICHD<NI6BDF?:EAB@=NPLLMQSGTPRS;:5987D;56?9254;2:B@CCDAt`?[oTObbbbbbbbbbbbbbbbbbbbbbbbbb
        bbbbb
        """#)
    static let beCosts = Self(
        "абвгдежзйклмнопрстуфхцчшыьэюяёіў", latin: false,
        #"""
        ,bK@7?9@F@>93:1WA39>KC><AJgr^D9cH>8b+`O_K3^UcE4MC4[7AV3dRDOd7aBK8P3bFb*gafa)e^j]`aY7c[[P9k
        ibck4hAl:L8i-b+M<WV7`LYF7S;3V5KY3fYEMfOcSgZY6d9b0D>UDa=1j<CJ)8M;A_=kRbEk5h:l`h`i-bGI;B9TF@
        >47C5MK2:-SJD7BE]i^mE`QB>b)H]YG]Raf;Z]=BWVJZ@geW*g7d6h[d[e/b+F:??4aYfC:@6?_DAZAge^`L>;UP8Q
        1e(bJC@DALYF_4@?5SPC,?RN]@MEO]WRN]L]0b+[AYZCjcoV>NC9_:EA+QWQhZ[mY^dY2n=b-P[PQ4Rgl8LL[6Q^[L
        8OaPem.2W;6@1k2b-?GWb4eejGES-9>[FS.R_YSk@hKl<U7i.b-`D>@7SQr@VW:?ea<?FUcB6P1EUI3I3p?bNA8A9I
        DE<95=(b=67:UJDD?C^j[mPjZ;<b)]_d_3cch<9YE3a1DD;WWZC]<fBQ=W5g7b.@GGDfcLp?MA?6K]B>4JB?LI+n/q
        enfn<b7R2Yg=jjp*:>ED>UF3=eN7UpAH@Y/J<n3b1M<^ddhNm=0VA*f1Mb;YWQ]n8k;ockcl6bA@A=<H0AS39@7U:)
        :?^O@E>F_kLESkPZ2b.ZSAS2WV^O;SL4U2NC3_[TUGC[?_Q[-[,b)^8IWJ[[aR:>:4YAFB>b`WYbQ_OcU`7`7b.YKe
        a=d]iA_QU@bZ[GEjh5cj42?F1,7h<b.DEc_^cbh<]_4;aYY[IiWJai&f@j]f^f8b.Y=OSRVV]2C=;>8A>39^[C0?0Z
        8_Q[R['bYGCFLSEMG;F9.eHB?AYUEBFHbnjq7UNE(bN=GJBG]]b>U5.VBR7DU8U5JER`[J@HRa?b@?DC'^ON<>2@7O
        E46A[DBHCGWeaTMeWC0b?9LU4QUH[9D3=PS?:1O]D,:9LYMKOYPZ+bYKA6AA?GM@<A=^A,2>amE3?Q^jfPGabC>bMT
        <>FV[GLF;%9UZ9H>TbTWZbR_ZcU`VL+bMH=A:KG9?39>2P>;6<TP;5<F^iem7FIL*bGA:F9QPCa:7J-U:996Tb`E:=
        Q_McB_Q`<<:<:I98g6>6;M48-1>AD;>ChtHOGT@?bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let frCosts = Self(
        "àâäçèéêëíîïóôùûœ", latin: true,
        #"""
        #O]USL][]PceRVPRV`QPQR]fcbfbhhecVghhhhhhhhh9?D?B;K<I?QR@E>AFL@@'AKSQMJPUVSPFTVVUUVUUUU39F?
        >6FAB:KE<?9<AH::;<FNKJNJPPMKAOPPPPPPPPPC$UOMEUTUJ]^KOI3PYJJJIU_]Z`[ab_[P`bbabbaaaaBNW1PJT8
        [NbcN17PUS*04P:db`aafgdaUeggfggffff-=@690A6b]eh:<:>7C363_;kpncnpthoCsttttttttt=COFG?ONODUV
        D,CFIRDD(EOWUSYTZ[WTJZ[[Z[[ZZZZ3:F?>6FDE:KM5@:<AH;:;<FNLJNJPPNKAOPPPPPPPPP39F?>6EDE:KM<@:<
        @H;:;<FNKANJPPMK@OPPPPPPPPP7>HDB;JIJ?PQ(D=AEM??:AJSPNSOTURPETUUTUUTUUT3:B>=6FBF;LJ;>6=AA9:
        8=FELKOKQQNLAPQQQQQQQQQ39F?>6EDE:KM<@8<@H9:;<FNKJNJPPMK@OPPPPPPPPP8?KDC;KIJ?PR@>=AEM@@'AKS
        QOSOUUSPFTUUUUUUUUU(=ICA9IHI>OP?C=@DL>>>@IQOGRNSTQODSTTSTTSSSS8>JCB:JIJ>OQ@D>@EL>?(@JRPNRN
        TTROESTTTTTTTTT9?KDC;KIJ<PRAE?AFM@?@'KSQOSOUUSPFTUUUUUUUUU=h~~q>U~~S~~~~~lvw|lwf{uwMN|{|{{
        iOolc=moodnonnjgiivsH<uvvuvieuuLqmwup5vwwwwwjwwwz~~rzp~~~~o~~~~~inole8[oonoonnnnjapmA8kppp
        ppppkpi]olA7no^bojaoonu{{u@Cp{{{{t{p{{`ffdaTefffffffff]c[`^NbccccccccctyzwG=xzzyyleyyyougr
        F7Fuupuuuuuuuwq>n:t{q{{w{{{rsyyvthp`ycbyyLKyndtr@:gtttttmtttekkhfZjkkkkkkkkktmsaC6MzvqzzNz
        zzuzpxs=z{{z{{z{rzug{xI8a{{q{{pzzvsyyvY<fuyrpyyyyyhnnl_;UnnnnnnnneY``^ZI_``````````ffcaSef
        ffffffffcd^faJhiihiihihhY_`]TG^``__`____
        """#)
    static let deCosts = Self(
        "ßäéíöü", latin: true,
        #"""
        =H.NK'PCLG[NLNGMS^GH/MQS^ZO]Y__ZWLRU4:M992LeS4Q-WZW2813_^gd_cchhec9@GEB:HEC<PHAE>D'S?@@BKJ
        SPKROSTPN4;B@=5C@>9KB>@8?DN9:;>>ENKEMINNKIIOVKQI6P5MbY682SRd+,MS[Sda[5`eea_MS152NW<2QfUNW/
        WWh+78W`_he`Udiiec~R~~LJJuzzwuqUrrUSspuurpwjJxnoSy~~s{pAqq_4sZtuqavAnw>INu|}twcZdd^VoYqq=A
        v@whcIs?euHG{h}qOqDqvvrpn?oplhVSYYTRzEsuFByK{{wDyBzzlKCrvwsqlimighm<ooe[WTZZUSdYffb`mAnn<f
        """#)
    static let esCosts = Self(
        "áéíñóú", latin: true,
        #"""
        1MN5QL9L[NWd3L+OOS4-4Q^ed^bbbac_e3LT6KLO[^Mad7R,OUY/,6T^e7^bbbac_d6*W5;K:N`RcfQ916WWF13VVg
        ]`Zddce`fF)WPODZW[I^aNSM'S^NNPNZbaZ___^`Ub0S^V>R^=dUgj:<%UWg;ST[Yk]dhhhgidj2E/KJEPSSIT]3G,
        HOYI/2MU^]UVZZY[V^KSd~uSztL@wueQ^maYKFGuIiiJEwZn{{vIPzWa@kaae<?mDDbPSic`^EvZ5vd`aeYcWWY_Y[
        IFAwFq:?HrEDOLKxLOsubvtz[g^qFDddceagEM@wFmhLIwNx@FBu=gpHHVou]aVjdkQSUWQY]^]_Y`_ihjb^^cbd7b
        """#)
    static let ptCosts = Self(
        "àáâãçéêíóôõú", latin: true,
        #"""
        %@NGDAOMODTTHGEBJSDDFGOWUWTYTWQSPVSUYYY0LI9;MLI]Pbb4RQNQW(66R8e9e^fbf_a^ebcfff@CQJGCRPRGWW
        K0%DMVGGIJR[YZW]W[TVSZVY][]=P`YULb`aTggZWU#[fUUWYbjhifjfjdebifhjjjJ.^URN_]^QddVTS3YcRRTT_g
        efdhag&c_fceh3g%Rb5>Sb[cUih>6?S[c5=<L`kckhlhlegdkhilll>FSNKGUTUJ][N4(HP[K)MNV`]_[`[`WZV_[^
        ```JIO54M;R^Pc`27.31UE23T:fdeTgcf`V_ebdgfgEIQJ6JW6Y,``4P0K5O-5GQPcWb_c_c]^Zb_accc:@MGD@OMN
        CTTG-'AISCDEGOWUVTYSWQSOVSUYWW?BPIF$QOQFVVJIGDLUFGHJQZWZV[V[SURZVW[[[=A,D<ALNODUUDD.BKTC*G
        HPYVWUZTYRTPWTVZYYKDqz|;~nlr~U~z}w>p|L{~}do[hdj;Q^ZfnZvcZfHgJ@`gvgyMrdtMMd[hyi}y}lNu|dp}}w
        mTffh[kAjimmogg[jD>b^koom[mTh`ha`nmbzMa>DmgsepzieaeW`]daWe^eeae_`]`aceeeuD`UkFH?BfngwHpCrD
        ZBigpIyHxH@JWKanxe|t|uepwgy|||s^sY_>llGisFgcf`b_ebdgggyEhKIIJB@lonyMu>tExLeyqywBFFrCKEAhkm
        v[ooGkFCsvvvmAl]hOa7ecmm]W]TVS[WZ]]]cWcT^YbRaUc_`[_WZV^Z]`_`fbY[a^d[cfef
        """#)
    static let itCosts = Self(
        "àèéìíòù", latin: true,
        #"""
        #IWOOIWTYIa`LRKKR_MNLQWab`Y`[bbbaa#QaWWQa^bQjhT[SS[gUWTZaijhbhdjjjji&=KCC=KHL=TR?E??FQAC@E
        KSTRLRNTTTTS&<JCC=KHL=SQ@F??FQ@B@EJRSRLQMTTTSS37E==7EBF7NI:@99AL;=;?@MNLFLHNNONN$AMHHBPMQB
        YVEKDDKVEGEIOWYWQVRZZZYY$BPHHBPMQBZWEKEDKWFHFJPYZWQWSZZ[ZZ~:~~~{~|x~~~}}lYnnonfuqwwxwwrqwi
        xwq{w}~~}}lfnnnmmolrrrqqjgbmill{w~~~wGVRYYZYY`Vbccbbxt{{ozzrnetttsyu{{p{{yu|||{{_ntttpoa]c
        cccbmsszoysvrxpxww<lzz{zzsouuvuulhnnknn[V^^_^^UQWWWWW^Yaaa``jfmmmll
        """#)
    static let svCosts = Self(
        "áâäåçéíóö", latin: true,
        #"""
        49DD=8B@B;H?<?6=BO6;9BALMGNOOCFOOOOD49@D=8B@B;H?<?9=BO9:8BALMGNOOCFOOOODSZf@?Zb8b^j;6:0_@r
        (68d9o?jqrreirrrrg+V_b4A]8aYg;6[,[^n0=6aAklfmnnbennnnc46CD=8B@B;H?<?9=BO9::BALMGNOOCFOOOOD
        3<GHA<FDF?LC?B)AES=>=CBPQKRSSGJSSSSH38CD=8B@B;H?<?8<BO9::B=LMGNOOCFOOOOD49CD=8B@B;H?<?7=BO
        7::BALMGNOOCFOOOOD=Qbb,Wa;c[A@>>:^<p(8;b8mnhoppdgppppe~~9F~~~~E}}pssxx}olb@Aqqqq>qqdgqpqbf
        gxCExsxx;}}pn}}}}orr<Br]rr*ttY<tttt>sd=>sfnn:zznqzzzso`k2bkkkk5vv>BvjvvAqy:CyglkEqv>@vevv?
        ||CK|qwwNxxgogxxxmrrR2rmrraSSGJSSSSH||?<|on|Dp{BA{p{{Dv{AE{s{{Dnsfjsssscbs3;thssfbbTWbbbbV
        aaSVaaaaTll]`lgll`ZZMPZZZZO
        """#)
    static let daCosts = Self(
        "åæéø", latin: true,
        #"""
        (V<d3:YVaVeY7[3W`k.>Q__ikcjdekdKUSd7P[3`Re32R0W^j+26_:hjbiddkc2;AG<6A?D;I?;=9=CN5;;@CLNFMH
        HNG:W4e/;G:aV5@8<5Zal+2V`:jldkffleIQxGstzsCCrBeekdiMrDyv~mG@t5B^vF;?c:ttzlc8i:bBn>E?yA?Bm@
        LG|_rrxq0CqWLLRKE?nDACzBEFeBllred6rSZZaYPPVOggmfTT[S
        """#)
}
