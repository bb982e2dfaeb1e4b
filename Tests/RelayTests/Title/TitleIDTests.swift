import Testing

@testable import Relay

/// The id of a title, which clients pass back.
@Suite struct TitleIDTests {
    @Test(arguments: [
        ("a:1", "a", 1), ("k3f9q1:17", "k3f9q1", 17), ("e:0", "e", 0), ("e:007", "e", 7),
        ("e:9223372036854775807", "e", .max), ("é!:1", "é!", 1),
        (String(repeating: "x", count: 32) + ":1", String(repeating: "x", count: 32), 1),
    ])
    func anEpochAndANumber(text: String, epoch: String, number: Int) throws {
        let id = try #require(TitleID(text))
        #expect(id.epoch == epoch)
        #expect(id.number == number)
    }

    @Test(arguments: [
        "", ":", "a", "1", ":1", "a:", "a:b", "a:1:2", "a::1", "a:-1", "a:+1", "a: 1", "a:1 ",
        "a:1.0", "a:0x1", "a:٣", "a:9223372036854775808", "a:99999999999999999999999999",
        String(repeating: "x", count: 33) + ":1", String(repeating: "é", count: 17) + ":1",
        String(repeating: ":", count: 100_000),
    ])
    func anythingElseIsNone(text: String) {
        #expect(TitleID(text) == nil)
    }

    @Test func whatIsWrittenIsReadBack() {
        let id = TitleID(epoch: TitleID.newEpoch, number: 17)
        #expect(TitleID(id.description) == id)
        #expect(id != TitleID("\(id.epoch):18"))
        #expect(id != TitleID("x\(id.epoch):17"))
    }
}
