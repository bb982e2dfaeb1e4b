import Fixtures
import Testing

@testable import Relay

@Suite struct OutputBufferTests {
    /// A peer that always lags a little: the sent part must not be kept.
    @Test func bytesArriveInOrderHoweverSlowlyTheyAreRead() throws {
        let pair = SocketPair()
        pair.near.shrinkSendBuffer()
        var output = OutputBuffer()
        var sent: [UInt8] = []
        var received: [UInt8] = []
        var random = SeededGenerator(seed: 0x51)
        for round in 0..<400 {
            let more = (0..<Int.random(in: 1...3000, using: &random)).map {
                UInt8(truncatingIfNeeded: $0 + round)
            }
            sent += more
            output.append(more)
            try output.send(to: pair.near.descriptor)
            received += pair.far.takeAll()
        }
        while !output.isEmpty {
            try output.send(to: pair.near.descriptor)
            received += pair.far.takeAll()
        }
        received += pair.far.takeAll()
        #expect(received == sent)
        #expect(output.count == 0)
    }

    @Test func aPeerThatHasGoneIsAnError() throws {
        let pair = SocketPair()
        pair.far.close()
        var output = OutputBuffer()
        output.append([1])
        let error = #expect(throws: SystemError.self) { try output.send(to: pair.near.descriptor) }
        #expect(error?.cause == .connectionLost)
    }
}
