import Testing

@testable import Relay

/// The name lookups of one loop.
@Suite(.timeLimit(.minutes(10))) struct LookupsTests {
    private let loop: EventLoop

    init() throws { loop = try EventLoop.stepped(by: TestClock()) }

    @Test(arguments: [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")])
    func aNumericAddressIsAnsweredInALaterTurn(host: String, expected: String) throws {
        let lookups = try Lookups(loop: loop, resolver: try Resolver(threads: 0))
        var answers: [[String]] = []
        _ = lookups.lookUp(host: host, port: 8000) { result in
            answers.append((try? result.get().map(\.description)) ?? [])
        }
        #expect(answers.isEmpty)
        loop.runOnce(timeout: .zero)
        #expect(answers == [[expected]])
        loop.settle()
        #expect(answers.count == 1)
    }

    @Test func aCancelledLookUpIsNotAnswered() throws {
        let lookups = try Lookups(loop: loop, resolver: try Resolver(threads: 0))
        var answers = 0
        let cancelled = lookups.lookUp(host: "127.0.0.1", port: 1) { _ in
            answers += 1
        }
        _ = lookups.lookUp(host: "127.0.0.1", port: 2) { _ in answers += 10 }
        lookups.cancel(cancelled)
        loop.settle()
        #expect(answers == 10)
    }

    @Test func aNameIsLookedUpOnAThread() throws {
        // `localhost` is in every /etc/hosts.
        let lookups = try Lookups(loop: loop, resolver: try Resolver(threads: 1))
        var hosts: [String]?
        _ = lookups.lookUp(host: "localhost", port: 80) { result in
            hosts = (try? result.get().map(\.host)) ?? []
        }
        loop.turn(until: { hosts != nil })
        let found = try #require(hosts)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0 == "127.0.0.1" || $0 == "::1" })
    }
}
