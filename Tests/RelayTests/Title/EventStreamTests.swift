import FoundationEssentials
import Testing

@testable import Relay

/// Server-sent events: WHATWG HTML §9.2.
@Suite(.timeLimit(.minutes(10))) struct EventStreamTests {
    private let bench: TestHub

    init() throws { bench = try TestHub(["jazz", "rock"]) }

    private func open(
        _ target: String = "/jazz", _ fields: String = "", version: String = "1.1"
    ) -> TestSocket {
        let client = bench.connect()
        client.send(
            "GET \(target) HTTP/\(version)\r\nHost: h\r\nAccept: text/event-stream\r\n\(fields)\r\n"
        )
        bench.loop.settle()
        return client
    }

    /// One message as a browser reads it: its id, and its data.
    private struct Message: Equatable {
        var id: String?
        var data = ""
    }

    private func messages(_ client: TestSocket) -> [Message] {
        messages(in: chunks(client).joined())
    }

    /// The chunks that have arrived, without their framing.
    private func chunks(_ client: TestSocket) -> [String] {
        var rest = client.takeAll()[...]
        var chunks: [String] = []
        while let end = rest.firstIndex(of: 0x0D) {
            let digits = String(decoding: rest[..<end], as: UTF8.self)
            guard let size = Int(digits, radix: 16), rest.count >= digits.utf8.count + 4 + size
            else { break }
            let begin = end + 2
            chunks.append(String(decoding: rest[begin..<(begin + size)], as: UTF8.self))
            #expect(rest[(begin + size)...].starts(with: [0x0D, 0x0A]))
            rest = rest[(begin + size + 2)...]
        }
        #expect(rest.isEmpty)
        return chunks
    }

    private func messages(in text: String) -> [Message] {
        text.parts("\n\n").compactMap { block in
            var message = Message()
            for line in block.parts("\n") {
                if line.hasPrefix("id: ") { message.id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") { message.data += line.dropFirst(6) }
            }
            return message.data.isEmpty ? nil : message
        }
    }

    @Test func theHeadSaysThatAStreamFollows() throws {
        let client = open()
        let head = client.takeHead()
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        for line in [
            "Content-Type: text/event-stream", "Cache-Control: no-store", "X-Accel-Buffering: no",
            "Vary: Accept, Origin", "Connection: close", "Transfer-Encoding: chunked",
            "Content-Encoding: identity",
        ] {
            #expect(head.contains("\r\n\(line)\r\n"), "\(line)")
        }
        #expect(!head.contains("Content-Length"))
        // A line of the first event, not one of its own.
        let retry = try #require(chunks(client).first)
        #expect(retry.hasPrefix("retry: ") && retry.hasSuffix("\n"))
        let time = try #require(Int(retry.dropFirst(7).dropLast(1)))
        #expect(Limits.eventStreamRetry ~= time)
        #expect(!client.isEnded)
    }

    @Test func itTellsWhatTheWebSocketTells() throws {
        let status = try bench.publish(state: .live)
        let first = bench.publish(title: "A - B")
        let client = open()
        _ = client.takeHead()
        #expect(
            messages(client) == [
                Message(data: status.json.text), Message(id: "e:1", data: first.json.text),
            ])
        let second = bench.publish(title: "C \"D\"")
        bench.publish(title: "rock", station: 1)
        #expect(messages(client) == [Message(id: "e:2", data: second.json.text)])
    }

    /// nginx asks with HTTP/1.0 by default, which has no chunks.
    @Test func toHTTP10ItHasNoChunks() throws {
        let first = bench.publish(title: "A - B")
        let client = open(version: "1.0")
        let head = client.takeHead()
        #expect(!head.contains("Transfer-Encoding"))
        #expect(head.contains("\r\nConnection: close\r\n"))
        let second = bench.publish(title: "C - D")
        let text = String(decoding: client.takeAll(), as: UTF8.self)
        #expect(
            messages(in: text) == [
                Message(id: "e:1", data: first.json.text),
                Message(id: "e:2", data: second.json.text),
            ])
        #expect(text.hasPrefix("retry: ") && text.hasSuffix("\n\n"))
        bench.advance(by: Limits.eventStreamInterval)
        #expect(client.takeAll() == Array(":\n".utf8))
    }

    /// Each event is one chunk, and nothing dispatches an event without data.
    @Test func eachEventIsOneChunk() throws {
        try bench.publish(state: .live)
        bench.publish(title: "A - B")
        let client = open()
        _ = client.takeHead()
        bench.publish(title: "C - D")
        bench.advance(by: Limits.eventStreamInterval)
        let all = chunks(client)
        #expect(all.count == 5)
        #expect(all[0].hasPrefix("retry: ") && all[4] == ":\n")
        for event in all[1...3] {
            #expect(event.parts("\n\n").map(\.isEmpty) == [false, true])
            #expect(event.parts("data: ").count == 2)
        }
    }

    @Test func aHeadRequestGetsTheHeadAndTheEnd() {
        let client = bench.connect()
        let response = bench.request(
            client, "HEAD /jazz HTTP/1.1\nHost: h\nAccept: text/event-stream\n\n")
        #expect(response.hasPrefix("HTTP/1.1 200 OK\r\n") && response.hasSuffix("\r\n\r\n"))
        #expect(response.contains("Content-Type: text/event-stream\r\n"))
        #expect(client.isEnded)
    }

    @Test func aCommentEveryFifteenSecondsKeepsItAwake() {
        let client = open()
        _ = client.takeAll()
        for _ in 0..<3 {
            bench.advance(by: Limits.eventStreamInterval - .milliseconds(1))
            #expect(client.takeAll().isEmpty)
            bench.advance(by: .milliseconds(1))
            #expect(chunks(client) == [":\n"])
        }
    }

    @Test func aShutdownEndsIt() {
        let client = open()
        bench.inbox.send(.shutdown)
        bench.loop.settle()
        bench.loop.turn(until: {
            client.receive()
            return client.isEnded || bench.loop.isStopping
        })
        #expect(client.isEnded && !client.isReset)
    }

    /// The client returns when the next server is there: a proxy answers 502 or 503 before that.
    @Test(arguments: ["1.1", "1.0"]) func aPlannedEndSaysWhenToReturn(_ version: String) throws {
        let client = open(version: version)
        _ = client.takeAll()
        bench.inbox.send(.shutdown)
        bench.loop.settle()
        bench.loop.turn(until: {
            client.receive()
            return client.isEnded || bench.loop.isStopping
        })
        let parts =
            version == "1.1"
            ? chunks(client) : [String(decoding: client.takeAll(), as: UTF8.self), ""]
        #expect(parts.count == 2 && parts[1].isEmpty)
        #expect(parts[0].hasPrefix("retry: ") && !parts[0].contains("\n\n"))
        let time = try #require(Int(parts[0].dropFirst(7).dropLast(1)))
        #expect(Limits.eventStreamReturn ~= time)
    }

    @Test func aClientThatGoesIsForgotten() {
        let client = open()
        let counts = MessageFormat.allCases.map { $0 == .eventStream ? 1 : 0 }
        #expect(bench.hub.figures.clients.values == counts)
        bench.leave(client)
        #expect(bench.hub.figures.clients.values == counts.map { _ in 0 })
        bench.publish(title: "nobody")
    }

    @Test func aClientThatDoesNotReadIsCutAfterTwentySeconds() {
        let pair = SocketPair()
        let client = bench.connect(pair) { $0.shrinkSendBuffer() }
        client.send("GET /jazz HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n")
        bench.loop.settle()
        for number in 1...5 {
            bench.publish(title: String(repeating: "x", count: 20_000) + "\(number)")
        }
        bench.advance(by: Limits.stuckWait)
        bench.loop.turn(until: {
            client.receive()
            return client.isEnded
        })
        #expect(bench.hub.figures.drops.values[LoopFigures.Drop.stuck.rawValue] == 1)
    }

    @Test func severalStationsOnOneStream() {
        let client = open("/?station=rock&station=jazz")
        _ = client.takeAll()
        let jazz = bench.publish(title: "jazz", station: 0)
        let rock = bench.publish(title: "rock", station: 1)
        #expect(messages(client).map(\.data) == [jazz.json.text, rock.json.text])
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate func parts(_ separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[startIndex..<endIndex]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
