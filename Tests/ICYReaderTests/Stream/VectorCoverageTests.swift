import Fixtures
import Foundation
import ICYReader
import Testing

/// Every case of `vectors/icy.json` is proved somewhere or listed as not met. The cases that no
/// other suite runs are run here.
@Suite struct VectorCoverageTests {
    @Test func everyVectorIsAccountedFor() {
        let proved = VectorProofs.all.flatMap { $0.ids.split(separator: " ").map(String.init) }
        let named = proved + VectorProofs.notMet.keys
        #expect(Fixtures.vectors.count == 143)
        #expect(named.sorted() == Fixtures.vectors.map(\.id).sorted())
        #expect(Set(VectorProofs.metInPart.keys).isSubset(of: proved))
        #expect(VectorProofs.notMet.keys.sorted() == ["G03", "G09", "G18", "G19"])
    }

    @Test func everyProofExists() throws {
        let files = try ["ICYReaderTests", "RelayTests"].flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: Fixtures.folder + "../" + folder)
                .map { "\(folder)/\($0)" }
        }
        for proof in Set(VectorProofs.all.flatMap(\.proofs)) {
            if let colon = proof.firstRange(of: ": ") {
                let file = try Fixtures.bytes(of: "../Live/" + proof[..<colon.lowerBound])
                let words = Array(proof[colon.upperBound...].utf8)
                #expect(file.firstRange(of: words) != nil, "\(proof)")
            } else {
                let names = proof.split(separator: ".")
                let path = try #require(files.first { $0.hasSuffix("/\(names[0]).swift") })
                let file = try Fixtures.bytes(of: "../" + path)
                let function = Array("func \(names[1])(".utf8)
                #expect(file.firstRange(of: function) != nil, "\(proof)")
            }
        }
    }

    // MARK: D

    /// Text, flags and what is shown: without a hint, and with the charset if the vector names one.
    @Test(arguments: Fixtures.vectors(group: "D").filter { $0.id < "D19" })
    func charsetsAreRightThroughEveryCut(_ vector: Vector) throws {
        let bytes = try #require(vector.bytes)
        let title = try #require(vector.title)
        let input = response([bytes])
        let isDouble = vector.id == "D06"
        let flags: [String: [Flag]] = [
            "D06": [.doubleEncoded], "D18": [.truncated, .cutCharacter],
        ]
        let hints = [nil, vector.charset.flatMap { Charset(named: $0) }]
        for hint in vector.charset == nil ? [nil] : hints {
            for partition in Partition.all(of: input.count, randomCount: 4, seed: 41) {
                let reading = try #require(try read(input, hint, partition).first)
                let song = try #require(reading.title)
                let text = isDouble ? "Êèíî - Ãðóïïà êðîâè" : title
                guard song.streamTitle == text, song.display == title,
                    song.flags == flags[vector.id] ?? [], hint == nil || song.charset == hint
                else {
                    Issue.record("\(vector.id), \(partition), \(song)")
                    return
                }
            }
        }
    }

    private func read(
        _ input: [UInt8], _ charset: Charset?, _ partition: Partition
    ) throws -> [MetadataReading] {
        var reader = StreamReader()
        var metadata = MetadataReader(charset: charset)
        var readings: [MetadataReading] = []
        for piece in partition.pieces(of: input) {
            var offset = 0
            while let event = try reader.next(piece.span, &offset) {
                guard case .block(let block) = event, block.isEmpty == false else { continue }
                readings.append(metadata.read(block))
            }
        }
        return readings
    }

    // MARK: E

    /// What a session reports for a head with the end right after it; the others go live.
    private static let verdicts: [String: [String]] = [
        "E04": ["head 401", "close", "waiting source_offline"],
        "E05": ["head 400", "close", "waiting server_full"],
        "E06": ["head 404", "close", "connect http://h:8000/;"],
        "E19": ["head 200", "close", "failed metaint_zero"],
        "E20": ["head 200", "close", "failed metaint_invalid"],
        "E23": ["head 200", "close", "failed metaint_invalid"],
        "E30": ["head 206", "live", "close", "waiting ended"],
        "E31": ["head 200", "close", "connect http://h:8000/;"],
    ]

    @Test(arguments: Fixtures.vectors(group: "E"))
    func aSessionJudgesEveryHeadThroughEveryCut(_ vector: Vector) throws {
        let bytes = try #require(vector.bytes)
        let live = ["head 200", "live", "close", "waiting ended"]
        let expected = Self.verdicts[vector.id] ?? live
        for partition in Partition.all(of: bytes.count, randomCount: 4, seed: 42) {
            let stage = try Stage("http://h:8000/")
            _ = stage.start()
            _ = stage.connected()
            var said = partition.pieces(of: bytes).flatMap { stage.receive(Array($0)) }
            if vector.id == "E32" { #expect(stage.session.framing == .ogg) }
            if said.contains("close") == false { said += stage.closed() }
            guard said == expected else {
                Issue.record("\(vector.id), \(partition): \(said)")
                return
            }
        }
    }

    // MARK: G

    /// G04, G06, G08: the end of a connection, orderly or not, is not news about the title.
    @Test(
        arguments: [nil, .reset("h:8000", reason: "Connection reset by peer")]
            as [StreamSession.TransportFailure?])
    func aTitleOutlivesTheConnection(_ failure: StreamSession.TransportFailure?) throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        // In the middle of audio, before the block that would repeat the title.
        #expect(stage.receive(bodyAB + run("C", 3)) == ["title A - B", "block 1"])
        let said = failure.map { stage.failed($0) } ?? stage.closed()
        #expect(said == ["close", "waiting " + (failure == nil ? "ended" : "connection_broken")])
        #expect(stage.retry() == ["connecting", "connect http://h:8000/live"])
        _ = stage.connected()
        #expect(stage.receive(goodHead) == ["head 200", "live"])
        let empty = run("A", 8) + [0]
        #expect(stage.receive(empty + empty) == ["block 0", "block 1"])
        #expect(stage.blocks.suffix(2).map { $0.2 } == [.unchanged, .unchanged])
        #expect(stage.receive(empty) == ["block 2"])
        // The same title is not a change; another one is.
        #expect(stage.receive(run("A", 8) + [2] + blockAB).first == "block 3")
        #expect(stage.receive(run("A", 8) + wire(text("StreamTitle='C';"))) == ["title C"])
    }

    /// G16: the mount falls back to another codec in the middle of its audio.
    @Test func anotherCodecKeepsTheFraming() {
        let layer3 = Hex.bytes("fffb9064") + Array(repeating: 0x55, count: 413)
        let advanced = Hex.bytes("fff150802e7ffc") + Array(repeating: 0x21, count: 364)
        let audio = Array([layer3, layer3, advanced, advanced, advanced].joined())
        var input: [UInt8] = []
        for (index, start) in stride(from: 0, to: 1900, by: 100).enumerated() {
            input += audio[start..<(start + 100)]
            input += wire(text("StreamTitle='Title \(index)';"))
        }
        for partition in Partition.all(of: input.count, randomCount: 4, seed: 43) {
            let found = Transcript(
                StreamReader(metadataInterval: 100), partition.pieces(of: input), keepsBytes: true,
                readsTitles: false)
            guard found.audioBytes == Array(audio[..<1900]), found.framing == [],
                found.blocks.map(\.wireOffset) == (0..<19).map({ 100 + 133 * $0 })
            else {
                Issue.record("\(partition): \(found.blocks.map(\.wireOffset))")
                return
            }
        }
    }

    /// G17: another address is another session, which knows nothing of the first one's title.
    @Test func aNewSessionKnowsNoTitle() throws {
        let first = try Stage("http://h:8000/one")
        _ = first.answer(goodHead)
        #expect(first.receive(bodyAB) == ["title A - B", "block 1"])
        let second = try Stage("http://h:8000/two")
        _ = second.answer(goodHead)
        #expect(second.receive(run("A", 8) + [0]) == ["block 0"])
        #expect(second.blocks.last?.2 == .unknown)
        // There, the same title is news.
        #expect(second.receive(bodyAB) == ["title A - B", "block 2"])
    }

    /// G20: 4080 bytes of metadata after every byte of audio; only one block is held at a time.
    @Test func theLongestBlocksAreHeldOneByOne() throws {
        let content = text("StreamTitle='") + run("x", 4065) + text("';")
        let period = run("A", 1) + [255] + content
        var reader = StreamReader(metadataInterval: 1)
        var (audio, blocks, most) = (0, 0, 0)
        for _ in 0..<200 {
            for piece in Partition.every(1000).pieces(of: period) {
                var offset = 0
                while let event = try reader.next(piece.span, &offset) {
                    switch event {
                    case .audio(let range): audio += range.count
                    case .block(let block):
                        blocks += 1
                        #expect(block.bytes == content)
                    default: Issue.record("\(event)")
                    }
                }
                if case .inBlock(let bytes, _) = reader.finish() { most = max(most, bytes.count) }
                #expect(reader.heldAudio.isEmpty)
            }
        }
        #expect((audio, blocks) == (200, 200))
        #expect(most <= Limits.metadataBlockBytes)
    }
}
