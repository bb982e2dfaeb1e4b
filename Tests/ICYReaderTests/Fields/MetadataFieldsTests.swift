import Fixtures
import ICYReader
import Testing

@Suite struct MetadataFieldsTests {
    /// No block is this long, but a caller of the library may pass one.
    @Test func moreThanABlockCanHaveIsCut() {
        for tail in ["';x='", "\u{1}", ";"] {
            let long = text("StreamTitle='") + run("a", 100_000) + text(tail)
            let fields = MetadataFields(long)
            #expect((fields["StreamTitle"]?.raw.count ?? 0) <= Limits.contentBytes)
            #expect(fields["StreamTitle"]?.raw.starts(with: run("a", 1000)) == true)
        }
    }

    @Test(arguments: Fixtures.vectors(group: "C"))
    func findsTheTitle(_ vector: Vector) throws {
        let bytes = try #require(vector.bytes)
        #expect(MetadataFields(bytes)["StreamTitle"]?.raw == vector.titleBytes)
        // The same with padding, as it arrives in a block.
        for padding in [UInt8(0), 0x20] {
            let count = 16 - bytes.count % 16
            let padded = bytes + Array(repeating: padding, count: count)
            #expect(MetadataFields(padded)["StreamTitle"]?.raw == vector.titleBytes)
        }
    }

    /// All fields and flags for each case of group C, in order.
    static let fields: [String: ([String], [Flag])] = [
        "C01": (["StreamTitle=Yazoo - Don't Go", "StreamUrl="], []),
        "C03": (["StreamTitle=CLEAN BANDIT; JESS GLYNNE - Rather Be"], []),
        "C04": (["StreamTitle=THE WEEKND &amp; KENDRICK LAMAR - PRAY FOR ME"], []),
        "C06": (["StreamTitle=odcie&#324; bluesa"], []),
        "C07": (["StreamTitle=Say 'Hi'; then go", "StreamUrl=u"], [.innerTerminator]),
        "C09": (["StreamTitle=TO:11 Transport FROM:2307"], [.residue]),
        "C11": (["StreamTitle=TO:11 Transport FROM:2307", "e=Scanning..."], []),
        "C13": (["StreamTitle=A - B"], [.noTerminator]),
        "C14": (["StreamTitle=A - Don't"], [.noTerminator]),
        "C15": (["StreamTitle=A - B"], [.truncated]),
        "C17": (["StreamTitle= "], [.noTerminator]),
        "C18": (["StreamTitle="], []),
        "C19": (["StreamTitle=", "StreamUrl="], []),
        "C20": (
            [
                "StreamTitle=", "StreamUrl=", "adw_ad=true", "durationMilliseconds=20427",
                "adId=10233", "insertionType=preroll",
            ], []
        ),
        "C21": (["adw_ad=true", "durationMilliseconds=10135"], []),
        "C23": (["StreamUrl=http://x/", "StreamTitle=A - B"], []),
        "C24": (["StreamTitle=LNY TNZ", "StreamNext=Rogue Zero - Walk Away"], []),
        "C25": (["foo=bar", "StreamTitle=A - B"], [.unquoted]),
        "C26": (["StreamTitle=A - B"], [.doubleQuoted]),
        "C28": (["streamtitle=A - B"], []),
        "C29": (["StreamTitle=A - B"], []),
        "C31": (["StreamTitle=A - B"], [.byteOrderMark]),
        "C32": (["StreamTitle=A - B"], []),
        "C34": (["StreamTitle=A", "StreamTitle=B"], [.duplicateKey]),
        "C35": (["DStreamTitle=x", "StreamTitle=A"], []),
        "C37": (["StreamTitle=E=MC2 - x=y"], []),
        "C38": (["StreamTitle=a", "StreamUrl=b' - c"], []),
        "C39": (["StreamTitle='Heroes' - Bowie"], []),
        "C41": (["StreamTitle=Don\\'t Stop"], []),
        "C43": (
            [
                "StreamTitle=Taio Cruz - text=\"Dynamite\" song_spot=\"M\" "
                    + "MediaBaseId=\"1734278\" itunesTrackId=\"0\" length=\"00:04:42\""
            ], []
        ),
        "C45": (
            [
                "StreamTitle=A - B",
                "StreamUrl=&artist=A&title=B%20C&album=&duration=17894&picture=az_1.jpg",
            ], []
        ),
        "C46": (
            ["StreamTitle={\"a\":\"x';y\",\"t\":\"B\"}", "StreamUrl="], [.innerTerminator]
        ),
        "C47": (
            [
                "StreamTitle=<?xml version=\"1.0\"?><RadioInfo><Table><DB_DALET_ARTIST_NAME>X"
                    + "</DB_DALET_ARTIST_NAME></Table></RadioInfo>"
            ], []
        ),
        "C49": ([], [.unstructured]),
        "C50": (["StreamTitle=A - B", "StreamURL=http://x/i.png"], [.noTerminator]),
        "C52": (["StreamTitle= - "], []),
        "C53": (["StreamTitle=This is my server name"], []),
        "C54": (["StreamTitle=A - B - C (feat. D) - Live"], []),
    ]

    @Test(arguments: Fixtures.vectors(group: "C"))
    func readsEveryField(_ vector: Vector) throws {
        let (texts, flags) = try #require(Self.fields[vector.id], "not in the table")
        let fields = MetadataFields(try #require(vector.bytes))
        #expect(fields.fields.map { "\($0.key)=\($0.text.text)" } == texts)
        #expect(fields.flags == flags)
    }

    @Test func tellsResidueByTheBlockBefore() throws {
        let bytes = try #require(Fixtures.vector("C09").bytes)
        let earlier = text("StreamTitle='TO:11 Transport FROM:2307, still Scanning...';") + [0]
        #expect(MetadataFields(bytes, previous: earlier).flags == [.residue])
        #expect(MetadataFields(bytes, previous: earlier).remainder == text("ning...';"))
        // After a block that ends differently, the same bytes are the title.
        let other = MetadataFields(bytes, previous: text("StreamTitle='something else';"))
        #expect(other["StreamTitle"]?.raw == text("TO:11 Transport FROM:2307';ning..."))
        #expect(other.flags == [.innerTerminator])
        #expect(other.remainder.isEmpty)
    }

    struct Case: Sendable, CustomStringConvertible {
        let block: [UInt8]
        let fields: [String]
        let flags: [Flag]
        var description: String { String(decoding: block, as: UTF8.self) }

        init(_ block: String, _ fields: [String], _ flags: [Flag] = []) {
            self.block = text(block)
            self.fields = fields
            self.flags = flags
        }
    }

    @Test(arguments: [
        Case("", []),
        Case("\0\0\0\0", []),
        Case("StreamTitle='A';\0\0stale'; text", ["StreamTitle=A"], [.residue]),
        Case("StreamTitle='A'\0\0stale'; text", ["StreamTitle=A"], [.noTerminator, .residue]),
        Case("StreamTitle=''Til I Die';StreamUrl='';", ["StreamTitle='Til I Die", "StreamUrl="]),
        Case(
            "StreamTitle='Rock 'n' Roll'; Live';", ["StreamTitle=Rock 'n' Roll'; Live"],
            [.innerTerminator]),
        Case(
            "StreamTitle='say \\'hi\\'; ok';", ["StreamTitle=say \\'hi\\'; ok"],
            [.innerTerminator]),
        Case("StreamTitle='AC\\';StreamUrl='u';", ["StreamTitle=AC\\", "StreamUrl=u"]),
        Case("StreamTitle=A; B;StreamUrl='u';", ["StreamTitle=A; B", "StreamUrl=u"], [.unquoted]),
        Case("StreamTitle=A", ["StreamTitle=A"], [.unquoted, .noTerminator]),
        Case("StreamTitle='", ["StreamTitle="], [.truncated]),
        Case("StreamTitle=", ["StreamTitle="], [.unquoted, .noTerminator]),
        Case("='x';", [], [.unstructured]),
        Case("\u{1}\u{2}binary", [], [.suspicious]),
        Case("\u{FFFD} - text", [], [.unstructured]),
        Case("StreamTitle='it's; it';", ["StreamTitle=it's; it"]),
    ])
    func readsOddBlocks(_ given: Case) {
        let fields = MetadataFields(given.block)
        #expect(
            fields.fields.map { "\($0.key)=\(String(decoding: $0.raw, as: UTF8.self))" }
                == given.fields)
        #expect(fields.flags == given.flags)
    }

    @Test(
        arguments: [
            // Windows-1251 without any key, audio that begins with a frame, audio in the middle.
            ([0xCA, 0xE8, 0xED, 0xEE, 0x20, 0x2D, 0x20, 0xC3], [Flag.unstructured]),
            ([0xFF, 0xFB, 0x90, 0x64, 0x55, 0x55, 0x55, 0x55], [.suspicious]),
            ([0x55, 0x12, 0x55, 0x55], [.suspicious]),
            ([0x55, 0x00, 0x55, 0x00], [.suspicious]),
        ] as [([UInt8], [Flag])])
    func tellsTextFromAudio(_ block: [UInt8], _ flags: [Flag]) {
        let fields = MetadataFields(block)
        #expect(fields.fields.isEmpty)
        #expect(fields.flags == flags)
        #expect(fields.remainder == Array(block[...(block.lastIndex { $0 != 0 } ?? 0)]))
    }

    @Test func readsNoMoreThanTheLimit() {
        let block = text(String(repeating: "a='';", count: 700))
        let fields = MetadataFields(block)
        #expect(fields.fields.count == 64)
        #expect(fields.flags.contains(.tooManyFields))
    }
}

@Suite struct TextDecodingTests {
    @Test(arguments: [
        ("D01", Charset.utf8, []), ("D02", .windows1252, []), ("D03", .windows1252, []),
        ("D18", .utf8, [Flag.cutCharacter]), ("D20", .utf8, []),
    ])
    func decodesTheVectors(_ id: String, _ charset: Charset, _ flags: [Flag]) throws {
        let vector = Fixtures.vector(id)
        let bytes = try #require(vector.bytes)
        let field = try #require(MetadataFields(bytes)["StreamTitle"])
        #expect(field.text.text == vector.title)
        #expect(field.text.charset == charset)
        #expect(field.text.flags == flags)
    }

    @Test(
        arguments: [
            ([0x41, 0x0D, 0x0A, 0x20, 0x2D], "A -", Charset.utf8, [Flag.controlCharacters]),
            ([0x0A, 0x41, 0x00], "A", .utf8, [.controlCharacters]),
            ([0x20, 0x41, 0x20], " A ", .utf8, []),
            ([0x41, 0x81, 0x8D, 0x8F, 0x90, 0x9D], "A", .windows1252, [.controlCharacters]),
            ([0x80, 0x9F, 0xA0, 0xFF], "\u{20AC}\u{0178}\u{A0}\u{FF}", .windows1252, []),
            // Overlong, a surrogate, beyond U+10FFFF: none of these is UTF-8.
            ([0xC0, 0xAF], "\u{C0}\u{AF}", .windows1252, []),
            ([0xED, 0xA0, 0x80], "\u{ED}\u{A0}\u{20AC}", .windows1252, []),
            (
                [0xF4, 0x90, 0x80, 0x80], "\u{F4} \u{20AC}\u{20AC}", .windows1252,
                [.controlCharacters]
            ),
            // An é at the end is a cut character only after other UTF-8.
            ([0x43, 0x61, 0x66, 0xE9], "Caf\u{E9}", .windows1252, []),
            ([0xC3, 0xA9, 0xE2, 0x82], "\u{E9}", .utf8, [.cutCharacter]),
            ([0xC3, 0xA9, 0xF0, 0x9F, 0x98], "\u{E9}", .utf8, [.cutCharacter]),
            ([0xFF, 0xFE, 0x01], "\u{FF}\u{FE}", .windows1252, [.controlCharacters, .binary]),
            ([], "", .utf8, []),
        ] as [([UInt8], String, Charset, [Flag])])
    func decodes(_ bytes: [UInt8], _ text: String, _ charset: Charset, _ flags: [Flag]) {
        // What is not UTF-8 here is not text in any language, so the charset is given.
        var decoder = TextDecoder(charset: .windows1252)
        let decoded = decoder.decode(bytes)
        #expect(Array(decoded.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(decoded.charset == charset)
        #expect(decoded.flags == flags)
    }
}

@Suite struct TitleTrackerTests {
    private func update(_ tracker: inout TitleTracker, _ block: String) -> TitleChange {
        tracker.update(MetadataFields(text(block)))
    }

    @Test(arguments: ["C17", "C18", "C19", "C20", "C52"])
    func clearsOnce(_ id: String) throws {
        let fields = MetadataFields(try #require(Fixtures.vector(id).bytes))
        var tracker = TitleTracker()
        #expect(tracker.update(fields) == .clear)
        #expect(tracker.update(fields) == .unchanged)
        #expect(tracker.repeatCount == 1)
    }

    @Test(arguments: ["C21", "C49", "D22"])
    func leavesTheTitleAlone(_ id: String) throws {
        let fields = MetadataFields(try #require(Fixtures.vector(id).bytes))
        var tracker = TitleTracker()
        #expect(tracker.update(fields) == .unknown)
        _ = update(&tracker, "StreamTitle='A';")
        #expect(tracker.update(fields) == .unchanged)
    }

    @Test func splitsArtistAndSong() throws {
        var tracker = TitleTracker()
        let fields = MetadataFields(try #require(Fixtures.vector("C54").bytes))
        #expect(tracker.update(fields) == .title)
        let title = try #require(SongTitle(fields))
        #expect(title.artist == "A")
        #expect(title.song == "B - C (feat. D) - Live")
        #expect(title.streamTitle == "A - B - C (feat. D) - Live")
    }

    @Test(arguments: [
        ("A", "", "A"), (" A - B ", "A", "B"), (" - B", "", "B"), ("A - ", "A", ""),
        ("A-B", "", "A-B"), ("A  -  B", "A", "B"),
    ])
    func splits(_ title: String, _ artist: String, _ song: String) {
        let fields = MetadataFields(text("StreamTitle='\(title)';StreamUrl='http://x/';"))
        let songTitle = SongTitle(fields)
        #expect(songTitle?.artist == artist)
        #expect(songTitle?.song == song)
        #expect(songTitle?.streamURL == "http://x/")
    }

    @Test func seesEachTitleOnce() {
        var tracker = TitleTracker()
        let changes = [
            "StreamTitle='A';", "StreamTitle='A';UTC='1';", "adw_ad='true';", "StreamTitle='A ';",
            "StreamTitle='B';", "StreamTitle='';", "StreamTitle=' ';", "StreamTitle='B';",
        ].map { update(&tracker, $0) }
        #expect(
            changes == [
                .title, .unchanged, .unchanged, .unchanged, .title, .clear, .unchanged, .title,
            ])
    }

    @Test func composedAndDecomposedTextAreTheSame() {
        var tracker = TitleTracker()
        #expect(update(&tracker, "StreamTitle='e\u{301}';") != .unchanged)
        #expect(update(&tracker, "StreamTitle='\u{E9}';") == .unchanged)
    }
}
