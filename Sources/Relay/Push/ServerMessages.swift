/// The inbox of one loop of the server.
typealias ServerInbox = Inbox<ServerMessages>

extension [ServerInbox] {
    /// Makes one inbox for each loop.
    init(loops: Int) throws(SystemError) {
        self = []
        for _ in 0..<loops { append(try ServerInbox()) }
    }
}

/// The messages that wait for one loop of the server, oldest first.
///
/// A loop that does not keep up costs a bounded amount of memory: from time to time, all messages
/// that newer ones make obsolete are removed. While few wait, no message is checked.
struct ServerMessages: MessageQueue {
    private(set) var messages: [ServerMessage] = []
    var count: Int { messages.count }
    /// How many of the messages are publications.
    private var publicationCount = 0
    /// How many of the messages are clients from other loops.
    private(set) var clientCount = 0
    private var byteCount = 0
    /// How many publications were removed, by station.
    private var shed: [StationID: Int] = [:]
    /// The number of messages and of bytes at which they are next compacted.
    private var countLimit = Limits.inboxMessages
    private var byteLimit = Limits.inboxBytes

    init() {}

    mutating func append(_ message: ServerMessage) {
        messages.append(message)
        count(message)
        if messages.count >= countLimit || byteCount >= byteLimit { compact() }
    }

    private mutating func count(_ message: ServerMessage) {
        switch message {
        case .publication(let publication):
            publicationCount += 1
            byteCount += publication.byteCount
        case .client: clientCount += 1
        default: break
        }
    }

    /// Returns all messages. The counts of what was shed follow them, and clients come last:
    /// answering a client takes newer publications out of the inbox, so the older ones must have
    /// been delivered.
    mutating func drain() -> [ServerMessage] {
        defer { self = ServerMessages() }
        let messages = shed.isEmpty ? messages : messages + [.shed(shed)]
        guard clientCount > 0 else { return messages }
        return messages.filter { !$0.isClient } + messages.filter(\.isClient)
    }

    /// Returns the publications. The other messages stay in the queue.
    mutating func takePublications() -> [Publication] {
        guard publicationCount > 0 else { return [] }
        var publications: [Publication] = []
        var others: [ServerMessage] = []
        for message in messages {
            if case .publication(let publication) = message {
                publications.append(publication)
            } else {
                others.append(message)
            }
        }
        keep(others)
        return publications
    }

    private mutating func keep(_ messages: [ServerMessage]) {
        self.messages = messages
        (publicationCount, clientCount, byteCount) = (0, 0, 0)
        for message in messages { count(message) }
        // Doubling the limits means that each message is checked only a few times, however many
        // there are.
        countLimit = max(Limits.inboxMessages, 2 * messages.count)
        byteLimit = max(Limits.inboxBytes, 2 * byteCount)
    }

    private mutating func compact() {
        var compaction = Compaction()
        var kept: [ServerMessage] = []
        for message in messages.reversed() {
            if let message = compaction.kept(message) { kept.append(message) }
        }
        kept.reverse()
        keep(kept)
        shed.merge(compaction.shed, uniquingKeysWith: +)
    }
}

/// Decides which messages are still needed, from the newest to the oldest.
private struct Compaction {
    /// What the newer messages contain about a station.
    private struct Station {
        var titles = 0
        var titleBytes = 0
        var blocks = 0
        var hasGap = false
        var hasStatus = false
        var hasAd = false

        /// Counts a title if there is room for it. There is always room for the newest one.
        mutating func takes(_ bytes: Int) -> Bool {
            guard !hasGap, titles < Limits.historyTitles,
                titles == 0 || titleBytes + bytes <= Limits.inboxTitleBytes
            else { return false }
            titles += 1
            titleBytes += bytes
            return true
        }
    }

    private struct Audience: Hashable {
        let station: StationID
        let loop: Int
    }

    private var stations: [StationID: Station] = [:]
    private var audiences: Set<Audience> = []
    private var hasSettings = false
    private(set) var shed: [StationID: Int] = [:]

    /// What remains of a message; nil if it is not needed.
    mutating func kept(_ message: ServerMessage) -> ServerMessage? {
        switch message {
        case .publication(let publication):
            return kept(publication).map { .publication($0) }
        case .settings:
            defer { hasSettings = true }
            return hasSettings ? nil : message
        case .audience(let station, let loop, _):
            let isNewest = audiences.insert(Audience(station: station, loop: loop)).inserted
            return isNewest ? message : nil
        // These are bounded elsewhere: clients are sent only while `clientCount` is low, and
        // signals request the shutdown.
        case .client, .report, .shutdown, .shed: return message
        }
    }

    private mutating func kept(_ publication: Publication) -> Publication? {
        let id = publication.station
        var station = stations[id, default: Station()]
        defer { stations[id] = station }
        let isKept: Bool
        switch publication {
        case .title(let title, _, _):
            if station.takes(title.event.byteCount) { return publication }
            shed[id, default: 0] += 1
            // The newest title that is lost. The gap means that the older ones may be lost, too.
            defer { station.hasGap = true }
            return station.hasGap
                ? nil : .gap(GapPublication(station: id, number: title.number))
        case .gap:
            defer { station.hasGap = true }
            return station.hasGap ? nil : publication
        case .status:
            isKept = !station.hasStatus
            station.hasStatus = true
        case .ad:
            isKept = !station.hasAd
            station.hasAd = true
        case .block:
            isKept = station.blocks < Limits.inboxBlocks
            station.blocks += 1
        }
        if !isKept { shed[id, default: 0] += 1 }
        return isKept ? publication : nil
    }
}
