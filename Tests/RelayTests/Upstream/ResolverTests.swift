import Testing

@testable import Relay

/// Names through the C library's resolver; `localhost` is in every machine's own files.
@Suite(.timeLimit(.minutes(10))) struct ResolverTests {
    private let inbox: Lookups.AnswerInbox

    init() throws { inbox = try Lookups.AnswerInbox() }

    /// The answers after at least `count` of them have arrived, by request.
    private func answers(_ count: Int) throws -> [UInt64: Bool] {
        let loop = try EventLoop()
        var found: [UInt64: Bool] = [:]
        for _ in 0..<2_000 where found.count < count {
            loop.runOnce(timeout: .milliseconds(5))
            for message in inbox.drain() {
                if case .success(let addresses) = message.answer {
                    found[message.request] = addresses.contains { $0.port == 8000 }
                } else {
                    found[message.request] = false
                }
            }
        }
        return found
    }

    @Test func aNameIsAnswered() throws {
        let resolver = try Resolver()
        resolver.resolve(host: "localhost", port: 8000, request: 7, replyTo: inbox)
        #expect(try answers(1) == [7: true])
    }

    @Test func everyoneWhoAsksForANameIsAnswered() throws {
        let resolver = try Resolver(threads: 1)
        for request in 1...50 {
            resolver.resolve(
                host: "localhost", port: 8000, request: UInt64(request), replyTo: inbox)
        }
        let found = try answers(50)
        #expect(found.count == 50)
        #expect(found.values.allSatisfy { $0 })
    }

    @Test func whoeverHasCancelledIsNotAnswered() throws {
        // No thread takes anything from the queue before the cancellation.
        let resolver = try Resolver(threads: 0)
        resolver.resolve(host: "localhost", port: 8000, request: 1, replyTo: inbox)
        resolver.resolve(host: "localhost", port: 8000, request: 2, replyTo: inbox)
        resolver.resolve(host: "localhost.", port: 8000, request: 3, replyTo: inbox)
        resolver.cancel(host: "localhost", port: 8000, request: 1, replyTo: inbox)
        resolver.cancel(host: "localhost.", port: 8000, request: 3, replyTo: inbox)
        #expect(resolver.waitingNames == ["localhost"])
        resolver.cancel(host: "localhost", port: 8000, request: 2, replyTo: inbox)
        #expect(resolver.waitingNames.isEmpty)
    }

    @Test func aNameCancelledAndAskedForAgainIsAnswered() throws {
        let resolver = try Resolver(threads: 1)
        resolver.resolve(host: "localhost", port: 8000, request: 1, replyTo: inbox)
        resolver.cancel(host: "localhost", port: 8000, request: 1, replyTo: inbox)
        resolver.resolve(host: "localhost", port: 8000, request: 2, replyTo: inbox)
        #expect(try answers(1)[2] == true)
    }
}
