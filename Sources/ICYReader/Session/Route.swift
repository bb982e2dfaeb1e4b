/// The way from the given address to a stream: which address is next, given the last response.
///
/// It follows redirects, nested playlists, and SHOUTcast's other addresses, and tries the next
/// address when one fails. It always ends: no document is read twice, and the number of requests is
/// bounded. Every new attempt begins at the given address, because redirects and playlists expire.
package struct Route: Sendable {
    /// What to do now.
    package enum Step: Sendable, Equatable {
        /// Connect to this address.
        case go(StreamURL)
        /// There is no other address in this attempt.
        case stop(Reason)
    }

    /// Why there is no other address.
    package enum Reason: String, Sendable {
        /// Every address was tried; the last failure is the reason.
        case exhausted
        /// More than `Limits.redirects` redirects on the way to the last address.
        case redirects
        /// A redirect to something that is not an address.
        case invalidRedirect = "invalid_redirect"
        /// A playlist without a usable address.
        case emptyPlaylist = "empty_playlist"
        /// Playlists nested deeper than `Limits.playlistDepth`.
        case playlistDepth = "playlist_depth"
        /// The playlists lead to each other, or to themselves.
        case playlistLoop = "playlist_loop"
        /// More than `Limits.requestsPerAttempt` requests.
        case requests
    }

    private struct Stop: Sendable {
        let url: StreamURL
        let title: String
        /// The number of playlists above it.
        let depth: Int
        /// Whether no user or playlist named it: it is tried because SHOUTcast servers have it.
        let isGuess: Bool
        /// See `Route.isOwn`.
        let isOwn: Bool
    }

    /// The given address.
    package let url: StreamURL
    /// The address in use.
    package private(set) var current: StreamURL
    /// The address that the user or a playlist names, before any redirect: one that a listener can
    /// also use later.
    package private(set) var named: StreamURL
    /// The playlist's name for the address in use; may be empty.
    package var title: String { way.stop?.title ?? "" }
    /// Whether the address in use is only a guess. If it fails, the problem of the address before
    /// it is the one to report.
    package var isGuess: Bool { way.stop?.isGuess ?? false }
    /// The number of playlists above the address in use.
    package var depth: Int { way.stop?.depth ?? 0 }
    /// Whether the address in use has the scheme, host and port of the given one, and so has every
    /// address that led to it.
    package var isOwn: Bool { _way.isEmpty ? true : way.isOwn }
    /// Connections of this attempt so far, including the one in use.
    package var requestCount: Int { way.requestCount }

    /// State needed only if the given address does not lead directly to a stream.
    private struct Way: StartsEmpty {
        /// Where the route has led; nil while that is the given address.
        var stop: Stop?
        /// Addresses to try next, in reverse order.
        var pending: [Stop] = []
        /// Addresses tried or waiting, kept to avoid loops; empty while there is only the given
        /// one.
        var known: Set<String> = []
        var redirectCount = 0
        var requestCount = 1
        var isOwn = true
        var namedProblem: StreamSession.Problem?
        var cookies = CookieJar()
    }

    @OnDemand private var way: Way

    /// Begins an attempt: connect to `url`.
    package init(url: StreamURL) {
        self.url = url
        current = url
        named = url
    }

    /// Takes the cookies of a redirect, for the requests that follow from it.
    mutating func take(cookies head: ResponseHead) {
        guard head.values("set-cookie").isEmpty == false else { return }
        way.cookies.take(head, from: current)
    }

    /// The cookies for the address in use; nil if there are none.
    var cookies: String? { _way.isEmpty ? nil : way.cookies.header(for: current) }

    /// Follows a redirect of the server. A change between http and https is allowed both ways.
    package mutating func redirected(to location: String) -> Step {
        way.redirectCount += 1
        guard way.redirectCount <= Limits.redirects else { return failed(.redirects) }
        guard let target = try? current.resolve(location) else { return failed(.invalidRedirect) }
        let isOwn = leadsToOwn(target)
        let step = go(to: target)
        if case .go = step { way.isOwn = isOwn }
        return step
    }

    /// Handles a playlist: its entries are tried before any other waiting address.
    package mutating func received(_ playlist: Playlist) -> Step {
        let depth = depth + 1
        guard depth <= Limits.playlistDepth else { return failed(.playlistDepth) }
        let attempts = playlist.attempts
        guard attempts.isEmpty == false else {
            let isOwn = playlist.dropped.contains { $0.reason == .ownAddress }
            return failed(isOwn ? .playlistLoop : .emptyPlaylist)
        }
        let stops = attempts.map { stop($0.url, $0.title, depth: depth, isGuess: false) }
        return failed(add(stops) ? .exhausted : .playlistLoop)
    }

    /// Handles a web page that came instead of a stream.
    package mutating func received(_ page: HTMLPage, head: ResponseHead) -> Step {
        climb(SHOUTcastLadder(url: current, head: head, page: page))
    }

    /// Handles a refusal of the server: 404 from a SHOUTcast server leads to its other addresses.
    package mutating func refused(_ head: ResponseHead) -> Step {
        climb(SHOUTcastLadder(url: current, head: head))
    }

    /// Handles an address in use that has no stream.
    ///
    /// - Returns: the next address, or `exhausted`.
    package mutating func failed() -> Step { failed(.exhausted) }

    /// Ends the search: the address in use has a stream, and nothing else is needed.
    package mutating func arrived() {
        guard _way.isEmpty == false else { return }
        (way.pending, way.known, way.namedProblem) = ([], [], nil)
    }

    /// Whether there is no address left to try.
    var isSettled: Bool { _way.isEmpty || way.pending.isEmpty }

    /// The problem of the last address that was not a guess.
    var namedProblem: StreamSession.Problem? {
        get { way.namedProblem }
        set { way.namedProblem = newValue }
    }

    private mutating func climb(_ ladder: SHOUTcastLadder?) -> Step {
        // A guess that fails does not lead to more guesses.
        guard let ladder, isGuess == false else { return failed() }
        let (title, depth) = (title, depth)
        _ = add(ladder.remaining.map { stop($0, title, depth: depth, isGuess: true) })
        return failed()
    }

    private func stop(_ url: StreamURL, _ title: String, depth: Int, isGuess: Bool) -> Stop {
        Stop(url: url, title: title, depth: depth, isGuess: isGuess, isOwn: leadsToOwn(url))
    }

    /// Whether an address named by the one in use is as near to the given one.
    private func leadsToOwn(_ url: StreamURL) -> Bool { isOwn && url.origin == self.url.origin }

    /// Adds the addresses not known yet, to be tried next in their order.
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
        way.isOwn = next.isOwn
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
