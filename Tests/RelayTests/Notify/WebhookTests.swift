import ICYReader
import Testing

@testable import Relay

@Suite final class WebhookTests: WebhookBench {
    // MARK: Requests

    @Test func aTitleIsPostedAsItsJSONWithTheSignatureOfStandardWebhooks() throws {
        #expect(take() == [] && webhook.deadline == nil)
        let title = Title.sample(17, "Artist - Größe")
        webhook.add(title, now: now)
        #expect(take() == ["connect"])
        webhook.connected(now: now)
        let json = title.json.text
        let signature = try #require(
            WebhookSignature.text(
                id: "e:17", time: 1_795_349_703, body: Array(json.utf8), key: Self.key))
        let head = """
            POST /hook?a=b HTTP/1.1
            Host: h:81
            User-Agent: \(Version.userAgent)
            Content-Type: application/json
            Content-Length: \(json.utf8.count)
            webhook-id: e:17
            webhook-timestamp: 1795349703
            webhook-signature: \(signature)


            """
        let sent = webhook.take()
        #expect(sent == [head.replacing("\n", with: "\r\n") + json])
    }

    /// The example of the specification's own libraries.
    @Test func theSignatureIsThatOfTheSpecification() throws {
        let secret = try WebhookSecret(file: Array("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8))
        let text = WebhookSignature.text(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", time: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8), key: secret.key)
        #expect(text == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func titlesGoOneAfterTheOtherOverOneConnection() throws {
        for number in 1...3 { add(number) }
        #expect(take() == ["connect"])
        #expect(connect() == ["post e:1"])
        #expect(answer(Self.ok) == ["post e:2"])
        #expect(answer("HTTP/1.1 200 OK\nContent-Length: 4\n\nokay") == ["post e:3"])
        #expect(
            answer("HTTP/1.1 202 OK\nTransfer-Encoding: chunked\n\n2\nhi\n0\n\n") == [])
        // Then it is kept for a while.
        #expect(webhook.deadline == now + Limits.webhookIdle)
        add(4)
        #expect(take() == ["post e:4"])
        #expect(answer(Self.ok) == [])
        #expect(try wait() == Limits.webhookIdle)
        #expect(take() == ["close"] && webhook.deadline == nil)
        #expect(figures.sent.value == 4 && figures.queued.value == 0)
    }

    @Test(arguments: [
        "HTTP/1.0 200 OK\n\n", "HTTP/1.1 200 OK\nConnection: keep, Close\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 1\n\nab",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nx\n",
    ])
    func aConnectionThatCannotBeUsedAgainIsNot(answer text: String) throws {
        add(1)
        add(2)
        _ = connect()
        var actions = answer(text)
        // A body without a length ends with the connection.
        if actions.isEmpty {
            webhook.ended(now: now)
            actions = take()
        }
        #expect(actions.filter { $0 != "close" } == ["connect"])
        #expect(connect() == ["post e:2"])
    }

    @Test func anEndlessBodyIsNotReadForLong() throws {
        add(1)
        _ = connect()
        #expect(answer("HTTP/1.1 200 OK\n\n") == [])
        #expect(webhook.deadline == now + Limits.webhookBodyWait)
        let piece = String(repeating: "x", count: 16 * 1024)
        var count = 0
        while answer(piece) == [] { count += 1 }
        #expect(count == Limits.webhookAnswerBytes / piece.utf8.count)
        #expect(figures.sent.value == 1 && webhook.deadline == nil)
    }

    @Test func anOpenConnectionThatTheReceiverHasClosedIsNoFailure() {
        add(1)
        _ = connect()
        #expect(answer(Self.ok) == [])
        add(2)
        #expect(take() == ["post e:2"])
        webhook.ended(now: now)
        #expect(take() == ["connect"])
        #expect(connect() == ["post e:2"])
        // A new one that is closed is.
        webhook.ended(now: now)
        #expect(take().first?.contains("closed the connection without an answer") == true)
        #expect(figures.failures.value == 1)
    }
}
