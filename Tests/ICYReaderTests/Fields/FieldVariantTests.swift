import Fixtures
import ICYReader
import Testing

/// Cases like those of group C with other words, and several of them in one block.
@Suite struct FieldVariantTests {
    struct Case: Sendable, CustomStringConvertible {
        let blocks: [String]
        let expected: String
        var description: String { blocks.joined(separator: " then ").debugDescription }

        init(_ block: String, _ expected: String) {
            self.init([block], expected)
        }

        init(_ blocks: [String], _ expected: String) {
            self.blocks = blocks
            self.expected = expected
        }
    }

    static let terminators = [
        Case(
            "StreamTitle='L'Amour; toujours - D'Agostino';",
            "title [L'Amour; toujours|D'Agostino]"),
        Case("StreamTitle='Rock'; n';", "title [|Rock'; n] #inner_terminator"),
        Case("StreamTitle='a';;b';StreamUrl='u';", "title [|a';;b] url=u #inner_terminator"),
        Case("StreamTitle='a';b';StreamUrl='u';", "title [|a';b] url=u #inner_terminator"),
        Case("StreamTitle=';-)';", "title [|;-)]"),
        Case(
            "StreamTitle='She said 'No'; he left' ",
            "title [|She said 'No'; he left] "
                + "#inner_terminator #no_terminator"),
        Case(
            "StreamTitle='She said 'No'; he left",
            "title [|She said 'No'; he left] "
                + "#inner_terminator #truncated"),
        Case("StreamTitle='Kino'; gone", "title [|Kino] #tail_garbage"),
        Case(
            "StreamTitle='Now 'x';y';z: {a';b}';", "title [|Now 'x';y] #inner_terminator #residue"),
        Case("StreamTitle='Nord';ost-Sender';", "title [|Nord] #residue"),
        Case("StreamTitle='Nord';\u{1}\u{2}", "title [|Nord] #tail_garbage"),
        Case("StreamTitle='A - B'\u{1}\u{2};", "title [A|B] #tail_garbage"),
        Case("StreamTitle='A - B'\u{1}\u{2};StreamUrl='u';", "title [A|B] url=u #tail_garbage"),
        Case("StreamTitle='A - B';\u{3}\u{4}StreamUrl='u';", "title [A|B] url=u #tail_garbage"),
        Case("StreamTitle='Up - X'5\u{1};\u{2}';", "title [Up|X] #tail_garbage"),
        Case("StreamTitle='A - B'\r\n", "title [A|B] #no_terminator"),
        Case("StreamTitle='A - B';\r\n", "title [A|B]"),
        Case("StreamTitle='A - B'StreamUrl='u';", "title [A|B] url=u #no_terminator"),
        Case("StreamTitle='A - B' StreamUrl='u';", "title [A|B] url=u #no_terminator"),
        Case("StreamTitle='A - B' ;StreamUrl='u';", "title [A|B] url=u #no_terminator"),
        Case("StreamTitle='A - B;StreamUrl='u';", "title [A|B] url=u #truncated"),
        Case("StreamTitle='A - B';foo=1;StreamUrl='u';", "title [A|B] url=u #unquoted"),
        Case("StreamTitle='A - B';;StreamUrl='u';", "title [A|B] url=u"),
        Case("StreamTitle='A - B';\0\0\0old'; text", "title [A|B] #residue"),
        Case("StreamTitle='A - B'\0\0\0old'; text", "title [A|B] #no_terminator #residue"),
        Case("StreamTitle='A\0- B';", "title [A|B] #control_characters"),
        Case("StreamTitle='A - B'\r\nStreamUrl='u';", "title [A|B] url=u #no_terminator"),
        Case("StreamTitle='A - B', StreamUrl='u';", "title [A|B] url=u #no_terminator"),
        Case("StreamTitle = 'A - B' ;StreamUrl = 'u' ;", "title [A|B] url=u #no_terminator"),
        Case(";StreamTitle='A - B';", "title [A|B] #tail_garbage"),
        Case("'StreamTitle='A - B';", "title [A|B] #tail_garbage"),
        Case(
            "ing...'; StreamTitle='A - 'B'; c';", "title [A|'B'; c] #inner_terminator #tail_garbage"
        ),
    ]

    static let residue = [
        Case(
            ["StreamTitle='Long Song Name';", "StreamTitle='Short';ng Name';"],
            "title [|Short] #residue"),
        Case(
            ["StreamTitle='Long Song Name';", "StreamTitle='Short'; Name';"],
            "title [|Short] #residue"),
        Case(
            ["StreamTitle='Long';StreamUrl='u';", "StreamTitle='S';ng';StreamUrl='u';"],
            "title [|S] #residue"),
        Case(
            ["StreamTitle='Long Song Name';", "StreamTitle='B';", "StreamTitle='C'; Name';"],
            "title [|C] #residue"),
        Case(
            ["StreamTitle='Long Song Name';", "StreamTitle='B';me';", "StreamTitle='C';me';"],
            "title [|C] #residue"),
        Case(
            ["StreamTitle='Long';", "StreamTitle='Rock'; n';"],
            "title [|Rock'; n] #inner_terminator"),
        Case(
            ["StreamTitle='Long';", "StreamTitle='Rock';n';"],
            "title [|Rock';n] #inner_terminator"),
        Case(
            ["StreamTitle='Say 'Hi'; go';", "StreamTitle='x';", "StreamTitle='Say 'Hi'; go';"],
            "title [|Say 'Hi'; go] #inner_terminator"),
        Case(
            ["StreamTitle='Say 'Hi'; go';", "StreamTitle='Tell 'Hi'; go';"],
            "title [|Tell 'Hi'; go] #inner_terminator"),
        Case(
            ["StreamTitle='The Long One';", "StreamTitle=''Til Now';g One';"],
            "title [|'Til Now] #residue"),
        Case(
            ["StreamTitle=\"Long Song Name\";", "StreamTitle=\"Short\";ng Name\";"],
            "title [|Short] #double_quoted #residue"),
        Case(["StreamTitle='Длинное имя';", "StreamTitle='Б';ное имя';"], "title [|Б] #residue"),
    ]

    static let keys = [
        Case("STREAMTITLE = \"A - B\"", "title [A|B] #double_quoted #no_terminator"),
        Case("\u{FEFF} streamTitle='A - B'", "title [A|B] #byte_order_mark #no_terminator"),
        Case(
            "\u{FEFF}streamtitle=\"Go 'x\"; y\r\n - B\";\0\0zz",
            "title [Go 'x\"; y|B] #byte_order_mark #double_quoted #inner_terminator #residue "
                + "#control_characters"),
        Case("\r\nStreamTitle='A - B';", "title [A|B]"),
        Case("StreamTitle=A - B;StreamUrl=http://x/;", "title [A|B] url=http://x/ #unquoted"),
        Case("StreamTitle=A; B - C", "title [A; B|C] #unquoted #no_terminator"),
        Case("StreamTitle=A - B;\u{1}", "title [A|B] #unquoted #tail_garbage"),
        Case("XStreamTitle='x';StreamTitle2='y';StreamTitle='A';", "title [|A]"),
        Case("a=1;b=2;StreamTitle='A';", "title [|A] #unquoted"),
        Case("StreamUrl='StreamTitle=';StreamTitle='A';", "title [|A] url=StreamTitle="),
        Case("StreamTitle='A';streamtitle='B';STREAMTITLE='C';", "title [|A] #duplicate_key"),
        Case("StreamNext='X &amp; Y - Z';StreamTitle='A';", "title [|A] next=X & Y - Z"),
    ]

    static let views = [
        Case(
            "StreamTitle='{\"artist\":\"A'; B\",\"title\":\"C\"}';StreamUrl='u';",
            "title [A'; B|C] from [{\"artist\":\"A'; B\",\"title\":\"C\"}] url=u artist=(A'; B) "
                + "title=(C) #inner_terminator #json_title"),
        Case(
            "StreamTitle='{\"now\":{\"title\":\"\\u00e9\\\"';x=\\\"\",\"n\":[1,true]}}'",
            "title [|é\"';x=\"] from [{\"now\":{\"title\":\"\\u00e9\\\"';x=\\\"\",\"n\":"
                + "[1,true]}}] "
                + "now.title=(é\"';x=\") now.n=(1) now.n=(true) #inner_terminator #no_terminator "
                + "#json_title"),
        Case(
            "StreamTitle='{\"a\":\"b\"}'; and more';",
            "title [|{\"a\":\"b\"}'; and more] #inner_terminator"),
        Case(
            "StreamTitle='{\"a\":\"';StreamUrl='\"}';StreamUrl='u';",
            "clear url=u a=(';StreamUrl=') #inner_terminator #json_title #web_reply"),
        Case(
            "StreamTitle='{\"artist\":\"A\",\"title\":null}';",
            "title [A|] from [{\"artist\":\"A\",\"title\":null}] artist=(A) title=() "
                + "#json_title"),
        Case(
            "StreamTitle='[{\"artist\":\"A\",\"title\":\"B\"}]';",
            "title [A|B] from [[{\"artist\":\"A\",\"title\":\"B\"}]] artist=(A) title=(B) "
                + "#json_title"),
        Case(
            "StreamTitle='{not json'; at all}';",
            "title [|{not json'; at all}] #inner_terminator"),
        Case(
            "StreamTitle='<s><a artist=\"X\" title=\"Y';z=\"/></s>';",
            "title [X|Y';z=] from [<s><a artist=\"X\" title=\"Y';z=\"/></s>] a.artist=(X) "
                + "a.title=(Y';z=) #inner_terminator #xml_title"),
        Case(
            "StreamTitle='<i><artist>A &amp; B</artist><song><![CDATA[C]]></song></i>';",
            "title [A & B|C] from [<i><artist>A &amp; B</artist><song><![CDATA[C]]></song></i>] "
                + "artist=(A & B) song=(C) #xml_title"),
        Case("StreamTitle='<b>A</b> - B';", "title [<b>A</b>|B]"),
        Case("StreamTitle='I <3 U - B';", "title [I <3 U|B]"),
        Case(
            "StreamTitle='song_spot=\"M\" text=\"B\"';",
            "title [|B] from [song_spot=\"M\" text=\"B\"] song_spot=(M) text=(B) #attribute_title"),
        Case(
            "StreamTitle=' - text=\"\" song_spot=\"T\"';",
            "clear text=() song_spot=(T) #attribute_title"),
        Case(
            "StreamTitle='A - B - text=\"It's; \"C\"\" song_spot=\"F\"';",
            "title [A - B|It's; \"C\"] from [A - B - text=\"It's; \"C\"\" song_spot=\"F\"] "
                + "text=(It's; \"C\") song_spot=(F) #attribute_title"),
        Case(
            "StreamTitle='title=\"T\",artist=\"A\",url=\"song_spot=\"F\" MediaBaseId=\"0\"\"';",
            "title [A|T] from [title=\"T\",artist=\"A\",url=\"song_spot=\"F\" MediaBaseId=\"0\"\"] "
                + "title=(T) artist=(A) url=() song_spot=(F) MediaBaseId=(0) #attribute_title"),
        Case("StreamTitle='Band - subtitle=\"x\"';", "title [Band|subtitle=\"x\"]"),
        Case(
            "StreamTitle='Artist%20-%20Song%26Dance+1';",
            "title [Artist|Song&Dance+1] from [Artist%20-%20Song%26Dance+1] #url_encoded"),
        Case(
            "StreamTitle='Some+One+-+A+Song';",
            "title [Some One|A Song] from [Some+One+-+A+Song] #url_encoded"),
        Case("StreamTitle='M+M';", "title [|M+M]"),
        Case("StreamTitle='100% Pure';", "title [|100% Pure]"),
        Case("StreamTitle='100%FF';", "title [|100%FF]"),
        Case(
            "StreamTitle='A &amp;amp; B &#x27;C&#39; &eacute;&nosuch; R&B; &#0;';",
            "title [|A & B 'C' é&nosuch; R&B; &#0;] from "
                + "[A &amp;amp; B &#x27;C&#39; &eacute;&nosuch; R&B; &#0;] #html_entities"),
        Case("StreamTitle='A &#39;; B';", "title [|A '; B] from [A &#39;; B] #html_entities"),
        Case(
            #"StreamTitle='He said \"Hi\" C:\x';"#,
            #"title [|He said "Hi" C:\x] from [He said \"Hi\" C:\x] #escaped_quotes"#),
        Case(
            "StreamTitle='A';StreamUrl='http://x/?artist=B+C&title=%C3%A9';",
            "title [|A] url=http://x/?artist=B+C&title=%C3%A9 artist=(B C) title=(é) "
                + "#query_string"),
        Case(
            "StreamTitle='A';StreamUrl='&title=caf%E9&songtype=S';",
            "title [|A] url=&title=caf%E9&songtype=S title=(café) songtype=(S) #query_string"),
        Case("StreamTitle='A';StreamUrl='http://x/?a=1&b=2';", "title [|A] url=http://x/?a=1&b=2"),
        Case("StreamTitle='Unspecified Name';", "title [|Unspecified Name] #placeholder"),
        Case("StreamTitle='A – B';", "title [A|B] shown as [A – B]"),
        Case("StreamTitle='A -B';", "title [|A -B]"),
        Case("StreamTitle='- B';", "title [|B] from [- B]"),
        Case("StreamTitle='A -';", "title [A|] from [A -]"),
    ]

    static let combinations = [
        Case(
            ["StreamTitle='Long Song Name';", "streamtitle=\"It's 'A'; B\";ng Name';"],
            "title [|It's 'A'; B] #double_quoted #residue"),
        Case(
            ["\u{FEFF}streamtitle = \"X\r\n- Y\";ng", "\u{FEFF}streamtitle = \"X\r\n- Y\""],
            "unchanged [X|Y] #byte_order_mark #double_quoted #no_terminator #control_characters"),
        Case(
            "streamurl=\"u\";STREAMTITLE='Don\\'t &amp; 'Say'; it - B'\r\n\0\0",
            "title [Don't & 'Say'; it|B] from [Don\\'t &amp; 'Say'; it - B] url=u "
                + "#double_quoted #inner_terminator #no_terminator #html_entities "
                + "#escaped_quotes"),
        Case(
            "DStreamTitle='x';StreamTitle='';StreamTitle='B';adw_ad='true'",
            "clear ad=ad,-, #duplicate_key #no_terminator"),
        Case(
            ["StreamTitle='A - B';", "adw_ad=true;adId=5;StreamTitle='Buy; it's good'"],
            "unchanged [|Buy; it's good] ad=ad,-,5 #unquoted #no_terminator"),
        Case(
            ["StreamTitle='A - B';StreamUrl='u';", "StreamTitle='A - B'\0\0l='u';"],
            "unchanged [A|B] #no_terminator #residue"),
        Case(
            "StreamTitle=\"{'a': \\\"b\\\"; x\"; y\";StreamUrl=\"\"",
            "title [|{'a': \"b\"; x\"; y] from [{'a': \\\"b\\\"; x\"; y] #double_quoted "
                + "#inner_terminator #no_terminator #escaped_quotes"),
        Case(
            "StreamTitle='A&#32;-&#32;B%20C';;\u{1}StreamNext=N",
            "title [A|B C] from [A&#32;-&#32;B%20C] next=N #unquoted #no_terminator "
                + "#tail_garbage #url_encoded #html_entities"),
    ]

    @Test(arguments: terminators + residue + keys + views + combinations)
    func comesOutRight(_ given: Case) throws {
        let blocks = given.blocks.map { text($0) }
        #expect(try readings(blocks).last.map(summary) == given.expected)
        for seed in UInt64(0)..<8 {
            let cut = try readings(blocks, .random(seed: seed))
            #expect(cut.last.map(summary) == given.expected, "seed \(seed)")
        }
        #expect(try readings(blocks, .bytewise).last.map(summary) == given.expected)
    }

    @Test(
        arguments: [
            // mpv#2754: bytes of an earlier buffer between the title and the terminator.
            (text("StreamTitle='Life - COLDPLAY'") + [0xB2] + text(".T';"), "Life - COLDPLAY"),
            (text("StreamTitle='Life'; - COLDPLAY'") + [0xB2] + text(".T';"), "Life'; - COLDPLAY"),
            // The same bytes as text: an elision, a quotation, an apostrophe.
            (text("StreamTitle='L'") + [0xE9, 0x74, 0xE9] + text("';"), "L'été"),
            (text("StreamTitle='Say it 'n'") + [0x85] + text("';"), "Say it 'n'…"),
            (
                text("StreamTitle='Nothing Can't") + [0xA0, 0x96] + text("';"),
                "Nothing Can't\u{A0}–"
            ),
        ] as [([UInt8], String)])
    func tellsGarbageFromText(_ block: [UInt8], _ expected: String) throws {
        #expect(try readings([block]).first?.title?.streamTitle == expected)
    }

    @Test(arguments: [true, false])
    func readsUTF16(_ isLittle: Bool) throws {
        func wide(_ string: String) -> [UInt8] {
            string.utf16.flatMap { unit -> [UInt8] in
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                return isLittle ? [low, high] : [high, low]
            }
        }
        let content = "StreamTitle='Ён 😀 - Don't';StreamUrl='u';"
        for mark in ["", "\u{FEFF}"] {
            let bytes = wide(mark + content)
            let flags = mark.isEmpty ? "#utf16" : "#utf16 #byte_order_mark"
            let expected = "title [Ён 😀|Don't] url=u \(flags)"
            #expect(try readings([bytes]).map(summary) == [expected])
            let fields = MetadataFields(isLittle ? Array(bytes.dropLast()) : bytes)
            #expect(fields["StreamTitle"]?.raw == wide("Ён 😀 - Don't"))
            #expect(fields.fields.count == 2)
        }
        let value = text("StreamTitle='") + wide("A - Cd") + text("';")
        #expect(try readings([value]).map(summary) == ["title [A|Cd] #utf16"])
    }
}
