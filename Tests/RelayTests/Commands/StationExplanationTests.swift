import ICYReader
import Testing

@testable import Relay

/// What `check-config` says in plain words.
@Suite struct StationExplanationTests {
    private func lines(_ settings: StreamSettings, url: String = "http://a/x") throws -> [String] {
        let choice = Options.StationChoice(
            name: "jazz", url: try StreamURL(url), settings: settings)
        return StationExplanation(choice).lines
    }

    @Test func aStationWithoutSettingsNeedsNoWords() throws {
        #expect(try lines(.plain) == [])
    }

    @Test func addressesHeadersAndAgent() throws {
        let settings = StreamSettings(
            userAgent: "Mozilla/5.0",
            headers: [try RequestHeader("X-Key", "secret"), try RequestHeader("X-B", "secret")],
            fallbacks: [try StreamURL("http://user:secret@b:8/y")], silentAfter: .seconds(60))
        let lines = try lines(settings)
        #expect(
            lines == [
                "jazz: tries http://a/x, then http://b:8/y: the next one when one fails, ends or "
                    + "is silent; asks the first again every 300 seconds and goes back to it when "
                    + "it sends",
                "jazz: counts as silent after 60 seconds without a byte",
                "jazz: sends User-Agent \"Mozilla/5.0\"; some servers send a page to what looks "
                    + "like a browser",
                "jazz: sends X-Key, X-B to http://a and http://b:8 only, and not any more after a "
                    + "redirect elsewhere",
            ])
        #expect(!lines.joined().contains("secret"))
    }

    @Test func rules() throws {
        let rules = TitleRules(
            prefixes: ["Now:", "Radio X"], suffixes: [" | X"], dropsStationName: true,
            adWords: ["Spot", "Promo*"], placeholders: ["Music"], separator: " / ",
            order: .titleArtist)
        #expect(
            try lines(StreamSettings(userAgent: Version.userAgent, rules: rules)) == [
                "jazz: leaves out at the start of a title: \"Now:\", \"Radio X\"",
                "jazz: leaves out at the end of a title: \"| X\"",
                "jazz: takes a title that is the station's name (icy-name) for none",
                "jazz: takes for an advertisement: \"Spot\"",
                "jazz: takes for an advertisement what begins with: \"Promo\"",
                "jazz: takes for no title, artist or song: \"Music\"",
                "jazz: reads a title as title, \" / \", artist: cut at the last one",
            ])
        let cut = TitleRules(separator: "|")
        #expect(
            try lines(StreamSettings(userAgent: Version.userAgent, rules: cut))
                == ["jazz: reads a title as artist, \"|\", title: cut at the first one"])
    }
}
