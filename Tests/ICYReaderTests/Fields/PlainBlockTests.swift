import Fixtures
import Testing

@testable import ICYReader

/// The single-pass reader reads exactly what the general scanner reads.
@Suite struct PlainBlockTests {
    private static let pieces: [[UInt8]] =
        [
            "StreamTitle='", "StreamUrl='", "StreamNext='", "streamtitle='", "';", "'", ";", " ",
            "A", " - ", "é", "{", "<a>", "\"", "=", "\\", "\u{1}", "\0", "\0\0", "\t", "[",
            "StreamTitle=", "\u{7F}",
        ].map { Array($0.utf8) } + [[0xE9], [0xFF, 0xFE]]

    /// Mostly plain: a title, perhaps an address, padding; now and then something else in it.
    private func block(_ random: inout SeededGenerator) -> [UInt8] {
        func value() -> [UInt8] {
            (0..<Int.random(in: 0...4, using: &random)).flatMap { _ in
                Int.random(in: 0..<4, using: &random) == 0
                    ? Self.pieces.randomElement(using: &random) ?? [] : Array("ab".utf8)
            }
        }
        var block = Array("StreamTitle='".utf8) + value() + Array("';".utf8)
        if Bool.random(using: &random) {
            block += Array("StreamUrl='".utf8) + value() + Array("';".utf8)
        }
        if Int.random(in: 0..<4, using: &random) == 0 { block += value() }
        return block + [UInt8](repeating: 0, count: Int.random(in: 0...3, using: &random))
    }

    @Test(arguments: 0..<40) func readsWhatTheScannerReads(_ round: UInt64) {
        let seed = 0x9_1A1B_0000 + round
        var random = SeededGenerator(seed: seed)
        var histories = (BlockHistory(), BlockHistory())
        var decoders = (TextDecoder(), TextDecoder())
        var plainCount = 0
        for _ in 0..<500 {
            let block = block(&random)
            if PlainBlock(block.span) != nil { plainCount += 1 }
            let fields = MetadataFields(block, history: &histories.0, decoder: &decoders.0)
            var scanned = MetadataFields()
            var budget = GuessBudget()
            scanned.scan(block, history: &histories.1, decoder: &decoders.1, &budget)
            #expect(fields == scanned, "seed \(seed): \(block)")
            #expect(histories.0 == histories.1, "seed \(seed): \(block)")
        }
        #expect(plainCount > 100, "seed \(seed)")
    }

    @Test(arguments: Fixtures.vectors(group: "C") + Fixtures.vectors(group: "D"))
    func readsTheVectorsAlike(_ vector: Vector) throws {
        guard vector.kind == "payload", let block = vector.bytes else { return }
        var histories = (BlockHistory(), BlockHistory())
        var decoders = (TextDecoder(), TextDecoder())
        let fields = MetadataFields(block, history: &histories.0, decoder: &decoders.0)
        var scanned = MetadataFields()
        var budget = GuessBudget()
        scanned.scan(block, history: &histories.1, decoder: &decoders.1, &budget)
        #expect(fields == scanned)
    }

    @Test(arguments: [
        "StreamTitle='';", "StreamTitle='A - B';", "StreamTitle='A';StreamUrl='';\0\0\0",
        "StreamTitle='é \"x\" {';  \0",
    ])
    func isPlain(block: String) {
        #expect(PlainBlock(Array(block.utf8).span) != nil)
    }

    @Test(arguments: [
        "", "StreamTitle='", "StreamTitle='A'", "StreamTitle='A", "StreamTitle='it's';",
        "StreamTitle='{';", "StreamTitle='A';\0x", "StreamTitle='A'; StreamUrl='';",
        "StreamTitle='A;B';", "StreamUrl='u';", "StreamTitle='A';StreamTitle='B';",
        "StreamTitle='A';StreamUrl='", "streamtitle='A';", "\u{FEFF}StreamTitle='A';",
    ])
    func isNotPlain(block: String) {
        #expect(PlainBlock(Array(block.utf8).span) == nil)
    }
}
