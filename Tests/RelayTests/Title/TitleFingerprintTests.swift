import ICYReader
import Testing

@testable import Relay

/// Only what clients would see makes a difference.
@Suite struct TitleFingerprintTests {
    private func event(
        number: Int = 1, streamTitle: String = "A - B", display: String = "A - B",
        streamURL: String = "u", next: String = "n", attributes: [(String, String)] = [("k", "v")]
    ) -> TitleEvent {
        TitleEvent(
            station: "jazz", epoch: "e", number: number, streamTitle: streamTitle,
            display: display, artist: "A", title: "B", streamURL: streamURL,
            at: WallClock(milliseconds: number), audioOffset: number, charset: "utf-8",
            confidence: 1, next: next,
            attributes: attributes.map { TitleAttribute(key: $0.0, value: $0.1) }, flags: [])
    }

    @Test func eachTextThatIsShownCounts() {
        let likenesses = [
            event(), event(streamTitle: "A - b"), event(display: "A - b"), event(streamURL: "v"),
            event(next: "m"), event(attributes: []), event(attributes: [("k", "w")]),
            event(attributes: [("l", "v")]), event(attributes: [("k", "v"), ("k", "v")]),
        ].map { TitleFingerprint($0) }
        for (index, one) in likenesses.enumerated() {
            for other in likenesses[(index + 1)...] { #expect(one != other) }
        }
    }

    @Test func whenItCameDoesNot() {
        #expect(TitleFingerprint(event()) == TitleFingerprint(event(number: 2)))
        // Canonically equivalent texts look the same.
        #expect(
            TitleFingerprint(event(display: "\u{E9}"))
                == TitleFingerprint(event(display: "e\u{301}")))
    }
}
