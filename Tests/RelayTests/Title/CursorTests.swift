import Testing

@testable import Relay

/// The id of the last title that a client heard.
@Suite struct CursorTests {
    @Test(arguments: [
        ("a:1", "a", 1), ("k3f9q1:17", "k3f9q1", 17), ("e:0", "e", 0), ("e:007", "e", 7),
        ("e:9223372036854775807", "e", .max), ("é!:1", "é!", 1),
        (String(repeating: "x", count: 32) + ":1", String(repeating: "x", count: 32), 1),
    ])
    func anEpochAndANumber(text: String, epoch: String, number: Int) throws {
        let cursor = try #require(Cursor(text))
        #expect(cursor.epoch == epoch)
        #expect(cursor.number == number)
    }

    @Test(arguments: [
        "", ":", "a", "1", ":1", "a:", "a:b", "a:1:2", "a::1", "a:-1", "a:+1", "a: 1", "a:1 ",
        "a:1.0", "a:0x1", "a:٣", "a:9223372036854775808", "a:99999999999999999999999999",
        String(repeating: "x", count: 33) + ":1", String(repeating: "é", count: 17) + ":1",
        String(repeating: ":", count: 100_000),
    ])
    func anythingElseIsNone(text: String) {
        #expect(Cursor(text) == nil)
    }

    @Test func theIDOfATitleIsOne() throws {
        let event = TitleEvent.sample(17, epoch: TitleEvent.newEpoch)
        let cursor = try #require(Cursor(event.id))
        #expect(cursor.epoch == event.epoch)
        #expect(cursor.number == event.number)
        #expect(cursor == Cursor("\(event.epoch):17"))
        #expect(cursor != Cursor("\(event.epoch):18"))
        #expect(cursor != Cursor("x\(event.epoch):17"))
    }
}
