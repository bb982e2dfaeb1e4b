import FoundationEssentials
import Testing

@testable import Relay

/// Server-sent events: WHATWG HTML §9.2.
@Suite(.timeLimit(.minutes(10))) struct EventStreamTests {
    private let bench: TestHub

    init() throws { bench = try TestHub(["jazz", "rock"]) }

    private func open(_ target: String = "/jazz", _ fields: String = "") -> TestSocket {
        let client = bench.connect()
        client.send(
            "GET \(target) HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\(fields)\r\n")
        bench.loop.settle()
        return client
    }

    /// One message as a browser reads it: its id, and its data.
    private struct Message: Equatable {
        var id: String?
        var data = ""
    }

    private func messages(_ client: TestSocket) -> [Message] {
        let text = String(decoding: client.takeAll(), as: UTF8.self)
        return text.parts("\n\n").compactMap { block in
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
            "Vary: Accept, Origin", "Connection: close",
        ] {
            #expect(head.contains("\r\n\(line)\r\n"), "\(line)")
        }
        #expect(!head.contains("Content-Length"))
        let retry = String(decoding: client.takeAll(), as: UTF8.self)
        #expect(retry.hasPrefix("retry: ") && retry.hasSuffix("\n\n"))
        let time = try #require(Int(retry.dropFirst(7).dropLast(2)))
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
            #expect(client.takeAll() == Array(":\n\n".utf8))
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

    @Test func aClientThatGoesIsForgotten() {
        let client = open()
        #expect(bench.hub.figures.clients.values == [0, 0, 0, 1])
        bench.leave(client)
        #expect(bench.hub.figures.clients.values == [0, 0, 0, 0])
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
