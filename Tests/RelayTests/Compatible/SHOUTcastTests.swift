import ICYReader
import Testing

@testable import Relay

/// SHOUTcast's answers, and Zeno's events.
@Suite struct SHOUTcastTests {
    private let now = WallClock(milliseconds: 61_500)

    /// What clients take out of the body: six fields, and all the rest.
    private func fields(_ view: StationView) throws -> [String] {
        let html = SHOUTcast.sevenHTML(view)
        let body = try #require(html.firstRange(of: "<body>"))
        let end = try #require(html.firstRange(of: "</body>"))
        return html[body.upperBound..<end.lowerBound]
            .split(separator: ",", maxSplits: 6, omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test func sevenFields() throws {
        #expect(
            SHOUTcast.sevenHTML(try .sample())
                == "<HTML><meta http-equiv=\"Pragma\" content=\"no-cache\"></head>"
                + "<body>0,1,0,0,0,128,Artist - Song</body></html>")
        #expect(try fields(.unknown()) == ["0", "0", "0", "0", "0", "0", ""])
        #expect(try fields(.sample(state: .stalled))[1] == "1")
    }

    @Test(arguments: [
        ("Earth, Wind & Fire - September", "Earth, Wind &amp; Fire - September"),
        ("</body><script>alert(1)</script>", "&lt;/body&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        (#"A "B" 'C'"#, "A &quot;B&quot; &#39;C&#39;"), ("&amp;", "&amp;amp;"),
        (",,,,,,,", ",,,,,,,"), ("Björk", "Björk"), ("", ""),
    ])
    func titlesAreEscapedAndKeepTheirCommas(_ title: String, _ html: String) throws {
        let fields = try fields(.sample([.sample(title)]))
        #expect(fields.count == 7)
        #expect(fields[6] == html)
    }

    @Test func statistics() throws {
        let view = try StationView.sample(
            [.sample("A \"B\"", [.streamTitle: "A &quot;B&quot;", .next: "C"])]
        ) { $0.genre = "Jazz" }
        let text = String(decoding: SHOUTcast.stats(view, at: now), as: UTF8.self)
        let expected = #"""
            {"currentlisteners":0,"peaklisteners":0,"maxlisteners":0,\#
            "uniquelisteners":0,"averagetime":0,"servergenre":"Jazz","serverurl":"",\#
            "servertitle":"jazz","songtitle":"A &quot;B&quot;","nexttitle":"C",\#
            "streamhits":0,"streamstatus":1,"backupstatus":0,"streamlisted":0,\#
            "streamuptime":60,"streampath":"/jazz","bitrate":"128",\#
            "content":"audio/mpeg","version":"\#(Version.userAgent)"}
            """#
        #expect(text == expected)
    }

    @Test func withoutStreamThereIsNoUptime() throws {
        let node = try JSONReader.read(SHOUTcast.stats(.unknown(), at: now))
        #expect(node["streamstatus"] == .number("0"))
        #expect(node["streamuptime"] == nil)
        #expect(node["bitrate"] == .string("0"))
    }

    @Test func zenosEventHasTheTitleAsSent() throws {
        let event = TitleEvent.sample("A & B", [.streamTitle: #"A &amp; "B""#])
        let title = Title(event, id: TitleID(epoch: "e", number: 1))
        let text = String(decoding: Zeno.event(title, of: "jazz"), as: UTF8.self)
        #expect(text == #"{"mount":"jazz","streamTitle":"A &amp; \"B\""}"#)
    }
}
