import ICYReader

/// The page, and the other responses with content of their own.
enum WebContent {
    /// The page of one station.
    ///
    /// - Parameters:
    ///   - audioOrigins: the origins from which its audio may be loaded.
    ///   - imageHosts: the hosts from which pictures may be loaded. Nothing else may be loaded from
    ///     other origins.
    static func page(audioOrigins: [String], imageHosts: [String] = []) -> Response {
        let hosts = imageHosts.joined(separator: " ")
        let body = PackageResources.page_html
        guard !hosts.isEmpty else { return html(body, mediaSources: audioOrigins) }
        // The page says by itself which pictures it can load: each one that is blocked would be an
        // error in the browser's console.
        return html(
            Array(body[..<artworkHosts]) + hosts.utf8 + body[artworkHosts...],
            mediaSources: audioOrigins, imageSources: imageHosts)
    }

    /// Where the page has the hosts of pictures.
    private static let artworkHosts: Int = {
        let (body, mark) = (PackageResources.page_html, #"<meta name="artwork-hosts" content=""#)
        let place = body.indices.first { body[$0...].starts(with: mark.utf8) }
        return place.map { $0 + mark.utf8.count } ?? body.count
    }()

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

    /// The picture of a station's current title.
    static func artwork(_ kept: PictureStore.Kept?, _ request: ArtworkRequest) -> Response {
        guard let kept, let format = kept.picture.format else {
            return .text(404, "The current title has no picture.")
        }
        let version = ArtworkPath.version(of: kept.picture)
        if let wanted = request.version, wanted != version {
            return .text(404, "This picture is of an earlier title.")
        }
        let tag = "\"\(version)\""
        // A picture at an address with its version never changes.
        let age = request.version == nil ? "no-cache" : "private, max-age=86400"
        let headers = [("ETag", tag), ("Cache-Control", age), ("Vary", "Origin")]
        guard !request.has(tag) else {
            return Response(status: 304, headers: headers, body: [])
        }
        // Opened by itself, a picture is nothing but a picture.
        let own = [
            ("Content-Type", format.mediaType),
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ]
        return Response(status: 200, headers: own + headers, body: kept.body.bytes)
            .sharing(kept.body)
    }

    private static func html(
        _ body: [UInt8], mediaSources: [String], imageSources: [String] = []
    ) -> Response {
        let media = mediaSources.isEmpty ? "'none'" : mediaSources.joined(separator: " ")
        let policy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
            "img-src \((["'self'", "data:"] + imageSources).joined(separator: " "))",
            "media-src \(media)", "base-uri 'none'", "form-action 'none'",
        ]
        let headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", policy.joined(separator: "; ")),
            ("Referrer-Policy", "no-referrer"),
        ]
        return Response(status: 200, headers: headers + Routes.negotiatedHeaders, body: body)
    }
}
