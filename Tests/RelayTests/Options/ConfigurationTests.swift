import ICYReader
import Testing

@testable import Relay

@Suite struct ConfigurationTests {
    private func read(_ text: String, _ path: String = "c.json") throws -> Options.Serve {
        try ConfigurationFile(path, Array(text.utf8)).draft.options
    }

    @Test func everyKeyIsTaken() throws {
        let options = try read(
            """
            {
              "listen": "[::]:8443", "loops": 2, "play_log": "titles.jsonl",
              "max_clients": 100, "max_clients_per_address": 0, "request_time": 5,
              "max_request_head": 1024, "max_stations": 1, "queued_frames": 4, "title_rate": 9,
              "allow_origin": ["https://*.example.org", "null"], "token_file": "../tokens",
              "artwork_hosts": ["*.Example.org", "localhost:8080"], "artwork_memory": 5,
              "tls_cert": "/c.pem", "tls_key": "k.pem",
              "trusted_proxy": ["10.0.0.0/8", "::1/128"], "log_format": "json",
              "stations": [
                {"name": "jazz", "url": "http://a.example:8000/jazz",
                 "charset": "windows-1251", "on_demand": true},
                {"url": "https://b.example/", "name": "Rock.1~x", "on_demand": false,
                 "artwork": false}
              ]
            }
            """, "conf/relay.json")
        var expected = Options.Serve(stations: [
            Options.StationChoice(
                name: "jazz", url: try StreamURL("http://a.example:8000/jazz"),
                charset: .windows1251, isOnDemand: true),
            Options.StationChoice(
                name: "Rock.1~x", url: try StreamURL("https://b.example/"), keepsArtwork: false),
        ])
        expected.listen = try ListenAddress("[::]:8443")
        expected.loops = 2
        expected.playLog = "conf/titles.jsonl"
        expected.limits = ClientLimits(
            maximumClients: 100, clientsPerAddress: nil, requestWait: .seconds(5),
            requestHeadBytes: 1024, maximumStations: 1, queuedFrames: 4, titleRate: 9)
        expected.access = AccessRules(
            allowedOrigins: [
                try #require(OriginPattern("https://*.example.org")),
                try #require(OriginPattern("null")),
            ],
            tokenFile: "conf/../tokens",
            trustedProxies: [
                try #require(AddressRange("10.0.0.0/8")), try #require(AddressRange("::1")),
            ])
        expected.certificate = CertificateFiles(certificate: "/c.pem", key: "conf/k.pem")
        expected.artworkHosts = [
            try #require(ImageHost("*.example.org")), try #require(ImageHost("localhost:8080")),
        ]
        expected.artworkBytes = 5 * 1024 * 1024
        expected.logFormat = .json
        #expect(options == expected)
    }

    @Test(arguments: ["{}", " { } ", "\u{FEFF}{}", "{\"stations\":[]}", "\r\n{\r\n}\r\n"])
    func aFileMaySayNothing(text: String) throws {
        #expect(try read(text) == Options.Serve(stations: []))
    }

    @Test(arguments: [
        ("c.json", "h"), ("./c.json", "./h"), ("/etc/c.json", "/etc/h"), ("/c.json", "/h"),
        ("a/b/c.json", "a/b/h"),
    ])
    func relativePathsAreOfTheFilesFolder(path: String, expected: String) throws {
        #expect(try read("{\"history_file\": \"h\"}", path).playLog == expected)
        #expect(try read("{\"history_file\": \"/h\"}", path).playLog == "/h")
    }

    @Test func everySettingHasAKeyAndAFlagOfOneName() {
        #expect(SettingKey.maximumClients.flag == "--max-clients")
        #expect(SettingKey.clientsPerAddress.flag == "--max-clients-per-address")
        for setting in SettingKey.allCases {
            #expect(SettingKey(flag: setting.flag) == setting)
            #expect(setting.key.replacing("_", with: "-") == setting.flag.dropFirst(2))
        }
    }

    @Test func tenThousandStationsAreReadAtOnce() throws {
        let stations = (0..<10_000).map { number in
            """
            {"name": "s\(number)", "url": "http://host\(number % 100).example:8000/s\(number)",
             "charset": "windows-1251", "on_demand": \(number % 2 == 0)}
            """
        }
        let text = "{\"stations\": [\n\(stations.joined(separator: ",\n"))]}"
        let clock = ContinuousClock()
        let start = clock.now
        let options = try read(text)
        // Half a second without optimisation; the bound is there to catch quadratic growth.
        #expect(clock.now - start < .seconds(20))
        #expect(options.stations.count == 10_000)
        #expect(options.stations[9_999].name == "s9999")
        #expect(options.stations.count { $0.isOnDemand } == 5_000)
        // An error in the last line is reported as reliably as one in the first.
        let broken = text.replacing("http://host99.example:8000/s9999", with: "ftp://x")
        let error = #expect(throws: UsageError.self) { try read(broken) }
        #expect(
            error?.lines == [
                "c.json:20000: stations[9999].url: expected an http or https URL, not \"ftp://x\""
            ])
    }

    @Test func aFileThatIsTooLargeIsNotRead() {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: Limits.configurationBytes + 1)
        let error = #expect(throws: UsageError.self) { try ConfigurationFile("c.json", bytes) }
        #expect(error == UsageError(configuration: ["c.json: is larger than 16 MiB"]))
    }

    // MARK: Hints

    @Test(
        arguments: [
            ("max-clients", "max_clients"), ("MaxClients", "max_clients"),
            ("max_client", "max_clients"),
            ("listne", "listen"), ("loop", "loops"), ("alow_orgin", "allow_origin"),
            ("Stations", "stations"), ("trusted_proxies", nil), ("x", nil), ("", nil),
            ("port", nil),
            (String(repeating: "x", count: 10_000), nil),
        ] as [(String, String?)])
    func theKeyThatWasMeantIsFound(key: String, expected: String?) {
        let known = SettingKey.allCases.map(\.key) + ["stations"]
        #expect(KeyHint.nearest(to: key, of: known) == expected)
    }
}
