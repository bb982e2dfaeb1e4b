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
    public private(set) var named: StreamURL
    /// The name the playlist gives the address in use; may be empty.
    public var title: String { way.stop?.title ?? "" }
    /// Whether nobody named the address in use. What goes wrong with it is no news: the problem of
    /// the address before it is the one to report.
    public var isGuess: Bool { way.stop?.isGuess ?? false }
    /// Playlists above the address in use.
    public var depth: Int { way.stop?.depth ?? 0 }
    /// Connections of this attempt so far, the one in use included.
    public var requestCount: Int { way.requestCount }

    /// What there is only where the way is not straight.
    private struct Way: StartsEmpty {
        /// Where it has led; nil as long as that is the address given.
        var stop: Stop?
        /// What to try next, the first one last.
        var pending: [Stop] = []
        /// Addresses tried or waiting, so that no circle is entered; empty as long as there is only
        /// the one given.
        var known: Set<String> = []
        var redirectCount = 0
        var requestCount = 1
        var namedProblem: Session.Problem?
    }

    @OnDemand private var way: Way

    /// Begins an attempt: connect to `url`.
    public init(url: StreamURL) {
        self.url = url
        current = url
        named = url
    }

    /// The server sends to another place. A change between http and https is allowed both ways.
    public mutating func redirected(to location: String) -> Step {
        way.redirectCount += 1
        guard way.redirectCount <= Limits.redirects else { return failed(.redirects) }
        guard let target = try? current.resolve(location) else { return failed(.invalidRedirect) }
        return go(to: target)
    }

    /// A playlist came: its entries are tried before anything that still waits.
    public mutating func received(_ playlist: Playlist) -> Step {
        let depth = depth + 1
        guard depth <= Limits.playlistDepth else { return failed(.playlistDepth) }
        let attempts = playlist.attempts
        guard attempts.isEmpty == false else {
            let isOwn = playlist.dropped.contains { $0.reason == .ownAddress }
            return failed(isOwn ? .playlistLoop : .emptyPlaylist)
        }
        let stops = attempts.map {
            Stop(url: $0.url, title: $0.title, depth: depth, isGuess: false)
        }
        return failed(add(stops) ? .exhausted : .playlistLoop)
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
        guard _way.isEmpty == false else { return }
        (way.pending, way.known, way.namedProblem) = ([], [], nil)
    }

    /// Whether there is no address left to try.
    var isSettled: Bool { _way.isEmpty || way.pending.isEmpty }

    /// What went wrong at the last address that somebody named.
    var namedProblem: Session.Problem? {
        get { way.namedProblem }
        set { way.namedProblem = newValue }
    }

    private mutating func climb(_ ladder: SHOUTcastLadder?) -> Step {
        // A guess that fails has no guesses of its own.
        guard let ladder, isGuess == false else { return failed() }
        let (title, depth) = (title, depth)
        _ = add(ladder.remaining.map { Stop(url: $0, title: title, depth: depth, isGuess: true) })
        return failed()
    }

    /// Those not known yet are tried next, in their order.
    ///
    /// - Returns: whether there are any.
    private mutating func add(_ stops: [Stop]) -> Bool {
        if way.known.isEmpty { way.known = [url.description] }
        let new = stops.filter { way.known.insert($0.url.description).inserted }
        way.pending += new.reversed()
        return new.isEmpty == false
    }

    private mutating func failed(_ reason: Reason) -> Step {
        guard let next = _way.isEmpty ? nil : way.pending.popLast() else { return .stop(reason) }
        let step = go(to: next.url)
        guard case .go = step else { return step }
        named = next.url
        way.stop = next
        way.redirectCount = 0
        return step
    }

    private mutating func go(to url: StreamURL) -> Step {
        guard requestCount < Limits.requestsPerAttempt else { return .stop(.requests) }
        way.requestCount += 1
        current = url
        return .go(url)
    }
}
