import Fixtures
import ICYReader
import Testing

@testable import Relay

/// Receivers that fail, refuse, or mean harm.
@Suite final class WebhookTroubleTests: WebhookBench {
    // MARK: Trouble

    @Test(arguments: [408, 425, 429, 500, 502, 503, 599])
    func anErrorThatMayPassIsTriedAgainInOrder(status: Int) throws {
        add(1)
        add(2)
        _ = connect()
        #expect(
            answer("HTTP/1.1 \(status) Oh\nContent-Length: 0\n\n") == [
                "close",
                "warning: webhook: title changes do not reach http://h:81/hook?a=b: it answers "
                    + "\(status) Oh; they wait and are sent again",
            ])
        #expect(try wait() <= .seconds(1))
        #expect(take() == ["connect"])
        #expect(connect() == ["post e:1"])
        // It is logged once.
        #expect(answer("HTTP/1.1 \(status) Oh\n\n") == ["close"])
        #expect(try wait() <= .seconds(2))
        #expect(connect() == ["connect", "post e:1"])
        #expect(answer(Self.ok) == ["post e:2"])
        let over = "info: webhook: http://h:81/hook?a=b takes title changes again; none was lost"
        #expect(answer(Self.ok) == [over])
    }

    @Test(arguments: [("30", 30), ("100000", 900), ("0", 0), ("x", 0)])
    func theReceiverSaysHowLongToWait(value: String, seconds: Int) throws {
        add(1)
        _ = connect()
        _ = answer("HTTP/1.1 503 Oh\nRetry-After: \(value)\n\n")
        let waited = try wait()
        #expect(waited >= .seconds(seconds) && waited <= .seconds(max(seconds, 1)))
    }

    @Test(arguments: [
        (301, "redirects are not followed"), (307, "redirects are not followed"),
        (400, "it answers 400 Oh"), (401, "compare the secret"), (404, "check the address"),
        (410, "check the address"), (101, "it answers 101 Oh"),
    ])
    func aRefusalIsLoggedOnceAndNotRepeated(status: Int, words: String) {
        for number in 1...3 { add(number) }
        _ = connect()
        let refusal = "HTTP/1.1 \(status) Oh\nLocation: http://elsewhere/\nContent-Length: 0\n\n"
        let first = answer(refusal)
        #expect(first.count == 2 && first[0].contains(words) && first[1] == "post e:2")
        #expect(answer(refusal) == ["post e:3"])
        #expect(answer(Self.ok) == [])
        #expect(figures.refused.value == 2 && figures.sent.value == 1)
        add(4)
        _ = take()
        // A success in between does not make it new.
        #expect(answer(refusal) == [])
        now += Limits.webhookPatience
        add(5)
        _ = connect()
        #expect(answer(refusal).count == 1)
    }

    @Test func theTimesAreBounded() throws {
        add(1)
        _ = take()
        #expect(try wait() == Limits.webhookConnectWait)
        #expect(take().first == "close")
        _ = try wait()
        #expect(connect() == ["connect", "post e:1"])
        #expect(answer("HTTP/1.1 200 O") == [])
        #expect(try wait() == Limits.webhookAnswerWait)
        #expect(take() == ["close"])
        for _ in 0..<20 {
            #expect(try wait() <= .seconds(60))
            #expect(take() == ["connect"])
            webhook.failed("refused", now: now)
        }
        #expect(figures.failures.value == 22 && figures.queued.value == 1)
    }

    @Test func aTitleThatIsAlwaysAnsweredWithErrorsDoesNotHoldUpTheOthers() throws {
        add(1)
        add(2)
        _ = take()
        let start = now
        var posted: [String] = []
        while figures.dropped.value == 0, now - start < .seconds(7200) {
            posted += connect().filter { $0.hasPrefix("post") }
            _ = answer("HTTP/1.1 500 Oh\n\n")
            _ = try wait()
        }
        #expect(Set(posted) == ["post e:1"])
        #expect(now - start >= Limits.webhookPatience)
        #expect(now - start < Limits.webhookPatience + .seconds(121))
        #expect(connect() == ["connect", "post e:2"])
    }

    @Test func whereTooManyWaitTheOldestAreDropped() throws {
        add(1)
        _ = connect()
        for number in 2...8 { add(number) }
        #expect(
            take() == [
                "warning: webhook: too many title changes wait for http://h:81/hook?a=b: the "
                    + "oldest are dropped"
            ])
        #expect(figures.dropped.value == 3 && figures.queued.value == 5)
        #expect(answer(Self.ok) == ["post e:5"])
        for number in 6...8 { #expect(answer(Self.ok) == ["post e:\(number)"]) }
        let over = "info: webhook: http://h:81/hook?a=b takes title changes again; 3 were dropped"
        #expect(answer(Self.ok) == [over])
    }

    // MARK: Settings and end

    @Test func otherSettingsHoldForWhatWaits() throws {
        add(1)
        _ = take()
        webhook.failed("refused", now: now)
        _ = take()
        webhook.use(try Self.settings("http://other/"), now: now)
        #expect(take() == ["connect"] && webhook.url.host == "other")
        #expect(connect() == ["post e:1"])
        // The same ones change nothing.
        webhook.use(try Self.settings("http://other/"), now: now)
        #expect(take() == [])
    }

    @Test func atTheEndItSendsWhatWaits() {
        add(1)
        add(2)
        _ = connect()
        webhook.finish(by: now + .seconds(2), now: now)
        #expect(!webhook.isOver)
        #expect(answer(Self.ok) == ["post e:2"])
        add(3)
        #expect(answer(Self.ok) == ["close"])
        #expect(webhook.isOver && webhook.deadline == nil)
    }

    @Test func atTheEndItDoesNotWaitForLong() throws {
        add(1)
        _ = take()
        webhook.failed("refused", now: now)
        _ = take()
        webhook.finish(by: now + .seconds(2), now: now)
        // One attempt more.
        #expect(connect() == ["connect", "post e:1"])
        #expect(try wait() == .seconds(2))
        let last = "warning: webhook: title changes that were not sent to http://h:81/hook?a=b: 1"
        #expect(take() == ["close", last])
        #expect(webhook.isOver)
    }

    @Test func withNothingToSayItEndsAtOnce() {
        webhook.finish(by: now + .seconds(2), now: now)
        #expect(webhook.isOver && take() == [])
    }

    // MARK: Hostile answers

    @Test func anAnswerMayBeCutAnywhere() {
        let text =
            "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
            + "5;x=y\nhello\n0\nTrailer: x\n\n"
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        EveryCut.check(bytes, expecting: ["post e:2"], "answer") { pieces in
            guard let test = try? WebhookBench() else { return [] }
            test.add(1)
            test.add(2)
            _ = test.connect()
            for piece in pieces { test.webhook.receive(piece, test.now) }
            return test.take()
        }
    }

    @Test(arguments: 0..<200)
    func noAnswerStopsIt(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc".utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                in: .min ... .max, using: &random)
        }
        let test = try WebhookBench()
        test.add(1)
        _ = test.connect()
        test.webhook.receive(bytes, test.now)
        test.webhook.ended(now: test.now)
        for _ in 0..<4 where test.webhook.deadline != nil { _ = try test.wait() }
        test.add(2)
        // Whatever was answered, it goes on.
        var actions: [String] = []
        for _ in 0..<20 where !actions.contains("post e:2") {
            actions += test.connect()
            actions += test.answer(Self.ok)
            if test.webhook.deadline != nil, !actions.contains("post e:2") { _ = try test.wait() }
        }
        #expect(actions.contains("post e:2"))
    }
}
