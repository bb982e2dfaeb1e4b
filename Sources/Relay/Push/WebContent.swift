/// The page, and the other responses with content of their own.
enum WebContent {
    /// The page of one station.
    ///
    /// - Parameter audioOrigins: the origins from which its audio may be loaded. Nothing else may
    ///   be loaded from other origins.
    static func page(audioOrigins: [String]) -> Response {
        html(PackageResources.page_html, mediaSources: audioOrigins)
    }

    static var stationsPage: Response {
        html(PackageResources.stations_html, mediaSources: [])
    }

    static var debugPage: Response { html(PackageResources.debug_html, mediaSources: []) }

    static let noIcon = Response(
        status: 204, headers: [("Cache-Control", "max-age=86400")], body: [])

    static func asset(_ asset: Asset) -> Response {
        let (type, body) =
            switch asset {
            case .pageStyle: ("text/css; charset=utf-8", PackageResources.page_css)
            case .pageScript: ("text/javascript; charset=utf-8", PackageResources.page_js)
            case .stationsScript: ("text/javascript; charset=utf-8", PackageResources.stations_js)
            case .debugScript: ("text/javascript; charset=utf-8", PackageResources.debug_js)
            }
        // A new version of the program may have new files under the same names.
        let headers = [("Content-Type", type), ("Cache-Control", "no-cache")]
        return Response(status: 200, headers: headers, body: body)
    }

    /// - Parameter status: 200, or another status that the object describes.
    static func json(_ object: JSONObject, status: Int = 200) -> Response {
        json(object.bytes + [UInt8(ascii: "\n")], status: status)
    }

    /// - Parameter body: JSON that ends with a newline.
    static func json(_ body: [UInt8], status: Int = 200) -> Response {
        // Whether a page of another site may read it depends on the site, too.
        let headers = [("Content-Type", "application/json"), ("Vary", "Accept, Origin")]
        return Response(status: status, headers: headers, body: body)
    }

    private static func html(_ body: [UInt8], mediaSources: [String]) -> Response {
        let media = mediaSources.isEmpty ? "'none'" : mediaSources.joined(separator: " ")
        let policy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
            "img-src 'self' data:", "media-src \(media)", "base-uri 'none'", "form-action 'none'",
        ]
        let headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", policy.joined(separator: "; ")),
            ("Referrer-Policy", "no-referrer"),
        ]
        return Response(status: 200, headers: headers + Routes.negotiatedHeaders, body: body)
    }
}
