// Made by Tests/Charsets/train.py; the sources and their licences stand there.

extension LetterCosts {
    static let noCosts = Self(
        "äåæéø", latin: true,
        #"""
        9@HNC;GDI@LCAD'AGS>@?GGQSJSSLRTL'W^e5>]ZaWc:8Z8X<k/>7_^ijbkkdikcDKSYNFROTKWNJOILR_$GJRR]_U
        __WY_V2;CI>6B?D;G>;>9<BN5;:?BLNFNNGMOG>WWf.?MXbWd::;7X:l+3>_8jk1kldjld~Dq{FyrxyqpAZpChagia
        vktq>~wv~lqUci2u@mujo?cd8ynwybkdIk4ubtnaKGIsCt@sgI{KKsNxqvxpq0dqXRKQRK{CynCyBxz?zGifBqjlrd
        rC>rS`X^`WXQVXPmfkmeVOUWO
        """#)
    static let fiCosts = Self(
        "áäéíóöšž", latin: true,
        #"""
        67JJE9LIC7A<;?6;BO9:8<BNNCOO@OOOJOO*GooKEfh;6>:7:2DBt78:a:ss9tt2tttott56JJE9LIB7A<:?7;BO>:
        8;?NJCOO@OOOJOO56JJE9LIB7A;;?7;BO?99<=NNCOO@OOOJOO66JJE9KIB7A<;?7;BO<99<ANNCOO@OOOJOO/L_aZ
        Pc^:4U67:/QQf7-6SVef9ffSfff:ff64JKF6LGC4B<<?9;CP>:9;?NOCOP@PPPKPP63JJE9LGC5A=;?9;AO?::;BNN
        COO@OOOJOK~O~~~og~~m~y~yn~bWgggbggfVffXbff]=nnninS{L{{{vm{cQccc^cchXhhhchhq8gjmZqq}D}}vHox
        h2rrrkrrx7xxxEoxu7ollEyyp6duuXpu|?|||O||yjyyytyyq6mqq]qqO@OOOJOOu>kdu^uup9{{{v{{v5{{{Ac{xi
        xxxsqsa3hnrmrr[L[[[V[[XHXXXSXXqBlqq5qqPAPPPKPP
        """#)
    static let nlCosts = Self(
        "äéëï", latin: true,
        #"""
        49AB<5G>>:F?>>7<CN::;ABEMJHNMMN,EONH@RLLEQNHK)GNYFGFJMPYUSZ-XZ$GQPJBTNNGSPEMFIP[AIHOOR[WU]
        [[]49DB=4GAA:FB>A7<CN899ABEMJHNMMN~S~~tzjdponpqppqxwvx~~{skkjksrrsshrszz@zmlkmglpqvruvbfrs
        rP{|xwwoqppqUUTUoLxynxwyzrxzsrqjrqqrnmmnYXXY[eefjiij
        """#)
    static let enCosts = Self(
        "éíó", latin: true,
        #"""
        28C?>8AB>9KF<?::BM;;:>FDLCLNNN48C??8AB>9KF=@7:BM;;:@;DLCLNNN48C??8AB>9KF=@6:BM9;:@FDLCLNNN
        ~~~|||pppuuhuuu}}}rrrqqqmvq{{vdddlllweidtt{{{zzzrrr]]]oklzzz{{{sssllloooaaappp```
        """#)
    static let caCosts = Self(
        "àáâãçèéíïñòóúü", latin: true,
        #"""
        )N?6DN;A]Hca7:0TAE376BGfBbbbhhhfb`bghdafh1:GAA;IGL>OP4C-@DL56?BIRNNPMSSSRMKNSSPMRS48E>>8FD
        I;LM;@<>AI<;0?FOKKMJPQQOJIKPPMJOP47D>=8FDH:LM;@;2AI;;<>FOKJMJPPPOJHJPPLIOP.'QJJDRPUGXYGLG6
        MUHGH=R[WWY>]^^[VUW]]Y<[]7NZ3>NID`Acd;?/S@]3)9GDf?bdahhhfb`bghdafg1P^LKG`NcCfgIJ?VYZC%FEMi
        edgdjjjidbejjgdij/<B4>M:?_P`d140<@EA12TCeWadagggea_afgc`fg<?K</@LLPBTU8F0EIQC/-FNVSRURXXXW
        RPRWXTQWX5.F@?9GFJ<MN=A=1BJ=<=@GPLLNKRRRPLJLQRNKPQ3I?:=J<6[L_`35-O6@/5<QEbD]`]cccb]Z^cc`]b
        c$O]VUO^]aRdeRW3UKa?;SVZgccebhiigbachiebgh1C/JHDNPTFXY463IIU5,>JCZWVYV]]]ZVTV[]XU[]9=JCC*K
        JN7QO7EACFN5@ADLTPPSOVVVT4N5UVROTULd~~~V=T~~WzT|w}~~P`vQR[z^xvDkopnF9MooLMKoEvvvu:NJuvHQVv
        IwwwuFNMvwMOUwX}}}XwuwVbUX{xInnnlKf@mnFFlmGoppn>hLopLITCDjJjhKJNijfaijEzzz_M]ty^O7yqAeeec_
        ]_dea^U`[bcca[ZYbb_[ZbC[zzTEM@yyGMVy=pttlC=>ttIGFtJZyyEGOGyyNURuTwwwZoomUwspvwJsssV@ULrsIM
        EncijjhcbdijfchBC]yyJFHCyyFNPtNyzjxLTMyzRFYy@xyywHGCxyBEUxOvvvtFMGFZrotvJmmmlHD<mmcflmV^^^
        [WUW]^VV[]HfffeAV=efAY^fFgggf_]afgc^bg@Fbb`[Y[ab^Z`b
        """#)
    static let isCosts = Self(
        "áæéíðñóöúýþ", latin: true,
        #"""
        /HDfEKB=?NY<2>,YDg053O@gf_V^adK@gXZXeOBKAaNPI/QM638C4U?c/95N=bbZbY]`W.cTVT``6EF[MK9CLGO>-K
        HOQ]8D(BR][T]SVYJJ]NPNZY-7=hGE==;TV18;5S<j:/5>Diibiadg_?jGLUg>1.HpPSFBJ7CD)IE__rD?W/FqqNqT
        loY`rdfdoo55ENA>BA?:B;9?;CDO8<<;EONGOGJMD=OBDBMM8GCkEP:MLMH:-46`Am8*8UElleldgjb;m_a_jMES`i
        [X57YT^(6F0^Gk1J:V`j>bjbeh`>k]_]hh@BElFKFD]HT@<A;`>m9<;XLmOemdgjV%mYY_kj3?PZLJEGKC;7-J6NC[
        ,3;GQ[ZS[RUXP=[HOMYX?:Q[M9NML;0HFKH7Q])IH3D][;[SVY=J]FD?<Y?Tj=hzGDHxEaqtI4wQa`tR;Ag8Wj9E;X
        gORUEFXJLJUUXRkA[n>,GCkhknX,qQeZoR2?WHBm3>S>WTFkB?nADHl]::_N^pJ6(mmlorj5`bZgs`=fiLYl'5;jiJ
        ZqCbtAFDIqDFM?dv>@INf?J`C^p?MIL`GM_CbtKOFLqcfiYEl^`^jiC?Y:Wj7@BhhHKNF?QDECONIBB?>w=I@Z^NIP
        @asCGFMbICS:as=AALcknq^>tfVfqI`?90ViM5LgfJMPHASEGEPPNQT6EW@KITT^`cSDfXZWdc>MPHASFHEQP
        """#)
    static let elCosts = Self(
        "ΐάέήίαβγδεζηθικλμνξοπρςστυφχψωϊόύώ", latin: false,
        #"""
        4aOCDDA7HCC<8?G;>@?<L9?:>>:?HFOEOBFH,aqdeebYC:6X<Z=B;3:1DD=4<54a:A_^pcgjCapcdda9`:=[X_AB;4
        <-@A@.277_B5]@obfi)apcddaXhZd[l_8Y<@3;lXY7.:1`e`keobfh6asghhd,HC8>;`E_9?@.a0A?C67ch?^;sejl
        -aMkki<eE;BKIk?/;9=2FN66585??GbqHhMu>aj48V:.`]V4f>_2X8YTg0Y-XXTYcaj[j;ZTTaq9<<74i8`1m?h04:
        =9m3a4__Z<iBp9p:EBRapA6774hcd2l4g,^a][l1^4^_Y:hfo?o=>>0axLll1JG>AeLg@2:6>6?D818;4:EEm@bH@L
        CadIOR62]VX*X8[4RQOOa/SQRRNN[Yd5d4WJ+auijjg_k?dbqeAa8<4/l_]:-77f_GhkuhlnPal=69Y7d_`-h.c9Y9
        96h2[8ZZU7dbk=k@_=,ay;FNj2DE=?JLEe.=?8e4F>:5<iHAlDy?p@Aav5=3?,lhH3r=g;F<``s2J8db8>ghuBv2A?
        =at8;;73HH`2p2k1E1B]n/Hbb`F=Cih>s<=@Aau84>=.<gi.q;l5cf=Dr06cd`_@AgjDt9YC+ay?A=;/nJ?8d8C5bf
        e@r2ifeF3Gnkx;x;eA7ac6UVA2ZVV,_/Y0PSRN`4RPQQLMZYbHbQ3W.aklNd=LF<?FhfH8@895Nc;83=>-CCzplm6q
        Cau;?@<1mef3q?l6c9cIq+H2cc<Hmjt?t0ac@aw7@B40I9E6f:G0@J:AG/ZGeG>@E:v8v9D<#avjjjg_njjcrembeg
        fbs`fdeeafnmukuhmoZavFHC:7U]j3r3H57Z7^r:?^d<+6@?u@uC<FCaz;><>0slo6F.o3gKJdw,j7eDKEsnz:z:JD
        )atD_aa@D:@[Gb=X?:94cW75566eECF]pbkg>ak:3790cV_5g;<2XKYUg/Z6XXN7caj6j8?V@am?9790e``/i8<6YU
        X8i2]0[[8Vecl8lA]8=aXFLM>@PLL+T)O>GIHDUBHFGGCGPOWHWJJL8anbcbYQB;CZh^BYZZ4)kW:4134_Tdndnaeg
        :aWKKKH@FKJDSFMC&DCBTAFDFE>GLNVLVINP*arfffcY^=@Fg`eZ@662_X96183bE=kgqdik,am`aa^TS>@?YY:V<8
        53]883645]?@lYl_cf7aj]^^ZR`]=Uf?;TVX7(fQ93753Y^Zi_i[`c~C=?P3=:95H<B@4@5=P74Eo3/C@>RF~ARbaa
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let trCosts = Self(
        "âçîöüğİış", latin: true,
        #"""
        :<CJC>LJK>RC'D?EKU@DCEJSTEJTLTNHKRCJ4/^aY.cNb-iW7?U4[kSYYMajkWak[kN6ci0a'<FJC>LJK>RC@D?EJT
        ?CCEJSTEJTLTMHLQBJNPTTVRV_`Rg9-W-YBj-9LYQhi60iai^]:^WQ3W[==Y:f^Yn544.aDq/:>a[op92p<pidAn_<
        <7]Q?7c`a-iX/HQVak6YY/ajk[Skckd<ch-`GINWPKYVWK`O26-QWb6)4QW`bNPbYbZUY_OT,_KC=`Ilmat729,gIw
        2;DgXuv=>v^vpj;te7/0`dZ4fde1l846WYenW^/:]mn^dnLnX@gl3d{>~@Aw@GA}C}vo=zk<hfr88joDhmfng:fk4c
        vdvA8ns2l{E{toCxj?kYkd^ch0anfn22fk>dmUm`?ejAa{?{tl?xi:_V_XRW]ETmCv?=ns7jyBya=rw4otjtn7mr5_
        zKzr?sx6Nt_tmh9qbHm@mfFej4`OGOHCGL=DzEom@rw5HuGkD?ns1krFvG7ns5ltEtmh=qc8nfng[fkQY]T]UPTYJQ
        UMUNIMRDKFit>8lq2cmfn=?fk5c
        """#)
    static let heCosts = Self(
        "ִָֹּאבגדהוזחטיךכלםמןנסעףפץצקרשת", latin: false,
        #"""
        8aSSSSAAHE><HGH'OH@FAICFFQFQJF@CA3aNNNN=:CA67FBC7KC<A<D>BALALEA;><3aNNNN=<CA:8GBC7KC;A<@>B
        ALBLEA7><3aNNNN=<CA:7FBA7KA<A;D>@ALALEA:></awwwwe=C=<0?9B1FJ3D9B6>iI=qEB5772axxxx5AA<83G>B
        /t@:k6B:<7u@v@?2890apppp=7^6=.Ad`1le08??9]DfYnga3A?-arsssAA@D6/e`f-`_=<<DBE:bGqDD2?;*azzzz
        8<>A?4F=E3w@>B4F==<x=xA<::;3a|}MN68<:=9@?B:G>5=876:;E:J><3=10aklll<QWZ2/dV[.h6?=5S?]9i^i^=
        2ZW2aqqqq[5T6;/<e`0mb4E8b>;d_]PA6477/apppp;<X_9/c>X-lC7a=@:D@gPnYB0^=/au}}}:<C:65CB=5IB:1<
        <7=BPAM@98:3#addddRQXVOM[WXLaXQVQYSWVbVbZVPSQ<ahppp;7C95/<@a1@E1E:<5=_Q>ngc8=4+apmxx7;@<53
        J=>/E>=A:I>AAX>vF;@>;#arrrr``fd]ZjfgZng_e`hbeeoephe_b`Dapxxx7:A870A:<2n=:h:>899u<u::647#an
        ooo][caYWgbcVkc[a[d^balbleaZ^[Wauuuu=A6:3.D=9+qBBH?HH;Bh?aA;?=60aqrrr??>8?0bC3/nA;D;X?BDB2
        of88a<2arrrra8Y8:/BfD0n]/9;X>De]X^;@3;8#aabbbONUSLJYTUI^UNSNVPTS_T_WSMPNAarrrr=BDD9.^<9/nc
        8c^?8:8iVlF:-<6$a````MMSQJHWSTH[TLRMUORR]R^URLOM9amnnn45@?6/f=C.jb9[6KUa7k8b[`2]:1arrrr97e
        ;5._f81og8C?@;;DcCp>^1=;,axgyy58<=81I></A;BG=I?=Eb?B@?H?85avvvv>7DG63f<@2H@.<6a3h@]:tlB4F:
        &awxxx@AHg<5l;l5tFBE@D?^Eq?un=9FG~~~~41<@.7B>D:};6q3r<=9~<~C=>4>aaaaaaaaaaaaaaaaaaaaaaaaaa
        aaaaa
        """#)
    static let arCosts = Self(
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٍَُِّ", latin: false,
        #"""
        #a_bUcZ^GOJP[VUZQ]NZRXY[X_Q[bSTTIMNSMZKZccccc=aVYLYQT?EGGNNL.IGEQEOPSPVISYJLL+D-KEQ@XZZZZZ
        @alocphkU7J@??6;=T6[4<;fBY;?p<>8843=/h8nppppp8aQTHUMP;CDCKIHM=PBM'CLOKRENUFAG<@AG@M=SVVVVU
        Lafi]jbeO<WWW]3=9==`0FH>Lf<SjT<Y,7/ZSb4hjjjjj9abdWe]`:L6Q_VVU8`/8UZ[_XbT^eSNV/8J:N]*cffffe
        3a?}qyv=d<I7HC@H<O8E<FCFBj>M}?AD(85DDt>D~~~~~0aruEkIb0E:>kG=Z:n3]B;IW>r6Hu_?B4@6<8m1avdvvX
        #aqthumpZcccnihmdpbmeklokrdnufgg]`afam^suuuuu-aruAuml58Z?g>6<;Z6F=<=GCg9Eu?7?;8<96D4tvvdva
        -adgZh`c/T8Ua[Z`Vb3`W^_b^eTahX9Y039X8L3fhhhhh2akn_ng`0:8=hc`g7^77>cehek?hn_`_32476f3mogooY
        3alocphk0?96DAch0X4A;X>E`[`ip?<;95Ca5f2nqqpqp2afi]jbe09R4c^]b4`1]TY3O6fXciL[[0;OZ9b6hjjjjj
        +apsFtll3C5DEacG>o6l@hknjqEbtBFI;7;>5=.nttttm0abeXf^],PMS_YX^T[9^U[]`[cU_fMW72PJ0:^.dggggf
        -asmFnoB163=h;CL=mcG<G_AJtBFw><8F@<?6B/]wwwwi,a<e]jb[1:7WcUY^Kd6]X`ad`f?ajS[[;9=<5b,hejjjj
        0aorfikn27<3jDSaEm;k?ijm9p<ls@Y9548@6k/qsnsss7ailAmeh19V8fS_8Bg,e]bdf_i8Al??8O3U7;e3k`mmme
        3ahk^kcf069Xe`8_8f1c[a@e=hT<k7X^278[4c4jllllU,adgYg_R.N9TaZXWUb7_W]^a^d:VgVYY80SB6_1fUhhhh
        0ahk_ld`057Ve`@dZf3d@`cfYi6el=3]5S8Y3U3jlllla5a_bTbY]/O-O[VTYQ]2YRWX[X_QZbESSG/N3MY1`ccccc
        0apsgtlo0558GRgl4i5DGAD>IEcmtaCZ077?=l7lttitt0aegZh`c.U6T_YZ`<c.=;U_WReWahXYY6O7X5`0fiiiih
        &aSVJWOR=EEEPKJOFQCOGMNQMSFPWHII>BCHBO@UWWWWW2aoq_rjc4F9;ldU]]h5G?fD@`;@^rb>D:D=?;H(jssssi
        0ampdqil084<jebi2Z4e=E=D<n5jqEcc7??B8E3gqqqqX3ampEqil/866<eci^F3;;ahWgnVeqDcb468A3i3oqlqqc
        3axK8q=_5:=8C=;B:C?G:=AMBQ8?q<;::2==995zg}}bb/auxkEqh2>;:B=;D9N8H:C?KHl7EyH=A9?0>8H5myygy`
        )asvjwor3A88[>Fd:DKF9ACm>?GEwABDLCd97H1qkxxxZ,anqerjm-CBGiBej<87FabikhnakCcd[@6<c0j1hrrrrr
        1akpAxIi08I9J=AI;H5A9FDBDL<Gx;<=363;GI6vqxxxd#afi]jbeOWWWc^]bXeVbY`ad`gXcjZ[[QTUZUbRhjjjjj
        +akzlesM4?0=CDEC9m7@<EKEBw?L{A<>9:4>:sDg{{b{a%aZ^P^UX1KLKWRPUMXJUNSTWTZMV^NOPEHJOIUF]_____
        0aMPCPHK6>?>JECH@K=HAFGJGM@IPABB8;=B<H9NQQQQQ3aLOCPHK6>>>IDCH?K=H@FGJFM?IPABB8;<A<H9NPPPP=
        4aMPCPHK6>?>JECI@K6>AFGJGM@JPA<C8;=B<H9OQQQQQ4aMPCPHK6:?>JECH@K=HAFGJGM@IPABB85=B<H9NQQQQQ
        6aORDSKN2:8AL=FK@M>KBHILIO8JR=5E8;=D>K4QSSSSS}K7~<|,5o9I?=DAKAJ=@FIFT8E~6><92?<3x;~~~~~~aa
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let faCosts = Self(
        "آأؤئابتثجحخدذرزسشصضطظعغفقلمنهويًَُِپچژکگ", latin: false,
        #"""
        Kabkk_P3I@]dZG6;==Hdidja<?L81)>7:kkkkVZeRK3aHQQO7@>PGKH=O:D4@>OJPGODGB3<==5QQQQHLO@G2aGPPN
        3?=OFIG<N9C=>INIOFMCFA=;<<9PPPPGKN?F?aT^^[BKH]RVTFZFNJKV[V[RZPR>F1C.']^^^TXZLS4aq~~Jc=>OGE
        C9l/62?EMFRDMBA780;>1NvpeHiOBK4aluus.bAtdc:>s.??GloHt>hh6>_;/63ucmpjTsDb)anYwn.6^vIACHp5XJ
        A?dgnCJAAA<=678vwwweruFF,aQZZX,GGYPSQFX,LGHSXSYPWMN<FEED<ZZZZQUXIP4admmk*AAlcfd:_5:@OfkflV
        [Yc<14559mmmmbhkZc3a_hhf0=8gTa_3b3;5O:fag^eZ952QM93hh`h_cf:^4abkki0X/jTeb<i7]<08j<jaiVa8FH
        </6kkkkbfiYa+akxxk3GJsnrJHv-b=Frwqw_vJLC@7075xxxeiprHC?aV__^-KK^TXUJ])QK0X^W^T]PTPKIFH2___
        _UZ]JT+aKavl1<?uELE6yOC:BIKlzNc:AL=@553z{{sOJf4?)aaqqa/:Ypeh^7o:c[>jojpgjdg]76;=1qqq_elo^D
        6anw`q2B)vi`JHu;dcdpu@vIpAj>??>;-vrwo?ruCe4amuvm7C5tZiC-s9hZ?AtetIe0GV1:579uvmuVqs=@5a`hhf
        4P8g^S[*f6ZTVTgagXf6^3T9S15hh`h_cfV^=aT]^[*HJ[RVTHZ2OJKV[S[NZPRFIHH.-]^^^TXZKR/a`iig7*Ug^Y
        `Sf4ZSVbgbgOfS71PO:57hiii`dfV_.aR[[Y,IGYPTRFX*MHITYTYPXNPLGEFG=Z[[[RVXIQ/admmk399gSgd8S,`W
        FO>aTck`V4676U4mhmmdhkRc1aV``^,KK_UYVI@+NLLX^X_U^RUIJGJE.````VZ^NQ(agppn5^1o`[fCj2CCScDi_@
        [cC?]A=:5pphpgknZf+admmk1<>lcfd9k3Y??Sk=l4jTX88U881mmhmdckZc+aimr^/<<SaC_>lCF<`kiEqCa>BA7=
        76/rrmmdjb>F1anYwd.<9YA<D;b5F>AIjJv5KLD<Y:97.wwowFIuC^)apyyj5F>^7iJ3wDD?>EwHDLrFCeAB564xyt
        gbdwG:&apxyw0IKwErnBv6:?>Iwrwnv?bC:>K??xyyyptv_n+aaxxD3=>e@LX3v3;5=LLIwAiCF8:7>K5wxxxEFLDI
        )ar{{y1E>zCOF;u7?:@JliuGkGE:>1=><{{{vOKO7D&aMUVT<DCTKOMAS?HCDOTOTKSIKGBAAB>UVVVMQSDL2aGPPN
        6><OFIG<N6B=>INIOFMCFA<;;<9PPPPGKN?F2aGPPN6>=OFJG<N6C=:IOIOFNCF><;<<9PPPPEKN=F1aHQQO7:>OFJ
        H<N:C>?JOJOFNDF6=;<=8PQQQFLN?G8ackkj-Y6jaeS>H1G6Kejdjai[a;V2>/0kaYkbgaX]5a[ee_2SLdZ^[Pc;VK
        G^c^dZbTZP82)73eeee@]c6Z;aV__]+MK^TXUH]GQAHX^W^T]QTNII/,1____UY]LS,aluus4F9ednlHs8=?.nsnt`
        rTk<=8/94uubgeknck1admmk.WSlYfbT8-=>@fkfkbj;b7U:@21lmmmdhjYc:~~|04;j?D@4U;A64FTAn@I?AG4:85
        =~~~~;BJ4>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let urCosts = Self(
        "ءآؤئابتثجحخدذرزسشصضطظعغفقلمنويًَُِّٹپچڈڑکگںھہے", latin: false,
        #"""
        $a^[aWFPN_RVXP_KWNVX]Y]S^VUNLMKHaaa`aYUZ^^KVRULNDaa_Y5J-5b9Z:CV868Y[`]aWb:Y7:3L7deedeO1_a[
        NLVYPR,aSQVN=FDTIMOET?CAHNROSJTKLDB8A>VWWVWGKLNSBJ+LCEJafdiaOTVgU`b>g7XP9aebf>fYZ996Q(ijji
        jIXa`fR[[_U,/aHwJ9b<6KDBD:z5A5EAIHJANA>47168KpOx}JBKhL>HCq=Q0aomkh/b>pF@e=m4GFcHkEn9Gi>8H5
        92rn`bsQgFl=@de36B,aqotj/?arE<BEo8lHFApfI7qG?@=A92tuulnnioqk>bg3?7/a[Y_U/LL]PTVN].ULTVZWZQ
        [TR23KH/___^WWSX[[ITPSJL6aljog,:]mVfh<e:>3Wgkhlcmfe684/8opkgpicjlWXBb=7B1agejb0=:hPac5e3b8
        ^57cg^hR9:3V=3jkkckd_egg4a]`TW4aech`.:/fZ_a;c8[S[4d7d[eV^1>R16hiihib]beeR_Z]RT,aomri0DDpdi
        j@p2h?EhnknHoFg=?<2/rsikskglojGBe>7A2aZX^U0KK[PTVM[-ULSUYVZQZRSKIJG/^__^_WRWZZ1TPS2L*atJwl
        3<7pABJ;uLG>JKIGtgd@?H<971wxxhoGGGKt:Hjh9?-afdia04Rg[Z_Ng8XV_aebf]g`_>479+ifj]ja^dffT^[_;W
        .aqotk3=3qGifXr7faelp@pGqCh69<:2tttmt?Djnb8cfiE.3ahfkc.Y6i^b;?i2cV`cg`h;e^_R27=4kglkl`^fhh
        8_^a/X4afdi`5;VgZ9a3g4`V_ae:eXf9^/T9-5iiihib^cffS_[^8>/a_]bY1RP`TVZRa.YPXY_Y_U`XW,8O52bccb
        c[V]__MPTWNP3adbg_-3TeY;]Ve/_U]_c`dXeSW4Q6/4ghhgha[bddR^Y];S*a_]bX-QJ`SXYQ`0XOWY^Z^T_WVO1N
        L1bcbabZV[__LWTVLO/akinf3::@Zeg4]4D]ae@e<bkdB/2788noonohchkkWead9A3a]Z`W-HM^RVWON-SHUL[X[R
        ]VT4JLH+`aa_aXTY]]JVRTKN-agejb1Y5hXZaZh0_=Xb@c5?ZaA8V=71jkdfk?_eggQa]`8X0aigld057j^cd7j4X9
        Z;h@h4i^a9SV52lmekmeafiiVb_a7=-aqotF0>>YD?h9rGI?XlpAp<H:?A7?6/tuumiT]n`I8Bgi99/asqvg2A:FB>
        A=I7E=<EJAn;DH>8D:8,vwakreKbheBGik>R,arpmg2B<s?ln6sHG:EFqh?GoDEKAH71uvmmmBeC@m>5hK82/at^a<
        2;:t<Ll<u.B:DGKKkBHB@:98I:vnwnfAFHIEBB4l;]*awuzN1B?LHKH>u;@>COkgwCoEE<=9<bz{{z{ANNHc7H0p8C
        &aSQVN=GDTIMOGTANELNROSJTMLECCB>VWWVWPKQSSBMILCE2aMKPH7@<NCGI?N;H?FHLIMDMGF><<<8PQQPQJEJMM
        <ECF=?2aNLQH7A?NBGGAO:H?AIMFMDNGF<<<;9QQQPQ?FKNK8GCB<?%aUSXP?HGVKOQIWBPFMPURULVLNDDBD@XYYX
        YLJSUUCLKNEG2aMKPH6@>NCGI@N;H?FELIMDNGF<;=<7PQQPQJEKMM<GCF=>-ad_g^3PQdX]_Ve-UIV_c`cYd][9N9
        7/gg]bgTXaQd:WX4M95aiglc/]@j^ce]k+`>Bdhfi`jcb?W270li[`mQ^ag>LQ_95V4ab`eG1U9cW[^UcM]:R]a^bX
        c[Z7;630ef_efOP`bI6[W/6:+a^[]W.DN_RVXP_4GKQX]Y]SXVUFKH2,aaaVaVSVZ^HOSNKH2a^[aW,PE^RVXP_KWN
        VX]Y]S^VUNLEE-aaa`aYSZ^^4VR0L13atrwI0H=Ihnodu5F:Hosmshtil=@?4.wxlmsFcIoYalj:5.1aheb53W3hZa
        cZi-?U^bgdg^h[`8U<4/jg`_kY`egNTa]9=@#aljogT_]mbfg_mYf^egkhkbifd]Z[ZVoppnphdillYfbdZ^0aigl`
        -Z:j]cdYj6cZbdheh_ica>A94+lmmkmMWfiIN]_aU3*asqrm6I>tHmnCt8I`lnrorisak;?>12vrrqv`kpgs_likb-
        #aqotkYdbqfjldr_kbflpmpgqjib`a_[tttstminqq_jfi`bF?~y179R7?A;K=C7=CJCT<LB@>2;;=~~~~~K9CJ~/@
        tR4paaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
    static let ltCosts = Self(
        "éóąčėęįōšūųž", latin: true,
        #"""
        07EHA<KCK7A>??<;AP<9=>AOPDKPPKJDMJPEJDG67DHA<KCK7A>??3;AP<9=>AOODKPPKJDMJPEJDG%LY^VP`XaK5R
        @EGOUf:6QR=eeY`ffa`Xc`fZ`YB>=Z_W7bYb$WEUUREVgROSGWffZbggbaGdag[aJ^+VdP>Zk@kU1C7=:ZLpD);]Go
        odNppkTdmjpIjdB'GTXQL[S[FQNNOLKPaL*LMQ``T[aa[ZT^ZaMZTW&MZ_EBb>bLU8>;QQCg93:S6ffZbggbaTdag[
        aZC07DHA<KCK7A>??<;AP<9=>AOODKPPKJDMJPEJDG34PeK5iJj,]0<@B;Gn@>2=6nn?innP9FbMn_IHfDM>_5Rb=b
        MW5A</QBg*66TDfgZ8ggbBZdag4aZG#Vdg`ZjbkU>]^_ZY`oZW[]`nocjoojjcljodicg;3Lc9/f^b*]EH878GkFB?
        7:jk9fkkMe@hLkW]Dc~~`KX|=~:Sb?}}xI^zx}CuqCooGg4Diod8>ejjfeFhej_=MbssIm9NJshLA5yytClvWy@sm@
        ffa`Ec`fZ^H]qqFk=NRqLC?Cee`_Hb_eY_U]~~MJa{x~;J8Rrr?mDGHrg>7jvvFW=KPv;A=nuuFP9HHuPJ>Nuu>X<O
        ouRJ>IxxG@5GGxTp=RzzuMmwtzMtnLssPU9MUsJMMUQQLKENKQFKEHyyIP;FIyDAAG{{EGCUW{pQJsxxDr=IJxV@9U
        wwrIjtqwGqk>ssLP8GmshIBjXXSRLURXMRLOUUPPISPUJPJMppk<dmjpBjdEffa`:I`fZGA]
        """#)
    static let lvCosts = Self(
        "üāčēģīķļņšūž", latin: true,
        #"""
        57DE@;JDK8B>??=>@P39<=AOOOCP?NDMCLJKGJL+[A86`EIp]7556:cEu336b<tttAudOilhmJCDpOA0PQL+VPW2NJ
        KKI>M]G;G,L[][O]KZPY?YWWS@X3UQ9:YhEiV/644:[Jn18/ZBnnm@n]mcCbL@Q;iRF=TVP/ZT[&ROOONNQaLIL=Q`
        a`SaO`:^B^[[W[]3V/;4Zi1jW:=A67]@o962]3oon?p^JdPchIA>jlF6TVQ0[U])SOPPN>QbLBL2RaaaTbC`8_/^[]
        X[^;,YZG@^Ya3GFFSQ4Vf<DP,=eeeXf4dADJGA=>=bI,EZE6_W`3HASTG9Te=BP+FeedXe9d8AX:``8Fb4+_aA?ZNf
        3]CEEF9AkC4=2@kkjMk7j?O95LFbCO=LX<1PYCaMS7@@7S:f+21R:efe4fTdYcXVaa>aE@.TWR3]VZ1Q?QEE0Rc>=N
        1RbbbUc0aSB?_]<YF_~DLOIKJPVBMN}_S^UTRCIEoGo6j@l<l_jc>lmAl9j5jhhdLit7r8p9pnWjJ@yHQlIXJ?C>oA
        gBf<dDdbbYbco5mIlalAjA@Jf:d?bEb``[`b{ET[QoKNAFrOq0pBnPnljT;nu2tSrVrAO>Lru5s;r6rppLCVt6m8q@
        qooB?qv4J?s<sqqNURvdQkBPXKG;qLs6q5dBpTnFIoTBRHPGPNNJNPx6w@M7LZOBGU{BrAxExovrRwx2v=u7uORMAt
        wI[WNijJIBqQs6q5p;omnimoXFVLTKTRRNRTUDSJRHRPPLPQYHXNVMVTTPTVp;n:m2jkAKSl
        """#)
    static let etCosts = Self(
        "äéóõöøüāīōšūž", latin: true,
        #"""
        ES=hE5g932`D4C2GCm,:>XDkljk0mmcimdmmmlml-:INB;MEF;F@=@3?FS35>>DQNPQISSIOSJSSSRSR68FK@9KCC9
        D><?/=DP>:<=BOPNOGPQGMQHQQQOQPHRHg@7g=2+9G6B6O8l3@83GjljMbll<ildlllPll9HB]4A]>S>U69A8M<b49
        3N>`b`aWbbX)bYbbbabb79GLA:LDD:E?=@4>EQ2;=>CPQ1PHQRHNQIQQQPRQEFFf9RNA.R^4.70I<k949QGijhiakk
        agk3kkkfkj29HMA:MEE:F?=@.>ER4;=?CPQOPHRRHORJRRRQRQ.8GL@9LDD9E><@3=DQ?:<>COPOPGQQGNQIQQQPQQ
        .8GL@9LDD9E4<?<=DQ?:<>BOPOLGQQGNQIQQQPQP01PUI.UMM0N8FHE5MZHD886XZXYPZZQWZRZZZNZZ07FK?8KCC8
        D=;?;<CP>9;=BNPNOFPPGMPHPPPOPP3/KQF0QHI-ICBEB5IVD@B8HUVTUMVWMSVNVWWUWVL~~HR~@d~~Q~Vs}}[z}W
        }}}W}YFmmcQmIhmmlmm[fa[bf]fffdfekYuUquKuuusuIq||_y|Z|||`|W@ff]>f9fffeffgqqROqOqqqpjpAglCmq
        CQqUpTpr|uTy|W|||Y|`5pp8SpMhppnpo@ww>Pw?wwwZwv?]yBQyD]yyxyk:eu<PuFZuupuuB^yFkyPyyytyfnxxnt
        xoxxxYxp7lp6Gp@pppoppISSJPSKSSSRSSHVvLNYDZvvqvvP`{AS{={{{z{e?^yEDyFyy]FyxmwwYtwXwwwUws5rr2
        JrOrrrqrrS^^SZ^U^^^]^^MWWNTWOWWWVWWUZ`U]`VZ`B_`_R]]QX]R]]]Z][
        """#)
    static let thCosts = Self(
        "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮะัาำิีึืุูเแโใไๆ็่้๊๋์", latin: false,
        #"""
        6a=A@wFAnECqGItwunB>j?iAEDiuF_H>G2?6<H8>Dv:nF4.@9>jdAG9@FAEn@<EJqJ@aV`[nX]l[denmlnmg[:fWf6
        XZfl]iXTTTlY<ceW[m)h]92`Z84[@bU][a^lQ91mn`6aYaApZ`n_bkponpo=Y@i[i6_[hoblh6B.j51ahY_o:nU:9:
        >Ag5<>@VAbcna>=pp88a=FCS>EQEKMSRQSRMABLAL:CBKGEOK?@;Q@@HKACR=Q@>:IA?JEFG=AGFHQF>ARSE1a497v
        H;`=Flvutvup?<E8o>A;Eb>YD;C<tC>>n78u9lcb<lH]m[hf28=:>Fh`dvvh<a?a[oX9aYd`onlomhR]gZg9X[cm:j
        fAZ9lZZdfVWn;h2..689?`6HA_`admZW4Zo^CaDNL]FNZNTV][Y]ZUJJTITCKKTZ.WSAGCY0HQSJK[EZKD.QG.RNMP
        FLOOQZOGI[]M;a=aRnX`l]fXnmlnmh[XgZd3B[fl`XfAB@lW;c`?Zm<lZ6.a65e1:MT^_`clW32mnYIaNXSgPXeWUb
        gfegfaSM`T`8UQ_fXV_LRMe9R[_RVf4eU93]1/+UL;JVLY]eRJAgg66aMTSdNTb6[2dcbdc]FR[O[KSH[bR_[NPKbE
        PXZQRcMbQO0Y-2ZUVWLOVUXbV-PcdT8a=FCS>EQEKMSRQSRMABLAL;CBKQEOK?@;Q@@HJABR=QB?9IA?JEFG=DFFHQ
        F>@RSE@aCKIXCJVKPSXWVXWRGGQFQ@HGPWJTPDE@VEEMPFHWBVHD?N'EOJLLBILKMVKCFXXJAaFOL]GNZNTV][Z][V
        JKUJUDLIT[NXT0IDZIIQTIL[.ZKH)RJHSNOPEILOQZOGJ[]E:a=FCS>EQEKMSRQSRMABLAL;CBKQEOK?@;Q@@HJABR
        =QB?:I<?JEFG=DFFHQF>@RS@@aCLIYDJWKQSYXWYXSGHRGR&IHQXKUJEFAWFFNQGHXCWHE@OGEPKLMCJMLNWLDGXYK
        /aNVTeOTcV]_edc3d_RS]R^JTS]cVaXOQ7cQQY[RQdNc-P1Z77[VWXNRVUUcWOQde.6a<=Br<ApC`jrqprqlE?g=k:
        [CVqEn`A2>pA@gj>?q:ja88@66gDE=8@E=Ep<E0rr=:a<e`rZcpb_lrqprql]CB_k>D]fpbnfX?/pB=fjDaq8p:15<
        2?Zc<@?EadepE25^f9JaNVVfPVdX^afedfe`MR_S_3NS^eUb^QQLdSRZ^QUeKeUK-[7R,662NUWX3dXOPffR?a]dCs
        ]eq^kisrqsrm]bl_;6E`kq?ok]55qYB6[CDr=qA649;*Ta@`D`eddq]=?rs@EaOXVf4WdX^afedfe`ST_S_IUT^eWb
        ZO90dSR:^TUe6eU:1[-7]W6YNVYX[dXOSff32a9?=yL@q@ElyxMyxs=9H6@<A<=o>MA?B=wE;Gq9=x9lE97D::?@C`
        6<?>@KMC;yyC7a9@;qYChXakqpnqoj=@Z9i95>dkAiE?Y2n;=fh:@p8j[44Z;=Ta9A7?@A?o^@=kqa?a<bar[dpahf
        r@orpkEEjBjC_Xjpdmg]],p6]giDYq@pC:<g<6ha>ZA@Qbep)BBiZ^NaQYWgQXeY_bgfegfaUU`T`;VU_fXc_@SOe0
        S[_SVfPeVOH]-PWSZ)PWZY[eX2GggXAaEMJZELXLRTZYXZYTAISHS?JIRYLVRFG+XGGORHJYDXI.APHFQLLMDKNMOX
        M.HZZL2aNa_oT[mXgionlomhZ]g<[?=^gm`j`?8,>4AOfZ^n?m[57d4:a4;=?^abdmaNZno@3aHSObKPXSY[ba_b`Z
        NGYNYGNPY`Q3ULN0`5NVXKPa3`PCBV0GWQ5OHMNRR`TL/abFMaQYWhQXeX_bhgehfaUU`7`NWV`fXc_RSOeTT]_UVg
        4fV7%]TS^XZ4QWZY]fYQTghN4a<BB]FDbA^putsptG@=H>j<B@Hm=nE@E;iC?Gg=9t=aE91k<1a5@?7@CCFs_8@uua
        2a6A?t8Dr@a_tsrtsnC@@=m4AB`bB^G9W>rE8Fk<As;rC=3jCDfE;58>C<Bh^:`st8;a<GBy<ErJ]syxiyw?AC?@[D
        EBqpDm_:D8wI>EF@Fx<s054h77Y6@==@HEKwF@=xy4BaFNJ]GNZNTV][Z][SJJTJTDLKTZNWTHIDZIIN%JJ[FZKHCR
        JHSNOPFMOOQZOGI[]N8a;@Gt9Gr^_ktsqtrmDDl@l>A@lreVb@AGq?=ikAFs:m/43@88d9;>;CGG[r=98stA7a;BEt
        5CrD^ntsrtsB@ElAj6DGcr]ll;7:r=Yik8Ds=rE13j4=ifbh9CCF@kg3>st@,aQ]XkU=iUcekjikjeX:c>d:YUciYg
        cUW6iW=`>9Sj=iY6/a7L6]Z>;[^^9i^UWjk62aPYUhQYfW`b;b9hg1UV`:`OWV`fYcYQ95fTT]_TVgQ_N4)^US_YZ[
        QXYZ]fZRTgh89a?eZs>dle_msrpsql=59[i:]_hqddC5^8pD>hj^?r<lA52982i=7:<FDe_pe8@rs:WaVdbqUcodi6
        qpoqpk_Dj_j/a_ipcmb2A0o05fi_apEo_;3gBZhcZPZbedfoD65qq?>aBKHXCJVJPRXWVXWRFGQFQ@HGPWHTPDE@VE
        EMPFHWBVGD'N7EOJKLBILKMVKCFWXJ6a6CDw-HkHeqwvuwvq=@KCI6<CeqFFJ:57u>=io=Dv9kD98A=@jEA_8EFEHu
        GG]rrfAaDNK[FLYHMU[ZY[ZUFGTIT;JJSZMWSEHBYFEPSIKZ0YI//Q.?RMLLCKMNPYLCH[[G5a6B;lZ;k<`lqpoqpk
        :<E8D;8?fp;_D7<:oB8fi88p9ba]Wg_^hcee.=>@?od[_qqc]a1aIu2AsDk<ut<uAF68nBn/2_mtBbm@9]s>7Eg>et
        _sea[kcblgii_fihjsh:2Yhg6a5C<n3=x;HLzyouyA?>M>E4AEMt>LL530x=7@=:@XAcBfaphfqlmn;CDDEqmegyzl
        6a7Y7jT=hXbdjihjid<9V;_28>XV>fb:U8h9;_b>2iQhXUP`WVa[]^07U8=h]TWjj[;a4aAs6=q?`Dsrisrm46g6A2
        >BkrAcD8:=q96=?9CgEjc_Yia`jegg8D=cgqf9=dsA4a9<>t_Fr?^otsltsnC@m@i;BAEo@agB/<rA?]l=DE?nd`[j
        bakfhh8>CFcrg+8cofOa0ZVi-ZgZacihgihbUWaVaNJWagZdaRUPgTU^`VWhRgWTO_UT`Z[]RY[[^g[)/hiYUaXa_o
        X`lXfionlomhY]g[g?Q^gm`jfYYVl[[df]^n'm^YUd[Ze`bbX_badla*5no`>a6>8m8_kYZ@Ylkml<19e5?68>ek]i
        e5W5k8Xb=>UlVa[XScZXd_Za?^=`ak`1?Oe@:a2]Xl:XjRX_la^lkV:=eSe7F4dkZ`d;X<j7TadVMkSf[WRbYXc^`_
        9TRWXj_,-[g^^a68:wG:B:=qwvuwvq7=g6G:>.Ju9H@5C5u8;Bn:8v:Ifc^mecnijkahjjlujbdvwiVa7:<pZYaMUj
        ponpoi<4C:f;5<=X<Tg8?7n+Aeg:4o;O_ZVe][gbcdYaccencZ]opaSa9^6mV>kX=dmlkelf,8]1X9;9ak=[c:<3k3
        RbdYTl5Y[WSbYXd_`aV^``bk`WYlm^Ta@`]mW<k1ehmlkmlgB8fZf'@[el_ieXXUkZYceO/lVl]XTcZYd_aaW^a`ck
        `WZmm_Qa>>XkUZi[=ekjikjd,;c1cNQ0ciL4c/W;i>9`bV<j;]YUQaWVb]^_T[^^`i^UWjk[%aFNL]FMZNSV][Y]ZU
        JJTITCLKTZMWSGHDYIIQSJK[EZKGCQIHRNOOFLONQZOGI[]MTa5`[m@7k`ehmlkmlg??fZf%=Zel_ie<YUkZWbe[]l
        ;l]XTcZYd_aaV^a`ck`WZmm_5aAFFv0CtHjlvutvupHAI=o5D>JpErn6;@tG6kn<Au/peb/[dbmhij9BI;Apiacuvh
        :a>DBs2?q>^nsrqsrmEElAl0EDemCoi:A=qG6hk@?r2kc_-9a`jegg8?a>Dqf^asse>a)IGWAHUINQWVTWUPEBODO>
        A?OUHRNA@?TDDLNEFV>U?B<LDCMHJJAGJILNJBDVWH:a=FCS>EQEKMSRQSRMABLAL;CBKREOK??;Q@>HKACR<QB?6I
        A@JEFG=DGFHQF>ARSE*a8=>oY@m>Ubonmonh<:g7T<?>RcBPg;W?mA@@f9An=X^ZUe[Zfabc37=<>mbY[no`9@8z`<
        a@>gzyszxNB;E;F=@<?d9IA9E=sB?;q98y9Jieaogfplmn058<?Imegyzkaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """#)
}
