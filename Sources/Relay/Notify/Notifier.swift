import ICYReader

/// Tells others of title changes: the receiver of a webhook, and an MQTT broker. It belongs to one
/// loop.
///
/// Without settings it has no connection, no timer and no queue.
final class Notifier {
    private let network: Network
    private let figures: NotifyFigures
    private var webhook: Link<Webhook>?
    private var mqtt: Link<MQTT>?
    /// A broker that is not told any more, until it has heard the last word.
    private var formerMQTT: Link<MQTT>?
    /// How many links have not ended yet.
    private var busyCount = 0
    private var finished: (() -> Void)?

    init(_ network: Network, figures: NotifyFigures) {
        self.network = network
        self.figures = figures
    }

    /// Applies new settings.
    func adopt(_ settings: NotifySettings, _ stations: [StationEntry]) {
        guard finished == nil else { return }
        adopt(settings.webhook)
        adopt(settings.mqtt, stations)
    }

    private func adopt(_ settings: WebhookSettings?) {
        figures.hasWebhook.set(settings == nil ? 0 : 1)
        guard let settings else {
            webhook?.stop()
            webhook = nil
            return figures.webhook.queued.set(0)
        }
        if let webhook { return webhook.update { $0.use(settings, now: $1) } }
        let seed = UInt64.random(in: .min ... .max)
        webhook = Link(Webhook(settings, figures: figures.webhook, seed: seed), network)
    }

    private func adopt(_ settings: MQTTSettings?, _ stations: [StationEntry]) {
        figures.hasMQTT.set(settings == nil ? 0 : 1)
        guard let settings else {
            guard let link = mqtt.take() else { return }
            formerMQTT = link
            return link.finish(within: Limits.notifyEndWait) { [weak self] in
                self?.formerMQTT = nil
            }
        }
        let names = stations.map(\.choice.name)
        guard let mqtt else {
            let seed = UInt64.random(in: .min ... .max)
            let machine = MQTT(
                settings, stations: names, figures: figures.mqtt, seed: seed, now: network.loop.now)
            self.mqtt = Link(machine, network)
            return
        }
        mqtt.update { machine, now in
            machine.use(settings, now: now)
            machine.adopt(names, now: now)
        }
    }

    /// A title was published. Nothing here waits for anything.
    func published(_ title: @autoclosure () -> Title, of station: String) {
        webhook?.update { $0.add(title(), now: $1) }
        mqtt?.update { $0.publish(title(), of: station, now: $1) }
    }

    /// The newest title of a station, which was published in an earlier run.
    func known(_ title: Title, of station: String) {
        mqtt?.update { $0.publish(title, of: station, now: $1) }
    }

    /// Sends what waits, as far as `Limits.notifyEndWait` allows.
    ///
    /// - Parameter done: called when nothing is under way any more; perhaps before this returns.
    func finish(_ done: @escaping () -> Void) {
        finished = done
        busyCount = 1
        let ended = { [weak self] in
            guard let self else { return }
            busyCount -= 1
            if busyCount == 0 { finished.take()?() }
        }
        if let webhook {
            busyCount += 1
            webhook.finish(within: Limits.notifyEndWait, ended)
        }
        if let mqtt {
            busyCount += 1
            mqtt.finish(within: Limits.notifyEndWait, ended)
        }
        ended()
    }
}
