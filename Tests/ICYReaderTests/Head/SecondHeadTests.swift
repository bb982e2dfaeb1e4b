import Fixtures
import Testing

@testable import ICYReader

/// Heads that need the body to be understood: one inside the body, intervals that differ, an
/// invented length, a compression.
@Suite struct SecondHeadTests {
    private static let outer = "HTTP/1.1 200 OK\r\nServer: gateway\r\nicy-name:Outer\r\n"
    private static let inner = "ICY 200 OK\r\nicy-name:Inner\r\nicy-metaint:8\r\n\r\n"

    private func read(_ input: [UInt8], _ partition: Partition) -> Transcript {
        Transcript(StreamReader(), partition.pieces(of: input), keepsBytes: true)
    }

    @Test(arguments: ["", "icy-metaint:0\r\n", "icy-metaint:4096\r\n"])
    func aHeadInTheBodyCounts(_ line: String) throws {
        let input = text(Self.outer + line + "\r\n" + Self.inner) + bodyAB
        for partition in Partition.all(of: input.count, seed: 31) {
            let transcript = read(input, partition)
            let head = try #require(transcript.head)
            #expect(head.protocolName == "ICY")
            #expect(head.name == "Inner")
            #expect(head.headers.map(\.name) == ["icy-name", "icy-metaint", "Server"])
            #expect(head.flags == [.secondHead])
            #expect(head.metadataInterval == .bytes(8))
            #expect(transcript.audioBytes == run("A", 8) + run("B", 8))
            #expect(transcript.blocks.map(\.wireOffset) == [8, 49])
            #expect(transcript.blocks.map(\.bytes) == [blockAB, []])
            #expect(transcript.end == .inAudio(untilLengthByte: 8))
        }
    }

    @Test func chunksAreTakenOffOnce() throws {
        let body = text(Self.inner) + bodyAB
        let head = Self.outer + "Transfer-Encoding: chunked\r\n\r\n"
        let size = String(body.count - 20, radix: 16)
        let input =
            text(head + "14\r\n") + body[..<20] + text("\r\n\(size)\r\n") + body[20...]
            + text("\r\n0\r\n\r\n")
        for partition in Partition.all(of: input.count, seed: 32) {
            let transcript = read(input, partition)
            #expect(transcript.error == nil)
            #expect(transcript.head?.isChunked == true)
            #expect(transcript.audioBytes == run("A", 8) + run("B", 8), "\(partition)")
        }
    }

    /// The inner head names the coding, and the bytes after it are coded.
    @Test func chunksOfTheInnerHeadAreTakenOff() {
        let inner = Self.inner.replacing("\r\n\r\n", with: "\r\nTransfer-Encoding: chunked\r\n\r\n")
        let input =
            text(Self.outer + "\r\n" + inner + "5\r\n") + bodyAB[..<5]
            + text("\r\n\(String(bodyAB.count - 5, radix: 16))\r\n") + bodyAB[5...]
            + text("\r\n0\r\n\r\n")
        for partition in Partition.all(of: input.count, seed: 36) {
            let transcript = read(input, partition)
            #expect(transcript.error == nil)
            #expect(transcript.audioBytes == run("A", 8) + run("B", 8), "\(partition)")
            #expect(transcript.blocks.map(\.bytes) == [blockAB, []])
        }
    }

    @Test(arguments: [
        "ICY", "ICY 200", "ICY 20x", "ICY2", "icy audio", "HTTP/1.", "HTTP/1.0 2", "HTML", "H",
        "ICY 200 OK\r\nicy-name:X", "HTTP/1.1 099 OK\r\n\r\n",
    ])
    func audioThatBeginsAlikeIsAudio(_ beginning: String) {
        let audio = text(beginning) + run("x", 17_000)
        let input = text("HTTP/1.0 200 OK\r\nicy-metaint:30000\r\n\r\n") + audio
        for partition in [.whole, .every(1), .every(7)] + Partition.random(3, seed: 33) {
            let transcript = read(input, partition)
            #expect(transcript.audioBytes == audio, "\(partition)")
            #expect(transcript.error == nil)
            #expect(transcript.head?.flags == [])
            #expect(transcript.end == .inAudio(untilLengthByte: 30_000 - audio.count))
        }
        for count in 0..<audio.prefix(12).count {
            let transcript = read(Array(input[..<(input.count - 17_000 + count)]), .every(3))
            let consumed = transcript.audioBytes + transcript.heldAudio
            #expect(consumed == Array(audio[..<(audio.count - 17_000 + count)]))
        }
    }

    @Test func anInnerErrorIsTheAnswer() throws {
        let stage = try Stage()
        let actions = stage.answer(
            "HTTP/1.0 200 OK\r\nicy-metaint:8\r\n\r\nICY 400 Server Full\r\n\r\n")
        #expect(actions == ["head 200", "live", "head 400", "close", "waiting server_full"])
    }

    // MARK: Intervals that differ

    private static let interleaved: [UInt8] =
        run("A", 96) + [0] + run("B", 96) + [2] + blockAB + run("C", 96) + [0] + run("D", 96)

    @Test(arguments: [[96, 64], [64, 96], [96, 4096], [200, 96, 50], [194, 96]])
    func theIntervalThatHoldsCounts(_ values: [Int]) throws {
        let lines = values.map { "icy-metaint:\($0)\r\n" }.joined()
        let input = text("HTTP/1.0 200 OK\r\n\(lines)\r\n") + Self.interleaved
        for partition in Partition.all(of: input.count, seed: 34) {
            let transcript = read(input, partition)
            #expect(transcript.head?.flags == [.conflictingMetaint])
            #expect(transcript.head?.metadataIntervals == values)
            #expect(transcript.blocks.map(\.wireOffset) == [96, 193, 322], "\(partition)")
            #expect(transcript.blocks.map(\.bytes) == [[], blockAB, []], "\(partition)")
            let audio = run("A", 96) + run("B", 96) + run("C", 96) + run("D", 96)
            #expect(transcript.audioBytes == audio, "\(partition)")
        }
    }

    @Test func withoutAProofTheFirstOneCounts() {
        let audio = zeros(300 * 1024)
        let head = "HTTP/1.0 200 OK\r\nicy-metaint:8192, 16000\r\n\r\n"
        let input = text(head) + audio
        for partition in [Partition.whole, .every(1000)] {
            let transcript = read(input, partition)
            #expect(transcript.blocks.map(\.wireOffset).prefix(2) == [8192, 16_385])
            #expect(transcript.audioBytes.count + transcript.blocks.count == audio.count)
        }
        var reader = StreamReader()
        var offset = 0
        #expect(throws: Never.self) { _ = try reader.next(input.span, &offset) }
        #expect(reader.framing == .detecting)
        #expect(reader.skippable == 0)
    }

    // MARK: Lengths and compressions

    /// E25: Icecast invents a length. The stream does not end there, and may end before it.
    @Test(arguments: [4, 221_183_499]) func aLengthNeverEndsAStream(_ length: Int) throws {
        let input =
            text("HTTP/1.0 200 OK\r\nContent-Length: \(length)\r\nicy-metaint:8\r\n\r\n") + bodyAB
        let transcript = read(input, .whole)
        #expect(transcript.audioBytes == run("A", 8) + run("B", 8))
        #expect(transcript.blocks.map(\.bytes) == [blockAB, []])
        #expect(transcript.error == nil)
        #expect(transcript.head?.contentLength == length)
        let stage = try Stage()
        _ = stage.start()
        _ = stage.connected()
        _ = stage.receive(input)
        #expect(stage.closed() == ["close", "waiting ended"])
    }

    @Test(arguments: [
        ("Content-Length: 12", 12), ("Content-Length: 12, 12", 12), ("Content-Length: 12, 13", nil),
        ("Content-Length: -1", nil), ("Content-Length: 1e3", nil), ("Content-Length:", nil),
        ("Content-Length: 99999999999999999999", nil), ("X: 1", nil),
        ("content-length:7\r\nContent-Length: 7", 7),
    ])
    func readsTheLength(_ line: String, _ length: Int?) {
        let head = read(text("HTTP/1.1 200 OK\r\n\(line)\r\n\r\n"), .whole).head
        #expect(head != nil && head?.contentLength == length)
    }

    @Test(arguments: [
        ("gzip", "gzip"), ("GZIP", "gzip"), ("identity", nil), ("", nil), ("UTF-8", nil),
        ("none", nil), ("identity, br", "br"), ("deflate", "deflate"), ("x-gzip", "x-gzip"),
    ])
    func readsTheCompression(_ value: String, _ coding: String?) {
        let lines = "Content-Encoding: \(value)\r\nicy-metaint:8\r\n\r\n"
        let transcript = read(text("HTTP/1.1 200 OK\r\n\(lines)") + bodyAB, .whole)
        #expect(transcript.head?.contentCoding == coding)
        // Compressed bytes are not searched.
        #expect(transcript.blocks.count == (coding == nil ? 2 : 0))
    }

    @Test func refusesCompressedStreamsWithAReason() throws {
        let stage = try Stage()
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nicy-metaint:8\r\n\r\n"
        #expect(stage.answer(head) == ["head 200", "close", "failed compressed"])
        #expect(stage.problem?.message.contains("compressed (http://h:8000/live, gzip)") == true)
    }

    /// The relevant parts of the outer head are kept in few bytes.
    @Test(arguments: [
        "", "Server: gateway\r\n", "icy-url:http://a:8000/\r\nicy-name:\r\n",
        "no colon here\r\nicy-name: a\r\n b\r\n", "icy-name:\u{C4} :: \u{1}\r\n",
    ])
    func theOuterHeadComesBack(_ lines: String) throws {
        var parser = ResponseHeadParser()
        var offset = 0
        let input = text("HTTP/1.1 200 OK\r\n\(lines)\r\n")
        let head = try #require(try parser.next(input.span, &offset))
        let outer = OuterHead(head)
        #expect(outer.headers == head.headers)
        #expect(outer.flags == head.flags)
    }

    /// The outer head promises blocks, and the inner one withdraws the promise.
    @Test(arguments: [("0", "metaint_zero"), ("abc", "metaint_invalid")])
    func anInnerHeadMayTakeThePromiseBack(_ value: String, _ reason: String) throws {
        let inner = "ICY 200 OK\r\nicy-metaint:\(value)\r\n\r\n"
        let audio: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + run("x", 4996)
        let stage = try Stage()
        #expect(stage.answer("HTTP/1.1 200 OK\r\nicy-metaint:8192\r\n\r\n").contains("live"))
        // The result is the same as for a single head.
        #expect(stage.receive(text(inner) + audio) == ["head 200", "close", "waiting \(reason)"])
        let chunked = try Stage()
        _ = chunked.answer(
            "HTTP/1.1 200 OK\r\nicy-metaint:8192\r\nTransfer-Encoding:chunked\r\n\r\n")
        let body = text(inner) + audio
        #expect(
            chunked.receive(text(String(body.count, radix: 16) + "\r\n") + body)
                == ["head 200", "close", "waiting \(reason)"])
    }
}
