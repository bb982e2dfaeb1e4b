import Testing

@testable import Relay

/// What comes to a loop from elsewhere: messages of other threads, and the answers of the resolver.
@Suite(.timeLimit(.minutes(1))) struct LoopMessagesTests {
    private final class Receiver: MessageHandler {
        var count = 0
        func received(_ message: LoopMessage) { count += 1 }
    }

    private let clock = TestClock()
    private let loop: EventLoop

    init() throws { loop = try EventLoop.stepped(by: clock) }

    // MARK: Messages

    @Test func manyMessagesOfOtherThreadsComeWithOneWakeUp() throws {
        let receiver = Receiver()
        loop.messageHandler = receiver
        let inbox = loop.inbox
        var senders: [Thread] = []
        for number in 0..<4 {
            senders.append(
                try Thread("sender-\(number)") {
                    for _ in 0..<250 { inbox.send(.shutdown) }
                })
        }
        for sender in senders { sender.join() }
        loop.runOnce(timeout: .zero)
        #expect(receiver.count == 1000)
        loop.settle()
        #expect(receiver.count == 1000)
    }

    /// An answer to a client takes what waits in the inbox: all that came before has to be told.
    @Test func clientsOfOtherLoopsComeLast() {
        final class Order: MessageHandler {
            var areClients: [Bool] = []
            func received(_ message: LoopMessage) { areClients.append(message.isClient) }
        }
        let order = Order()
        loop.messageHandler = order
        let pair = SocketPair()
        let client = HandedOver(
            pair.near.release(), address: .thisMachine, isCharged: false,
            request: Request(method: "GET", target: "/", minorVersion: 1, headers: []))
        for message in [LoopMessage.client(client), .shutdown, .shutdown] {
            loop.inbox.send(message)
        }
        loop.settle()
        #expect(order.areClients == [false, false, true])
        pair.far.close()
    }

    @Test func aMessageWakesALoopThatWaits() throws {
        let receiver = Receiver()
        loop.messageHandler = receiver
        let inbox = loop.inbox
        let sender = try Thread("sender") { inbox.send(.shutdown) }
        // Returns only because of the message: no timer is set.
        while receiver.count == 0 { loop.runOnce(timeout: nil) }
        sender.join()
        #expect(receiver.count == 1)
    }

    @Test func drainTakesEverythingOnceAndOldestFirst() throws {
        let inbox = try Wakeup()
        for number: UInt64 in 0..<5 {
            inbox.send(.resolved(request: number, .failure(.unknownHost)))
        }
        let numbers = inbox.drain().map { message in
            if case .resolved(let request, _) = message { request } else { UInt64.max }
        }
        #expect(numbers == [0, 1, 2, 3, 4])
        #expect(inbox.drain().isEmpty)
        inbox.send(.shutdown)
        #expect(inbox.drain().count == 1)
    }

    @Test func aWakeUpUnderWayIsNotRepeated() throws {
        let inbox = try Wakeup()
        for _ in 0..<100 { inbox.send(.shutdown) }
        #expect(takeEventCount(of: inbox.descriptor) == 1)
        #expect(inbox.drain().count == 100)
        inbox.send(.shutdown)
        #expect(takeEventCount(of: inbox.descriptor) == 1)
    }

    /// The second message comes while the first batch is handled: it must not be forgotten.
    @Test func aMessageSentWhileAnotherIsHandledComesToo() {
        final class Echo: MessageHandler {
            let inbox: Wakeup
            var count = 0
            init(_ inbox: Wakeup) { self.inbox = inbox }
            func received(_ message: LoopMessage) {
                count += 1
                if count < 3 { inbox.send(.shutdown) }
            }
        }
        let echo = Echo(loop.inbox)
        loop.messageHandler = echo
        loop.inbox.send(.shutdown)
        loop.settle()
        #expect(echo.count == 3)
    }

    // MARK: Names

    @Test(arguments: [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")])
    func aNumericAddressIsAnsweredInALaterTurn(host: String, expected: String) throws {
        let resolver = try Resolver(threads: 0)
        var answers: [[String]] = []
        _ = loop.lookUp(host: host, port: 8000, with: resolver) { result in
            answers.append((try? result.get().map(\.description)) ?? [])
        }
        #expect(answers.isEmpty)
        loop.runOnce(timeout: .zero)
        #expect(answers == [[expected]])
        loop.settle()
        #expect(answers.count == 1)
    }

    @Test func aCancelledLookUpIsNotAnswered() throws {
        let resolver = try Resolver(threads: 0)
        var answers = 0
        let cancelled = loop.lookUp(host: "127.0.0.1", port: 1, with: resolver) { _ in
            answers += 1
        }
        _ = loop.lookUp(host: "127.0.0.1", port: 2, with: resolver) { _ in answers += 10 }
        loop.cancelLookup(cancelled)
        loop.settle()
        #expect(answers == 10)
    }

    @Test func aNameIsLookedUpOnAThread() throws {
        // In every /etc/hosts.
        let resolver = try Resolver(threads: 1)
        var hosts: [String]?
        _ = loop.lookUp(host: "localhost", port: 80, with: resolver) { result in
            hosts = (try? result.get().map(\.host)) ?? []
        }
        loop.turn(until: { hosts != nil })
        let found = try #require(hosts)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0 == "127.0.0.1" || $0 == "::1" })
    }
}
