import ICYReader
import Testing

@testable import Relay

/// What the operator knows better, in the configuration file.
@Suite struct StationSettingsReaderTests {
    private func file(_ members: String, url: String = "\"http://h/a\"") -> String {
        let more = members.isEmpty ? "" : ", \(members)"
        return "{\"stations\": [{\"name\": \"a\", \"url\": \(url)\(more)}]}"
    }

    private func station(
        _ members: String, url: String = "\"http://h/a\""
    ) throws -> Options.StationChoice {
        let text = file(members, url: url)
        let options = try ConfigurationFile("c.json", Array(text.utf8)).draft.options
        return try #require(options.stations.first)
    }

    private func problems(_ members: String, url: String = "\"http://h/a\"") -> [String] {
        do throws(UsageError) {
            _ = try ConfigurationFile("c.json", Array(file(members, url: url).utf8))
            return []
        } catch {
            return error.lines.map { $0.replacing("c.json:1: stations[0]", with: "") }
        }
    }

    /// Thousands of stations share the settings of those that have none.
    @Test func aStationWithoutAnyHasTheSettingsOfAll() throws {
        #expect(try station("").settings === StreamSettings.plain)
        #expect(try station("\"titles\": {}, \"headers\": {}").settings === StreamSettings.plain)
        #expect(try station("\"silent_after\": 15").settings === StreamSettings.plain)
    }

    @Test func everyKeyIsTaken() throws {
        let station = try station(
            """
            "user_agent": "Mine/1", "headers": {"X-Key": "s", "Referer": " r "},
            "silent_after": 60, "return_after": 120,
            "titles": {"order": "title-artist", "separator": " / ",
              "strip_prefixes": ["Now:"], "strip_suffixes": ["| X"], "ad_words": ["Spot*"],
              "placeholders": ["Music"], "drop_station_name": true}
            """, url: "[\"http://h/a\", \"https://h/b\"]")
        let rules = TitleRules(
            prefixes: ["Now:"], suffixes: ["| X"], dropsStationName: true, adWords: ["Spot*"],
            placeholders: ["Music"], separator: " / ", order: .titleArtist)
        #expect(station.url.description == "http://h/a")
        #expect(
            station.settings
                == StreamSettings(
                    userAgent: "Mine/1",
                    headers: [
                        try RequestHeader("X-Key", "s"), try RequestHeader("Referer", "r"),
                    ],
                    fallbacks: [try StreamURL("https://h/b")], silentAfter: .seconds(60),
                    returnAfter: .seconds(120), rules: rules))
    }

    @Test func oneAddressMayBeAnArray() throws {
        let station = try station("", url: "[\"http://h/a\"]")
        #expect(station.url.description == "http://h/a")
        #expect(station.settings === StreamSettings.plain)
    }

    @Test(arguments: [
        ("[]", ".url: write 1 to 8 addresses"),
        ("[\"http://h/a\", \"http://h/a\"]", ".url[1]: the address is there twice"),
        (
            "[\"http://h/a\", \"rtsp://h/a\"]",
            ".url[1]: expected an http or https URL, not \"rtsp://h/a\""
        ),
        (
            "[5]",
            ".url[0]: expected an http or https URL, or an array of them, not 5"
        ),
        (
            "[\"http://1/\",\"http://2/\",\"http://3/\",\"http://4/\",\"http://5/\",\"http://6/\","
                + "\"http://7/\",\"http://8/\",\"http://9/\"]",
            ".url: write 1 to 8 addresses"
        ),
    ]) func wrongAddresses(_ url: String, _ problem: String) {
        #expect(problems("", url: url) == [problem])
    }

    @Test(arguments: [
        ("\"user_agent\": \"\"", ".user_agent: has to have 1 to 256 bytes"),
        ("\"user_agent\": 5", ".user_agent: expected a text, not 5"),
        (
            "\"user_agent\": \"a\\r\\nX: y\"",
            ".user_agent: has a control character: no CR, LF or NUL can be in a header"
        ),
        ("\"silent_after\": 1", ".silent_after: expected a number from 2 to 600, not 1"),
        ("\"silent_after\": \"9\"", ".silent_after: expected a number from 2 to 600, not \"9\""),
        ("\"return_after\": 9", ".return_after: expected a number from 10 to 86400, not 9"),
        ("\"headers\": []", ".headers: expected an object: {\"X-Name\": \"value\"}"),
        ("\"headers\": {\"X\": 5}", ".headers.X: expected a text"),
        (
            "\"headers\": {\"X\": \"a\", \"x\": \"b\"}",
            ".headers.x: is there twice, in another case"
        ),
        ("\"headers\": {\"X\": \"a\", \"X\": \"b\"}", ".headers: \"X\" is there twice"),
        (
            "\"headers\": {\"Host\": \"h\"}",
            ".headers.Host: Host belongs to the request itself and cannot be set: take it out"
        ),
        (
            "\"headers\": {\"User-Agent\": \"h\"}",
            ".headers.User-Agent: User-Agent has a key of its own: user_agent"
        ),
        ("\"titles\": []", ".titles: expected an object: {…}, not an array"),
        (
            "\"titles\": {\"order\": \"song-artist\"}",
            ".titles.order: expected artist-title or title-artist, not \"song-artist\""
        ),
        (
            "\"titles\": {\"order\": 1}",
            ".titles.order: expected artist-title or title-artist, not 1"
        ),
        (
            "\"titles\": {\"separator\": \" \"}",
            ".titles.separator: expected a text such as \" / \", with its blanks, not \" \""
        ),
        (
            "\"titles\": {\"separator\": \"12345678901234567\"}",
            ".titles.separator: is longer than 16 bytes"
        ),
        (
            "\"titles\": {\"strip_prefixes\": \"Now\"}",
            ".titles.strip_prefixes: expected an array: […], not \"Now\""
        ),
        (
            "\"titles\": {\"ad_words\": [\"x\", \" * \"]}",
            ".titles.ad_words[1]: expected a text, not \" * \""
        ),
        (
            "\"titles\": {\"placeholders\": [\"\"]}",
            ".titles.placeholders[0]: expected a text, not \"\""
        ),
        (
            "\"titles\": {\"drop_station_name\": 1}",
            ".titles.drop_station_name: expected true or false, not 1"
        ),
        (
            "\"titles\": {\"strip_prefix\": []}",
            ".titles: unknown key \"strip_prefix\"; did you mean \"strip_prefixes\"?"
        ),
        ("\"title\": {}", ": unknown key \"title\"; did you mean \"titles\"?"),
    ]) func wrongValues(_ members: String, _ problem: String) {
        #expect(problems(members) == [problem])
    }

    @Test func listsAreBounded() {
        let many = (0...ICYReader.Limits.ruleTexts).map { "\"x\($0)\"" }.joined(separator: ",")
        #expect(
            problems("\"titles\": {\"ad_words\": [\(many)]}")
                == [".titles.ad_words: has more than 32 texts"])
        let long = String(repeating: "é", count: 101)
        #expect(
            problems("\"titles\": {\"strip_suffixes\": [\"\(long)\"]}")
                == [".titles.strip_suffixes[0]: is longer than 200 bytes"])
        let headers = (0...ICYReader.Limits.requestHeaders).map { "\"X\($0)\": \"\"" }
        #expect(
            problems("\"headers\": {\(headers.joined(separator: ","))}")
                == [".headers: has more than 16 headers"])
        let value = String(repeating: "a", count: 4000)
        #expect(
            problems("\"headers\": {\"A\":\"\(value)\",\"B\":\"\(value)\",\"C\":\"\(value)\"}")
                == [".headers: the headers together have more than 8192 bytes"])
    }

    /// The value of a header may be a secret.
    @Test(arguments: ["se\\r\\ncret", "se\\ncret", "se\\u0000cret", "secret\\u007F"])
    func noMessageHasTheValueOfAHeader(_ value: String) throws {
        let found = problems("\"headers\": {\"X-Key\": \"\(value)\"}")
        let problem = try #require(found.first)
        #expect(problem.contains(".headers.X-Key: the value has a control character"))
        #expect(!problem.contains("cret"))
    }

    // MARK: dump

    private let config = """
        {"stations": [
          {"name": "a", "url": "http://h/a", "charset": "windows-1251",
           "titles": {"order": "title-artist"}},
          {"name": "b", "url": "http://h/b"}]}
        """

    private func dump(_ line: String) throws(UsageError) -> Options.Dump {
        let arguments = line.split(separator: " ").map(String.init)
        guard case .dump(let options) = try OptionsParser.parse(arguments, files: ["c": config])
        else { throw UsageError(message: "not dump") }
        return options
    }

    @Test func aSavedStreamIsReadByTheRulesOfAStation() throws {
        let options = try dump("dump --config c --station a x.raw")
        #expect(options.rules == TitleRules(order: .titleArtist))
        #expect(options.charset == .windows1251)
        #expect(options.source == .file("x.raw"))
        #expect(try dump("dump --config c --station b x.raw").rules == nil)
        // A flag beats the file, as everywhere.
        #expect(try dump("dump --charset utf-8 --config c --station a x.raw").charset == .utf8)
    }

    @Test(arguments: [
        ("dump --config c x.raw", "--config FILE and --station NAME go together"),
        ("dump --station a x.raw", "--config FILE and --station NAME go together"),
        ("dump --config c --station z x.raw", "--station names \"z\", but the stations are a, b"),
    ]) func bothAreNeeded(_ line: String, _ message: String) {
        #expect(usageError(line, files: ["c": config])?.message == message)
    }
}
