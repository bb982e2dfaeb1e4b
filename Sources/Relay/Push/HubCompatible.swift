import ICYReader

/// What clients of other servers' interfaces get.
extension Hub {
    // MARK: Answers

    /// - Returns: nil if clients hold too many unread responses.
    func compatible(_ page: CompatiblePage, isMany: Bool) -> Response? {
        let now = WallClock.now
        switch page {
        case .nowPlaying(nil):
            return list(.nowPlaying, isMany) { .compatible("application/json", nowPlayingList()) }
        case .nowPlaying(let station?):
            // How long the song has been playing changes with every second.
            return answer(.nowPlaying, of: station, until: .moment) {
                .compatible("application/json", AzuraCast.nowPlaying($0.view, at: now).json.bytes)
            }
        case .nowPlayingFile(let station):
            return answer(.nowPlayingFile, of: station) {
                .compatible("application/json", $0.nowPlaying.json.bytes)
            }
        case .nowPlayingText(let station):
            return answer(.nowPlayingText, of: station) {
                .compatible("text/plain; charset=utf-8", Array(AzuraCast.text($0.view).utf8))
            }
        case .icecastStatus(nil):
            return list(.icecastStatus, isMany) { icecast(localStations.map(\.view)) }
        case .icecastStatus(let mount?):
            return answers.single {
                icecast(localStations.map(\.view).filter { $0.isMount(mount) })
            }
        case .sevenHTML(let station):
            return answer(.sevenHTML, of: station) {
                .compatible("text/html; charset=utf-8", Array(SHOUTcast.sevenHTML($0.view).utf8))
                    .adding([("Content-Security-Policy", "default-src 'none'")])
            }
        case .shoutcastStats(let station):
            return answer(.shoutcastStats, of: station, until: .moment) {
                .compatible("application/json", SHOUTcast.stats($0.view, at: now))
            }
        }
    }

    private func answer(
        _ kind: AnswerCache.CompatibleKind, of station: Int,
        until validity: AnswerCache.Validity = .change, make: (LocalStation) -> Response
    ) -> Response? {
        let localStation = localStations[station]
        return answers.answer(
            .compatible(localStation.id, kind), until: validity, now: loop.now
        ) { make(localStation) }
    }

    private func list(
        _ kind: AnswerCache.CompatibleKind, _ isMany: Bool, make: () -> Response
    ) -> Response? {
        answers.answer(
            .compatibleList(kind), until: isMany || kind == .nowPlaying ? .moment : .change,
            now: loop.now, make: make)
    }

    private func nowPlayingList() -> [UInt8] {
        let now = WallClock.now
        var bytes = [UInt8(ascii: "[")]
        for localStation in localStations {
            let json = AzuraCast.nowPlaying(localStation.view, at: now).json.bytes
            guard bytes.count + json.count <= Limits.compatibleListBytes || bytes.count == 1 else {
                break
            }
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += json
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    private func icecast(_ stations: [StationView]) -> Response {
        .compatible(
            "application/json", Icecast.status(stations, startedAt: shared.startedAt))
    }

    // MARK: Publications

    /// Sends a new title to the clients of other servers' interfaces.
    func sendCompatible(_ localStation: LocalStation) {
        for format in MessageFormat.ofStations {
            let count = fanOut(.title, localStation, format) {
                localStation.message($0, [.songChanged])
            }
            figures.deliveries.add(count, at: format.rawValue)
        }
    }

    /// Sends a new state to clients of AzuraCast's interface, if it changes anything for them.
    func sendCompatible(
        _ localStation: LocalStation, after old: StationStatus?, _ new: StationStatus
    ) {
        guard let triggers = AzuraCast.triggers(from: old, to: new) else { return }
        for format in MessageFormat.azuraCast {
            fanOut(.title, localStation, format) { localStation.message($0, triggers) }
        }
    }
}

extension Response {
    /// - Parameter body: as the other server would write it, without a newline at the end.
    fileprivate static func compatible(_ type: String, _ body: [UInt8]) -> Response {
        Response(status: 200, headers: [("Content-Type", type), ("Vary", "Origin")], body: body)
    }
}
