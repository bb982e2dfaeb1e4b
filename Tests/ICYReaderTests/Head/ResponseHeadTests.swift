import Fixtures
import Testing

@testable import ICYReader

/// What a head is expected to contain, in short.
private struct Expected: Sendable {
    var protocolName = "HTTP/1.0"
    var status = 200
    var reason = "OK"
    var interval = MetadataInterval.bytes(8192)
    var name = ""
    var bitrate: Int?
    var flags: [Flag] = []
    var body: [UInt8] = []
}

@Suite struct ResponseHeadTests {
    private static let expected: [String: Expected] = [
        "E01": Expected(protocolName: "ICY", name: "X", bitrate: 128),
        "E02": Expected(protocolName: "ICY", reason: "ok"),
        "E04": Expected(
            protocolName: "ICY", status: 401, reason: "Service Unavailable", interval: .absent),
        "E05": Expected(protocolName: "ICY", status: 400, reason: "Server Full", interval: .absent),
        "E06": Expected(
            protocolName: "ICY", status: 404, reason: "Resource Not Found", interval: .absent),
        "E08": Expected(interval: .bytes(16_000), name: "X", bitrate: 128),
        "E09": Expected(flags: [.bareLF]),
        "E11": Expected(flags: [.noColon]),
        "E13": Expected(name: "Bad name", flags: [.controlCharacters]),
        "E14": Expected(name: "Bad name", flags: [.controlCharacters]),
        "E16": Expected(name: "Radio \u{E9}t\u{E9}"),
        "E17": Expected(flags: [.duplicateMetaint]),
        "E19": Expected(interval: .absent, flags: [.metaintZero]),
        "E20": Expected(interval: .invalid("-1"), flags: [.invalidMetaint]),
        "E22": Expected(interval: .bytes(10_000)),
        "E23": Expected(
            interval: .invalid("99999999999999999999"), flags: [.invalidMetaint]),
        "E24": Expected(protocolName: "HTTP/1.1"),
        "E25": Expected(interval: .bytes(16_000)),
        "E27": Expected(protocolName: "HTTP/1.1", flags: [.interimResponse]),
        "E29": Expected(protocolName: "HTTP/2", reason: ""),
        "E30": Expected(protocolName: "HTTP/1.1", status: 206, reason: "Partial Content"),
        "E31": Expected(
            interval: .absent, body: text("<HTML><HEAD><TITLE>SHOUTcast Administrator")),
        "E32": Expected(interval: .absent, name: "X", body: text("OggS")),
        "E34": Expected(bitrate: 128),
    ]

    private func parse(_ pieces: [ArraySlice<UInt8>]) throws(ICYError) -> (ResponseHead?, Int) {
        var parser = ResponseHeadParser()
        for piece in pieces {
            var offset = 0
            if let head = try parser.next(piece.span, &offset) {
                return (head, piece.startIndex + offset)
            }
        }
        return (nil, 0)
    }

    @Test func everyVectorIsCovered() {
        #expect(Set(Self.expected.keys) == Set(Fixtures.vectors(group: "E").map(\.id)))
    }

    @Test(arguments: Fixtures.vectors(group: "E"))
    func readsEveryHeadThroughEveryCut(_ vector: Vector) throws {
        let bytes = try #require(vector.bytes)
        let expected = try #require(Self.expected[vector.id])
        let (whole, end) = try parse([bytes[...]])
        let head = try #require(whole)
        #expect(head.protocolName == expected.protocolName)
        #expect(head.status == expected.status)
        #expect(head.reason == expected.reason)
        #expect(head.metadataInterval == expected.interval)
        #expect(head.name == expected.name)
        #expect(head.bitrate == expected.bitrate)
        #expect(head.flags == expected.flags)
        #expect(Array(bytes[end...]) == expected.body)
        for partition in Partition.all(of: bytes.count, seed: 5) {
            let (cut, cutEnd) = try parse(partition.pieces(of: bytes))
            guard cut == head, cutEnd == end else {
                Issue.record("\(vector.id), \(partition)")
                return
            }
        }
    }

    @Test func keepsEveryHeaderAsReceived() throws {
        let bytes = try #require(Fixtures.vector("E01").bytes)
        let head = try #require(try parse([bytes[...]]).0)
        #expect(
            head.headers.map(\.name) == [
                "icy-notice1", "icy-notice2", "icy-name", "icy-genre", "icy-url", "content-type",
                "icy-pub", "icy-metaint", "icy-br",
            ])
        #expect(head.genre == "Misc")
        #expect(head.url == "http://x")
        #expect(head.contentType == "audio/mpeg")
        #expect(
            head.values("ICY-Notice2")
                == ["SHOUTcast Distributed Network Audio Server/win32 v1.9.8<BR>"])
    }

    @Test func readsChunkedAndLocation() throws {
        let bytes = try #require(Fixtures.vector("E24").bytes)
        #expect(try parse([bytes[...]]).0?.isChunked == true)
        let redirect = text("HTTP/1.1 302 Found\r\nLocation:  /b \r\n\r\n")
        let head = try #require(try parse([redirect[...]]).0)
        #expect(head.location == "/b")
        #expect(head.isRedirect)
        #expect(head.isChunked == false)
    }

    @Test(arguments: [
        ("\r\n\r\nICY 200 OK\r\n\r\n", MetadataInterval.absent, [Flag.leadingBlankLine]),
        ("HTTP/1.0 200 OK\r\nicy-metaint : 8\r\n\r\n", .bytes(8), [.blankBeforeColon]),
        ("HTTP/1.0 200 OK\r\nX: a\r\n b\r\nicy-metaint:8\r\n\r\n", .bytes(8), [.foldedHeader]),
        ("HTTP/1.0 200 OK\r\nicy-metaint: 8, 8\r\n\r\n", .bytes(8), [.duplicateMetaint]),
        (
            "HTTP/1.0 200 OK\r\nicy-metaint:x\r\nicy-metaint:16\r\n\r\n", .bytes(16),
            [.conflictingMetaint]
        ),
        ("HTTP/1.0 200 OK\r\nicy-metaint:1048576\r\n\r\n", .bytes(1_048_576), []),
        (
            "HTTP/1.0 200 OK\r\nicy-metaint:1048577\r\n\r\n", .invalid("1048577"),
            [.invalidMetaint]
        ),
        ("HTTP/1.0 200 OK\r\nicy-metaint:\r\n\r\n", .invalid(""), [.invalidMetaint]),
        ("HTTP/1.0 200 OK\r\nicy-metaint:+8\r\n\r\n", .invalid("+8"), [.invalidMetaint]),
    ])
    func tolerates(_ head: String, _ interval: MetadataInterval, _ flags: [Flag]) throws {
        let parsed = try #require(try parse([text(head)[...]]).0)
        #expect(parsed.metadataInterval == interval)
        #expect(parsed.flags == flags)
    }

    @Test(arguments: [
        ("icy-br: 128", 128), ("icy-br:128, 128", 128),
        ("icy-br:ice-samplerate=44100;ice-bitrate=96", 96),
        ("ice-audio-info: channels=2;samplerate=44100;bitrate=64", 64),
        ("icy-br: Quality 3", nil), ("icy-br:0", nil), ("icy-br:99999999999999999999", nil),
        ("icy-br:\r\nice-audio-info: ice-bitrate=32", 32),
    ])
    func readsTheBitrate(_ lines: String, _ bitrate: Int?) throws {
        let head = try parse([text("ICY 200 OK\r\n\(lines)\r\n\r\n")[...]]).0
        #expect(try #require(head).bitrate == bitrate)
    }

    @Test(arguments: [
        (text("GET / HTTP/1.0\r\n"), ICYError.notAResponse(offset: 0, firstBytes: text("G"))),
        ([0x15, 0x03, 0x01], .notAResponse(offset: 0, firstBytes: [0x15])),
        (text("HTTP!"), .notAResponse(offset: 0, firstBytes: text("HTTP!"))),
        (text("\r\n\r\nHTX"), .notAResponse(offset: 4, firstBytes: text("HTX"))),
        (text("HTTP/1.0\r\n"), .invalidStatusLine(offset: 0, line: "HTTP/1.0")),
        (text("ICY OK\r\n"), .invalidStatusLine(offset: 0, line: "ICY OK")),
        (text("HTTP/1.1 20 OK\n"), .invalidStatusLine(offset: 0, line: "HTTP/1.1 20 OK")),
        (text("HTTP/1.1 099 OK\n"), .invalidStatusLine(offset: 0, line: "HTTP/1.1 099 OK")),
    ])
    func refuses(_ bytes: [UInt8], _ error: ICYError) {
        for partition in [.whole, .bytewise] + Partition.random(4, seed: 3) {
            #expect(throws: error, "\(partition)") { try parse(partition.pieces(of: bytes)) }
        }
    }

    @Test func refusesEndlessHeads() {
        refuses(
            text("HTTP/1.1 200 OK\r\n") + run("x", 70_000), .headTooLarge(offset: 65_536))
        let lines = Array(repeating: text("a:b\n"), count: 300).flatMap { $0 }
        refuses(text("ICY 200 OK\n") + lines, .headTooLarge(offset: 11 + 256 * 4))
    }
}

@Suite struct ChunkedBodyTests {
    private func payload(
        _ bytes: [UInt8], _ partition: Partition
    ) throws(ICYError) -> ([UInt8], Bool) {
        var parser = ChunkedBody()
        var payload: [UInt8] = []
        for piece in partition.pieces(of: bytes) {
            var offset = 0
            while let range = try parser.next(piece.span, &offset) {
                payload += piece[(piece.startIndex + range.lowerBound)...].prefix(range.count)
            }
        }
        return (payload, parser.isComplete)
    }

    @Test(arguments: [
        ("4\r\nWiki\r\n6\r\npedia \r\n0\r\n\r\n", "Wikipedia ", true),
        ("4\nWiki\n0\n\n", "Wiki", true),
        ("00004 ; a=\"b\"\r\nWiki\r\n0;x\r\nA: b\r\nC: d\r\n\r\nrest", "Wiki", true),
        ("1A\r\nabcdefghijklmnopqrstuvwxyz\r\n", "abcdefghijklmnopqrstuvwxyz", false),
        ("7fffffffffffffff\r\nabc", "abc", false),
        ("5\r\nab", "ab", false),
    ])
    func readsThroughEveryCut(_ body: String, _ expected: String, _ isComplete: Bool) throws {
        for partition in Partition.all(of: body.utf8.count, seed: 8) {
            let result = try payload(text(body), partition)
            #expect(result == (text(expected), isComplete), "\(partition)")
        }
    }

    @Test(arguments: [
        ("x\r\n", ICYError.invalidChunkSize(offset: 0)),
        ("\r\n", .invalidChunkSize(offset: 0)),
        ("-1\r\n", .invalidChunkSize(offset: 0)),
        ("1x\r\n", .invalidChunkSize(offset: 1)),
        ("8000000000000000\r\n", .chunkTooLarge(offset: 15)),
        ("ffffffffffffffffffff\r\n", .chunkTooLarge(offset: 15)),
        ("1\r\nab", .missingChunkEnd(offset: 4)),
        ("1\r\na\rb", .missingChunkEnd(offset: 5)),
    ])
    func refuses(_ body: String, _ error: ICYError) {
        for partition in [.whole, .bytewise] + Partition.random(4, seed: 9) {
            #expect(throws: error, "\(partition)") { try payload(text(body), partition) }
        }
    }

    @Test func refusesEndlessLines() {
        refuses("1;" + String(repeating: "e", count: 5000), .chunkLineTooLong(offset: 4096))
        refuses(String(repeating: "0", count: 5000), .chunkLineTooLong(offset: 4096))
        refuses(
            "0\r\n" + String(repeating: "t: x\r\n", count: 3000),
            .chunkLineTooLong(offset: 16_387))
    }

    @Test func compressionMayBeATransferCoding() throws {
        var parser = ResponseHeadParser()
        let bytes = text("HTTP/1.1 200 OK\r\nTransfer-Encoding: GZip, chunked\r\n\r\n")
        var offset = 0
        let head = try #require(try parser.next(bytes.span, &offset))
        #expect(head.contentCoding == "gzip")
        #expect(head.isChunked)
    }
}
