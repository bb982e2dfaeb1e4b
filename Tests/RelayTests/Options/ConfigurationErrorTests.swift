import Testing

@testable import Relay

/// An error in a file is reported with its place, and with what is expected there.
@Suite struct ConfigurationErrorTests {
    private func problems(_ text: String) -> [String] {
        do throws(UsageError) {
            _ = try ConfigurationFile("c.json", Array(text.utf8))
            return []
        } catch {
            #expect(error.exitCode == .configuration)
            return error.lines
        }
    }

    private static let name =
        "expected 1 to 64 letters, digits, and . _ ~ - "
        + "(not healthz, metrics, debug, assets or favicon.ico)"

    /// One problem each, in a text of one line.
    @Test(arguments: [
        ("[]", "expected an object: {…}, not an array"),
        ("null", "expected an object: {…}, not null"),
        ("\"http://h/a\"", "expected an object: {…}, not \"http://h/a\""),
        ("{\"listen\": 8000}", "listen: expected a text, not 8000"),
        (
            "{\"listen\": \"x\"}",
            "listen: expected HOST:PORT, such as 127.0.0.1:8000, not \"x\""
        ),
        (
            "{\"listen\": \"::1:80\"}",
            "listen: write an IPv6 address in brackets, such as [::1]:8000"
        ),
        ("{\"loops\": \"2\"}", "loops: expected a number from 1 to 64, not \"2\""),
        ("{\"loops\": 2.5}", "loops: expected a number from 1 to 64, not 2.5"),
        ("{\"loops\": 1e1}", "loops: expected a number from 1 to 64, not 1e1"),
        ("{\"loops\": true}", "loops: expected a number from 1 to 64, not true"),
        (
            "{\"max_clients\": 99999999999999999999999}",
            "max_clients: expected a number from 1 to 1048576, not 99999999999999999999999"
        ),
        ("{\"play_log\": \"\"}", "play_log: expected a file's name, not \"\""),
        ("{\"play_log\": {}}", "play_log: expected a text, not an object"),
        ("{\"allow_origin\": \"*\"}", "allow_origin: expected an array: […], not \"*\""),
        ("{\"allow_origin\": [\"*\", 5]}", "allow_origin[1]: expected a text, not 5"),
        (
            "{\"trusted_proxy\": [\"10.0.0.0/8\", \"10.1.2.3/16\"]}",
            "trusted_proxy[1]: 10.1.2.3/16 has bits set behind its prefix; write 10.1.0.0/16"
        ),
        ("{\"log_format\": \"JSON\"}", "log_format: expected text or json, not \"JSON\""),
        ("{\"tls_cert\": \"c\"}", "tls_cert: needs \"tls_key\" beside it"),
        ("{\"tls_key\": \"k\"}", "tls_key: needs \"tls_cert\" beside it"),
        ("{\"tls_cert\": \"c\", \"tls_key\": 1}", "tls_key: expected a text, not 1"),
        ("{\"stations\": {}}", "stations: expected an array: […], not an object"),
        (
            "{\"stations\": [\"http://h/a\"]}",
            "stations[0]: expected an object with a name and a url, not \"http://h/a\""
        ),
        ("{\"stations\": [{\"name\": \"a\"}]}", "stations[0]: has no \"url\""),
        ("{\"stations\": [{\"url\": \"http://h/a\"}]}", "stations[0]: has no \"name\""),
        ("{\"loops\": 1, \"loops\": 2}", "\"loops\" is there twice"),
        ("{\"lops\": 1}", "unknown key \"lops\"; did you mean \"loops\"?"),
        ("{\"charset\": \"cp1251\"}", "unknown key \"charset\"; it belongs into a station"),
    ])
    func saysWhereAndWhatIsExpected(text: String, expected: String) {
        #expect(problems(text) == ["c.json:1: \(expected)"])
    }

    /// One problem each, in the second station.
    @Test(arguments: [
        ("name", "\"healthz\"", ".name: \(name), not \"healthz\""),
        ("name", "\"a b\"", ".name: \(name), not \"a b\""),
        ("name", "\"\"", ".name: \(name), not \"\""),
        ("name", "7", ".name: \(name), not 7"),
        ("name", "\"first\"", ".name: stations[0] is named \"first\" already"),
        ("url", "\"ftp://x\"", ".url: expected an http or https URL, not \"ftp://x\""),
        ("url", "\"\"", ".url: expected an http or https URL, not \"\""),
        ("url", "\"h/a\"", ".url: expected an http or https URL, not \"h/a\""),
        ("url", "[]", ".url: write 1 to 8 addresses"),
        ("url", "{}", ".url: expected an http or https URL, or an array of them, not an object"),
        (
            "url", "\"ftp://user:secret@h/a\"",
            ".url: expected an http or https URL, not \"…@h/a\""
        ),
        (
            "charset", "\"klingon\"",
            ".charset: \"klingon\" is no charset that is known here; `iconv -l` lists them, "
                + "windows-1251 is one"
        ),
        ("charset", "1251", ".charset: expected a charset such as windows-1251, not 1251"),
        ("charset", "null", ".charset: expected a charset such as windows-1251, not null"),
        ("on_demand", "\"yes\"", ".on_demand: expected true or false, not \"yes\""),
        ("on_demand", "1", ".on_demand: expected true or false, not 1"),
        ("on-demand", "true", ": unknown key \"on-demand\"; did you mean \"on_demand\"?"),
        ("listen", "\"80\"", ": unknown key \"listen\"; it belongs beside \"stations\""),
        (
            "bitrate", "1",
            ": unknown key \"bitrate\"; known are name, url, charset, on_demand, allow_internal, "
                + "artwork, titles, headers, user_agent, silent_after, return_after"
        ),
    ])
    func saysWhatIsWrongWithAStation(key: String, value: String, expected: String) {
        var members = ["name": "\"second\"", "url": "\"http://h/2\""]
        members[key] = value
        let station = members.map { "\"\($0)\": \($1)" }.joined(separator: ", ")
        let text =
            "{\"stations\": [\n{\"name\": \"first\", \"url\": \"http://h/1\"},\n{\(station)}]}"
        #expect(problems(text) == ["c.json:3: stations[1]\(expected)"])
    }

    @Test func whatIsWrongWithAWebAddressIsToldInItsWords() {
        let text = "{\"stations\": [{\"name\": \"a\", \"url\": \"http://h:99999/\"}]}"
        #expect(problems(text).count == 1)
        #expect(problems(text).first?.contains("stations[0].url: ") == true)
        #expect(problems(text).first?.contains("99999") == true)
    }

    @Test func allProblemsAreToldInTheirOrder() {
        let text = """
            {
              "tls_cert": "c.pem",
              "stations": [
                {"name": "a", "url": "http://h/a"},
                {"name": "b",
                 "url": "h",
                 "on_demand": 0
                },
                {}
              ],
              "max_clients": -1
            }
            """
        #expect(
            problems(text) == [
                "c.json:2: tls_cert: needs \"tls_key\" beside it",
                "c.json:6: stations[1].url: expected an http or https URL, not \"h\"",
                "c.json:7: stations[1].on_demand: expected true or false, not 0",
                "c.json:9: stations[2]: has no \"name\"",
                "c.json:9: stations[2]: has no \"url\"",
                "c.json:11: max_clients: expected a number from 1 to 1048576, not -1",
            ])
    }

    @Test func onlyTheFirstTwentyAreTold() {
        let stations = [String](repeating: "0", count: 5_000).joined(separator: ",\n")
        let lines = problems("{\"stations\": [\n\(stations)\n]}")
        #expect(lines.count == 21)
        #expect(lines[19].hasPrefix("c.json:21: stations[19]: "))
        #expect(lines[20] == "c.json: and 4980 more")
    }

    @Test func longWordsAreCut() {
        let word = String(repeating: "x", count: 100_000)
        for text in ["{\"\(word)\": 1}", "{\"log_format\": \"\(word)\"}", "{\"loops\": 1\(word)}"] {
            for line in problems(text) { #expect(line.count < 400) }
        }
    }

    /// It is shown in a terminal, which would obey control characters.
    @Test func eachProblemIsOneLine() {
        let lines = problems("{\"log_format\": \"a\\nb\\u001b[2J\"}")
        #expect(lines.count == 1)
        #expect(!Terminal.visible(lines[0]).contains("\n"))
    }

    @Test(arguments: [
        "{\"stations\": [\n{\"name\": \"a\", \"url\": \"http://h/a\",}]}",
        "{\n\"listen\": \"x\" \"loops\": 1}",
    ])
    func aTextThatIsNoJSONIsToldByItsLine(text: String) {
        #expect(problems(text).count == 1)
        #expect(problems(text).first?.hasPrefix("c.json:2: ") == true)
    }
}
