import Testing

@testable import Relay

/// What a decoder emitted, and how many bytes it had consumed by then.
struct DecodeOutcome: Equatable {
    var events: [FrameDecoder.Event] = []
    var error: WebSocketError?
    var consumed = 0

    static func of(_ pieces: [[UInt8]], maximumMessageSize: Int) -> DecodeOutcome {
        var decoder = FrameDecoder(maximumMessageSize: maximumMessageSize)
        var outcome = DecodeOutcome()
        for piece in pieces {
            var offset = 0
            do throws(WebSocketError) {
                while let event = try decoder.next(piece.span, &offset) {
                    outcome.events.append(event)
                }
            } catch {
                outcome.error = error
            }
            outcome.consumed += offset
            if outcome.error != nil { return outcome }
        }
        return outcome
    }
}

/// One line of a table: the bytes of a client and what they mean.
struct FrameVector: CustomTestStringConvertible, Sendable {
    let name: String
    let input: [UInt8]
    let events: [FrameDecoder.Event]
    let error: WebSocketError?
    /// Bytes that the decoder has consumed when it reports the error.
    let errorAt: Int?

    var testDescription: String { name }

    init(
        _ name: String, _ input: String, _ events: [FrameDecoder.Event],
        error: WebSocketError? = nil, at errorAt: Int? = nil
    ) {
        self.init(name, hex(input), events, error: error, at: errorAt)
    }

    init(
        _ name: String, _ input: [UInt8], _ events: [FrameDecoder.Event],
        error: WebSocketError? = nil, at errorAt: Int? = nil
    ) {
        precondition((error == nil) == (errorAt == nil))
        self.name = name
        self.input = input
        self.events = events
        self.error = error
        self.errorAt = errorAt
    }

    func check(maximumMessageSize: Int = 1024, sourceLocation: SourceLocation = #_sourceLocation) {
        let expected = DecodeOutcome(
            events: events, error: error, consumed: errorAt ?? input.count)
        EveryCut.check(input, expecting: expected, name, sourceLocation: sourceLocation) {
            DecodeOutcome.of($0, maximumMessageSize: maximumMessageSize)
        }
    }
}

/// A client's frame, built without the code under test.
func clientFrame(
    _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, mask: [UInt8] = [0, 0, 0, 0]
) -> [UInt8] {
    var frame = [opcode | (isFinal ? 0x80 : 0)]
    switch payload.count {
    case 0..<126: frame.append(0x80 | UInt8(payload.count))
    case 126..<65_536: frame += [0xFE, UInt8(payload.count / 256), UInt8(payload.count % 256)]
    default:
        frame.append(0xFF)
        frame += withBigEndianBytes(UInt64(payload.count))
    }
    return frame + mask + payload.enumerated().map { $0.element ^ mask[$0.offset % 4] }
}

func withBigEndianBytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(number >> (56 - 8 * UInt64($0)) & 0xFF) }
}

func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }
