/// Where each case of `vectors/icy.json` is proved, and which are not met.
///
/// A proof is a file and a function of these tests (`File.function`), or a file of the live tests
/// and words of the check (`file.py: words`).
struct VectorProofs {
    let ids: String
    let proofs: [String]

    init(_ ids: String, _ proofs: String...) {
        self.ids = ids
        self.proofs = proofs
    }

    static let all = [
        // Framing, and the ways to cut it
        VectorProofs(
            "A01 A02 A03 A04 A05 A06 A08 A10 A11 A13 A14 A15 A17 A18 A26 B01 B02 B03 B04 B05 B06 "
                + "B08 B09 B10",
            "StreamReaderTests.readsExactly", "StreamReaderTests.readsTheSameForEveryCut",
            "StreamReaderTests.skippingIsTheSameAsReading"),
        VectorProofs(
            "A20 A21", "StreamReaderTests.readsExactly",
            "StreamReaderTests.readsTheSameForEveryCut", "LostFramingTests.comesOutExactly",
            "LengthByteTests.readsTheTrueLength"),
        VectorProofs("A16", "LostFramingTests.comesOutExactly"),
        VectorProofs(
            "A23", "IntervalDetectorTests.findsAndReplaysExactly",
            "IntervalDetectorTests.cutsDoNotMatter"),
        VectorProofs(
            "A24", "LostFramingTests.aHeadThatLiesIsFoundOut",
            "SessionRetryTests.seesThroughAnEmptyPromise"),
        VectorProofs(
            "B07", "StreamReaderTests.readsAllOfThem",
            "StreamReaderTests.everyCutLeavesTheSameState"),
        // Fields
        VectorProofs(
            "C01 C03 C04 C06 C07 C09 C11 C13 C14 C15 C17 C18 C19 C20 C21 C23 C24 C25 C26 C28 C29 "
                + "C31 C32 C34 C35 C37 C38 C39 C41 C43 C45 C46 C47 C49 C50 C52 C53 C54",
            "FieldVectorTests.saysAllOfIt"),
        // Charsets
        VectorProofs(
            "D01 D02 D03 D04 D07 D08 D10 D11 D13 D15 D16 D18",
            "DetectionTests.aVectorIsRightWithoutAHint",
            "VectorCoverageTests.charsetsAreRightThroughEveryCut"),
        VectorProofs(
            "D06", "EncodingTests.doubleEncodedTextIsRepairedBesideIt",
            "VectorCoverageTests.charsetsAreRightThroughEveryCut"),
        VectorProofs(
            "D20 D21 D22 D23", "FieldVectorTests.saysAllOfIt", "FieldVectorTests.keepsTheBytes"),
        // Heads
        VectorProofs(
            "E01 E02 E04 E05 E06 E08 E09 E11 E13 E14 E16 E17 E19 E20 E22 E23 E24 E25 E27 E29 E30 "
                + "E31 E32 E34",
            "ResponseHeadTests.readsEveryHeadThroughEveryCut",
            "VectorCoverageTests.aSessionJudgesEveryHeadThroughEveryCut"),
        // Getting to the stream
        VectorProofs(
            "F01", "StreamURLTests.resolves", "RouteTests.followsRedirectsBothWays",
            "check_finding.py: every kind of redirect, relative ones too, with the header"),
        VectorProofs("F02", "StreamURLTests.resolves", "RouteTests.followsRedirectsBothWays"),
        VectorProofs("F03", "RouteTests.stopsARedirectLoop", "SessionTests.stopsARedirectLoop"),
        VectorProofs(
            "F04", "RouteTests.followsRedirectsBothWays", "SessionTests.followsRedirects"),
        VectorProofs("F06", "PlaylistTests.reads", "PlaylistTests.triesServersWithRoomFirst"),
        VectorProofs("F08", "PlaylistTests.recognisesHLS", "SessionTests.judgesBodies"),
        VectorProofs("F09", "PlaylistMarkupTests.reads", "PlaylistTests.reads"),
        VectorProofs(
            "F10", "RouteTests.readsPlaylistsInPlaylistsFiveDeep", "RouteTests.entersNoCircle"),
        VectorProofs(
            "F11", "SessionTests.followsRedirects",
            "check_finding.py: a redirect with a token that holds once"),
        VectorProofs(
            "F12", "RouteTests.climbsTheLadderOfSHOUTcast",
            "HTMLPageTests.triesWhereTheStreamMayBe",
            "check_finding.py: a SHOUTcast v1 server that has a web page at / and the stream"),
        VectorProofs(
            "F13", "StreamURLTests.reads", "StreamURLTests.readsTheCharsetOfTheFragment",
            "StreamURLTests.makesTheRequest",
            "check_finding.py: an IPv6 literal, a path with ; and ?, a fragment"),
        VectorProofs("F14", "HTMLPageTests.namesWhatLooksLikeAStream", "SessionTests.judgesBodies"),
        VectorProofs("F15", "RouteTests.goesNowhereWithoutARedirect"),
        VectorProofs("F16", "EndToEndTests.theRequestAsksForMetadata"),
        // Sessions
        VectorProofs("G01", "SessionTests.givesUpWaitingForTheHead"),
        VectorProofs("G02", "SessionTests.noticesAStallAndReconnects"),
        VectorProofs("G04 G06", "VectorCoverageTests.aTitleOutlivesTheConnection"),
        VectorProofs(
            "G05", "SessionRetryTests.theSameTitleAfterAReconnectIsUnchanged"),
        VectorProofs(
            "G07", "SessionRetryTests.dropsAtOnceKeepGrowing",
            "SessionRetryTests.onlyLastingAudioResetsTheBackOff"),
        VectorProofs(
            "G08", "VectorCoverageTests.aTitleOutlivesTheConnection",
            "StationTests.aBrokenConnectionIsAnOutageToo"),
        VectorProofs("G10", "EndToEndTests.ourSideStaysOpen"),
        VectorProofs("G11", "ResponseHeadTests.refusesEndlessHeads"),
        VectorProofs("G12", "TitleWatchTests.aLongIntervalIsWaitedFor"),
        VectorProofs(
            "G13", "StreamReaderTests.readsExactly", "EndToEndTests.aJSONTitleHasAllItsMembers"),
        VectorProofs("G14", "StreamReaderTests.readsAllOfThem"),
        VectorProofs(
            "G15", "LostFramingTests.comesOutExactly", "FaultTests.everyLaterTitleIsFound"),
        VectorProofs("G16", "VectorCoverageTests.anotherCodecKeepsTheFraming"),
        VectorProofs("G17", "VectorCoverageTests.aNewSessionKnowsNoTitle"),
        VectorProofs(
            "G20", "VectorCoverageTests.theLongestBlocksAreHeldOneByOne",
            "SecondHeadTests.refusesCompressedStreamsWithAReason"),
    ]

    /// Not implemented, and why.
    static let notMet = [
        "G03": "no hint after hours with one title: a talk station's title may be right all day, "
            + "and the cross-check would ask the server's status page",
        "G09": "no relaxed TLS: a certificate that is not in order is the reason `tls`",
        "G18": "no second connection for titles: status pages are never asked",
        "G19": "no minimum time on display: optional, and every change is told at once",
    ]

    /// Proved except for a part, and why.
    static let metInPart = [
        "G06": "the title stays; that no block has confirmed it since the reconnect is not said",
        "G07": "the back-off grows to a minute and never ends: a station may come back at any time",
        "G08": "a reset is tried again like an end, under its own name `connection_broken`; TLS "
            + "that ends without close_notify is not run against a real server",
        "G13": "the event has the audio offset and when its block came, and no estimate of when a "
            + "listener's player, whose buffer is not known, will have come so far",
        "G16": "the framing stays; codecs are not told apart, so there is no codec_changed",
    ]
}
