/// The way from the address given to a stream: which address next, given what came back.
///
/// It follows redirects, playlists in playlists, and SHOUTcast's other addresses, tries the next
/// one when one fails, and ends: no document is read twice, and the number of requests is bounded.
/// Every new attempt begins at the address given, because what redirects and playlists say
/// expires.
public struct Route: Sendable {
    /// What to do now.
    public enum Step: Sendable, Equatable {
        /// Connect to this address.
        case go(StreamURL)
        /// There is no other address in this attempt.
        case stop(Reason)
    }

    /// Why there is no other address.
    public enum Reason: String, Sendable {
        /// Every address was tried; what went wrong last is the reason.
        case exhausted
        /// More than `Limits.redirects` redirects on the way to the last address.
        case redirects
        /// A redirect to what is no address.
        case invalidRedirect = "invalid_redirect"
        /// A playlist without an address that can be used.
        case emptyPlaylist = "empty_playlist"
        /// More than `Limits.playlistDepth` playlists in each other.
        case playlistDepth = "playlist_depth"
        /// The playlists lead to each other, or to themselves.
        case playlistLoop = "playlist_loop"
        /// More than `Limits.requestsPerAttempt` requests.
        case requests
    }

    private struct Stop: Sendable {
        let url: StreamURL
        let title: String
        /// Playlists above it.
        let depth: Int
        /// Not named by anyone, but tried because SHOUTcast servers have it.
        let isGuess: Bool
    }

    /// The address given.
    public let url: StreamURL
    /// The address in use.
    public private(set) var current: StreamURL
    /// The address that the user or a playlist names, before any redirect: one that a listener can
    /// use later, too.
    public var named: StreamURL { stop.url }
    /// The name the playlist gives the address in use; may be empty.
    public var title: String { stop.title }
    /// Whether nobody named the address in use. What goes wrong with it is no news: the problem of
    /// the address before it is the one to report.
    public var isGuess: Bool { stop.isGuess }
    /// Playlists above the address in use.
    public var depth: Int { stop.depth }
    /// Connections of this attempt so far, the one in use included.
    public private(set) var requestCount = 1

    private var stop: Stop
    /// What to try next, the first one last.
    private var pending: [Stop] = []
    /// Addresses tried or waiting, so that no circle is entered.
    private var known: Set<String>
    private var redirectCount = 0

    /// Begins an attempt: connect to `url`.
    public init(url: StreamURL) {
        self.url = url
        current = url
        stop = Stop(url: url, title: "", depth: 0, isGuess: false)
        known = [url.description]
    }

    /// The server sends to another place. A change between http and https is allowed both ways.
    public mutating func redirected(to location: String) -> Step {
        redirectCount += 1
        guard redirectCount <= Limits.redirects else { return failed(.redirects) }
        guard let target = try? current.resolve(location) else { return failed(.invalidRedirect) }
        guard requestCount < Limits.requestsPerAttempt else { return .stop(.requests) }
        requestCount += 1
        current = target
        return .go(target)
    }

    /// A playlist came: its entries are tried before anything that still waits.
    public mutating func received(_ playlist: Playlist) -> Step {
        let depth = stop.depth + 1
        guard depth <= Limits.playlistDepth else { return failed(.playlistDepth) }
        let attempts = playlist.attempts
        guard attempts.isEmpty == false else {
            let isOwn = playlist.dropped.contains { $0.reason == .ownAddress }
            return failed(isOwn ? .playlistLoop : .emptyPlaylist)
        }
        let stops = attempts.filter { known.insert($0.url.description).inserted }.map {
            Stop(url: $0.url, title: $0.title, depth: depth, isGuess: false)
        }
        pending += stops.reversed()
        return failed(stops.isEmpty ? .playlistLoop : .exhausted)
    }

    /// A web page came instead of a stream.
    public mutating func received(_ page: HTMLPage, head: ResponseHead) -> Step {
        climb(SHOUTcastLadder(url: current, head: head, page: page))
    }

    /// The server refused: 404 at a SHOUTcast server leads to its other addresses.
    public mutating func refused(_ head: ResponseHead) -> Step {
        climb(SHOUTcastLadder(url: current, head: head))
    }

    /// The address in use has no stream.
    ///
    /// - Returns: the next address, or `exhausted`.
    public mutating func failed() -> Step { failed(.exhausted) }

    /// The address in use has a stream: nothing else is needed any more.
    public mutating func arrived() {
        pending = []
        known = []
    }

    private mutating func climb(_ ladder: SHOUTcastLadder?) -> Step {
        // A guess that fails has no guesses of its own.
        guard let ladder, stop.isGuess == false else { return failed() }
        let stops = ladder.remaining.filter { known.insert($0.description).inserted }.map {
            Stop(url: $0, title: stop.title, depth: stop.depth, isGuess: true)
        }
        pending += stops.reversed()
        return failed()
    }

    private mutating func failed(_ reason: Reason) -> Step {
        guard let next = pending.popLast() else { return .stop(reason) }
        guard requestCount < Limits.requestsPerAttempt else { return .stop(.requests) }
        requestCount += 1
        stop = next
        current = next.url
        redirectCount = 0
        return .go(next.url)
    }
}
