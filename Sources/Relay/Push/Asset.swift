/// A file of the embedded pages, at a fixed path.
enum Asset: String, CaseIterable, Sendable {
    case pageStyle = "/assets/page.css"
    case pageScript = "/assets/page.js"
    case stationsScript = "/assets/stations.js"
    case debugScript = "/assets/debug.js"
    /// What pages of other sites import: the client part, and the element.
    case followScript = "/assets/follow.js"
    case wordsScript = "/assets/words.js"
    case elementScript = "/assets/now-playing.js"
    case embedStyle = "/assets/embed.css"
    case embedScript = "/assets/embed.js"
    case overlayStyle = "/assets/overlay.css"
    case overlayScript = "/assets/overlay.js"

    var path: String { rawValue }

    var body: [UInt8] {
        switch self {
        case .pageStyle: PackageResources.page_css
        case .pageScript: PackageResources.page_js
        case .stationsScript: PackageResources.stations_js
        case .debugScript: PackageResources.debug_js
        case .followScript: PackageResources.follow_js
        case .wordsScript: PackageResources.words_js
        case .elementScript: PackageResources.now_playing_js
        case .embedStyle: PackageResources.embed_css
        case .embedScript: PackageResources.embed_js
        case .overlayStyle: PackageResources.overlay_css
        case .overlayScript: PackageResources.overlay_js
        }
    }

    /// The response with this file. It has nothing of any station in it, so every page may have it:
    /// a module of another origin needs that said (HTML §8.1.4.2).
    var response: Response { Asset.responses[self] ?? makeResponse() }

    private static let responses = [Asset: Response](
        uniqueKeysWithValues: allCases.map { ($0, $0.makeResponse()) })

    private func makeResponse() -> Response {
        let type = path.hasSuffix(".css") ? "text/css" : "text/javascript"
        // A new version of the program may have new files under the same names.
        let headers = [
            ("Content-Type", "\(type); charset=utf-8"), ("Cache-Control", "no-cache"),
            ("Access-Control-Allow-Origin", "*"), ("Cross-Origin-Resource-Policy", "cross-origin"),
        ]
        return Response(status: 200, headers: headers, body: body).tagged()
    }
}
