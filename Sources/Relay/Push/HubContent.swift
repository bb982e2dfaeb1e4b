import ICYReader

/// The responses whose content is made from the hub's state.
extension Hub {
    /// The response of a route that is neither a subscription nor `OPTIONS`.
    ///
    /// - Returns: nil if clients hold too many unread responses.
    func content(of route: Routes.Route, for client: ClientAddress) -> Response? {
        switch route {
        case .page(let station, let depth):
            let origins = localStations[station].status?.status.audioOrigins ?? []
            return WebContent.page(
                depth: depth, audioOrigins: origins, imageHosts: settings.artworkHosts)
        case .artwork(let station, let request):
            let kept = shared.pictures.picture(of: localStations[station].id)
            return WebContent.artwork(kept, request)
        case .debugPage(let depth): return WebContent.debugPage(depth: depth)
        case .stationsPage: return WebContent.stationsPage
        case .embedPage: return WebContent.embedPage(framedBy: settings.access.origins)
        case .overlayPage: return WebContent.overlayPage
        case .text(let station): return WebContent.text(localStations[station].title)
        case .asset(let asset): return asset.response
        case .noIcon: return WebContent.noIcon
        case .snapshot, .stationsList, .metrics, .compatible:
            let response = shared(route)
            if response == nil { figures.shed(.answers, of: client) }
            return response
        case .live: return .text(200, "ok")
        case .ready: return readiness
        case .respond(let response): return response
        case .subscribe, .eventStream, .options, .compatibleEvents, .compatibleSocket:
            preconditionFailure("answered elsewhere")
        }
    }

    /// A response that all clients share until something in it changes.
    private func shared(_ route: Routes.Route) -> Response? {
        let isMany = localStations.count > Limits.listedAtOnce
        switch route {
        case .snapshot(let station, let limit):
            let localStation = localStations[station]
            // Clients choose the limit, so such an answer is not kept: there could be a hundred of
            // each station.
            if let limit, limit < localStation.historyCount {
                return answers.single { WebContent.json(localStation.snapshot(limit: limit)) }
            }
            return answers.answer(.snapshot(localStation.id), until: .change, now: loop.now) {
                WebContent.json(localStation.snapshot())
            }
        case .stationsList(nil):
            return answers.answer(.list, until: isMany ? .moment : .change, now: loop.now) {
                WebContent.json(Hub.list(localStations))
            }
        case .stationsList(let chosen?):
            return answers.single { WebContent.json(Hub.list(chosen.map { localStations[$0] })) }
        case .compatible(let page): return compatible(page, isMany: isMany)
        default:
            return answers.answer(.metrics, until: isMany ? .moment : .request, now: loop.now) {
                Response(
                    status: 200, headers: [("Content-Type", MetricsText.contentType)],
                    body: ServerMetrics.text(shared, settings))
            }
        }
    }

    private static func list(_ localStations: [LocalStation]) -> [UInt8] {
        var bytes = Array(#"{"stations":["#.utf8)
        for (index, localStation) in localStations.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += localStation.listed
        }
        bytes += "]}\n".utf8
        return bytes
    }

    /// Whether this server should receive clients: it is not shutting down, and at least one
    /// station is live, not counting on-demand stations. If all are on demand, none has to be live.
    private var readiness: Response {
        let fixed = localStations.filter { !$0.isOnDemand }
        let live = localStations.count { $0.status?.status.isOnline == true }
        let isReady =
            !isShuttingDown
            && (fixed.isEmpty || fixed.contains { $0.status?.status.isOnline == true })
        var object = JSONObject()
        object.add("ready", isReady)
        object.add("stations", localStations.count)
        object.add("live", live)
        object.add("shutting_down", isShuttingDown)
        return WebContent.json(object, status: isReady ? 200 : 503)
    }
}
