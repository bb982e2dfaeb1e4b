/// The counters of one loop. Only the loop's own thread writes them; the loop that answers
/// `/metrics` reads those of all loops.
final class LoopFigures: Sendable {
    /// Why a connection was ended, or a client was refused.
    enum Refusal: Int, CaseIterable, Sendable {
        case full, address, descriptors, stations, origin, token, request, answers

        var name: String {
            switch self {
            case .full: "max_clients"
            case .address: "max_clients_per_address"
            case .descriptors: "open_files"
            case .stations: "max_stations"
            case .origin: "origin"
            case .token: "token"
            case .request: "bad_request"
            case .answers: "unread_answers"
            }
        }
    }

    /// Why a client missed a title, or was disconnected.
    enum Drop: Int, CaseIterable, Sendable {
        /// A newer title replaced it in the queue of a slow client, which loses one title.
        case replaced
        /// The client accepted no bytes for too long.
        case stuck
        /// The client did not answer a ping.
        case noPong
        /// The client broke RFC 6455.
        case protocolError

        var name: String {
            switch self {
            case .replaced: "replaced"
            case .stuck: "slow"
            case .noPong: "no_pong"
            case .protocolError: "protocol_error"
            }
        }
    }

    let accepted = Counter()
    let requests = Counter()
    let closed = Counter()
    /// Connected subscribers, by `MessageFormat`.
    let clients = CounterRow(MessageFormat.allCases.count)
    /// Titles passed to clients' sockets or queues, by `MessageFormat`.
    let deliveries = CounterRow(MessageFormat.allCases.count)
    let refusals = CounterRow(Refusal.allCases.count)
    let drops = CounterRow(Drop.allCases.count)
    /// What each `Bound` has shed for clients.
    let shed = CounterRow(Bound.allCases.count)
    let sentBytes = Counter()
    /// Clients that reconnected with a cursor: either all titles they had missed were available, or
    /// not.
    let resumedComplete = Counter()
    let resumedIncomplete = Counter()
    /// The time from the last byte of a title's block to the last `send` of the title on this loop.
    let latency = Histogram()
    /// The durations of the loop's turns.
    let turns = Histogram()

    func refused(_ reason: Refusal) { refusals.add(1, at: reason.rawValue) }

    /// Counts what a bound sheds for a client, and logs it the first time on this loop.
    func shed(_ bound: Bound, _ count: Int = 1, of client: ClientAddress) {
        if shed.valueBeforeAdding(count, at: bound.rawValue) == 0 {
            Log.line("client \(client): \(bound.notice) (\(bound.name))", .warning)
        }
    }

    func dropped(_ reason: Drop) { drops.add(1, at: reason.rawValue) }

    /// - Parameter count: 1 for a new client, -1 for one that left.
    func client(_ format: MessageFormat, _ count: Int) { clients.add(count, at: format.rawValue) }
}
