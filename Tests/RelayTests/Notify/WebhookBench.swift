import ICYReader
import Testing

@testable import Relay

/// A receiver, as the tests of `Webhook` play it.
class WebhookBench {
    var now = Instant.now
    let figures = WebhookFigures()
    var webhook: Webhook
    static let key = Array("a-secret-of-plain-text".utf8)

    required init() throws {
        webhook = Webhook(
            try Self.settings("http://h:81/hook?a=b"), figures: figures, seed: 7,
            queue: WebhookQueue(countLimit: 5), unixTime: { 1_795_349_703 })
    }

    static func settings(_ url: String) throws -> WebhookSettings {
        WebhookSettings(url: try StreamURL(url), secret: try WebhookSecret(file: key))
    }

    func add(_ number: Int) {
        webhook.add(.sample(number, "Title \(number)"), now: now)
    }

    /// The ids of the requests that the machine sends, and its other actions.
    func take() -> [String] {
        webhook.take().map { action in
            guard action.hasPrefix("POST ") else { return action }
            return action.split(separator: "\r\n").first { $0.hasPrefix("webhook-id: ") }
                .map { "post \($0.dropFirst(12))" } ?? action
        }
    }

    func answer(_ text: String) -> [String] {
        webhook.receive(text, now)
        return take()
    }

    /// Lets time pass until the machine is due.
    func wait() throws -> Duration {
        let deadline = try #require(webhook.deadline)
        let waited = deadline - now
        now = deadline
        webhook.tick(now: now)
        return waited
    }

    func connect() -> [String] {
        webhook.connected(now: now)
        return take()
    }

    static let ok = "HTTP/1.1 204 No Content\n\n"
}
