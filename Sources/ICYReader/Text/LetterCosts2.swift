// Made by Tests/Charsets/train.py; the sources and their licences are there.

extension LetterCosts {
    static let noCosts = Self(
        "äåæéø", latin: true,
        #"""
        9@HNC;GDI@LCAD'AGS>@?GGQSJSSLRTL'W_f5>^[bWd:8[8Y<l/>7`_jkcllejldDKSZNFROTKWNJOILR`$GJRR^`U
        ``WZ`V2;CI>6B?D;G>;>9<BN5;:?BLNFNNGMOG>WWg.?MYcWe::;7Y:m+3>`8kl1lmekme~Dr|FzsyzrqA[qCibhjb
        wlur>~xw~mrUdj2v@nvkp?de8zoxzcleIl4vcuobKGItCu@thI|KKtNyrwyqr0erYRKQRK|CzoCzBy{?{GjgBrkmse
        sC>sSaY_aWYQVYPnglnfVOUWO
        """#)
    static let fiCosts = Self(
        "áäéíóöšž", latin: true,
        #"""
        67JJE9LIC7A<;?6;BO9:8<BNNCOO@OOOJOO*GppKEgi;6>:7:2DBu78:b:tt9uu2uuupuu56JJE9LIB7A<:?7;BO>:
        8;?NJCOO@OOOJOO56JJE9LIB7A;;?7;BO?99<=NNCOO@OOOJOO66JJE9KIB7A<;?7;BO<99<ANNCOO@OOOJOO/L`b[
        Pd_:4U67:/QQg7-6SVfg9ggSggg:gg64JKF6LGC4B<<?9;CP>:9;?NOCOP@PPPKPP63JJE9LGC5A=;?9;AO?::;BNN
        COO@OOOJOK~O~~~ph~~n~z~zo~cWhhhchhgVggYcgg^=ooojoS|L|||wn|dQddd_ddiYiiidiir8hkn[rr~D~~wHpy
        i2ssslssy7yyyEpyv7pmmEzzq6evvYqv}?}}}O}}zkzzzuzzr6nrr^rrO@OOOJOOv>lev_vvq9|||w||w5|||Ad|yj
        yyytrtb3iosnss]L]]]V]]YHYYYSYYrBmrr5rrPAPPPKPP
        """#)
    static let nlCosts = Self(
        "äéëï", latin: true,
        #"""
        49AB<5G>>:F?>>7<CN::;ABEMJHNMMN,EONH@RLLEQNHK)GNZFGFJMPZUS[-Y[$GQPJBTNNGSPEMFIP]AIHOOR]WU^
        ]]^49DB=4GAA:FB>A7<CN899ABEMJHNMMN~S~~u{keqpoqrqqryxwy~~|tllkltssttist{{@{nmlnhmqrwsvwcgst
        sP|}yxxprqqrUUTUpLyzoyxz{sy{tsrksrrsonnoZYYZ]ffgkjjk
        """#)
    static let enCosts = Self(
        "éíó", latin: true,
        #"""
        28C?>8AB>9KF<?::BM;;:>FDLCLNNN48C??8AB>9KF=@7:BM;;:@;DLCLNNN48C??8AB>9KF=@6:BM9;:@FDLCLNNN
        ~~~}}}qqqvvivvv~~~sssrrrnwr||weeemmmxfjeuu|||{{{sss^^^plm{{{|||tttmmmpppbbbqqqaaa
        """#)
    static let caCosts = Self(
        "àáâãçèéíïñòóúü", latin: true,
        #"""
        )N?6DN;A^Hdb7:0TAE376BGgBccciiigcachiebgi1:GAA;IGL>OP4C-@DL56?BIRNNPMSSSRMKNSSPMRS48E>>8FD
        I;LM;@<>AI<;0?FOKKMJPQQOJIKPPMJOP47D>=8FDH:LM;@;2AI;;<>FOKJMJPPPOJHJPPLIOP.'QJJDRPUGYZGLG6
        MUHGH=R]WWZ>^__]VUW^^Z<]^7N[3>NIDaAde;?/S@^3)9GDg?cebiiigcachiebgh1P_LKGaNdCghIJ?VZ[C%FEMj
        fehekkkjecfkkhejk/<B4>M:?`Pae140<@EA12TCfWbebhhhfb`bghdagh<?K</@LLPBTU8F0EIQC/-FNVSRURYYYW
        RPRWYTQWY5.F@?9GFJ<MN=A=1BJ=<=@GPLLNKRRRPLJLQRNKPQ3I?:=J<6]L`a35-O6@/5<QEcD^a^dddc^[_dda^c
        d$O^VUO_^bRefRW3UKb?;SV[hddfcijjhcbdijfchi1C/JHDNPTFYZ463IIU5,>JC[WVZV^^^[VTV]^YU]^9=JCC*K
        JN7QO7EACFN5@ADLTPPSOVVVT4N5UVROTULe~~~V=T~~W{T}x~~~PawQR]{_ywDlpqoF9MppLMKpEwwwv:NJvwHQVw
        IxxxvFNMwxMOUxY~~~YxvxVcUY|yIooomKg@noFFmnGpqqo>iLpqLITCDkJkiKJNjkgbjkE{{{`M^uz_O7zrAfffd`
        ^`efb_Ua]cddb][Zcc`][cC]{{TEM@zzGMVz=quumC=>uuIGFuJ[zzEGOGzzNURvTxxx[ppnUxtqwxJtttV@ULstIM
        EodjkkidcejkgdiBC^zzJFHCzzFNPuNz{kyLTMz{RFZz@yzzxHGCyzBEUyOwwwuFMGF[spuwJnnnmHD<nndgmnV___
        ]WUW^_VV]^HgggfAV=fgAZ_gFhhhg`^bghd_ch@Fcca]Z]bc_[ac
        """#)
    static let isCosts = Self(
        "áæéíðñóöúýþ", latin: true,
        #"""
        /HDgEKB=?NZ<2>,ZDh053O@hg`V_beK@hY[YfOBKAbNPI/QM638C4U?d/95N=cc[cZ^aW.dTVTaa6EF]MK9CLGO>-K
        HOQ^8D(BR^]T^SVZJJ^NPN[Z-7=iGE==;TV18;5S<k:/5>Djjcjbeh`?kGLUh>1.HqPSFBJ7CD)IE``sD?W/FrrNrT
        mpZasegepp55ENA>BA?:B;9?;CDO8<<;EONGOGJMD=OBDBMM8GClEP:MLMH:-46aAn8*8UEmmfmehkc;n`b`kMESaj
        ]Y57ZT_(6F0_Gl1J:Vak>ckcfia>l^`^ii@BEmFKFD^HT@<A;a>n9<;YLnOfnehkV%nZZ`lk3?P[LJEGKC;7-J6NC]
        ,3;GQ][S]RUYP=]HOMZY?:Q]M9NML;0HFKH7Q^)IH3D^];]SVZ=J^FD?<Z?Tk=i{GDHyEbruI4xQbauR;Ah8Wk9E;Y
        hORUEFYJLJUUYRlA]o>,GCliloY,rQf[pR2?WHBn3>S>WTFlB?oADHm^::`N_qJ6(nnmpsk5ac[hta=gjLZm'5;kjJ
        [rCcuAFDIrDFM?ew>@INg?JaC_q?MILaGM`CcuKOFLrdgjZEm_a_kjC?Z:Wk7@BiiHKNF?QDECONIBB?>x=I@[_NIP
        @btCGFMcICS:bt=AALdlor_>ugVgrIa?90VjM5LhgJMPHASEGEPPNQT6EW@KITT_adSDgY[Wed>MPHASFHEQP
        """#)
    static let elCosts = Self(
        "ΐάέήίαβγδεζηθικλμνξοπρςστυφχψωϊόύώ", latin: false,
        #"""
        4bOCDDA7HCC<8?G;>@?<L9?:>>:?HFOEOBFH,breffcZC:6Y<[=B;3:1DD=4<54b:A`_qdhkCbqdeeb9a:=]Y`AB;4
        <-@A@.277`B5^@pcgj)bqdeebYi[e]m`8Z<@3;mYZ7.:1afalfpcgi6bthiie,HC8>;aE`9?@.b0A?C67di?_;tfkm
        -bMllj<fE;BKIl?/;9=2FN66585??GcrHiMv>bk48V:.a^V4g>`2Y8ZTh0Z-YYTZdbk]k;[TTbr9<<74j8a1n?i04:
        =9n3b4``[<jBq9q:EBRbqA6774ide2m4h,_b^]m1_4_`Z:igp?p=>>0byLmm1JG>AfLh@2:6>6?D818;4:EEn@cH@L
        CbeIOR62^VY*Y8]4RQOOb/SQRRNN]Ze5e4WJ+bvjkkh`l?ecrfAb8<4/m`^:-77g`GilvimoPbm=69Z7e`a-i.d9Z9
        96i2]8[[U7ecl=l@`=,bz;FNk2DE=?JLEf.=?8f4F>:5<jHAmDz?q@Abw5=3?,miH3s=h;F<aat2J8ec8>hivBw2A?
        =bu8;;73HHa2q2l1E1B^o/HccaF=Cji>t<=@Abv84>=.<hj.r;m5dg=Ds06dea`@AhkDu9ZC+bz?A=;/oJ?8e8C5cg
        f@s2jgfF3Goly;y;fA7bd6UVA2[VV,`/Z0PSRNa4RPQQLM[ZcHcQ3W.blmNe=LF<?FigH8@895Nd;83=>-CC{qmn6r
        Cbv;?@<1nfg3r?m6d9dIr+H2dd<Hnku?u0bd@bx7@B40I9E6g:G0@J:AG/[GfG>@E:w8w9D<#bwkkkh`okkdsfncfh
        gctageffbgonvlvinp[bwFHC:7U^k3s3H57[7_s:?_e<+6@?v@vC<FCb{;><>0tmp6F.p3hKJex,k7fDKEto{:{:JD
        )buD`bb@D:@]Gc=Y?:94dW75566fECF^qclh>bl:3790dV`5h;<2YKZUh/[6YYN7dbk6k8?V@bn?9790faa/j8<6ZU
        Y8j2^0]]8Vfdm8mA^8=bYFLM>@PLL+T)O>GIHDUBHFGGCGPOWHWJJL8bocdcZQB;C[i_BZ[[4)lW:4134`Teoeobfh
        :bWKKKH@FKJDSFMC&DCBTAFDFE>GLNVLVINP*bsgggdZ_=@Fhaf[@662`Y96183cE=lhrejl,bnabb_TS>@?ZZ:V<8
        53^883645^?@mZm`dg7bk^__[Ra^=Ug?;TVY7(gQ93753Z_[j`j]ad~C=?P3=:95H<B@4@5=P74Ep3/C@>RF~ARcbb
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let trCosts = Self(
        "âçîöüğİış", latin: true,
        #"""
        :<CJC>LJK>RC'D?EKU@DCEJSTEJTLTNHKRCJ4/_bZ.dNc-jW7?U4]lSZZMbklWbl]lN6dj0b'<FJC>LJK>RC@D?EJT
        ?CCEJSTEJTLTMHLQBJNPTTVRV`aRh9-W-ZBk-9LZQij60jbj_^:_WQ3W]==Z:g_Zo544.bDr/:>b]pq92q<qjeAo`<
        <7^Q?7dab-jY/HQVbl6ZZ/bkl]Sldle<di-aGINWPKZVWKaO26-QWc6)4QWacNPcZc[UZ`OT,`KC=aImnbu729,hIx
        2;DhYvw=>w_wqk;uf7/0ae[4gef1m846WZfoW_/:^no_eoLoY@hm3e|>~@Ax@GA~C~wp={l<igs88kpDingoh:gl4d
        wewA8ot2m|E|upCyk?lZle_di0bogo22gl>enUna?fkAb|?|um?yj:`V`YRW^ETnCw?=ot7kzBzb=sx4pukuo7ns5`
        {K{s?ty6Nu`uni9rcHn@ngFfk4aOGOHCGL=D{Epn@sx5HvGlD?ot1lsFwG7ot5muEuni=rd8ogoh]glQZ^T^UPTZJQ
        UMUNIMRDKFju>8mr2dngo=?gl5d
        """#)
    static let heCosts = Self(
        "ִָֹּאבגדהוזחטיךכלםמןנסעףפץצקרשת", latin: false,
        #"""
        8bSSSSAAHE><HGH'OH@FAICFFQFQJF@CA3bNNNN=:CA67FBC7KC<A<D>BALALEA;><3bNNNN=<CA:8GBC7KC;A<@>B
        ALBLEA7><3bNNNN=<CA:7FBA7KA<A;D>@ALALEA:></bxxxxf=C=<0?9B1FJ3D9B6>jI=rEB5772byyyy5AA<83G>B
        /u@:l6B:<7v@w@?2890bqqqq=7_6=.Aea1mf08??9^DgZohb3A?-bstttAA@D6/fag-a`=<<DBE:cGrDD2?;*b{{{{
        8<>A?4F=E3x@>B4F==<y=yA<::;3b}~MN68<:=9@?B:G>5=876:;E:J><3=10blmmm<QW[2/eV].i6?=5S?^9j_j_=
        2[W2brrrr]5T6;/<fa0nc4E8c>;e`^PA6477/bqqqq;<Y`9/d>Y-mC7b=@:D@hPoZB0_=/bv~~~:<C:65CB=5IB:1<
        <7=BPAM@98:3#beeeeRQYVOM]WYLbYQVQZSWVcVc[VPSQ<biqqq;7C95/<@b1@E1E:<5=`Q>ohd8=4+bqnyy7;@<53
        J=>/E>=A:I>AAY>wF;@>;#bssssaage^[kgh[oh`faicffpfqif`caDbqyyy7:A870A:<2o=:i:>899v<v::647#bo
        ppp^]dbZWhcdVld]b]e_cbmcmfb[_]Wbvvvv=A6:3.D=9+rBBH?HH;Bi?bA;?=60brsss??>8?0cC3/oA;D;Y?BDB2
        pg88b<2bssssb8Z8:/BgD0o^/9;Y>Df^Y_;@3;8#bbcccONUSLJZTUI_UNSNVPTS`T`WSMPNAbssss=BDD9._<9/od
        8d_?8:8jVmF:-<6$baaaaMMSQJHWSTH]TLRMUORR^R_URLOM9bnooo45@?6/g=C.kc9]6KUb7l8c]a2^:1bssss97f
        ;5.`g81ph8C?@;;DdCq>_1=;,byhzz58<=81I></A;BG=I?=Ec?B@?H?85bwwww>7DG63g<@2H@.<6b3i@^:umB4F:
        &bxyyy@AHh<5m;m5uFBE@D?_Er?vo=9FG~~~~41<@.7B>D:~;6r3s<=9~<~C=>4>bbbbbbbbbbbbbbbbbbbbbbbbbb
        bbbbb
        """#)
    static let arCosts = Self(
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٍَُِّ", latin: false,
        #"""
        #b`cUd[_GOJP]VU[Q^N[RYZ]Y`Q]cSTTIMNSM[K[ddddd=bVZLZQT?EGGNNL.IGEQEOPSPVISZJLL+D-KEQ@Y[[[[[
        @bmpdqilU7J@??6;=T6]4<;gBZ;?q<>8843=/i8oqqqqq8bQTHUMP;CDCKIHM=PBM'CLOKRENUFAG<@AG@M=SVVVVU
        Lbgj^kcfO<WWW^3=9==a0FH>Lg<SkT<Z,7/[Sc4ikkkkk9bceWf^a:L6Q`VVU8a/8U[]`YcT_fSNV/8J:N^*dggggf
        3b?~rzw=e<I7HC@H<O8E<FCFBk>M~?AD(85DDu>D~~~~~0bsvElIc0E:>lG=[:o3^B;IW>s6Hv`?B4@6<8n1bwewwY
        #bruivnq[dddojineqcnflmplseovghh^abgbn_tvvvvv-bsvAvnm58[?h>6<;[6F=<=GCh9Ev?7?;8<96D4uwwewb
        -beh[iad/T8Ub][aVc3aW_`c_fTbiY9Z039Y8L3giiiii2blo`oha0:8=idah7_77>dfifl?io`a`32476g3nphppZ
        3bmpdqil0?96DAdi0Y4A;Y>Ea]ajq?<;95Cb5g2orrqrq2bgj^kcf09R4d_^c4a1^TZ3O6gYdjL]]0;O[9c6ikkkkk
        +bqtFumm3C5DEbdG>p6m@ilokrEcuBFI;7;>5=.ouuuun0bcfYg_^,PMS`ZY_T]9_U]^a]dU`gMW72PJ0:_.ehhhhg
        -btnFopB163=i;CL=ndG<G`AJuBFx><8F@<?6B/^xxxxj,b<f^kc]1:7WdUZ_Ke6^Yabeag?bkS]];9=<5c,ifkkkk
        0bpsgjlo27<3kDSbEn;l?jkn9q<mt@Z9548@6l/rtottt7bjmAnfi19V8gS`8Bh,f^ceg`j8Am??8O3U7;f3lannnf
        3bil_ldg069Yfa8`8g1d]b@f=iT<l7Y_278]4d4kmmmmU,behZh`R.N9Tb[YWUc7`W^_b_e:VhVZZ80SB6`1gUiiii
        0bil`mea057Vfa@e[g3e@adgZj6fm=3^5S8Z3U3kmmmmb5b`cTcZ^/O-O]VTZQ^2ZRWY]Y`Q[cESSG/N3MZ1addddd
        0bqthump0558GRhm4j5DGAD>IEdnubC[077?=m7muujuu0bfh[iad.U6T`Z[a<d.=;U`WRfWbiYZZ6O7Y5a0gjjjji
        &bSVJWOR=EEEPKJOFQCOGMNQMSFPWHII>BCHBO@UWWWWW2bpr`skd4F9;meU^^i5G?gD@a;@_sc>D:D=?;H(kttttj
        0bnqerjm084<kfcj2[4f=E=D<o5krEdd7??B8E3hrrrrY3bnqErjm/866<fdj_F3;;biWhoVfrDdc468A3j3prmrrd
        3byK8r=`5:=8C=;B:C?G:=AMBQ8?r<;::2==995{h~~cc/bvylEri2>;:B=;D9N8H:C?KHm7EzH=A9?0>8H5nzzhza
        )btwkxps3A88]>Fe:DKF9ACn>?GExABDLCe97H1rlyyy[,borfskn-CBGjBfk<87FbcjlioblCde]@6<d0k1isssss
        1blqAyIj08I9J=AI;H5A9FDBDL<Gy;<=363;GI6wryyye#bgj^kcfOWWWd_^cYfVcZabeahYdk[]]QTU[UcRikkkkk
        +bl{mftM4?0=CDEC9n7@<EKEBx?L|A<>9:4>:tDh||c|b%b[_P_UY1KLKWRPUMYJUNSTWT[MV_NOPEHJOIUF^`````
        0bMPCPHK6>?>JECH@K=HAFGJGM@IPABB8;=B<H9NQQQQQ3bLOCPHK6>>>IDCH?K=H@FGJFM?IPABB8;<A<H9NPPPP=
        4bMPCPHK6>?>JECI@K6>AFGJGM@JPA<C8;=B<H9OQQQQQ4bMPCPHK6:?>JECH@K=HAFGJGM@IPABB85=B<H9NQQQQQ
        6bORDSKN2:8AL=FK@M>KBHILIO8JR=5E8;=D>K4QSSSSS~K7~<},5p9I?=DAKAJ=@FIFT8E~6><92?<3y;~~~~~~bb
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let faCosts = Self(
        "آأؤئابتثجحخدذرزسشصضطظعغفقلمنهويًَُِپچژکگ", latin: false,
        #"""
        Kbcll`P3I@^e[G6;==Hejekb<?L81)>7:llllV[fRK3bHQQO7@>PGKH=O:D4@>OJPGODGB3<==5QQQQHLO@G2bGPPN
        3?=OFIG<N9C=>INIOFMCFA=;<<9PPPPGKN?F?bT__]BKH^RVTF[FNJKV]V]R[PR>F1C.'^___TY[LS4br~~Jd=>OGE
        C9m/62?EMFRDMBA780;>1NwqfHjOBK4bmvvt.cAued:>t.??GmpHu>ii6>`;/63vdnqkTtDc)boZxo.6_wIACHq5YJ
        A?ehoCJAAA<=678wxxxfsvFF,bQ[[Y,GGZPSQFY,LGHSYSZPWMN<FEED<[[[[QUYIP4bennl*AAmdge:`5:@OglgmV
        ]Zd<14559nnnncil[d3b`iig0=8hTb`3c3;5O:gbh_f[952QM93iiai`dg:_4bcllj0Y/kTfc<j7^<08k<kbjVb8FH
        </6llllcgjZb+blyyl3GJtosJHw-c=Fsxrx`wJLC@7075yyyfjqsHC?bV``_-KK_TYUJ^)QK0Y_W_T^PTPKIFH2```
        `U[^JT+bKbwm1<?vELE6zOC:BIKm{Nd:AL=@553{||tOJg4?)bbrrb/:Zqfi_7p:d]>kpkqhkeh^76;=1rrr`fmp_D
        6boxar2B)wjaJHv;edeqv@wIqAk>??>;-wsxp?svCf4bnvwn7C5u[jC-t9i[?AufuIf0GV1:579vwnvVrt=@5baiig
        4P8h_S]*g6[TVThbhYg6_3T9S15iiai`dgV_=bT^_]*HJ]RVTH[2OJKV]S]N[PRFIHH.-^___TY[KR/bajjh7*Uh_Z
        aSg4[SVchchOgS71PO:57ijjjaegV`.bR]]Z,IGZPTRFY*MHITZTZPYNPLGEFG=[]]]RVYIQ/bennl399hShe8S,aW
        FO>bTdlaV4676U4ninneilRd1bVaa_,KK`UZVI@+NLLY_Y`U_RUIJGJE.aaaaV[_NQ(bhqqo5_1pa]gCk2CCSdDj`@
        ]dC?^A=:5qqiqhlo[g+bennl1<>mdge9l3Z??Sl=m4kTY88U881nninedl[d+bjns_/<<SbC`>mCF<aljErCb>BA7=
        76/ssnnekc>F1boZxe.<9ZA<D;c5F>AIkJw5KLD<Z:97.xxpxFIvC_)bqzzk5F>_7jJ3xDD?>ExHDLsFCfAB564yzu
        hcexG:&bqyzx0IKxEsoBw6:?>Ixsxow?cC:>K??yzzzquw`o+bbyyD3=>f@LY3w3;5=LLIxAjCF8:7>K5xyyyEFLDI
        )bs||z1E>{COF;v7?:@JmjvGlGE:>1=><|||wOKO7D&bMUVT<DCTKOMAS?HCDOTOTKSIKGBAAB>UVVVMQSDL2bGPPN
        6><OFIG<N6B=>INIOFMCFA<;;<9PPPPGKN?F2bGPPN6>=OFJG<N6C=:IOIOFNCF><;<<9PPPPEKN=F1bHQQO7:>OFJ
        H<N:C>?JOJOFNDF6=;<=8PQQQFLN?G8bdllk-Z6kbfS>H1G6Kfkekbj]b;V2>/0lbZlchbY^5b]ff`2SLe[_]Pd;VK
        G_d_e[cT[P82)73ffff@^d6[;bV``^+MK_TYUH^GQAHY_W_T^QTNII/,1````UZ^LS,bmvvt4F9feomHt8=?.otoua
        sTl<=8/94vvchflodl1bennl.WSmZgcT8-=>@glglck;c7U:@21mnnneikZd:~~}04;k?D@4U;A64FTAo@I?AG4:85
        =~~~~;BJ4>bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let urCosts = Self(
        "ءآؤئابتثجحخدذرزسشصضطظعغفقلمنويًَُِّٹپچڈڑکگںھہے", latin: false,
        #"""
        $b_]bWFPN`RVYP`KWNVY^Z^S_VUNLMKHbbbabZU[__KVRULNDbb`Z5J-5c9[:CV868Z]a^bWc:Z7:3L7effefO1`b]
        NLVZPR,bSQVN=FDTIMOET?CAHNROSJTKLDB8A>VWWVWGKLNSBJ+LCEJbgejbOTVhUac>h7YP9bfcg>gZ[996Q(jkkj
        kIYbagR]]`U,/bHxJ9c<6KDBD:{5A5EAIHJANA>47168KqOy~JBKiL>HCr=Q0bpnli/c>qF@f=n4GFdHlEo9Gj>8H5
        92soactQhFm=@ef36B,brpuk/?bsE<BEp8mHFAqgI7rG?@=A92uvvmoojprl>ch3?7/b]Z`U/LL^PTVN^.ULTV[W[Q
        ]TR23KH/```_WWSY]]ITPSJL6bmkph,:^nVgi<f:>3Whlimdngf684/8pqlhqjdkmWYBc=7B1bhfkc0=:iPbd5f3c8
        _57dh_iR9:3V=3klldle`fhh4b^aTW4bfdia.:/g[`b;d8]S]4e7e]fV_1>R16ijjijc^cffR`[^RT,bpnsj0DDqej
        k@q2i?EioloHpFh=?<2/stjltlhmpkGBf>7A2b[Y_U0KK]PTVM]-ULSUZV[Q[RSKIJG/_``_`WRW[[1TPS2L*buJxm
        3<7qABJ;vLG>JKIGuhe@?H<971xyyipGGGKu:Hki9?-bgejb04Rh][`Nh8YV`bfcg^ha`>479+jgk^kb_eggT_]`;W
        .brpul3=3rGjgYs7gbfmq@qGrCi69<:2uuunu?Dkoc8dgjE.3bigld.Z6j_c;?j2dVadhai;f_`R27=4lhmlma_gii
        8`_b/Y4bgeja5;Vh[9b3h4aV`bf:fYg9_/T9-5jjjijc_dggS`]_8>/b`^cZ1RPaTV[Rb.ZPYZ`Z`UaYW,8O52cddc
        d]V^``MPTWNP3bech`-3TfZ;^Vf/`U^`daeYfSW4Q6/4hiihib]ceeR_Z^;S*b`^cY-QJaSYZQa0YOWZ_[_T`WVO1N
        L1cdcbc[V]``LWTVLO/bljog3::@[fh4^4D^bf@f<cleB/2788oppopidillWfbe9A3b^[aW-HM_RVWON-SHUL]Y]R
        ^VT4JLH+abb`bYTZ^^JVRTKN-bhfkc1Z5iY[b[i0`=Yc@d5?[bA8V=71klegl?`fhhQb^a8Y0bjhme057k_de7k4Y9
        [;i@i4j_b9SV52mnflnfbgjjVc`b7=-brpuF0>>ZD?i9sGI?YmqAq<H:?A7?6/uvvnjT^oaI8Bhj99/btrwh2A:FB>
        A=I7E=<EJAo;DH>8D:8,wxblsfKcifBGjl>R,bsqnh2B<t?mo6tHG:EFri?GpDEKAH71vwnnnBfC@n>5iK82/bu_b<
        2;:u<Lm<v.B:DGKKlBHB@:98I:woxogAFHIEBB4m;^*bxv{N1B?LHKH>v;@>COlhxCpEE<=9<c{||{|ANNHd7H0q8C
        &bSQVN=GDTIMOGTANELNROSJTMLECCB>VWWVWPKQSSBMILCE2bMKPH7@<NCGI?N;H?FHLIMDMGF><<<8PQQPQJEJMM
        <ECF=?2bNLQH7A?NBGGAO:H?AIMFMDNGF<<<;9QQQPQ?FKNK8GCB<?%bUSYP?HGVKOQIWBPFMPURULVLNDDBD@YZZY
        ZLJSUUCLKNEG2bMKPH6@>NCGI@N;H?FELIMDNGF<;=<7PQQPQJEKMM<GCF=>-be`h_3PQeY^`Vf-UIV`dadZe^]9N9
        7/hh^chTYbQe:WY4M95bjhmd/^@k_df^l+a>Beigjakdc?W270mj]anQ_bh>LQ`95V4bcafG1U9dW]_UdM^:R^b_cY
        d][7;630fg`fgOPacI6]W/6:+b_]^W.DN`RVYP`4GKQY^Z^SYVUFKH2,bbbVbVSV[_HOSNKH2b_]bW,PE_RVYP`KWN
        VY^Z^S_VUNLEE-bbbabZS[__4VR0L13busxI0H=Iiopev5F:Hptntiujm=@?4.xymntFdIpZbmk:5.1bifc53W3i[b
        d[j-?U_cheh_i]a8U<4/kha`lZafhNTb^9=@#bmkphT`^ncgh`nZg_fhlilcjge^[][VpqqoqiejmmZgce[_0bjhma
        -[:k^deZk6d[ceifi`jdb>A94+mnnlnMWgjIN^`bU3*btrsn6I>uHnoCu8Iamospsjtbl;?>12wssrwalqht`mjlc-
        #brpulZecrgkmes`lcgmqnqhrkjcab`]uuutunjorr`kgjacF?~z179R7?A;K=C7=CJCT<LB@>2;;=~~~~~K9CJ~/@
        uR4qbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
    static let ltCosts = Self(
        "éóąčėęįōšūųž", latin: true,
        #"""
        07EHA<KCK7A>??<;AP<9=>AOPDKPPKJDMJPEJDG67DHA<KCK7A>??3;AP<9=>AOODKPPKJDMJPEJDG%LZ_VPaYbK5R
        @EGOUg:6QR=ffZaggbaYdag[aZB>=[`W7cZc$WEUUREVhROSGWgg[chhcbGebh]bJ_+VeP>[l@lU1C7=:[LqD);^Gp
        peNqqlTenkqIkeB'GTYQL]S]FQNNOLKPbL*LMQaaT]bb][T_[bM[TW&M[`EBc>cLU8>;QQCh93:S6gg[chhcbTebh]
        b[C07DHA<KCK7A>??<;AP<9=>AOODKPPKJDMJPEJDG34PfK5jJk,^0<@B;Go@>2=6oo?jooP9FcMo`IHgDM>`5Rc=c
        MW5A</QBh*66TDgh[8hhcB[ebh4b[G#Veha[kclU>^_`[Zap[W]^aopdkppkkdmkpejdh;3Ld9/g_c*^EH878GlFB?
        7:kl9gllMf@iLlW^Dd~~aKY}=~:Sc?~~yI_{y~CvrCppGh4Djpe8>fkkgfFifk`=McttIn9NJtiLA5zzuCmwWz@tn@
        ggbaEdag[_H^rrFl=NRrLC?Cffa`Hc`fZ`U^~~MJb|y~;J8Rss?nDGHsh>7kwwFW=KPw;A=ovvFP9HHvPJ>Nvv>Y<O
        pvRJ>IyyG@5GGyTq=R{{vMnxu{MuoLttPU9MUtJMMUQQLKENKQFKEHzzIP;FIzDAAG||EGCUW|qQJtyyDs=IJyV@9U
        xxsIkurxGrl>ttLP8GntiIBkYYSRLURYMRLOUUPPISPUJPJMqql<enkqBkeEggba:Iag[GA^
        """#)
    static let lvCosts = Self(
        "üāčēģīķļņšūž", latin: true,
        #"""
        57DE@;JDK8B>??=>@P39<=AOOOCP?NDMCLJKGJL+]A86aEIq^7556:dEv336c<uuuAveOjminJCDqOA0PQL+VPW2NJ
        KKI>M^G;G,L]^]O^K[PZ?ZWWS@Y3UQ9:ZiEjV/644:]Jo18/[Boon@o^ndCcL@Q;jRF=TVP/[T]&ROOONNQbLIL=Qa
        baSbOa:_B_]]W]^3V/;4[j1kW:=A67^@p962^3ppo?q_JePdiIA>kmF6TVQ0]U^)SOPPN>QcLBL2RbbbTcCa8`/_]^
        Y]_;,Z[G@_Zb3GFFSQ4Vg<DP,=fffYg4eADJGA=>=cI,E[E6`Wa3HASTG9Tf=BP+FffeYf9e8AY:aa8Fc4+`bA?[Ng
        3^CEEF9AlC4=2@llkMl7k?O95LFcCO=LY<1PZCbMS7@@7S:g+21R:fgf4gTeZdYVbb>bE@.TWR3^V[1Q?QEE0Rd>=N
        1RcccUd0bSB?`^<ZF`~DLOIKJPVBMN~`S_UTRCIEpGp6k@m<m`kd>mnAm9k5kiieLju7s8q9qoWkJ@zHQmIYJ?C>pA
        hBg<eDeccZcdp5nImbmAkA@Jg:e?cEcaa]ac|ET]QpKNAFsOr0qBoPomkT;ov2uSsVsAO>Lsv5t;s6sqqLCVu6n8r@
        rppB?rw4J?t<trrNURweQlBPYKG;rLt6r5eBqToFIpTBRHPGPNNJNPy6x@M7L[OBGU|BsAyEypwsRxy2w=v7vORMAu
        xI]WNjkJIBrQt6r5q;pnojnpYFVLTKTRRNRTUDSJRHRPPLPQZHYNVMVTTPTVq;o:n2klAKSm
        """#)
    static let etCosts = Self(
        "äéóõöøüāīōšūž", latin: true,
        #"""
        ES=iE5h932aD4C2GCn,:>YDlmkl0nndjnennnmnm-:INB;MEF;F@=@3?FS35>>DQNPQISSIOSJSSSRSR68FK@9KCC9
        D><?/=DP>:<=BOPNOGPQGMQHQQQOQPHRHh@7h=2+9G6B6O8m3@83GkmkMcmm<jmemmmPmm9HB^4A^>S>U69A8M<c49
        3N>acabWccY)cZcccbcc79GLA:LDD:E?=@4>EQ2;=>CPQ1PHQRHNQIQQQPRQEFFg9RNA.R_4.70I<l949QGjkijbll
        bhl3lllglk29HMA:MEE:F?=@.>ER4;=?CPQOPHRRHORJRRRQRQ.8GL@9LDD9E><@3=DQ?:<>COPOPGQQGNQIQQQPQQ
        .8GL@9LDD9E4<?<=DQ?:<>BOPOLGQQGNQIQQQPQP01PUI.UMM0N8FHE5M[HD886Y[YZP[[QW[R[[[N[[07FK?8KCC8
        D=;?;<CP>9;=BNPNOFPPGMPHPPPOPP3/KQF0QHI-ICBEB5IVD@B8HUVTUMVWMSVNVWWUWVL~~HR~@e~~Q~Vt~~]{~W
        ~~~W~ZFnndQnIinnmnn]gb]cg^gggegflZvUrvKvvvtvIr}}`z}[}}}a}W@gg^>g9gggfgghrrROrOrrrqkqAhmCnr
        CQrUqTqs}vTz}W}}}Z}a5qq8SqMiqqoqp@xx>Px?xxx[xw?^zBQzD^zzyzl:fv<PvF[vvqvvB_zFlzPzzzuzgoyyou
        ypyyyZyq7mq6Gq@qqqpqqISSJPSKSSSRSSHVwLNZD[wwrwwPa|AS|=|||{|f?_zEDzFzz^FzynxxZuxYxxxUxt5ss2
        JsOsssrssS__S[_U___^__MWWNTWOWWWVWWU[aU^aV[aB`a`R^^QY^R^^^[^]
        """#)
    static let thCosts = Self(
        "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮะัาำิีึืุูเแโใไๆ็่้๊๋์", latin: false,
        #"""
        6b=A@xFAoECrGIuxvoB>k?jAEDjvF`H>G2?6<H8>Dw:oF4.@9>keAG9@FAEo@<EJrJ@bVa]oY^m]efonmonh]:gWg6
        Y[gm^jYTTTmZ<dfW]n)i^92a[84]@cU^]b_mQ91noa6bZbAq[ao`clqpoqp=Z@j]j6`]ipcmi6B.k51biZ`p:oU:9:
        >Ah5<>@VAcdob>=qq88b=FCS>EQEKMSRQSRMABLAL:CBKGEOK?@;Q@@HKACR=Q@>:IA?JEFG=AGFHQF>ARSE1b497w
        H;a=Fmwvuwvq?<E8p>A;Ec>ZD;C<uC>>o78v9mdc<mH^n]ig28=:>Fiaewwi<b?b]pY9bZeapompniR^h[h9Y]dn:k
        gA[9m[[egVWo;i2..689?a6HA`aben[W4[p_CbDNL^FN[NTV^]Z^[UJJTITCKKT[.WSAGCZ0HQSJK]E[KD.QG.RNMP
        FLOOQ[OGI]^M;b=bRoYam^gYonmoni]Yh[e3B]gmaYgAB@mW;da?[n<m[6.b65f1:MT_`admW32noZIbNYShPYfWUc
        hgfhgbSMaTa8UQ`gYV`LRMf9R]`RVg4fU93^1/+UL;JVLZ^fRJAhh66bMTSeNTc6]2edced^FR]O]KSH]cR`]NPKcE
        PY[QRdMcQO0Z-2[UVWLOVUYcV-PdeT8b=FCS>EQEKMSRQSRMABLAL;CBKQEOK?@;Q@@HJABR=QB?9IA?JEFG=DFFHQ
        F>@RSE@bCKIYCJVKPSYWVYWRGGQFQ@HGPWJTPDE@VEEMPFHWBVHD?N'EOJLLBILKMVKCFYYJAbFOL^GN[NTV^][^]V
        JKUJUDLIT]NYT0ID[IIQTIL].[KH)RJHSNOPEILOQ[OGJ]^E:b=FCS>EQEKMSRQSRMABLAL;CBKQEOK?@;Q@@HJABR
        =QB?:I<?JEFG=DFFHQF>@RS@@bCLIZDJWKQSZYWZYSGHRGR&IHQYKUJEFAWFFNQGHYCWHE@OGEPKLMCJMLNWLDGYZK
        /bNVTfOTdV^`fed3e`RS^R_JTS^dVbYOQ7dQQZ]RQeNd-P1[77]VWYNRVUUdWOQef.6b<=Bs<AqCaksrqsrmE?h=l:
        ]CVrEoaA2>qA@hk>?r:kb88@66hDE=8@E=Eq<E0ss=:b<fas[dqc`msrqsrm^CB`l>D^gqcogY?/qB=gkDbr8q:15<
        2?[d<@?EbefqE25_g9JbNVVgPVeY_bgfegfaMR`S`3NS_fUc_QQLeSR[_QUfKfUK-]7R,662NUWY3eYOPggR?b^eCt
        ^fr_ljtsrtsn^cm`;6Ealr?pl^55rZB6]CDs=rA649;*Tb@aDafeer^=?st@EbOYVg4WeY_bgfegfaST`S`IUT_fWc
        [O90eSR:_TUf6fU:1]-7^W6ZNVZY]eYOSgg32b9?=zL@r@EmzyMzyt=9H6@<A<=p>MA?B=xE;Gr9=y9mE97D::?@Ca
        6<?>@KMC;zzC7b9@;rZCiYblrqorpk=@[9j95>elAjE?Z2o;=gi:@q8k]44[;=Tb9A7?@A?p_@=lrb?b<cbs]eqbig
        s@psqlEEkBkC`Ykqenh^^,q6^hjDZr@qC:<h<6ib>[A@Qcfq)BBj[_NbQZWhQYfZ`chgfhgbUUaTa;VU`gYd`@SOf0
        S]`SVgPfVOH^-PWS[)PW[Z]fY2GhhYAbEMJ[ELYLRT[ZY[ZTAISHS?JIRZLVRFG+YGGORHJZDYI.APHFQLLMDKNMOY
        M.H[[L2bNb`pT]nYhjpompni[^h<]?=_hnaka?8,>4AOg[_o?n]57e4:b4;=?_bcenbN[op@3bHSOcKPYSZ]cb`ca[
        NGZNZGNPZaQ3ULN0a5NVYKPb3aPCBV0GWQ5OHMNRRaTL/bcFMbQZWiQYfY`cihfigbUUa7aNWVagYd`RSOfTT^`UVh
        4gV7%^TS_Y[4QW[Z^gZQThiN4b<BB^FDcA_qvutquG@=H>k<B@Hn=oE@E;jC?Gh=9u=bE91l<1b5@?7@CCFt`8@vvb
        2b6A?u8Ds@b`utsutoC@@=n4ABacB_G9W>sE8Fl<At;sC=3kCDgE;58>C<Bi_:atu8;b<GBz<EsJ^tzyjzx?AC?@]D
        EBrqDn`:D8xI>EF@Fy<t054i77Z6@==@HEKxF@=yz4BbFNJ^GN[NTV^][^]SJJTJTDLKT[NWTHID[IIN%JJ]F[KHCR
        JHSNOPFMOOQ[OGI]^N8b;@Gu9Gs_`lutrusnDDm@m>A@msfVc@AGr?=jlAFt:n/43@88e9;>;CGG]s=98tuA7b;BEu
        5CsD_outsutB@EmAk6DGds^mm;7:s=Zjl8Dt=sE13k4=jgci9CCF@lh3>tu@,bQ^YlU=jUdflkjlkfY:d>e:ZUdjZh
        dUW6jW=a>9Sk=jZ6/b7L6^[>;]__9j_UWkl62bPZUiQZgWac;c9ih1UVa:aOWVagZdZQ95gTT^`TVhQ`N4)_US`Z[]
        QYZ[^g[RThi89b?f[t>emf`ntsqtrm=59]j:^`ireeC5_8qD>ik_?s<mA52982j=7:<FDf`qf8@st:WbVecrUdpej6
        rqprql`Dk`k/b`jqdnc2A0p05gj`bqEp`;3hB[id[P[cfegpD65rr?>bBKHYCJVJPRYWVYWRFGQFQ@HGPWHTPDE@VE
        EMPFHWBVGD'N7EOJKLBILKMVKCFWYJ6b6CDx-HlHfrxwvxwr=@KCI6<CfrFFJ:57v>=jp=Dw9lD98A=@kEA`8EFEHv
        GG^ssgAbDNK]FLZHMU][Z][UFGTIT;JJS[MWSEHBZFEPSIK[0ZI//Q.?RMLLCKMNPZLCH]]G5b6B;m[;l<amrqprql
        :<E8D;8?gq;`D7<:pB8gj88q9cb^Wh`_idff.=>@?pe]`rrd^b1bIv2AtDl<vu<vAF68oBo/2`nuBcn@9^t>7Eh>fu
        `tfb]ldcmhjj`gjikti:2Zih6b5C<o3=y;HL{zpvzA?>M>E4AEMu>LL530y=7@=:@YAdBgbqigrmno;CDDErnfhz{m
        6b7Z7kT=iYcekjikje<9V;`28>YV>gc:U8i9;`c>2jQiYUPaWVb]^_07U8=i^TWkk];b4bAt6=r?aDtsjtsn46h6A2
        >BlsAdD8:=r96=?9ChEkd`Zjbakfhh8D=dhrg9=etA4b9<>u`Fs?_putmutoC@n@j;BAEp@bhB/<sA?^m=DE?oea]k
        cblgii8>CFdsh+8dpgOb0[Vj-[h[bdjihjicUWbVbNJWbh[ebRUPhTU_aVWiRhWTO`UTa[]^RZ]]_h])/ijZUbYb`p
        YamYgjpompniZ^h]h?Q_hnakgZZVm]]eg^_o'n_ZUe][faccY`cbemb*5opa>b6>8n8`lZ[@Zmlnm<19f5?68>fl^j
        f5W5l8Yc=>UmVb]YSd[Ye`[b?_=abla1?Of@:b2^Ym:YkRY`mb_mlV:=fSf7F4el[ae;Y<k7TbeVMlSg]WRcZYd_a`
        9TRWYk`,-]h__b68:xG:B:=rxwvxwr7=h6G:>.Jv9H@5C5v8;Bo:8w:Igd_nfdojklbikkmvkcewxjVb7:<q[ZbMUk
        qpoqpj<4C:g;5<=Y<Th8?7o+Afh:4p;O`[Vf^]hcdeZbddfod[^pqbSb9_6nV>lY=enmlfmg,8^1Y9;9bl=]d:<3l3
        RceZTm5Z]WScZYe`abV_aaclaWZmn_Tb@a^nW<l1finmlnmhB8g[g'@]fm`jfYYUl[ZdfO/mVm^YTd[Ze`bbW_badl
        aW[nn`Qb>>YlU[j]=flkjlke,;d1dNQ0djL4d/W;j>9acV<k;^ZUQbWVc^_`T]__aj_UWkl]%bFNL^FM[NSV^]Z^[U
        JJTITCLKT[MWSGHDZIIQSJK]E[KGCQIHRNOOFLONQ[OGI]^MTb5a]n@7lafinmlnmh??g[g%=[fm`jf<ZUl[Wcf]^m
        ;m^YTd[Ze`bbV_badlaW[nn`5bAFFw0CuHkmwvuwvqHAI=p5D>JqEso6;@uG6lo<Av/qfc/]ecnijk9BI;Aqjbdvwi
        :b>DBt2?r>_otsrtsnEEmAm0EDfnCpj:A=rG6il@?s2ld`-9bakfhh8?b>Drg_bttf>b)IGWAHUINQWVTWUPEBODO>
        A?OUHRNA@?TDDLNEFV>U?B<LDCMHJJAGJILNJBDVWH:b=FCS>EQEKMSRQSRMABLAL;CBKREOK??;Q@>HKACR<QB?6I
        A@JEFG=DGFHQF>ARSE*b8=>pZ@n>Ucponpoi<:h7T<?>RdBPh;W?nA@@g9Ao=Y_[Uf][gbcd37=<>ncZ]opa9@8{a<
        b@>h{zt{yNB;E;F=@<?e9IA9E=tB?;r98z9Jjfbphgqmno058<?Infhz{lbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        """#)
}
