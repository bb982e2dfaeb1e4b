import ICYReader
import Testing

@testable import Relay

/// The flags of the server, alone and together with a configuration file.
@Suite struct ServeArgumentsTests {
    @Test func withoutFlagsThereAreTheUsualLimits() throws {
        let options = try serveOptions("http://h/a")
        #expect(options.limits == ClientLimits())
        #expect(options.limits.maximumClients == nil)
        #expect(options.limits.clientsPerAddress == 1000)
        #expect(options.limits.requestWait == .seconds(10))
        #expect(options.limits.requestHeadBytes == 8192)
        #expect(options.limits.maximumStations == nil)
        #expect(options.limits.queuedFrames == 2)
        #expect(options.limits.titleRate == 1)
        #expect(options.access == AccessRules())
        #expect(options.logFormat == .text)
        #expect(options.logLevel == .info)
        #expect(options.certificate == nil)
        #expect(options.playLog == nil)
        #expect(options.configFile == nil)
    }

    @Test func everyFlagIsTaken() throws {
        let options = try serveOptions(
            "--max-clients 50 --max-clients-per-address 7 --request-time 3 --max-request-head 4096 "
                + "--max-stations 2 --queued-frames 9 --title-rate 5 "
                + "--allow-origin https://a.example --allow-origin=null "
                + "--token-file t.txt --tls-cert c.pem --tls-key k.pem "
                + "--trusted-proxy 10.0.0.0/8 --trusted-proxy ::1 --log-format json "
                + "--log-level debug --play-log h.jsonl --on-demand http://h/a b=http://h/b")
        #expect(
            options.limits
                == ClientLimits(
                    maximumClients: 50, clientsPerAddress: 7, requestWait: .seconds(3),
                    requestHeadBytes: 4096, maximumStations: 2, queuedFrames: 9, titleRate: 5))
        #expect(
            options.access
                == AccessRules(
                    allowedOrigins: ["https://a.example", "null"].compactMap { OriginPattern($0) },
                    tokenFile: "t.txt",
                    trustedProxies: ["10.0.0.0/8", "::1"].compactMap { AddressRange($0) }))
        #expect(options.access.allowedOrigins.count == 2)
        #expect(options.access.trustedProxies.count == 2)
        #expect(options.certificate == CertificateFiles(certificate: "c.pem", key: "k.pem"))
        #expect(options.logFormat == .json)
        #expect(options.logLevel == .debug)
        #expect(options.playLog == "h.jsonl")
        #expect(options.stations.map(\.isOnDemand) == [true, true])
    }

    /// A former name of a setting is accepted for good; other spellings are not.
    @Test func formerNamesAreUnderstood() throws {
        #expect(try serveOptions("http://h/a --history-file h").playLog == "h")
        #expect(SettingKey(key: "history_file") == .playLog)
        for flag in ["--play_log", "play-log", "-play-log", "--play-log-", "--"] {
            #expect(SettingKey(flag: flag) == nil, "\(flag)")
        }
    }

    @Test func noLimitForOneAddressIsZero() throws {
        let options = try serveOptions("http://h/a --max-clients-per-address 0")
        #expect(options.limits.clientsPerAddress == nil)
    }

    @Test func theDemoTakesTheServersFlags() throws {
        let line = "demo --queued-frames 3 --allow-origin * --tls-cert c --tls-key k"
        guard
            case .demo(let options) = try OptionsParser.parse(
                line.split(separator: " ").map(String.init))
        else {
            Issue.record("not demo")
            return
        }
        #expect(options.limits.queuedFrames == 3)
        #expect(options.access.allowedOrigins == [try #require(OriginPattern("*"))])
        #expect(options.certificate != nil)
    }

    @Test(arguments: [
        ("--max-clients 0 http://h/a", "--max-clients takes a number from 1 to 1048576, not \"0\""),
        (
            "--max-clients-per-address -1 http://h/a",
            "--max-clients-per-address takes a number from 0 to 1048576, not \"-1\""
        ),
        ("--request-time 0 http://h/a", "--request-time takes a number from 1 to 300, not \"0\""),
        (
            "--request-time 1.5 http://h/a",
            "--request-time takes a number from 1 to 300, not \"1.5\""
        ),
        (
            "--max-request-head 1023 http://h/a",
            "--max-request-head takes a number from 1024 to 65536, not \"1023\""
        ),
        (
            "--max-stations 100001 http://h/a",
            "--max-stations takes a number from 1 to 100000, not \"100001\""
        ),
        ("--queued-frames 1 http://h/a", "--queued-frames takes a number from 2 to 100, not \"1\""),
        (
            "--allow-origin example.org http://h/a",
            "--allow-origin takes an origin such as https://example.org or https://*.example.org, "
                + "null or *, not \"example.org\""
        ),
        (
            "--trusted-proxy 10.0.0.1/8 http://h/a",
            "--trusted-proxy: 10.0.0.1/8 has bits set behind its prefix; write 10.0.0.0/8"
        ),
        (
            "--trusted-proxy proxy http://h/a",
            "--trusted-proxy takes a network such as 10.0.0.0/8, or an address, not \"proxy\""
        ),
        ("--log-format xml http://h/a", "--log-format takes text or json, not \"xml\""),
        ("--log-level loud http://h/a", "--log-level takes info or debug, not \"loud\""),
        ("--tls-cert c.pem http://h/a", "--tls-cert needs --tls-key beside it"),
        ("--tls-key k.pem http://h/a", "--tls-key needs --tls-cert beside it"),
        ("--token-file= http://h/a", "--token-file takes a file's name, not \"\""),
        ("--on-demand=yes http://h/a", "--on-demand takes no value"),
        ("demo --on-demand", "there is no option --on-demand here"),
        ("demo --config c.json", "there is no option --config here"),
        (
            "--max-stations 1 http://h/a http://h/b",
            "--max-stations: 1 is too few: 2 stations are connected all the time"
        ),
        ("--config", "--config needs a value"),
        ("check-config", "check-config takes one file: Relay check-config relay.json"),
        ("check-config a b", "check-config takes one file: Relay check-config relay.json"),
        ("check-config --loops 2 a", "there is no option --loops here"),
    ])
    func saysWhatIsWrong(line: String, expected: String) {
        #expect(usageError(line) == UsageError(message: expected))
        #expect(usageError(line)?.exitCode == .usage)
    }

    @Test func stationsOnDemandAreNotCounted() throws {
        let options = try serveOptions("--max-stations 1 --on-demand http://h/a http://h/b")
        #expect(options.stations.count == 2)
    }

    // MARK: With a file

    private static let files = [
        "/etc/relay.json": """
        {"listen": "0.0.0.0:80", "loops": 3, "allow_origin": ["https://file.example"],
         "max_stations": 2, "tls_cert": "cert.pem", "tls_key": "/keys/key.pem",
         "stations": [{"name": "jazz", "url": "http://h/1", "charset": "cp1251"},
                      {"name": "live", "url": "http://h/2"}]}
        """,
        "empty.json": "{\"stations\": []}",
    ]

    @Test func aFileAloneIsEnough() throws {
        let options = try serveOptions("--config /etc/relay.json", files: Self.files)
        #expect(options.configFile == "/etc/relay.json")
        #expect(options.stations.map(\.name) == ["jazz", "live"])
        #expect(options.listen.description == "0.0.0.0:80")
        #expect(
            options.certificate
                == CertificateFiles(certificate: "/etc/cert.pem", key: "/keys/key.pem"))
    }

    /// Wherever they are on the line.
    @Test(arguments: [
        "--config /etc/relay.json --listen 9000 --allow-origin null --max-stations 9 http://h/live",
        "http://h/live --listen 9000 --allow-origin null --max-stations 9 --config=/etc/relay.json",
    ])
    func flagsBeatTheFileAndStationsAreAdded(line: String) throws {
        let options = try serveOptions(line, files: Self.files)
        #expect(options.listen.description == "127.0.0.1:9000")
        #expect(options.loops == 3)
        #expect(options.access.allowedOrigins == [try #require(OriginPattern("null"))])
        #expect(options.limits.maximumStations == 9)
        // The file has given the name, so the derived one changes.
        #expect(options.stations.map(\.name) == ["jazz", "live", "live-2"])
    }

    @Test func onDemandOnTheCommandLineIsForItsStations() throws {
        let options = try serveOptions(
            "--config /etc/relay.json --on-demand x=http://h/x", files: Self.files)
        #expect(options.stations.map(\.isOnDemand) == [false, false, true])
    }

    @Test func aCharsetOnTheCommandLineIsForAllThatHaveNone() throws {
        let options = try serveOptions(
            "--config /etc/relay.json --charset koi8-r --charset live=cp1250", files: Self.files)
        #expect(options.stations.map(\.charset?.rawValue) == ["windows-1251", "windows-1250"])
    }

    @Test func theSameArgumentsGiveTheSameOptions() throws {
        let line = "--config /etc/relay.json --trusted-proxy ::1 --max-stations 3 http://h/x"
        #expect(try serveOptions(line, files: Self.files) == serveOptions(line, files: Self.files))
    }

    @Test(arguments: [
        (
            "--config /etc/relay.json live=http://h/x", ExitCode.usage,
            "the configuration file has a station named \"live\" already"
        ),
        (
            "--config /etc/relay.json --on-demand", .usage,
            "--on-demand is for the streams named beside it; in a configuration file, write "
                + "\"on_demand\": true into the station"
        ),
        (
            "--config /etc/relay.json --max-stations 1", .usage,
            "--max-stations: 1 is too few: 2 stations are connected all the time"
        ),
        (
            "--config /etc/relay.json http://h/x", .configuration,
            "/etc/relay.json:2: max_stations: 2 is too few: 3 stations are connected all the time"
        ),
        (
            "--config no.json", .configuration,
            "no.json: cannot be read: No such file or directory"
        ),
        (
            "--config empty.json", .configuration,
            "empty.json: there are no stations; write \"stations\": "
                + "[{\"name\": \"jazz\", \"url\": \"http://host:port/mount\"}] into it"
        ),
        (
            "--config /etc/relay.json --charset x=cp1251", .usage,
            "--charset names \"x\", but the stations are jazz, live"
        ),
    ])
    func saysWhatIsWrongBesideAFile(line: String, code: ExitCode, expected: String) {
        let error = usageError(line, files: Self.files)
        #expect(error?.lines == [expected])
        #expect(error?.exitCode == code)
    }

    @Test func checkConfigGivesWhatTheFileSays() throws {
        let checked = try OptionsParser.parse(
            ["check-config", "/etc/relay.json"], files: Self.files)
        guard case .checkConfig(let path, let options) = checked else {
            Issue.record("not check-config")
            return
        }
        #expect(path == "/etc/relay.json")
        #expect(try options == serveOptions("--config /etc/relay.json", files: Self.files))
    }

    /// All stations may be on the command line. But a file that is checked is used on its own, as
    /// in a systemd unit.
    @Test func checkConfigWantsAStation() throws {
        let error = #expect(throws: UsageError.self) {
            try OptionsParser.parse(["check-config", "empty.json"], files: Self.files)
        }
        #expect(error?.exitCode == .configuration)
        #expect(error?.message.hasPrefix("empty.json: there are no stations; write ") == true)
        #expect(
            try serveOptions("--config empty.json http://h/a", files: Self.files)
                .stations.count == 1)
    }

    @Test func aLongListOfStationsIsCut() throws {
        let stations = (0..<30).map { "s\($0)=http://h/\($0)" }.joined(separator: " ")
        let message = usageError("--charset x=cp1251 " + stations)?.message
        #expect(message?.hasSuffix("s18, s19 and 10 more") == true)
    }

    // MARK: Help

    @Test func helpNamesEveryFlag() {
        let words = Set(Usage.text.split { " \n".contains($0) }.map(String.init))
        for flag in SettingKey.allCases.map(\.flag) + ["--config", "--on-demand", "--charset"] {
            #expect(words.contains(flag), "\(flag)")
        }
        #expect(words.contains("check-config"))
        for line in Usage.text.split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
    }
}
