import ICYReader

/// What a protocol wants done.
enum LinkAction: Equatable, Sendable {
    /// Open a connection to the machine's address.
    case connect
    case send([UInt8])
    /// Close the connection, or give up opening it.
    case close
    case log(String, Log.Level = .info)
}

/// A protocol over one connection at a time: bytes and times in, bytes and actions out.
///
/// It never has two connections, and it asks for none while one is open or on its way.
protocol LinkMachine {
    /// Where `connect` leads; `https` means TLS.
    var url: StreamURL { get }
    /// When `tick` is to be called; nil while nothing is due.
    var deadline: Instant? { get }
    /// Whether it was asked to end, and has.
    var isOver: Bool { get }

    mutating func connected(now: Instant)
    /// - Parameter bytes: what the peer sent.
    mutating func received(_ bytes: Span<UInt8>, now: Instant)
    /// The peer has closed the connection.
    mutating func ended(now: Instant)
    /// The connection was not made, or broke.
    ///
    /// - Parameter reason: why, with what to do about it.
    mutating func failed(_ reason: String, now: Instant)
    mutating func tick(now: Instant)
    /// Begins to end: what can be said within the time is said, then `isOver` holds.
    mutating func finish(by end: Instant, now: Instant)
    /// The next thing to do; nil if there is none.
    mutating func nextAction() -> LinkAction?
}
