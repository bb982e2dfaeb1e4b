/// Other addresses at which the stream of a SHOUTcast server may be.
///
/// SHOUTcast serves its status page at `/` to browsers, and the stream only to clients that it
/// takes for players. A path that begins with `;` forces the stream; version 2 has more paths.
package struct SHOUTcastLadder: Sendable, Equatable {
    /// The evidence that a server is SHOUTcast.
    package enum Evidence: String, Sendable {
        /// It names itself with a version 1, or sent the status page of one.
        case version1 = "version_1"
        /// It names itself, answers with ICY, or sent a page of SHOUTcast.
        case named
        /// Only a page, or nothing at all, at the root. It may be any web server, and only two
        /// addresses are requested from it.
        case root
    }

    /// The evidence that the server is SHOUTcast.
    package let evidence: Evidence
    private var rungs: [StreamURL]

    /// Makes the addresses to try, if there is reason to.
    ///
    /// - Parameters:
    ///   - url: the address that was requested.
    ///   - head: the response: a page, or 404.
    ///   - page: the page, if there was one.
    /// - Returns: nil for any other response, for a path that the user chose without evidence of
    ///   SHOUTcast against it, and for a server known to be something else.
    package init?(url: StreamURL, head: ResponseHead, page: HTMLPage? = nil) {
        guard page != nil || head.status == 404 else { return nil }
        guard let evidence = Self.evidence(head, page) else { return nil }
        let path = url.requestTarget.prefix { $0 != "?" }.lowercased()
        switch evidence {
        case .root: guard Self.rootPaths.contains(path) else { return nil }
        case .named:
            guard Self.rootPaths.contains(path) || Self.serverPaths.contains(path) else {
                return nil
            }
        // Version 1 has one stream, whatever the path: a wrong path can only mean that stream.
        case .version1: break
        }
        self.evidence = evidence
        let target = url.requestTarget
        rungs = Self.targets(evidence, streamNumber: Self.streamNumber(target)).filter {
            $0 != target
        }.compactMap { try? url.resolve($0) }.reversed()
    }

    /// The next address to try; nil if there is none.
    package mutating func next() -> StreamURL? { rungs.popLast() }

    /// The addresses left, in order.
    package var remaining: [StreamURL] { rungs.reversed() }

    private static let rootPaths: Set<String> = ["/", "/index.html", "/index.htm"]
    /// Pages of SHOUTcast servers that users copy from their browser.
    private static let serverPaths: Set<String> = [
        "/7.html", "/admin.cgi", "/home.html", "/played.html", "/listen.pls", "/listen.m3u",
        "/currentsong", "/stats", "/index.css", "/streamart", "/stream", "/stream/",
    ]

    /// Version 2 serves several streams, distinguished by `sid`; the first is the default.
    private static func targets(_ evidence: Evidence, streamNumber: Int) -> [String] {
        switch evidence {
        case .version1: return ["/;", "/;stream.mp3", "/;?type=http&nocache=1"]
        case .root: return ["/;", "/stream"]
        case .named:
            let number = streamNumber
            let byNumber = ["/stream/\(number)/", "/\(number)?type=http"]
            return number == 1 ? ["/;", "/stream", "/;stream.mp3"] + byNumber : byNumber
        }
    }

    /// The `sid` in the query.
    private static func streamNumber(_ target: String) -> Int {
        guard let mark = target.firstIndex(of: "?") else { return 1 }
        for part in target[target.index(after: mark)...].split(separator: "&") {
            let pair = part.split(separator: "=")
            if pair.count == 2, pair[0] == "sid", let number = Int(pair[1]), number > 0 {
                return number
            }
        }
        return 1
    }

    private static func evidence(_ head: ResponseHead, _ page: HTMLPage?) -> Evidence? {
        let names = ["server", "icy-notice1", "icy-notice2"]
            .flatMap { head.values($0) }.map { $0.lowercased() }
        let notices = names.filter { $0.containsText("shoutcast") }
        if notices.isEmpty == false {
            // `SHOUTcast Distributed Network Audio Server/Linux v1.9.8`, `SHOUTcast/1.9.8`,
            // `Shoutcast DNAS/posix(linux x64) v2.6.1.777`
            let isVersion1 = notices.contains { $0.containsText("v1.") || $0.containsText("/1.") }
            return isVersion1 ? .version1 : .named
        }
        // Servers that never have a stream at `/;`.
        if names.contains(where: { $0.containsText("icecast") }) { return nil }
        if page?.title.lowercased().hasPrefix("shoutcast administrator") == true {
            return .version1
        }
        return head.protocolName == "ICY" || page?.isSHOUTcast == true ? .named : .root
    }
}
