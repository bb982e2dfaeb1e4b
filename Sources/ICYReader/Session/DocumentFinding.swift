/// What a playlist or a page that came instead of a stream means, and where it leads.
struct DocumentFinding {
    /// The problem, if it leads nowhere.
    let problem: StreamSession.Problem
    private let playlist: Playlist?
    private let page: (page: HTMLPage, head: ResponseHead)?

    /// Nil for a body that is no document.
    init?(_ document: [UInt8], _ kind: BodyKind, at url: StreamURL, head: ResponseHead?) {
        switch kind {
        case .playlist(let format):
            let playlist = Playlist(document, format: format, url: url)
            page = nil
            guard playlist.isHLS == false else {
                (problem, self.playlist) = (StreamSession.Problem(.hls, url.shown), nil)
                return
            }
            (problem, self.playlist) = (
                playlist.refusal.map { .refusal($0, url) } ?? .emptyPlaylist(playlist, url),
                playlist
            )
        case .hls:
            (problem, playlist, page) = (StreamSession.Problem(.hls, url.shown), nil, nil)
        case .page:
            guard let head else { return nil }
            let page = HTMLPage(document, url: url)
            (problem, playlist, self.page) = (.page(page, url), nil, (page, head))
        case .audio, .ogg, .flac, .matroska, .text: return nil
        }
    }

    /// The next step of a route that has found the document.
    func next(_ route: inout Route) -> Route.Step {
        if let playlist { return route.received(playlist) }
        if let page { return route.received(page.page, head: page.head) }
        return route.failed()
    }
}
