// Made by Tests/Charsets/train.py; the sources and their licences stand there.

extension LetterCosts {
    static let plCosts = Self(
        "óąćęłńśźż", latin: true,
        #"""
        QU>?.Ug]aU>Z8]WUZl/WX^j)k[Jcdde3hel<+TW)5Uf6aU^X]]WUSlX:9^jXk[7cc]eahdk6$HUMPJZSUJRMQPLJPa
        MNOQ_H`PNWW^XU[X`Y*S;42Te9_S[8ZZUS6jV:4[hVjZ8bbhc_f5j52.d@[9iWdXa:`Z9*Xo[]C3mYn5X6>lBdkgnf
        0MY-TN_WYNVSUUPNUeQ'SVcQdTR[[b^Ya]d^0R`+ZTe^`S]Y4K5TVk0XY[i2jZXbb0c`[cjd;@LE+AQJL@F;GD*AGV
        BDFHU@VGENNTOLROVP42U8Q1d[_NZJYX4+XiU<W;gTi/WW8gS^ebicrwkxH{AtIssLt;ANOIC@lBWjgnhEHtllsovp
        EGrY@pkHTrr`tGF=nA__e`]c`ga:_oc6mjqj>fl]TkgnhL?e:EFbrLe1p=hnGrl>AsI?qnuGaBqFiojsmDjr@^plsm
        GCvLnuqxerrxt:C:z<<dr`@pmtmFGMHDKGNH<BjC^tewoFGu^;sovp:JsAernuojjklA^QX<UU[WSZV^W:GvJDtoxr
        OOUPLSPWPllam<EHhDI<t>Drovp
        """#)
    static let csCosts = Self(
        "áéíóúýčďěňřšťůž", latin: true,
        #"""
        ,[@:7Zl[A_E:2:1Z<r866a6pqe6dgbqpgDrgj=BrlA'W`^CWYg.Z_TB28W^n:V?]Ymja]`c^nmcZncndZnh;'^G2>]
        lm:aF9=48]Dt>:>d<rsgAfiassiEtijCFjn@;AEG,@PDHCHD;E*@FWACCFDUUJGHKFVULMVKVMNVQN?ENFAEUT>HMC
        EIDEG[C.DJIZZN)MPK[ZP.[PZFO[UP(W^,VVhgZZ_XV1TVUn<A@]8lla<`c^mlcdncgd@nhY;4_Z[+fe]2^7:V/:[l
        XS9<Xkk`_4`5lkaclafcclgd(=GDC=NMEAF=BC?=DTAA@DBRSGF@IDSSIJTISJMTNL*XaA<Whg=Z66484W^n;41^Am
        mb>`c^nmc_hcn?Vni<(@KHGARQIEJBFGC?HXEBD,FVWKJHMHWVMNXMWNQXRP89S][(fe^1^JX[@R[mX;XYYkk`_<a,
        lkbXlalcflgd<8ZWW/baX3Y5:V6MHhPN/UNggZZNR+hg]^h]b^;Pb`':GDD>NMFAFBBD?=DTAAACBSSHGDIDTSJKTI
        TKNTOL&PXJTOa_VSWS:6OOVgK3RU2eeY7W[Vfe[]gZS]`fa8-O[T<-dcZ0Y=TY2<YkV:VUWii^]>_0ji`ad_fa[jeb
        htmyEu=|uvEE~zDkojymo>kndELgtB?b;pl<ep8p?]pkhdg3eoijshsjmsEk;C<fpGit9tD_tBTOpkzypAwoKJGouB
        RYSgf]^g[g[^gb_UZXZd^_i^h_Xi`a9BandEirgiXfrCjBkGdll?wlomCqqAFc3_WgZfgqh=rlh72efi4fvkrDbvAn
        :?=bn>dvkhlFvEc;>9pmFat5ph`tBH69/ux9Kj5ypKyHNlojzlpBeovAKtu?@aBZr]`t?p2ft=kBE@OOEFPEOFIPJH
        6=`mr=FwlvmHl?HFIBwcblwlwnqk`o<<9ieAnw;w:DwEo^idtsi=tin_@jn858;vu5fv6vYAvFnMQL[ZQR[P[RS[VS
        MPIZYPQ[PZQT[USbd_pke[pehE>pj_4a:mdEfqfpgFqki
        """#)
    static let huCosts = Self(
        "áéíóöúüőű", latin: true,
        #"""
        E^3@9_g3Ac=7/<0cEu016JAtth=efoklqomr?]7HA^`3@bI43=2c7t4,5f7ttg=denjkpnlqMPT]XP^;^U:=934UXh
        /Q)]4hhZ6WXb^_db`e*B;?8U?:]=971=3Z<n<79UBmm`?^^fddjhfkRU9_>Ub:cZc74@3[[m/52a5mm`,]^gcdigej
        +-VQQMZ6YR2Q5TMRKe653YTddV9ST_ZZa_[bMOWZMP^7VU^5%P8U]h:N6]IggY<WWb^_db`e*P<];>^?R:;72P:Y[l
        119a<kk^;Z[f__gfch'KSWU5XQSOW5NSIPWc66MW1bbTBQR]XX_]Y`@9JLFLNPblktksovty=BF;Df^7]T=:`eehfk
        97=;Bm];iOjvmrxvsx@1g]<`=9b::H?AF^Gg5=?R]UQNh<gq>k]mot-3h?`=_f_=7ED3?BJh69G;ErC<n37EE[Haj;
        =9pKFqr>mfgplmrqns6=;Re]:YlCCMIIOMKP79K<?E=CG98BGCDG@L67E9>HF=EB_iefkigl03?[CgdADGHRNNTRPU
        HIRNOTRPU6<BA[C@FC48?7<JA=j
        """#)
    static let roCosts = Self(
        "áâéíîóöüăşţ", latin: true,
        #"""
        2;H0B;HHK;OO?C/@DS47>?IPPPKSMSSJSSSEJJJO[TVN[]_?cc>;%SWg4J76^eddWgagg^gggY>^-<IAC3IIK<OP6D
        5@DS27??JQPQLSNSSJSSSFKK51F>@8FFH9LM=@3=AP;><=CNMNIPKPPGPPPCHHETaY[SabdGhhI;#X]lVYWXcjiidl
        fllclll_Dc09F>@8FFI9MM=A0=AP;?<=GNNNIPKPQHQQPCHH59F?@9FFI9MM3A3>BP3?<=GNNNIQKQQHQQQCHH6:G?
        A:GGJ:NN>B/?CQ.?=>HOOOJRLRRIRRRDII&YNACX^GgBRn?BA^Fq2:6?Nooo@qlqrirrqdE;5;a>Z8a`d&g`WOG=[k
        UY/7^ihidk`kkbkkkK`c>3aXZ4aad&hbW[VV]kVYV5biiidlcllclll3cc~{c~7~~~d;N|w||s|||oA<nKnnennn7f
        FT@wwYmww5Y@uPuuluuuCll}w}}_}}}oBDnBnnennn=fenGnnennn:eejMakajjjGb_|w||sx||oGCd_ddZdddM[Zc
        TccYcFcUZZxP[nomxx;oKt7WtkttS:lQzM]zqzzv:W<xrxxoxxxjHKsAssjsss8hLTOTTKTTTGLLzEY]_zzz;QEvMZ
        vZvvv:nRyF^yWyyy5qpxsxxoxxxGHDQ:lmcmml9dd`Y``V``@RVVb[bbXbbb<XXaZaaWaaaSWRjDjjajjf/bb
        """#)
    static let hrCosts = Self(
        "áéćčđšž", latin: true,
        #"""
        '<IID>OGJ=ABCD?>ESAABCEQSRHSSOKQMM';HHD=NGI<@BAD?=DR@@BADQNQGSSNJPMM2,YYU.`X[*RSTUKOVeQRS5
        UcecXeea]c__:1aa]1g`c/6+A]/R]kXYZ8Ujlj`llhciffF+UUQ+[TWHNOPQLJRaMNO+Q_a_Taa]X_ZZ84]XX3dZ_1
        U0=V2O<hSU,=Rfhg]hh7ZfbbJ-:^X*dZ_.RVSX1JYhUUV4Xfhg]hhd`^bb~~vDzDD}}J>IEIookemiiookgliittph
        qnE{{AEACHffb^c``pplhnjjmeiekgg||F;tALwwsLuiqvvrntfpuuqksmgtkpjqnnyyu`hk`{{MAID@ss=fqfmVVR
        NSPPxogEuE>wwsouqqvvrnsppvvB<m?;ssoaqmm``[W]YYSTOKQNN__ZV[XXpplhnjj
        """#)
    static let skCosts = Self(
        "áäéíóôúüýčďĺľňŕšťž", latin: true,
        #"""
        +X@57YjbA[A:4:7X;q3:6Z6ooe;cogglohqeBpqCiqC`D/DOLJDUTMGLHJKFDK]G>-LHZZP1NZRRWZS]P+[[VZ]TKT
        'S^>@SWc,V[VV4=SZl7W8YWjf_T]jbagjcl`^kkfilYgd,TW4<Tfd]VY4>33S<l856[3kk`<^kcbhjdlaLklgjl@X>
        GLQM4L^1TONPG4(K4d1PNSP_cWTUcZY`b[dXZcd_bd]`[AEO@FEVUNHMIJLGEL^2,IM-[[Q2O[SSX[T^QR]]WG^NX0
        +R>/8RUb:TZO<V<Q=j458Y>ii^3[ia`fhbj^4ij]hjVZV47CA@9JHA<A=>?;9@P;<<@=OODCBOGFLNHPEGOPKNPILI
        (VY,[Vhf[Y_BZ1XUWn=?Y^:mmb=`medjlfncemnelnCe[;._ZZ/ed]/[88Z/6ZlVU@<Wjj`^^jb5gjUl`bkk_jl:gd
        +(LIHBRQJDIFGHC@IYDEEHFWWMKKWOOTWPYMOXYSWYQTQ:>IFE>ONGAFCDE@>DVABBFBTTJHHTLLQTMVJLUUPTVNQ'
        3+TUTN_^VPU1S:4/UfO4Q3RddYWWd[[aaLfY[ef``f]a^,+PMMFVUNHNJKLH-M^HII0J]]QOO[TSX[U^QS]^W[^VXU
        49CA@9JIB<A>?5;9@Q<=<A=OODCCOGGLOHQEGPPKOQILI=7[XW1baY.X6TU978iQM,SMgg]ZTgT1bg`i]_hhZ^i<Ta
        &/VRSL^[TNTNQRN2SdNPOSPccWVUcZY`b[dXZcd_bd]`[19XS:.caY-W7SQ2:WiS:T;Uhh][VhT2eg[i^^Viddi_ea
        f~vnwxE~t?T~Jt~AkDmyqqvyr{o@M{NY{NFC@R`Ckk]lAYop]nphkheqiBbqCsgirrmmsklk>r_@aGftI]sDBitioR
        NyqqNyr{oFOz=H{HaBYf]UQfPh[]ggVfh`c`=hX`TX^j^Wiidhjbeb:pFgk__rC]qrCfkkmjCwmGGvnxlAwxrlxGHG
        ZqeGnq5bgFrrkps=nk8u8jJKAv5huvVt[jrn:tF?AsFu>Ztupdueqe:EG?`G_td]stoolhpl5w7;LiEy5HxxswyHt_
        mzrpwys{p?d{Ft{JwB@UfBW?[oacssjrtjolBOGFLOHPEGOPKNPILI7w>;ELCx=FwxsvxHdQJuJEru:w_ivwquwo;o
        ;v?=<u@wAbvpruwpsoBrjioqkshCrsWnsCc89A=Eoqjw5[rv`mwBrmJZRRWZS]PR[[VZ]TWTMZRMWYS[PRZ[VY[TWS
        ameejmfocDnniOo<hV3oDAho]lDfppfnq]Ei
        """#)
    static let slCosts = Self(
        "áâäçéíîóôöúüćčđőšž", latin: true,
        #"""
        9AM;9ASMOB984=/CIZ.45K:XYX;YZZZYYZYZZZZZOZZPR58DF@8JDF9>==@:9@Q<=4B>OPOCPQQQPPQPQQQQPFQQGH
        58DF@9JDF:>>>A;:@Q==/B?PQODPQQQPQQQQQQQQGQQGI58DF@8JDF9>>>@;1@Q<=>B>OPOCPQQQPPQPQQQQQFQQGI
        2@LN8:RLNA;858/BHY274J:WYW;XYYYXXYYYYYYYNYYOQ;8JL9>PJL?392F0?FW686H8UVU9VWWWVVWVWWWWVLWW<N
        59DF@9JEF:>>/A;:@Q==>B?PQODPQQQPQQQQQQQQGQQGI3=IK7=OIJ>C8590>EU456G7TUSHTVVVUUVUVVVVUKVVKM
        69EGA9KEG:???63;AR=>1C?PQPDQRRRQQRQRRRRRGRRHJ58CF@8JDF9>>=@;:@Q2=>B>OPOCPQQQPPQPQQQQQFQQGI
        7:FHB:LFH;-@@B4<BS4?@D@QSQERSSSRRSSSSSSSHSSIK69EGA:KEG:???B2;AR/>?C@QRPEQRRRQRRRRRRRRHRRHJ
        ,5HJD2NHJ.BBBD?>DU@ABFBTUSHTUUUTTUUUUUUUJUUKM51Ib[.f`b-78<S.D[m<XY9Mklk_lmmmllmlmmmmlbmmce
        58DF@3JDF9>>>A;:@Q<=>5?PQODPQQQPQQQQQQQQGQQGI58DF@8JDF9>>>@;:@Q2=>B>OPOCPQQQPPQPQQQQQFQQGI
        B6__Z4e``4@)@J:?;lUW2GCklj_klllklllllllK1llbd:0;MK+cI_.:EGX3BXjKUV0Uhih[ijjjiijijjjjj_jj`b
        e~~~`~^~~~~~~Dc~BA{||t{|||||V||B||?KQpppoopoppppo7ppMhlmmmlPmmOmmmmcmmceWtttSWttttWttVttLB
        {|||{||||||||B||DCghhhgghhhhhIh]hh]`npppTQpoppooocpp`gKQnnMmniRnmnmQnncea{{{z{{w{{{{N;{{<F
        Qvvvuvv[vvvvvRvv@nVwwwvvwUwYwwvjwwRnQwwwMSwTwwvwvQwwSMJtttPUtstttVsKtt@kVzzZWYz^zzzzzHzzLR
        z{{{zz{z{{{{z?{{B>WtttXttXtttttVttTlRTTTSSTSTTSSSITTIKPxxxRSxT]xxxxKxx@CWxxxVYxwwxwwwmxxmo
        TwTvQUvTvvvvvlvvcnqrrrqqrrrrrrr?rr?:OvvvQSvuvvvvvKvvMZZ[[[ZZ[[[[[[[Q[[QSTVVVUUVUVVUVUKVVKM
        ]___^C_^^_^^^S_@SURpppopppppplpcppDh
        """#)
    static let sqCosts = Self(
        "çë", latin: true,
        #"""
        3/VXP,WTO/QPP.LKRWKMJCU__WX^5&flsMehdIeMCF@7jGd10:kAyyuFffE<_ek2g/q6Kgj;m8s6Mfq/q3r3o1j-la
        p-i+n5u5n,e_l6TBXDTRg3
        """#)
    static let ruCosts = Self(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё", latin: false,
        #"""
        -ab?7A;@D9D>9491`?566DF>?@GI{oqlB7x>a3aZb`1ga5bM3]=-`/?Z6i`[[i;>4a^aVl-a0iTGe0oQ4jC9K80J<:
        A@qAke@rn8ItqAK6a2aQ_A4id3d[8EC(b1ZZ:kbeblmqdgikdo5a/X<eH/=]0gC:A42G99a6ncPeHok>Dl`CH/aGC9
        <7@@>L99470CC145NKEBBHJzoquiGx<a4`Y^1*``._MYZ2<[W?W<ebd:fgk`^ee^@2a-T3D58ga3cC?:43a;@[:ifh
        fjko5ZmgDm.a?D<@?8G8868894=A<66NG;=9LN{oqxB7y%aXaZbEXi^ZeDDX:;bE2Bdhh]eAmqegnhco3a.h@ee;Bf
        /iI<ED+f7<79ddEmhqvigkcip8a1cbHK/Jj.jB>_B1ecDI;bmoc^rv?/i>5E-a0CXee/li0hYE?;29aB`6dfmdgpt:
        Ghl>I5a.jI@<5]M/mAef5/jM99AJo@MhIu2Aml?L2aN9264<=?C6;565I>347NFGH@IK|qrNLDzBa2hbgd1kh5gS9c
        C+=,ED9mdldjosAFqk]q7a-EA?B0F^1lAF>:.KD<;6^DLfIpx<Ela<K7a8K=ff6qn7l.:C=49@7,=MHMJFtlFBhn8I
        2a0K5jL1pm2lBBL:/d38I:heqLstx=9p]Ap0a?9C86=9:EM75;6Y7448da?g7A<rfhX8ao9a3^VUY/`]+[W>XR/Y0S
        O7<_a_[dhX_MbYf'a4bX_^?eb8`[TO;._<?V<gdfdghmabeg`j6a1^P^[-c`(^7YZU<[VVW;ea_aefj9ahc^h6a.c[
        a_)`b0a>B^2J_YY;HgbfdfimbZkg`?9a/]NZX,`],Z78W87OPO2Qb]Y^bcg[Ue]ZeJa0ZSXV)^Z)XTTVPNWRRRT`]_
        ]`afYOc`Xc<a@KDIG&NJ@IEDFA?GBBCHOLNLPQUJLSOFS-aZR9`E4U^Y-995>X?@;=cj0g@>]pdfmjcn*aW<YTB8f;
        Va<]8-U^Z5:aMcPQ8enbdk69kDaKUMTQLYUKP/.N1JP6H)TOXYWV]aUW_[T_*aP9V<9RO;RSN9U9QY;=0Zc__8R-h]
        _cbZf&a[<:^@9E;Z`[@=9ZUBB6dl@[U[=qfho?]o2aKVNSQKXUKTO43*IR.M0SZWYW[]aUV_ZS_:;388CC=5R6>776
        2839>=BE>Cf~tu@IC}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let ukCosts = Self(
        "абвгдежзийклмнопрстуфхцчшщьюяєіїґ", latin: false,
        #"""
        -ab?6A:fF>h>;380`A466FF>:AFsnEe@f?n/a2dWc]2g^;dB2W</`5AZ1g`YbhkaZbh2fn/a0d`V@3Gc1lB>d53HB:
        @=odJDmsinGp/nv:a1^Tc_7i`>f^:aA)`2[Y9idbfdlchdf/gp5a1HAcW/5G4i@=D5/C<?`;ne_fmq[bBn1lu5aEE=
        94eA=e>659,B9/;6fIE>DKak[JccCr2a2SX]V)a^2`GLZ28ZVWV7ca^`df]b]d4aj0a+>7D>9ja8fAQ;37?@Z@:jef
        Xim2g]j9hq.abE:D?eH?e13>85b9=35hI3>9GDkpMIcIp&aW?X`AZe]ZdBA>44^V3O_deZd_kab_eXdn4a0g@ge>oh
        0l`:JF+f6?96ieDlisifjp2nv=a1ddca1fh3kCC`_2ebc^9blkjor.;6k.mu0a1DUfd0mg3jGEH=3:]C`1eggffpgj
        hm.kt8a.naF?9da1q@hh51mh88?Mq8PHx:J5h0sn0a]:347KA=hJ:642O>44=bGDDCHLn:OMf:u@a.hbhd/ld8iN;c
        ?-_.GD;igaYmpfegm2ks6a.GD??1Dd2nAI?9/GI<78]AIdDhiIAr5pn;a:d<gg4pk9m<6F99:EE+;kGFmJs1H8p5nw
        3a.c;jh3ql/nACg=2j5FC3ohleru6IBj8px)a=?8?:ZC6be59>4^=7;4dcBc@GhgBd>`dn<a7`XVY3c^U`XRZR2Z'W
        <9aa_`]f]b]d0aj&a4cTa]Vfa>c[ON71^?WU;fdbcgi`eag4dmRaTbZc_2gb0d]^`WW][]=1gedeik4B9h(fo4a/cT
        b^0ba2c<?^*5_Z[X>g`c?hj`fFg;en7a/^N[X0a[/^/;U82OQV7;a_^_beZ`[b9`hHa5XQWS/[V3XQRTL'TPQPP[YX
        Y^`U[V]8Zd,a[EDaZ_ke_a*b?/8?_4?bSiTg?jecYB]fr&aRX9Z8Wd[WXPWTRT];R1[d]`9]c^@_<Vck&aZ`@@<^_>
        ^_2C98YSBW8ai@U>agcidB[hl+aR_4U9UbYU_=S89RY:T0Xb`X_ce[+]cS`e.aA<5F4fE=g889?57<:87fNJ<8DbmI
        ;;e7s%aUb:`TXT[XbZU]0U^VVO[e>bbfi_d_fV?l5a7E;C?<HC<E>>@97A;=<<HFEEILBGCI:GO:;4=5>D7mH8=759
        37578:DC?@CrM>D8LRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let bgCosts = Self(
        "абвгдежзийклмнопрстуфхцчшщъьюя", latin: false,
        #"""
        )adC9C:IJ<L>=7<2bA6:2HIJACJAr|wL?a2dYc`2g`1g^2_>0a2=Z6ieg`k61n^A-a.leHG/oj2oB>i:1g9>AEpekk
        Jp7us?/a.`Nea5ia3i_6`A.c.Z[>kii^mh=Vnf2a0V;ce0:g/mHGB42I7:`8nbi`pn:sfD,aIE9B5I?:N>;49/C@47
        5aIHCDEEpzqL5a-PY^1,a_/c<Z]49[WXV>efcbgeQjh`3a+C3B8:ie1i=;=696<A;@kCg_ikBZjb,a@I=@@9J7F>79
        :4=F<73jIG=:IH`{y3*aRX;^;NcXSc7<>16ZQ-4_afW^^e^ih`4a,iAie;oj.oe;HC-g5=9<jeGcjp=qcj3a0BI8F0
        HC-n>eA61`c>A;Ukab^pB_<:4a,A=gd.kg0k[Ze939P;_7WkkWkl;qhA1a*kW?=5aN/sDei@2lO7:HLmBLppLkjB-a
        J94=6A<@?<95;6O=472KCKGBKBizxA@a2f^gd3lg5lN7fR,e+@A;hhg[om8r[^5a-F??A/DJ/qAE>;2Lf:<9[EEdIs
        9krD4a6e:`f1pl5p.:B=;<<L,DapHkfr6ImH.a.D9hN0rn3rCCd=.g6DD>thmaut<hYD3a;6999@?:Ab7666V6338_
        c@A68ccng`7a4^WSY1a]+aW8ZS0Z0<M5cda^^cYgfV4a-]IZW3`Z1`UPS6,X3QO6ab_^caRfdZ5a1a=_].d`'d9Z^V
        T]WXVJefdcge@Xe^8a.b:a^*ea2e9@_/9_AYU@fgedhfakia4a/Z7XU/^X,^3QV0INORNQ_]]Va_YdbY/a+^W]Y.a]
        0aWWZ=4ZQV6Wcda`ec]gfZTaX>85<=:7Yi:077C>-64efV=Ai:eoge@aCPJOLESODSJJMF$MGHFPTUSRVTOYWO6aI@
        P5PL05KZL4A5LQ5H5WY].1W[Va_V'aW[5CBYeaY`<==8YS@>.ejDhglBdnme::5986D<5O6@925492:B>BDAGGi~GJ
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let srCosts = Self(
        "абвгдежзиклмнопрстуфхцчшђјљњћџ", latin: false,
        #"""
        (aaH:B;SH@O<<47GC5:<EIN8@HNBO>QU>a*`GXF2]W2W9ZB5]1WW6fY^cbjR?Fhi9a,eaJI)be3JV`@3R:A^DkjTJg
        oTHGmn3a/K:`R6[_5H29:/[0RP8dd]b`hPWPfh9a2N?Oa2a]2[AQ62b2=]7j^TgfnfN-ln+aLC;A2]I@M<8<0EE890
        KICEDC]AJ@F_Ga&U_[`,ad;Z^_@CaZZ[IiibgeSUXXkm8a)B8F88]T3V<B39]DQW7fe^cajXfWhi*aQD;?AZJ=^6:9
        5B?:9<SL=2<B`5KBCO4a-j@k^8fj1a=OT*a8EB9Z_NmVsUMNqs:a)LPLG2R_.IaL?2V^@H8D`M[Xpgl_no0a1=Mgb3
        cf9YFa,6??DZ/RZYXZpVNR`o5a)XJ==8VJ-EUQ^3a^7<>IX@MSOTp_qK2aH67<8W-AL9667[<63<EFTLFI`:?IGT=a
        /W_d`3`c3S6^F,`0>;8ihMOEmSCdkl2a-D@JA.=N5?QC?6Da:<3HJ<GCd_]PUJ;a2^/j`8fi?08<<6A0a.=]cPlksV
        pjqs3a*W=je6ei3A.[@6I3Da;nTgljr^LVpr1aB6=79IA?L1;=6V7786aSFL>/S<NCHR1a3VRXS2SW2N>QG0T-A:3]
        ]KYXaX^W_a+a0X<YT2UX7L;E:0U2DFA_^V[YcY_X`b*a.bFc^/_b0JW]XC_8YY?hg`edlchcjk2a.[K]W3X[//MV24
        XSSS7baY_^f]b]de>a4^D_Y7Z^5'CM?@?GU1@dW[N`h_LJLg;a2JFLG(GK?BEEB>HBBC6PPINLTLQKRT5a*LJNQ,ZI
        5BEFC>RL1D7WdJ>Kh`e_fG8a0VQWR1SV78PQH7SM>N([[MYW`W]V^`Aa3_Z`[%[_;VYYVF]VMWFed^bai`e`gh,a/R
        NSO.OR3JMM2DPJJK:XWQUT]TYKZ];a)MIOJ5JN/EHHE5EEEF7SSLPOWOTNUWA;=>9G:8<0<65949/4<BADBB_CHYQQ
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let mkCosts = Self(
        "абвгдежзиклмнопрстуфхцчшѓѕјљњќџ", latin: false,
        #"""
        )aAD:D:GF=K98=4D@7<2JILABFK}=y@Oh?a0d[cW1hc-]3a?0`0]Z4ijfdhln@Zkmn:a-keH`0oj1DAh9+a5?A=prc
        bosufqrtu7a0_Qd^5je2Z3a@,b-][8jlhhimoapgno-a2C<Hc/le0cFD40f6Aa=omllnrthtqsf,aEC;>4JF@K7581
        C@494^HKDBAFz@uDHo6a*NW[Q-b].VVZ2IYTUS5cd``bfhVhegh9a*79<95i_.^<<2:a>]Z>jkggilo`ohno+aNI<A
        ?@K:C87:37>;54OGM<;Cy{4lLlf5a,l>ke9pk.e=aC,g8?:9koEfhtvivsuv2a/@`DI/Ha,?eD81db=?6Tf_c_rtIt
        qst5a,??fb-le0XXe;19C<]:cejVdor>rnpr3a)OZ??6eL/BNgd2jg6:AMl@Nfqykyvxc,aE=5=2B?>><7;7L<672P
        FOEBFCw7|dpj7a1hbgc4mh6P:eF+e,;B;ildO=prAsoqr6a-C>@@/?B/?I=<1Ge;=7[DBEDuwhwtvn;a9i<kg/ql7-
        8@;2;?d,?gpLjptwhwsuv.a.j;li/sn1CJi?/I6=L<kKlhrvykyuwy4a=8-6:E<<W8678Y845<df^@9=Cq[qh_b9a1
        ]U[V0a[+UOYQ.V19L6bc[]ZdgYgceg6a.YSXS.^X0RSQH-U/NNP_`[[^adWd`cd7a2aQ`Y.e`'VY^@S]6XV=`gccei
        k_khjk8a3aY`[-e`0->^/:]XYW6fhcceik^khjk7a4_Q]X2c^42SS4O=QV)9deaaYfiSiegiEa&VPUP3ZUJOPSLJRN
        NL,[]XXZ^aTa]`a8a;I'HC>MH<BCF?<EAA?GNOKKMPSGSORS/a'bC@C;kBCC]D;;D];W6imSCcnqdqmAa6a6F@EA;K
        F:?AC<:C>?=,KMIIJNPDQMOPFa/XRWS%]XJQSUNLTPOOQ^`[W]acVc`bc@a,RLQL*VQ,KLOGDNJJHOWXTTVY]P]X[]
        9a(ICHD<NI6BDF?:EAB@=NPLLMQSGTPRS;:5987D;56?9254;2:B@CCDAs_?ZnTOaaaaaaaaaaaaaaaaaaaaaaaaaa
        aaaaa
        """#)
    static let beCosts = Self(
        "абвгдежзйклмнопрстуфхцчшыьэюяёіў", latin: false,
        #"""
        ,aK@7?9@F@>93:1WA39>KC><AJfq]D9bH>8a+_O^K3]UbE4MC4Z7AV3cRDOc7`BK8P3aFa*f`e`)d]i[_`X7bZZP9j
        habj4gAk:L8h-a+M<WV7_LXF7S;3V5KX3eXEMeObSfYX6c9a0D>UD`=1i<CJ)8M;A^=jRaEj5g:k_g_h-aGI;B9TF@
        >47C5MK2:-SJD7BE[h]lE_QB>a)H[XG[R`e;Y[=BWVJY@fdW*f7c6gZcZd/a+F:??4`XeC:@6?^DAYAfd]_L>;UP8Q
        1d(aJC@DALXF^4@?5SPC,?RN[@MEO[WRN[L[0a+ZAXYCibnV>NC9^:EA+QWQgYZlX]cX2m=a-PZPQ4Rfk8LLZ6Q]ZL
        8O`Pdl.2W;6@1j2a-?GWa4ddiGES-9>ZFS.R^XSj@gKk<U7h.a-_D>@7SQq@VW:?d`<?FUbB6P1EUI3I3o?aNA8A9I
        DE<95=(a=67:UJDD?C]iZlPiY;<a)[^c^3bbg<9XE3`1DD;WWYC[<eBQ=W5f7a.@GGDebLo?MA?6K[B>4JB?LI+m/p
        dmem<a7R2Xf=iio*:>ED>UF3=dN7UoAH@X/J<m3a1M<]ccgNl=0VA*e1Ma;XWQ[m8j;nbjbk6aA@A=<H0AS39@7U:)
        :?]O@E>F^jLESjPY2a.YSAS2WV]O;SL4U2NC3^ZTUGCZ?^QZ-Z,a)]8IWJZZ`R:>:4XAFB>a_WXaQ^ObU_7_7a.XKd
        `=c[hA^QU@aYZGEig5bi42?F1,7g<a.DEb^]bag<[^4;`XXZIhWJ`h&e@i[e]e8a.X=OSRVV[2C=;>8A>39]ZC0?0Y
        8^QZRZ'aXGCFLSEMG;F9.dHB?AXUEBFHamip7UNE(aN=GJBG[[a>U5.VBR7DU8U5JER_ZJ@HR`?a@?DC']ON<>2@7O
        E46AZDBHCGWd`TMdWC0a?9LU4QUHZ9D3=PS?:1O[D,:9LXMKOXPY+aXKA6AA?GM@<A=]A,2>`lE3?Q]iePG`aC>aMT
        <>FVZGLF;%9UY9H>TaTWYaR^YbU_VL+aMH=A:KG9?39>2P>;6<TP;5<F]hdl7FIL*aGA:F9QPC`:7J-U:996Ta_E:=
        Q^MbB^Q_<<:<:I98f6>6;M48-1>AD;>CgsHOGT@?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let frCosts = Self(
        "àâäçèéêëíîïóôùûœ", latin: true,
        #"""
        #O[USL[Z[PbdRVPRV_QPQR[ebaeaggdbVfggggggggg9?D?B;K<I?QR@E>AFL@@'AKSQMJPUVSPFTVVUUVUUUU39F?
        >6FAB:KE<?9<AH::;<FNKJNJPPMKAOPPPPPPPPPC$UOMEUTUJ[]KOI3PXJJJIU^[Y_Z`a^ZP_aa`aa````BNW1PJT8
        ZNabN17PUS*04P:ca_``efc`Udffeffeeee-=@690A6a[dg:<:>7C363^;jombmosgnCrsssssssss=COFG?ONODUV
        D,CFIRDD(EOWUSXTYZWTJYZZYZZYYYY3:F?>6FDE:KM5@:<AH;:;<FNLJNJPPNKAOPPPPPPPPP39F?>6EDE:KM<@:<
        @H;:;<FNKANJPPMK@OPPPPPPPPP7>HDB;JIJ?PQ(D=AEM??:AJSPNSOTURPETUUTUUTUUT3:B>=6FBF;LJ;>6=AA9:
        8=FELKOKQQNLAPQQQQQQQQQ39F?>6EDE:KM<@8<@H9:;<FNKJNJPPMK@OPPPPPPPPP8?KDC;KIJ?PR@>=AEM@@'AKS
        QOSOUUSPFTUUUUUUUUU(=ICA9IHI>OP?C=@DL>>>@IQOGRNSTQODSTTSTTSSSS8>JCB:JIJ>OQ@D>@EL>?(@JRPNRN
        TTROESTTTTTTTTT9?KDC;KIJ<PRAE?AFM@?@'KSQOSOUUSPFTUUUUUUUUU=g~~p>U~~S~~~~~kuv{kveztvMN{z{zz
        hOnkb=lnncmnmmifhhurH<tuutuhdttLplvto5uvvvvvivvvy~~qyo}~~~n~~~~~hmnkd8Znnmnnmmmmi`olA8jooo
        oooojoh[nkA7mn]ani`nnmtzzt@Cozzzzszozz_eec`Tdeeeeeeeee[bZ_]NabbbbbbbbbsxyvG=wyyxxkdxxxntfq
        F7Fttotttttttvp>m:szpzzvzzzqrxxusgo_xbaxxLKxmcsq@:fssssslsssdjjgeYijjjjjjjjjslr`C6MyupyyNy
        yytyowr=yzzyzzyzqytfzwI8`zzpzzoyyurxxuX<etxqoxxxxxgmmk^;UmmmmmmmmdX__]YI^__________eeb`Sde
        eeeeeeeebc]e`JghhghhghggX^_[TG]__^^_^^^^
        """#)
    static let deCosts = Self(
        "ßäéíöü", latin: true,
        #"""
        =H.NK'PCLGZNLNGMS]GH/MQS]YO[X^^YWLRU4:M992LdS4Q-WYW2813^]fc^bbggdb9@GEB:HEC<PHAE>D'S?@@BKJ
        SPKROSTPN4;B@=5C@>9KB>@8?DN9:;>>ENKEMINNKIIOVKQI6P5MaX682SRc+,MSZSc`Z5_dd`^MS152NW<2QeUNW/
        WWg+78W_^gd_Uchhdb~R~~LJJtyyvtpUqqUSrottqoviJwmnSx~~rzoApp^4rYstp`uAmv>INt{|svbYcc]VnXpp=A
        u@vgbIr?dtHGzg|pOpDpuuqom?nokgVSXXTRyErtFBxKzzvDxByykKCquvrpkhlhfgl<nndZWTYYUScXeea_lAmm<e
        """#)
    static let esCosts = Self(
        "áéíñóú", latin: true,
        #"""
        1MN5QL9LZNWc3L+OOS4-4Q]dc]aaa`b^d3LT6KLOZ]M`c7R,OUX/,6T]d7]aaa`b^c6*W5;K:N_RbeQ916WWF13VVf
        [_Yccbd_eF)WPODYWZI]`NSM'S]NNPNYa`Y^^^]_Ua0S]V>R]=cUfi:<%UWf;STZXj[cgggfhci2E/KJEPSSIT[3G,
        HOXI/2MU][UVYYXZV]KSc~tSysL@vtdQ]l`XKFGtIhhJEvYmzzuIPyW`@j``d<?lDDaPShb_]EuY5uc_`dXbWWX^XZ
        IFAvFp:?HqEDOLKwLOrtausyZf]pFDccbd`fEM@vFlgLIvNw@FBt=foHHVnt[`VicjQSUWQX[][^X_^hgia]]bac7a
        """#)
    static let ptCosts = Self(
        "àáâãçéêíóôõú", latin: true,
        #"""
        %@NGDAOMODTTHGEBJSDDFGOWUWTXTWQSPVSUXXX0LI9;MLI[Paa4RQNQW(66R8d9d]eae^`]dabeee@CQJGCRPRGWW
        K0%DMVGGIJRZXYW[WZTVSYVX[Z[=P_XULa_`TffYWU#ZeUUWXaigheieicdahegiiiJ.]URN^[]QccVTS3XbRRTT^f
        decg`f&b^ebdg3f%Ra5>SaZbUhg>6?SZb5=<L_jbjgkgkdfcjghkkk>FSNKGUTUJ[ZN4(HPZK)MNV_[^Z_Z_WYV^Z]
        ___JIO54M;R]Pb_27.31UE23T:ecdTfbe_V^dacfefEIQJ6JW6X,__4P0K5O-5GQPbWa^b^b[]Ya^`bbb:@MGD@OMN
        CTTG-'AISCDEGOWUVTXSWQSOVSUXWW?BPIF$QOQFVVJIGDLUFGHJQYWYVZVZSURYVWZZZ=A,D<ALNODUUDD.BKTC*G
        HPXVWUYTXRTPWTVYXXKDpy{;~mkq~U}y|v>o{Lz}|cnZgci;Q]YemYubYeHfJ@_fufxMqcsMMcZgxh|x|kNt{co||v
        lTeegZjAihllnffZiD>a]jnnlZlTg_g`_mlayM`>Dlfrdoyhd`dW_[c`Wd]dd`d^_[_`bdddtD_UjFH?BemfvHoCqD
        YBhfoIxHwH@JWK`mwd{s{tdovfx{{{r]rX^>kkGhrFfbe_a^dacfffxEgKIIJB@knmxMt>sEwLdxpxvBFFqCKEAgjl
        uZnnGjFCruuulAk[gO`7dbll[W[TVSZWY[[[bWbT]XaR`Ub^_Z^WYV]Y[_^_eaXZ`]cZbede
        """#)
    static let itCosts = Self(
        "àèéìíòù", latin: true,
        #"""
        #IWOOIWTXI`_LRKKR^MNLQW`a_X_Zaaa``#Q`WWQ`]aQigTZSSZfUWTY`higagciiiih&=KCC=KHL=TR?E??FQAC@E
        KSTRLRNTTTTS&<JCC=KHL=SQ@F??FQ@B@EJRSRLQMTTTSS37E==7EBF7NI:@99AL;=;?@MNLFLHNNONN$AMHHBPMQB
        XVEKDDKVEGEIOWXWQVRYYYXX$BPHHBPMQBYWEKEDKWFHFJPXYWQWSYYZYY~:~~~z~{w}}}||kXmmnmetpvvwvvqpvh
        wvpzv|}}||kemmmllnkqqqppifalhkkzv}}}vGVRXXYXX_Vabbaawszznyyqmdsssrxtzzozzxt{{{zz^mssson`[b
        bbbalrrynxruqwowvv<kyyzyyrnttuttkgmmjmmZV]]^]]UQWWWWW]X```__ielllkk
        """#)
    static let svCosts = Self(
        "áâäåçéíóö", latin: true,
        #"""
        49DD=8B@B;H?<?6=BO6;9BALMGNOOCFOOOOD49@D=8B@B;H?<?9=BO9:8BALMGNOOCFOOOODSYe@?Ya8a]i;6:0^@q
        (68c9n?ipqqdhqqqqf+V^a4A[8`Xf;6Z,Z]m0=6`Ajkelmmadmmmmb46CD=8B@B;H?<?9=BO9::BALMGNOOCFOOOOD
        3<GHA<FDF?LC?B)AES=>=CBPQKRSSGJSSSSH38CD=8B@B;H?<?8<BO9::B=LMGNOOCFOOOOD49CD=8B@B;H?<?7=BO
        7::BALMGNOOCFOOOOD=Qaa,W`;bZA@>>:]<o(8;a8lmgnoocfooood~~9F~~~~E||orrww|nka@Apppp>ppcfpopae
        fwCEwrww;||om||||nqq<Bq[qq*ssX<ssss>rc=>remm:yympyyyrn_j2ajjjj5uu>BuiuuApx:CxfkjEpu>@uduu?
        {{CK{pvvNwwfnfwwwlqqR2qlqq`SSGJSSSSH{{?<{nm{DozBAzozzDuzAEzrzzDmreirrrrbar3;sgrreaaTWaaaaV
        ``SV````Tkk[_kfkk_YYMPYYYYO
        """#)
    static let daCosts = Self(
        "åæéø", latin: true,
        #"""
        (V<c3:XV`VdX7Z3W_j.>Q^^hjbicdjcKUSc7PZ3_Rd32R0W]i+26^:giahccjb2;AG<6A?D;I?;=9=CN5;;@CLNFMH
        HNG:W4d/;G:`V5@8<5Y`k+2V_:ikcjeekdIQwGrsyrCCqBddjchMqDxu~lG@s5B]uF;?b:ssykb8h:aBm>E?xA?Bl@
        LG{^qqwp0CpWLLRKE?mDACyBEFdBkkqdc6qSYY`XPPVOffleTTZS
        """#)
}
