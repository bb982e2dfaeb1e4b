import ICYReader
import Testing

@testable import Relay

/// A title with its id, and the texts it is made of.
@Suite struct TitleTests {
    private func title(_ text: String, epoch: String = "k3f9q1") -> Title {
        Title(
            .sample(text, at: WallClock(milliseconds: 1)), id: TitleID(epoch: epoch, number: 17))
    }

    @Test(arguments: [
        "", "A - B", "say \"hi\"", "back\\slash", "tab\there", "\u{85}", "é 夜 🎷",
        String(repeating: "a", count: 125), String(repeating: "a", count: 126),
        String(repeating: "a", count: 70_000), String(repeating: "\"", count: 200),
    ])
    func eachFormatIsMadeOfIt(text: String) {
        let title = title(text)
        let json = title.json.bytes
        #expect(title.number == 17)
        var appended: [UInt8] = []
        title.appendJSON(to: &appended)
        #expect(appended == json)
        // Close enough, without having made the JSON.
        #expect(abs(title.event.jsonCount - json.count) < 60 + json.count / 50)
        #expect(title.message(.text) == FrameEncoder.text(Array(text.utf8)))
        #expect(title.message(.json) == FrameEncoder.text(json))
        #expect(title.message(.raw) == nil)
        #expect(
            title.message(.eventStream) == EventStream.message(id: "k3f9q1:17", json, .eventStream))
        // From the frame that a client has been sent.
        var again: [UInt8] = [1]
        title.appendJSON(to: &again)
        #expect(again == [1] + json)
    }

    @Test func everyMemberIsInItsJSON() {
        let event = TitleEvent.sample(
            at: WallClock(milliseconds: 5), audioOffset: 16_000, confidence: 0.83,
            attributes: [.init(key: "x", value: "1"), .init(key: "", value: "A - B")],
            flags: ["charset_guessed", "query_string"],
            [
                .streamTitle: "Ä - B - A", .display: "A - B", .artist: "A", .title: "B",
                .streamURL: "http://a/?x=1", .charset: "windows-1252", .next: "C",
                .artworkURL: "http://a/b.png",
            ])
        let title = Title(event, id: TitleID(epoch: "k3f9q1", number: 17))
        let expected =
            #"{"type":"title","station":"jazz","id":"k3f9q1:17","stream_title":"Ä - B - A","#
            + #""artist":"A","title":"B","stream_url":"http://a/?x=1","played_at":0,"#
            + #""at":"1970-01-01T00:00:00.005Z","audio_offset":16000,"charset":"windows-1252","#
            + #""flags":["charset_guessed","query_string"],"display":"A - B","#
            + #""charset_confidence":0.83,"stream_next":"C","#
            + #""artwork_url":"http://a/b.png","attributes":[{"key":"x","value":"1"},"#
            + #"{"key":"","value":"A - B"}]}"#
        #expect(title.json.text == expected)
    }

    @Test(arguments: [
        [], [""], ["", ""], ["a"], ["Miles - So What", "Miles", "So What", "Miles - So What", ""],
        ["aba", "a", "ab", "ba", "b"], [String(repeating: "é", count: 20_000), "é", "x", "éx"],
        ["x", "xx", "xxx"],
    ])
    func packedTextsAreTheSame(texts: [String]) {
        let packed = PackedTexts(texts)
        #expect(packed.all == texts)
        #expect(packed.first == texts.first ?? "")
    }

    @Test func whatATitleBeginsAndEndsWithIsKeptOnce() {
        let title = "Miles Davis - So What"
        let alone = PackedTexts([title])
        let parts = PackedTexts([title, title, "Miles Davis", "So What"])
        #expect(parts.byteCount == alone.byteCount + 3 * 2)
        #expect(alone.byteCount == 1 + title.utf8.count)
    }

    @Test(arguments: ["e", "two:parts", "a \"quoted\" one", "é", ""])
    func identifiersAreEscapedToo(epoch: String) throws {
        var expected = JSONObject()
        expected.add("id", "\(epoch):17")
        var object = JSONObject()
        object.add("id", epoch, colon: 17)
        #expect(object.text == expected.text)
        #expect(title("x", epoch: epoch).json.text.contains(expected.text.dropFirst().dropLast()))
    }
}
