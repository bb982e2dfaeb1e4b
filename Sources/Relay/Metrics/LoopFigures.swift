/// What one loop counts. Only its own thread counts; whoever answers `/metrics` reads all loops'.
final class LoopFigures: Sendable {
    /// Why a connection ended, or a client was not let in.
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

    /// Why a client did not get a title, or was let go.
    enum Drop: Int, CaseIterable, Sendable {
        /// A newer title took its place in the queue of a slow client: one title lost for it.
        case replaced
        /// The client took no byte for too long.
        case stuck
        /// A ping was not answered.
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
    /// Clients now, by `MessageFormat`.
    let clients = CounterRow(MessageFormat.allCases.count)
    /// Titles handed to clients' sockets or queues, by `MessageFormat`.
    let deliveries = CounterRow(MessageFormat.allCases.count)
    let refusals = CounterRow(Refusal.allCases.count)
    let drops = CounterRow(Drop.allCases.count)
    /// What was shed of clients, by `Bound`.
    let shed = CounterRow(Bound.allCases.count)
    let sentBytes = Counter()
    /// Clients that came back with a cursor: everything they missed was there, or not.
    let resumedComplete = Counter()
    let resumedIncomplete = Counter()
    /// From the last byte of a title's block to the last `send` of it on this loop.
    let latency = Histogram()
    /// How long the turns of the loop took.
    let turns = Histogram()

    func refused(_ reason: Refusal) { refusals.add(1, at: reason.rawValue) }

    /// Counts what a bound sheds of a client, and logs it the first time on this loop.
    func shed(_ bound: Bound, _ count: Int = 1, of client: ClientAddress) {
        if shed.valueBeforeAdding(count, at: bound.rawValue) == 0 {
            Log.line("client \(client): \(bound.notice) (\(bound.name))", .warning)
        }
    }

    func dropped(_ reason: Drop) { drops.add(1, at: reason.rawValue) }

    /// - Parameter count: 1 for one that came, -1 for one that left.
    func client(_ format: MessageFormat, _ count: Int) { clients.add(count, at: format.rawValue) }
}
