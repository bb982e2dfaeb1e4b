import Fixtures
import Testing

@testable import Relay

@Suite struct RequestInputTests {
    private static let two = wire("GET /a HTTP/1.1\nHost: h\n\nHEAD /b HTTP/1.1\nHost: h\n\n")

    /// The requests in these pieces, as a connection takes them: one, then what came after it.
    private func targets(_ pieces: [[UInt8]]) throws -> [String] {
        var input = RequestInput()
        var targets: [String] = []
        for piece in pieces {
            var bytes = piece
            while !bytes.isEmpty {
                var offset = 0
                let request = try input.next(bytes.span, &offset, maximumBytes: 1000)
                guard let request else { break }
                targets.append(request.target)
                input.hold(bytes.span.extracting(offset..<bytes.count))
                #expect(input.hasRest == (offset < bytes.count))
                bytes = input.takeRest()
            }
        }
        return targets
    }

    @Test func requestsComeInOrderHoweverTheyAreCut() throws {
        for partition in Partition.all(of: Self.two.count, seed: 7) {
            let pieces = partition.pieces(of: Self.two).map { Array($0) }
            #expect(try targets(pieces) == ["/a", "/b"], "\(partition)")
        }
    }

    @Test func aParkedRequestWaitsWithWhatCameAfterIt() throws {
        var input = RequestInput()
        var offset = 0
        let bytes = Self.two
        let request = try #require(
            try input.next(bytes.span, &offset, maximumBytes: 1000))
        #expect(input.isEmpty)
        input.park(request)
        input.hold(bytes.span.extracting(offset..<bytes.count))
        #expect(input.isParked && input.hasRest && !input.isEmpty)
        #expect(input.unpark() == request)
        #expect(!input.isParked)
        #expect(input.takeRest() == Array(bytes[offset...]))
        #expect(input.isEmpty)
    }
}
