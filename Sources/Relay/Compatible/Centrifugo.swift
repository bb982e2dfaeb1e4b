import ICYReader

/// The messages in which AzuraCast pushes its data: the unidirectional protocol of Centrifugo 5 and
/// 6, in JSON.
enum Centrifugo {
    /// Why a station's data is pushed.
    enum Trigger: String {
        case songChanged = "song_changed"
        case stationOnline = "station_online"
        case stationOffline = "station_offline"
    }

    /// Sent again and again, so that a client notices when the connection is dead.
    static let ping = Array("{}".utf8)

    static func channel(of station: String) -> String { channelPrefix + station }

    private static let channelPrefix = "station:"

    /// New data of a station.
    static func push(
        _ data: AzuraCast.NowPlaying, of station: String, _ triggers: [Trigger]
    ) -> [UInt8] {
        var object = JSONObject()
        object.add("channel", channel(of: station))
        object.add("pub", publication(data, triggers))
        return object.bytes
    }

    private static func publication(
        _ data: AzuraCast.NowPlaying, _ triggers: [Trigger]
    ) -> JSONObject {
        var content = JSONObject()
        content.add("np", data.json)
        content.add("triggers", triggers.map(\.rawValue))
        content.add("current_time", data.at.seconds)
        var object = JSONObject()
        object.add("data", content)
        object.add("offset", data.position?.number ?? 0)
        return object
    }

    // MARK: Connecting

    /// What a client wants, from its first message or from `cf_connect`.
    struct ConnectRequest: Equatable {
        struct Subscription: Equatable {
            let station: String
            /// Whether the current data is sent at once.
            let recovers: Bool
        }

        /// In the order of the request, each station once.
        private(set) var subscriptions: [Subscription] = []

        /// Nil if the text is not a request. Channels that are not a station's are left out, and so
        /// is all that Relay does not need, such as tokens and positions.
        init?(_ text: [UInt8]) {
            guard case .object(let members)? = (try? JSONReader.read(text))?.value else {
                return nil
            }
            guard let subs = members.first(where: { $0.key == "subs" })?.node.value else { return }
            guard case .object(let channels) = subs else { return nil }
            var known: Set<String> = []
            for channel in channels where channel.key.hasPrefix(channelPrefix) {
                let station = String(channel.key.dropFirst(channelPrefix.count))
                guard known.insert(station).inserted else { continue }
                var recovers = false
                if case .object(let options) = channel.node.value {
                    recovers = options.contains {
                        $0.key == "recover" && $0.node.value == .bool(true)
                    }
                }
                subscriptions.append(Subscription(station: station, recovers: recovers))
            }
        }
    }

    /// A channel in the reply to a client.
    struct Channel {
        let station: String
        let epoch: String
        let data: AzuraCast.NowPlaying
        /// Whether the client wants the current data, and whether it is in the reply.
        let recovers, includesData: Bool
    }

    /// The reply to a client that connects.
    ///
    /// - Parameters:
    ///   - client: a name for the connection.
    ///   - ping: the time between two pings.
    static func connected(
        _ channels: [Channel], client: String, ping: Duration, at now: WallClock
    ) -> [UInt8] {
        var subs = JSONObject()
        for channel in channels {
            var object = JSONObject()
            object.add("recoverable", true)
            object.add("epoch", channel.epoch)
            object.add("offset", channel.data.position?.number ?? 0)
            if channel.includesData {
                object.add("publications", [publication(channel.data, [])])
            }
            if channel.recovers {
                object.add("recovered", true)
            }
            object.add("positioned", true)
            if channel.recovers { object.add("was_recovering", true) }
            subs.add(self.channel(of: channel.station), object)
        }
        var connect = JSONObject()
        connect.add("client", client)
        connect.add("version", Version.userAgent)
        connect.add("subs", subs)
        connect.add("ping", Int(ping.components.seconds))
        connect.add("session", client)
        connect.add("time", now.milliseconds)
        var object = JSONObject()
        object.add("connect", connect)
        return object.bytes
    }
}
