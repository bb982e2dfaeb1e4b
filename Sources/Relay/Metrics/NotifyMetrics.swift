/// The metrics of those who are told of title changes, where there are any.
enum NotifyMetrics {
    static func add(_ figures: NotifyFigures, to text: inout MetricsText) {
        if figures.hasWebhook.value == 1 { add(figures.webhook, to: &text) }
        if figures.hasMQTT.value == 1 { add(figures.mqtt, to: &text) }
    }

    private static func add(_ webhook: WebhookFigures, to text: inout MetricsText) {
        text.family("webhook_titles_total", .counter, "Title changes, by what became of them.")
        for (result, count) in [
            ("sent", webhook.sent.value), ("refused", webhook.refused.value),
            ("dropped", webhook.dropped.value),
        ] {
            text.sample("webhook_titles_total", [("result", result)], count)
        }
        text.family("webhook_failures_total", .counter, "Attempts to post that failed.")
        text.sample("webhook_failures_total", webhook.failures.value)
        text.family("webhook_waiting", .gauge, "Title changes that wait to be posted.")
        text.sample("webhook_waiting", webhook.queued.value)
    }

    private static func add(_ mqtt: MQTTFigures, to text: inout MetricsText) {
        text.family("mqtt_connected", .gauge, "1 while the broker is connected.")
        text.sample("mqtt_connected", mqtt.isConnected.value)
        text.family("mqtt_messages_total", .counter, "Messages, by what became of them.")
        text.sample("mqtt_messages_total", [("result", "sent")], mqtt.published.value)
        text.sample("mqtt_messages_total", [("result", "refused")], mqtt.refused.value)
        text.family("mqtt_failures_total", .counter, "Connections that failed or were lost.")
        text.sample("mqtt_failures_total", mqtt.failures.value)
        text.family("mqtt_waiting", .gauge, "Stations and topics that wait to be sent.")
        text.sample("mqtt_waiting", mqtt.waiting.value)
    }
}
