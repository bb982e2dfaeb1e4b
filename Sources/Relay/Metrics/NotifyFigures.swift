/// What the webhook counts.
final class WebhookFigures: Sendable {
    /// Titles that the receiver took.
    let sent = Counter()
    /// Titles that it will never take, by its answer.
    let refused = Counter()
    /// Titles dropped because too many waited, or for too long.
    let dropped = Counter()
    /// Attempts that failed.
    let failures = Counter()
    /// Titles that wait now.
    let queued = Counter()
}

/// What the connection to an MQTT broker counts.
final class MQTTFigures: Sendable {
    /// 1 while it is connected.
    let isConnected = Counter()
    /// Messages that the broker has acknowledged.
    let published = Counter()
    /// Messages that it refused, or that are too large for it.
    let refused = Counter()
    /// Connections that failed or were lost.
    let failures = Counter()
    /// Stations and topics that wait now.
    let waiting = Counter()
}

/// What is counted of those who are told of title changes.
final class NotifyFigures: Sendable {
    /// 1 if there is a webhook.
    let hasWebhook = Counter()
    let webhook = WebhookFigures()
    /// 1 if there is a broker.
    let hasMQTT = Counter()
    let mqtt = MQTTFigures()
}
