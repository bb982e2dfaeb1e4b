import ICYReader

/// The page, and the other responses with content of their own.
enum WebContent {
    /// The page of one station.
    ///
    /// - Parameters:
    ///   - depth: how many folders of its URL are above it.
    ///   - audioOrigins: the origins from which its audio may be loaded.
    ///   - imageHosts: the hosts from which pictures may be loaded. Nothing else may be loaded from
    ///     other origins.
    static func page(depth: Int, audioOrigins: [String], imageHosts: [String] = []) -> Response {
        // The page says by itself which pictures it can load: each one that is blocked would be an
        // error in the browser's console.
        html(
            PackageResources.page_html,
            [base(depth), (#"<meta name="artwork-hosts" content=""#, imageHosts.spaced)],
            mediaSources: audioOrigins, imageSources: imageHosts)
    }

    static let stationsPage = html(PackageResources.stations_html, [base(0)])

    static func debugPage(depth: Int) -> Response {
        html(PackageResources.debug_html, [base(depth)])
    }

    /// What all addresses in a page are relative to. A proxy may serve this server below a path of
    /// its own, which the server does not know.
    private static func base(_ depth: Int) -> (mark: String, value: String) {
        (#"<base href=""#, depth == 0 ? "./" : String(repeating: "../", count: depth))
    }

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

    /// - Parameter fillings: what is put behind a text of the page.
    private static func html(
        _ page: [UInt8], _ fillings: [(mark: String, value: String)], mediaSources: [String] = [],
        imageSources: [String] = []
    ) -> Response {
        var body = page
        for (mark, value) in fillings {
            let place = body.indices.first { body[$0...].starts(with: mark.utf8) }
            guard let place else { preconditionFailure("the page has no \(mark)") }
            let end = place + mark.utf8.count
            body.replaceSubrange(end..<end, with: value.utf8)
        }
        let media = mediaSources.isEmpty ? "'none'" : mediaSources.spaced
        let policy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
            "img-src \((["'self'", "data:"] + imageSources).spaced)",
            "media-src \(media)", "base-uri 'self'", "form-action 'none'",
        ]
        let headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", policy.joined(separator: "; ")),
            ("Referrer-Policy", "no-referrer"),
        ]
        return Response(status: 200, headers: headers + Routes.negotiatedHeaders, body: body)
    }
}

extension [String] {
    /// As a list in a policy or an attribute.
    fileprivate var spaced: String { joined(separator: " ") }
}
