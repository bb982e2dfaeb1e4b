import Testing

@testable import Relay

/// Messages to a loop from other threads.
@Suite(.timeLimit(.minutes(10))) struct LoopMessagesTests {
    private typealias Numbers = Inbox<MessageList<Int>>

    private final class Receiver {
        var numbers: [Int] = []
        var count: Int { numbers.count }
    }

    private let loop: EventLoop
    private let inbox: Numbers
    private let receiver = Receiver()

    init() throws {
        loop = try EventLoop.stepped(by: TestClock())
        inbox = try Numbers()
        let receiver = receiver
        _ = try InboxReader(inbox, on: loop) { receiver.numbers.append($0) }
    }

    @Test func manyMessagesOfOtherThreadsComeWithOneWakeUp() throws {
        let inbox = inbox
        var senders: [Thread] = []
        for number in 0..<4 {
            senders.append(
                try Thread("sender-\(number)") {
                    for _ in 0..<250 { inbox.send(number) }
                })
        }
        for sender in senders { sender.join() }
        loop.runOnce(timeout: .zero)
        #expect(receiver.count == 1000)
        loop.settle()
        #expect(receiver.count == 1000)
    }

    /// Answering a client drains the inbox, so everything that came before must be handled first.
    @Test func clientsOfOtherLoopsComeLast() throws {
        let inbox = try ServerInbox()
        let pair = SocketPair()
        let client = ClientHandover(
            pair.near.release(), from: AccessPolicy.Sender(address: .thisMachine),
            isCharged: false,
            request: Request(method: "GET", target: "/", minorVersion: 1, headers: []))
        for message in [ServerMessage.client(client), .shutdown, .shutdown] { inbox.send(message) }
        #expect(inbox.drain().map(\.isClient) == [false, false, true])
        pair.far.close()
    }

    @Test func aMessageWakesALoopThatWaits() throws {
        let inbox = inbox
        let sender = try Thread("sender") { inbox.send(1) }
        // Returns only because of the message: there is no timer.
        while receiver.count == 0 { loop.runOnce(timeout: nil) }
        sender.join()
        #expect(receiver.count == 1)
    }

    @Test func drainTakesEverythingOnceAndOldestFirst() {
        for number in 0..<5 { inbox.send(number) }
        #expect(inbox.drain() == [0, 1, 2, 3, 4])
        #expect(inbox.drain().isEmpty)
        inbox.send(5)
        #expect(inbox.drain() == [5])
    }

    @Test func aWakeUpUnderWayIsNotRepeated() {
        for number in 0..<100 { inbox.send(number) }
        #expect(takeEventCount(of: inbox.descriptor) == 1)
        #expect(inbox.drain().count == 100)
        inbox.send(100)
        #expect(takeEventCount(of: inbox.descriptor) == 1)
    }

    /// The second message arrives while the first batch is handled, and must not be lost.
    @Test func aMessageSentWhileAnotherIsHandledComesToo() throws {
        let echoed = try Numbers()
        let receiver = receiver
        _ = try InboxReader(echoed, on: loop) { number in
            receiver.numbers.append(number)
            if number < 2 { echoed.send(number + 1) }
        }
        echoed.send(0)
        loop.settle()
        #expect(receiver.numbers == [0, 1, 2])
    }
}
