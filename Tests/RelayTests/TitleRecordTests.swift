import ICYReader
import Testing

@testable import Relay

/// What is kept of a title says all that the event says.
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
        #expect(Array(record.json) == json)
        for message in [record.message, publication.message] {
            #expect(message(.text) == FrameEncoder.text(Array(text.utf8)))
            #expect(message(.json) == FrameEncoder.text(json))
            #expect(message(.raw) == nil)
            #expect(message(.eventStream) == EventStream.message(id: "k3f9q1:17", json))
        }
        #expect(publication.record === publication.record)
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
