import ICYReader
import Testing

@testable import Relay

/// Answers are made once, and the bytes that clients hold of them are bounded.
@Suite struct AnswerCacheTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    private func response(_ count: Int) -> Response {
        Response(status: 200, headers: [], body: [UInt8](repeating: 1, count: count))
    }

    @Test func anAnswerIsMadeOncePerChange() {
        let cache = AnswerCache()
        var made = 0
        func ask() {
            _ = cache.answer(.snapshot(3), until: .change, now: start) {
                made += 1
                return response(10)
            }
        }
        for _ in 0..<5 { ask() }
        #expect(made == 1)
        cache.forget(.snapshot(4))
        ask()
        #expect(made == 1)
        cache.forget(.snapshot(3))
        ask()
        #expect(made == 2)
    }

    @Test func anAnswerAboutManyStationsHoldsForAMoment() {
        let cache = AnswerCache()
        var made = 0
        func ask(_ now: Instant) {
            _ = cache.answer(.list, until: .moment, now: now) {
                made += 1
                return response(10)
            }
        }
        ask(start)
        ask(start + Limits.listAge - .nanoseconds(1))
        #expect(made == 1)
        ask(start + Limits.listAge)
        #expect(made == 2)
    }

    @Test func whatChangesAllTheTimeIsMadeAtAPace() {
        let cache = AnswerCache()
        var made = 0
        func ask(_ now: Instant) {
            _ = cache.answer(.metrics, until: .request, now: now) {
                made += 1
                return response(10)
            }
        }
        // The first one is always made.
        for _ in 0..<100 { ask(start) }
        #expect(made == 1 + Limits.listBurst)
        ask(start + Limits.listPace)
        ask(start + Limits.listPace)
        #expect(made == 2 + Limits.listBurst)
    }

    @Test func unreadBytesAreBounded() throws {
        let cache = AnswerCache()
        let half = Limits.heldAnswerBytes / 2
        var held = [cache.single { response(half) }, cache.single { response(half - 1) }]
        #expect(held.allSatisfy { $0 != nil })
        // One byte is left: an answer that begins within it is given.
        let last = cache.single { response(1) }
        #expect(last != nil)
        #expect(cache.single { response(1) } == nil)
        #expect(cache.answer(.list, until: .change, now: start) { response(1) } == nil)
        held.removeFirst()
        #expect(cache.single { response(1) } != nil)
    }

    /// A cached, current answer costs nothing more, even if no new one can be made.
    @Test func anAnswerThatIsThereIsGivenAnyway() {
        let cache = AnswerCache()
        let known = cache.answer(.list, until: .change, now: start) { response(1) }
        let held = cache.single { response(Limits.heldAnswerBytes) }
        #expect(known != nil && held != nil)
        #expect(cache.answer(.list, until: .change, now: start) { response(2) }?.body.count == 1)
    }

    /// An outdated answer is better than none.
    @Test func anOldAnswerIsGivenWhereNoneCanBeMade() {
        let cache = AnswerCache()
        let known = cache.answer(.list, until: .moment, now: start) { response(1) }
        let held = cache.single { response(Limits.heldAnswerBytes) }
        #expect(known != nil && held != nil)
        let later = cache.answer(.list, until: .moment, now: start + .seconds(9)) { response(2) }
        #expect(later?.body.count == 1)
    }

    /// The list and the metrics do not evict each other, however large they are.
    @Test func answersAboutAllStationsAreKept() {
        let cache = AnswerCache()
        var made = 0
        for _ in 0..<3 {
            for key in [AnswerCache.Key.list, .metrics] {
                _ = cache.answer(key, until: .moment, now: start) {
                    made += 1
                    return response(Limits.cachedAnswerBytes + 1)
                }
            }
        }
        #expect(made == 2)
    }

    @Test func theOldestAnswersAreDropped() {
        let cache = AnswerCache()
        var made: [Int] = []
        func ask(_ id: Int) {
            _ = cache.answer(.snapshot(StationID(id)), until: .change, now: start) {
                made.append(id)
                return response(Limits.cachedAnswerBytes / 4)
            }
        }
        for id in 0..<4 { ask(id) }
        ask(0)
        #expect(made == [0, 1, 2, 3])
        ask(4)
        ask(1)
        #expect(made == [0, 1, 2, 3, 4])
        ask(0)
        #expect(made == [0, 1, 2, 3, 4, 0])
    }

    @Test func aHeadHasTheLengthOfTheAnswer() throws {
        let bench = try TestHub()
        bench.publish(title: String(repeating: "\"", count: 4000))
        let head = bench.get("/jazz", method: "HEAD")
        let whole = bench.get("/jazz")
        let length = try #require(head.firstRange(of: "Content-Length: "))
        let count = Int(head[length.upperBound...].prefix { $0.isNumber })
        let body = try #require(whole.firstRange(of: "\r\n\r\n"))
        #expect(count == whole[body.upperBound...].utf8.count)
        #expect(head.hasSuffix("\r\n\r\n"))
    }
}
