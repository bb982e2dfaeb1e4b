/// Makes the settings of a server from its options, at the start and at each reload. A station
/// keeps its id while its name is configured. Tokens and the certificate are read from their files
/// here.
final class SettingsBuilder: Sendable {
    private struct State: Sendable {
        var entries: [String: StationEntry] = [:]
        var nextID = StationID(0)
        var contents: PlayLogContents?
        var restored = RestoredTitles()
        /// The number of loops that have not taken the titles yet.
        var waitingLoops: Int
    }

    private let state: Lock<State>
    /// Whether only this machine can connect.
    private let isLocal: Bool

    /// - Parameters:
    ///   - isLocal: whether only this machine can connect.
    ///   - contents: the contents of the play log.
    ///   - loops: the number of loops that will take its titles.
    init(_ contents: PlayLogContents? = nil, loops: Int = 1, isLocal: Bool = false) {
        self.isLocal = isLocal
        state = Lock(State(contents: contents, waitingLoops: loops))
    }

    /// - Parameter since: the number of the last title. Titles up to it may have been published
    ///   under the name of a station that is new.
    func settings(
        of options: Options.Serve, since: Int
    ) throws(UsageError) -> LiveSettings {
        var access = AccessPolicy(
            origins: options.access.allowedOrigins, trustedProxies: options.access.trustedProxies)
        access.admitsLocalPages =
            isLocal && access.origins.isEmpty && access.trustedProxies.isEmpty
            && options.access.tokenFile == nil
        if let path = options.access.tokenFile { access.tokens = try tokens(path) }
        let certificate = try certificate(options.certificate)
        let notify = try NotifySettings(
            options.notify, stations: options.stations.map(\.name), readFile: WholeFile.read)
        // Last, so that a failure does not change the ids of the stations.
        return LiveSettings(
            stations: entries(options.stations, since), limits: options.limits, access: access,
            certificate: certificate, artworkHosts: options.artworkHosts.map(\.text),
            compatible: options.compatible, notify: notify)
    }

    private func entries(
        _ choices: [Options.StationChoice], _ since: Int
    ) -> [StationEntry] {
        state.withLock { state in
            var entries: [String: StationEntry] = [:]
            let list = choices.map { choice in
                let entry: StationEntry
                if let known = state.entries[choice.name] {
                    // An unchanged entry is kept: stations and loops already hold it.
                    entry =
                        known.choice == choice
                        ? known
                        : StationEntry(
                            id: known.id, choice: choice, floor: known.floor,
                            figures: known.figures)
                } else {
                    let floor = state.contents?.floor(of: choice.name) ?? since
                    entry = StationEntry(id: state.nextID, choice: choice, floor: floor)
                    state.nextID = state.nextID.next
                }
                entries[choice.name] = entry
                return entry
            }
            // A name that is removed and later returns is a new station: its titles were not
            // followed.
            state.entries = entries
            return list
        }
    }

    /// Returns the titles of earlier runs, once for each loop. After that only the loops hold them.
    func takeRestored() -> RestoredTitles {
        state.withLock { state in
            if let contents = state.contents.take() {
                state.restored = RestoredTitles(contents, state.entries)
            }
            state.waitingLoops -= 1
            defer { if state.waitingLoops <= 0 { state.restored = RestoredTitles() } }
            return state.restored
        }
    }

    private func tokens(_ path: String) throws(UsageError) -> TokenList {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try WholeFile.read(path)
        } catch {
            throw UsageError(configuration: ["--token-file \(path): \(error.reason)"])
        }
        do throws(TokenFileError) {
            return try TokenList(file: bytes)
        } catch {
            throw UsageError(configuration: ["--token-file \(path): \(error)"])
        }
    }

    private func certificate(
        _ files: CertificateFiles?
    ) throws(UsageError) -> TLSServerContext? {
        guard let files else { return nil }
        do throws(TLSFailure) {
            return try TLSServerContext(certificate: files.certificate, key: files.key)
        } catch {
            throw UsageError(configuration: [error.reason])
        }
    }
}

/// The titles of earlier runs, by station.
struct RestoredTitles: Sendable {
    var titles: [StationID: [Title]] = [:]
    /// The fingerprint of each station's last title.
    private(set) var newest: [StationID: Int] = [:]
    var lastNumber = 0

    init() {}

    /// - Parameter entries: the stations that are served now, by name.
    init(_ contents: PlayLogContents, _ entries: [String: StationEntry]) {
        lastNumber = contents.lastNumber
        for (name, restored) in contents.titles {
            guard let id = entries[name]?.id else { continue }
            newest[id] = restored.last?.event.fingerprint
            titles[id] = restored
        }
    }
}
