import Testing

@testable import Relay

/// Text must be UTF-8 (RFC 6455 §8.1): the sequences of Autobahn's group 6, each with the payload
/// byte that proves it wrong.
@Suite struct FrameDecoderTextTests {
    struct Text: CustomTestStringConvertible, Sendable {
        let name: String
        let payload: [UInt8]
        /// The index of the first byte after which no valid text is possible; `count` if only the
        /// end is missing; nil if it is valid.
        let wrongAt: Int?

        var testDescription: String { name }

        init(_ name: String, _ payload: String, wrongAt: Int? = nil) {
            self.name = name
            self.payload = hex(payload)
            self.wrongAt = wrongAt
        }
    }

    static let valid: [Text] = [
        Text(
            "6.2 Hello-µ@ßöäüàá-UTF-8!!",
            "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121"),
        Text("6.5 κόσμε", "ceba e1bdb9 cf83 cebc ceb5"),
        Text("6.7.1 U+0000", "00"),
        Text("6.7.2 U+0080", "c280"),
        Text("6.7.3 U+0800", "e0a080"),
        Text("6.7.4 U+10000", "f0908080"),
        Text("6.9.1 U+007F", "7f"),
        Text("6.9.2 U+07FF", "dfbf"),
        Text("6.9.3 U+FFFF", "efbfbf"),
        Text("6.9.4 U+10FFFF", "f48fbfbf"),
        Text("6.11.1 U+D7FF", "ed9fbf"),
        Text("6.11.2 U+E000", "ee8080"),
        Text("6.22 U+FFFE", "efbfbe"),
        Text("6.22 U+1FFFE", "f09fbfbe"),
        Text("6.23 U+FFFD", "efbfbd"),
    ]

    static let invalid: [Text] = [
        Text("6.3 surrogate in text", "cebae1bdb9cf83cebcceb5 eda080 656469746564", wrongAt: 12),
        Text("6.4 above U+10FFFF", "cebae1bdb9cf83cebcceb5 f4908080 656469746564", wrongAt: 12),
        Text("6.8 five bytes", "f888808080", wrongAt: 0),
        Text("6.8 six bytes", "fc8480808080", wrongAt: 0),
        Text("6.10 U+110000", "f4908080", wrongAt: 1),
        Text("F5", "f5808080", wrongAt: 0),
        Text("6.12 continuation first", "80", wrongAt: 0),
        Text("6.12 continuation first, the last", "bf", wrongAt: 0),
        Text("6.12 two bytes and one more", "c28080", wrongAt: 2),
        Text("6.13 C2 and a space", "c220", wrongAt: 1),
        Text("6.13 E1 and a space", "e120", wrongAt: 1),
        Text("6.13 third byte a space", "e18020", wrongAt: 2),
        Text("6.13 fourth byte a space", "f0908020", wrongAt: 3),
        Text("6.14 C2 only", "c2", wrongAt: 1),
        Text("6.14 E1 80 only", "e180", wrongAt: 2),
        Text("6.14 F1 80 80 only", "f18080", wrongAt: 3),
        Text("6.15 two halves", "c2c2", wrongAt: 1),
        Text("6.16 FE", "fe", wrongAt: 0),
        Text("6.16 FF", "ff", wrongAt: 0),
        Text("6.17 overlong slash, 2", "c0af", wrongAt: 0),
        Text("6.17 overlong slash, 3", "e080af", wrongAt: 1),
        Text("6.17 overlong slash, 4", "f08080af", wrongAt: 1),
        Text("6.18 overlong U+007F", "c1bf", wrongAt: 0),
        Text("6.18 overlong U+07FF", "e09fbf", wrongAt: 1),
        Text("6.18 overlong U+FFFF", "f08fbfbf", wrongAt: 1),
        Text("6.19 overlong U+0000", "c080", wrongAt: 0),
        Text("6.20 U+D800", "eda080", wrongAt: 1),
        Text("6.20 U+DFFF", "edbfbf", wrongAt: 1),
        Text("6.21 surrogate pair", "eda080edb080", wrongAt: 1),
    ]

    @Test(arguments: valid + invalid) func inOneFrame(_ text: Text) {
        let input = clientFrame(1, text.payload, mask: [0x11, 0x22, 0x33, 0x44])
        guard let wrongAt = text.wrongAt else {
            return FrameVector(text.name, input, [.text(text.payload)]).check()
        }
        FrameVector(
            text.name, input, [], error: .invalidUTF8, at: min(6 + wrongAt + 1, input.count)
        ).check()
    }

    /// Autobahn 6.2: fragments may split characters anywhere, and the check continues across them.
    @Test(arguments: valid + invalid) func inFragmentsOfOneByte(_ text: Text) {
        let input =
            text.payload.flatMap { clientFrame(1, [$0], isFinal: false) }.chunked(7)
            .enumerated().flatMap { index, frame in [index == 0 ? 1 : 0] + frame.dropFirst() }
            + clientFrame(0, [])
        guard let wrongAt = text.wrongAt else {
            return FrameVector(text.name, input, [.text(text.payload)]).check()
        }
        FrameVector(
            text.name, input, [], error: .invalidUTF8, at: min(7 * (wrongAt + 1), input.count)
        ).check()
    }

    @Test func binaryIsAnything() {
        for text in Self.invalid {
            FrameVector(text.name, clientFrame(2, text.payload), [.binary(text.payload)]).check()
        }
    }

    @Test func aMessageStartsAfresh() {
        FrameVector(
            "after a whole character", "81 82 00000000 c2a0 81 81 00000000 61",
            [.text([0xC2, 0xA0]), .text([0x61])]
        ).check()
        FrameVector(
            "a ping between halves", "01 81 00000000 c2 89 81 00000000 ff 80 81 00000000 a0",
            [.ping([0xFF]), .text([0xC2, 0xA0])]
        ).check()
    }
}

extension Array {
    fileprivate func chunked(_ count: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: self.count, by: count).map {
            self[$0..<Swift.min($0 + count, self.count)]
        }
    }
}
