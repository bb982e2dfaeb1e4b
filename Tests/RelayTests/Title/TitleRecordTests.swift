import ICYReader
import Testing

@testable import Relay

/// What is kept of a title contains everything that the event contains.
@Suite struct TitleRecordTests {
    private func event(_ text: String, epoch: String = "k3f9q1") -> TitleEvent {
        TitleEvent(
            station: "jazz", epoch: epoch, number: 17, streamTitle: text, display: text,
            artist: "", title: text, streamURL: "", at: WallClock(milliseconds: 1), audioOffset: 0,
            charset: "utf-8", confidence: 1, next: "", attributes: [], flags: [])
    }

    @Test(arguments: [
        "", "A - B", "say \"hi\"", "back\\slash", "tab\there", "\u{85}", "é 夜 🎷",
        String(repeating: "a", count: 125), String(repeating: "a", count: 126),
        String(repeating: "a", count: 70_000), String(repeating: "\"", count: 200),
    ])
    func eachFormatIsMadeOfIt(text: String) {
        let event = event(text)
        let record = TitleRecord(event)
        let publication = TitlePublication(stationIndex: 0, event: event)
        let json = event.json.bytes
        #expect(record.number == 17)
        #expect(record.event.json.bytes == json)
        var appended: [UInt8] = []
        record.appendJSON(to: &appended)
        #expect(appended == json)
        // Close enough, without having made the JSON.
        #expect(abs(record.byteCount - json.count) < 60 + json.count / 50)
        for message in [{ record.message($0) }, publication.message] {
            #expect(message(.text) == FrameEncoder.text(Array(text.utf8)))
            #expect(message(.json) == FrameEncoder.text(json))
            #expect(message(.raw) == nil)
            #expect(message(.eventStream) == EventStream.message(id: "k3f9q1:17", json))
        }
        #expect(publication.record === publication.record)
        // From the frame that a client has been sent.
        var again: [UInt8] = [1]
        record.appendJSON(to: &again)
        #expect(again == [1] + json)
    }

    @Test func theWholeEventComesBack() {
        let event = TitleEvent(
            station: "jazz", epoch: "k3f9q1", number: 17, streamTitle: "Ä - B - A",
            display: "A - B",
            artist: "A", title: "B", streamURL: "http://a/?x=1", at: WallClock(milliseconds: 5),
            audioOffset: 16_000, charset: "windows-1252", confidence: 0.83, next: "C",
            attributes: [.init(key: "x", value: "1"), .init(key: "", value: "A - B")],
            flags: ["charset_guessed", "query_string"])
        let record = TitleRecord(event)
        #expect(record.event == event)
        #expect(record.message(.json) == FrameEncoder.text(event.json.bytes))
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
        #expect(event("x", epoch: epoch).json.text.contains(expected.text.dropFirst().dropLast()))
    }
}
