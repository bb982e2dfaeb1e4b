import Fixtures
import Testing

@testable import Relay

/// How few bytes of ciphertext can carry how many of plaintext.
@Suite struct TLSRecordsTests {
    private func record(_ length: Int) -> [UInt8] {
        [23, 3, 3, UInt8(length >> 8), UInt8(length & 0xFF)]
            + [UInt8](repeating: 0xAA, count: length)
    }

    @Test func betweenTwoRecordsAHeaderComesFirst() {
        var records = TLSRecords()
        #expect(records.bytes(until: 1) == 6)
        #expect(records.bytes(until: 16_001) == 16_006)
        records.add(record(300).span)
        #expect(records.bytes(until: 1) == 6)
    }

    @Test func theRecordUnderWayHasToBeWhole() {
        var records = TLSRecords()
        records.add(Array(record(16_000).prefix(3)).span)
        #expect(records.bytes(until: 1) == 3)
        records.add(Array(record(16_000)[3..<1005]).span)
        #expect(records.bytes(until: 1) == 15_000)
        #expect(records.bytes(until: 16_000) == 15_000)
        #expect(records.bytes(until: 16_100) == 15_000 + 5 + 100)
    }

    /// As if no byte of a record belonged to its seal: that needs the fewest.
    @Test func neverMoreThanIsNeeded() {
        let lengths = [1, 16_384, 0, 17, 255, 256, 4000, 2, 16_400, 513]
        let stream = lengths.flatMap(record)
        var ends: [(wire: Int, plaintext: Int)] = []
        for length in lengths {
            let last = ends.last ?? (0, 0)
            ends.append((last.wire + 5 + length, last.plaintext + length))
        }
        for seed in UInt64(0)..<20 {
            var records = TLSRecords()
            var wire = 0
            for piece in Partition.random(seed: seed).pieces(of: stream) {
                records.add(Array(piece).span)
                wire += piece.count
                let read = ends.last { $0.wire <= wire }?.plaintext ?? 0
                for wanted in [1, 16, 300, 5000, 20_000] {
                    guard let end = ends.first(where: { $0.plaintext >= read + wanted }) else {
                        continue
                    }
                    #expect(records.bytes(until: wanted) <= end.wire - wire, "seed \(seed)")
                }
            }
        }
    }
}
