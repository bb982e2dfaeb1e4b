import ICYReader
import Testing

@testable import Relay

@Suite struct OptionsParserTests {
    private func parse(_ line: String) throws(UsageError) -> Options {
        try OptionsParser.parse(line.split(separator: " ").map(String.init))
    }

    private func serve(_ line: String) throws -> Options.Serve {
        guard case .serve(let options) = try parse(line) else {
            throw UsageError(message: "not serve: \(line)")
        }
        return options
    }

    private func dump(_ line: String) throws -> Options.Dump {
        guard case .dump(let options) = try parse(line) else {
            throw UsageError(message: "not dump: \(line)")
        }
        return options
    }

    private func message(_ line: String) -> String {
        do throws(UsageError) {
            return "no error, but \(try parse(line))"
        } catch {
            return error.message
        }
    }

    // MARK: Good lines

    @Test(arguments: ["http://h/jazz", "serve http://h/jazz"])
    func aURLAloneServesItWithTheUsualSettings(line: String) throws {
        let options = try serve(line)
        #expect(options.stations.map(\.name) == ["jazz"])
        #expect(options.stations.map(\.url.description) == ["http://h/jazz"])
        #expect(options.listen.description == "127.0.0.1:8000")
        #expect(options.loops == nil)
    }

    @Test(arguments: [
        "--listen 0.0.0.0:9000 --loops 3 http://h/a b=http://h/b",
        "http://h/a --listen=0.0.0.0:9000 b=http://h/b --loops=3",
        "serve http://h/a b=http://h/b --loops 3 --listen 0.0.0.0:9000",
        "--loops 3 --listen 0.0.0.0:9000 -- http://h/a b=http://h/b",
    ])
    func flagsMayStandAnywhereAndInBothForms(line: String) throws {
        let options = try serve(line)
        #expect(options.stations.map(\.name) == ["a", "b"])
        #expect(options.listen.description == "0.0.0.0:9000")
        #expect(options.loops == 3)
    }

    @Test func theLastOfARepeatedFlagCounts() throws {
        #expect(try serve("http://h/a --loops 2 --loops 5").loops == 5)
    }

    @Test func demoHasItsOwnStation() throws {
        guard case .demo(let options) = try parse("demo --listen 9000 --loops 1") else {
            Issue.record("not demo")
            return
        }
        #expect(options.stations.isEmpty)
        #expect(options.listen.description == "127.0.0.1:9000")
        #expect(options.loops == 1)
    }

    @Test(arguments: [("watch http://h/a", false), ("watch --json http://h/a", true)])
    func watchTakesOneStream(line: String, isJSON: Bool) throws {
        guard case .watch(let options) = try parse(line) else {
            Issue.record("not watch")
            return
        }
        #expect(options.url.description == "http://h/a")
        #expect(options.isJSON == isJSON)
    }

    @Test func dumpTakesAStreamAFileOrStandardInput() throws {
        #expect(try dump("dump http://h/a").source == .stream(try StreamURL("http://h/a")))
        #expect(try dump("dump a.raw").source == .file("a.raw"))
        #expect(try dump("dump ./http:/x").source == .file("./http:/x"))
        #expect(try dump("dump -").source == .standardInput)
        #expect(try dump("dump -- -").source == .standardInput)
        #expect(try dump("dump -- --strange").source == .file("--strange"))
    }

    @Test func dumpTakesItsFlags() throws {
        let plain = try dump("dump a.raw")
        #expect(!plain.isJSON && !plain.showsEmptyBlocks)
        #expect(plain.maximumBlocks == nil)
        #expect(plain.metadataInterval == nil)
        #expect(plain.savePath == nil)
        let full = try dump("dump --json --all --blocks 7 --metaint=8192 --save=out.raw -")
        #expect(full.isJSON && full.showsEmptyBlocks)
        #expect(full.maximumBlocks == 7)
        #expect(full.metadataInterval == 8192)
        #expect(full.savePath == "out.raw")
    }

    @Test(arguments: ["--help", "-h", "help"])
    func helpIsHelp(line: String) throws {
        guard case .help = try parse(line) else {
            Issue.record("not help")
            return
        }
    }

    /// A user who has typed a command asks there for its options.
    @Test(arguments: [
        "serve --help", "demo -h", "watch --help", "dump --json -h", "http://h/a --help",
    ])
    func helpIsHelpBehindACommandToo(line: String) throws {
        guard case .help = try parse(line) else {
            Issue.record("not help")
            return
        }
    }

    @Test func versionIsVersion() throws {
        guard case .version = try parse("--version") else {
            Issue.record("not version")
            return
        }
    }

    // MARK: Bad lines

    @Test(arguments: [
        ("", "name a stream: Relay http://host:port/mount"),
        ("serve", "name a stream: Relay http://host:port/mount"),
        ("--loops 2", "name a stream: Relay http://host:port/mount"),
        ("demo http://h/a", "demo brings its own station; leave out http://h/a"),
        ("watch", "watch takes one stream: Relay watch http://host:port/mount"),
        (
            "watch http://h/a http://h/b",
            "watch takes one stream: Relay watch http://host:port/mount"
        ),
        ("dump", "dump takes one stream, file or \"-\": Relay dump http://host:port/mount"),
        ("dump a b", "dump takes one stream, file or \"-\": Relay dump http://host:port/mount"),
        ("--loops", "--loops needs a value"),
        ("http://h/a --listen", "--listen needs a value"),
        ("--loops 0 http://h/a", "--loops takes a number from 1 to 64, not \"0\""),
        ("--loops 65 http://h/a", "--loops takes a number from 1 to 64, not \"65\""),
        ("--loops two http://h/a", "--loops takes a number from 1 to 64, not \"two\""),
        ("--loops= http://h/a", "--loops takes a number from 1 to 64, not \"\""),
        ("dump --blocks 0 a", "--blocks takes a number from 1, not \"0\""),
        ("dump --blocks -1 a", "--blocks takes a number from 1, not \"-1\""),
        ("dump --save b.raw a.raw", "--save keeps a stream; a.raw is a file already"),
        ("dump --metaint 0 a", "--metaint takes a number from 1 to 1048576, not \"0\""),
        (
            "dump --metaint 99999999999999999999 a",
            "--metaint takes a number from 1 to 1048576, not \"99999999999999999999\""
        ),
        (
            "dump --metaint 16 http://h/a",
            "--metaint is for a file without a head; a server says it itself"
        ),
        ("--json http://h/a", "there is no option --json here"),
        ("demo --json", "there is no option --json here"),
        ("watch --all http://h/a", "there is no option --all here"),
        ("dump --listen 1 a", "there is no option --listen here"),
        ("-x http://h/a", "there is no option -x here"),
        ("--unknown=5 http://h/a", "there is no option --unknown here"),
        (
            "--listen nowhere http://h/a",
            "--listen takes HOST:PORT, such as 127.0.0.1:8000, not \"nowhere\""
        ),
        (
            "--listen ::1:8000 http://h/a",
            "--listen: write an IPv6 address in brackets, such as [::1]:8000"
        ),
        ("a=http://h/a a=http://h/b", "two stations are named \"a\""),
        (
            "no/such=http://h/a",
            "\"no/such=http://h/a\" has no scheme; write it as http://host:port/path"
        ),
    ])
    func saysWhatIsWrong(line: String, expected: String) {
        #expect(message(line) == expected)
    }

    /// A value for a flag that accepts none must not become an operand.
    @Test(arguments: [
        ("dump --json=a.raw", "--json takes no value"),
        ("dump --all=yes a.raw", "--all takes no value"),
        ("watch --json=http://h/a", "--json takes no value"),
        ("watch --json=true http://h/a", "--json takes no value"),
    ])
    func aValueForAFlagWithoutOneIsWrong(line: String, expected: String) {
        #expect(message(line) == expected)
    }

    @Test(arguments: [
        "healthz", "metrics", "debug", "assets", "favicon.ico", ".", "..", "a b", "ä", "a%20b", "",
        String(repeating: "n", count: 65),
    ])
    func aNameThatIsNoPathIsRefused(name: String) {
        let error = #expect(throws: UsageError.self) {
            try OptionsParser.parse(["\(name)=http://h/a"])
        }
        #expect(error?.message.hasPrefix("\"\(name)\" cannot be a station's path; use") == true)
    }

    // MARK: Where to listen

    @Test(
        arguments: [
            ("8000", "127.0.0.1", 8000), ("0.0.0.0:80", "0.0.0.0", 80), ("[::1]:8000", "::1", 8000),
            ("localhost:1", "localhost", 1), ("127.0.0.1:0", "127.0.0.1", 0),
            ("[::]:65535", "::", 65535),
        ] as [(String, String, UInt16)])
    func listenAddressesAreRead(text: String, host: String, port: UInt16) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: ["", ":", ":80", "h:", "h:65536", "h:-1", "h:8a", "[]:1", "-1", "70000"])
    func listenAddressesThatAreNoneAreRefused(text: String) {
        let error = #expect(throws: UsageError.self) { try ListenAddress(text) }
        #expect(error?.message.hasPrefix("--listen") == true)
    }

    @Test func theNeighbourIsTheNextPort() throws {
        #expect(try ListenAddress("[::1]:8000").neighbour.description == "[::1]:8001")
        #expect(try ListenAddress("h:65535").neighbour.description == "h:8000")
    }
}

@Suite struct StationNamesTests {
    private func names(_ operands: String...) throws -> [String] {
        try StationNames.choose(operands).map(\.name)
    }

    @Test(arguments: [
        ("http://h/jazz", "jazz"), ("http://h/jazz.mp3", "jazz"), ("http://h/a/b/jazz.aac", "jazz"),
        ("http://h/jazz?x=1", "jazz"), ("http://h/jazz/", "jazz"),
        ("http://h/;stream.mp3", "stream"),
        ("http://radio.example.org/", "radio.example.org"), ("http://h", "h"),
        ("http://h:8000", "h"), ("http://h/;", "station"), ("http://h/healthz", "station"),
        ("http://h/metrics.mp3", "station"), ("http://h/.mp3", ".mp3"), ("http://h/..", "station"),
        ("http://h/jazz.live.mp3", "jazz.live"), ("http://[::1]:8000/", "1"),
        ("http://h/(jazz)", "jazz"),
    ])
    func aURLIsNamedAfterItsPath(url: String, expected: String) throws {
        #expect(try names(url) == [expected])
    }

    @Test func aNameGivenIsKept() throws {
        #expect(try names("Jazz-1=http://h/x.mp3") == ["Jazz-1"])
        #expect(try names("a=http://h/x?b=c") == ["a"])
    }

    @Test func anEqualsSignInTheQueryGivesNoName() throws {
        #expect(try names("http://h/x?b=c") == ["x"])
    }

    @Test func derivedNamesAreMadeDifferent() throws {
        #expect(
            try names("http://a/live", "http://b/live", "http://c/live.mp3")
                == ["live", "live-2", "live-3"])
        #expect(
            try names("live-2=http://a/x", "http://b/live", "http://c/live")
                == ["live-2", "live", "live-3"])
    }

    /// A given name belongs to its station, wherever it is on the line.
    @Test func aGivenNameBeatsADerivedOneThatStandsBeforeIt() throws {
        #expect(try names("http://a/live", "live=http://b/x") == ["live-2", "live"])
    }

    @Test func longPathsAreCutSoThatANumberStillFits() throws {
        let path = String(repeating: "n", count: 200)
        let chosen = try names("http://a/\(path)", "http://b/\(path)")
        #expect(
            chosen == [String(repeating: "n", count: 56), String(repeating: "n", count: 56) + "-2"])
    }

    /// As in MPD. An unknown name is an error here, as it is for `--charset`.
    @Test func aCharsetInTheAddressHasToBeKnown() throws {
        _ = try names("http://h/jazz#charset=windows-1251")
        let error = #expect(throws: UsageError.self) {
            try names("http://h/jazz#charset=windows-12551")
        }
        #expect(error?.message.contains("windows-12551") == true)
    }

    @Test func everyDerivedNameIsLegal() throws {
        for path in ["%20", "💿", "a b", "...", "-", "_", "~", "%2e%2e", "assets", "a%2Fb"] {
            let name = try #require(try names("http://h/\(path)").first)
            #expect(StationName.isLegal(name), "\(path) gives \(name)")
        }
    }
}
