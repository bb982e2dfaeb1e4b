/// What a request may cost.
extension Limits {
    // MARK: A request

    /// Bytes of a request head, including the request line and the blank line. A browser's upgrade
    /// with cookies needs about 2 KiB; nginx and Apache allow 8 KiB for one line.
    static let requestHeadBytes = 8 * 1024

    /// Bytes of a request line. RFC 9112 §3 recommends support for at least 8,000.
    static let requestLineBytes = 8_000

    /// Bytes of a method. The longest registered one (UPDATEREDIRECTREF) has 17.
    static let methodBytes = 32

    /// Header fields of a request. Browsers send about 20, and a chain of proxies adds some.
    static let requestHeaders = 64

    // MARK: Connections that are kept

    /// How long a connection waits for another request. The page of the stations asks every 15 s;
    /// nginx waits for 75 s, Apache for 5 s.
    static let keptWait = Duration.seconds(20)

    /// Requests on one connection: then the client connects again, and perhaps to another loop.
    static let requestsOfConnection = 1000

    /// Of the clients and descriptors that there may be, this part may be in use while connections
    /// are still kept for another request: nobody is refused for the sake of those that wait.
    static func isRoomy(_ count: Int, of all: Int) -> Bool { count < all / 2 }
}
