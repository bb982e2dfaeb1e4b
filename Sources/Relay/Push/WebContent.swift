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

    /// No page may show it in a frame: it has raw blocks.
    static func debugPage(depth: Int) -> Response {
        html(PackageResources.debug_html, [base(depth)], ancestors: "'none'")
    }

    /// The compact view of a station, `/jazz/embed`.
    ///
    /// - Parameter origins: the pages that may show it in a frame; any page if it is empty.
    static func embedPage(framedBy origins: [OriginPattern]) -> Response {
        html(PackageResources.embed_html, [base(1)], ancestors: frameAncestors(origins))
    }

    /// The view of a station for a video, `/jazz/overlay`.
    static let overlayPage = html(PackageResources.overlay_html, [base(1)])

    /// The sources of `frame-ancestors` (CSP 3 §6.4.2). Pages without an origin and applications
    /// cannot be named there.
    static func frameAncestors(_ origins: [OriginPattern]) -> String {
        let sources = origins.map(\.frameSource)
        guard !sources.isEmpty, !sources.contains("*") else { return "*" }
        var text = "'self'"
        for case let source? in sources
        where text.utf8.count + source.utf8.count < Limits.frameAncestorsBytes {
            text += " \(source)"
        }
        return text
    }

    /// What all addresses in a page are relative to. A proxy may serve this server below a path of
    /// its own, which the server does not know.
    private static func base(_ depth: Int) -> (mark: String, value: String) {
        (#"<base href=""#, depth == 0 ? "./" : String(repeating: "../", count: depth))
    }

    static let noIcon = Response(
        status: 204, headers: [("Cache-Control", "max-age=86400")], body: [])

    /// - Parameter status: 200, or another status that the object describes.
    static func json(_ object: JSONObject, status: Int = 200) -> Response {
        json(object.bytes + [UInt8(ascii: "\n")], status: status)
    }

    /// What is known of stations.
    ///
    /// - Parameter body: JSON that ends with a newline.
    static func json(_ body: [UInt8]) -> Response { json(body, status: 200).tagged() }

    private static func json(_ body: [UInt8], status: Int) -> Response {
        // Whether a page of another site may read it depends on the site, too.
        let headers = [("Content-Type", "application/json"), ("Vary", "Accept, Origin")]
        return Response(status: status, headers: headers, body: body)
    }

    /// The current title as one line, which is empty where there is none.
    static func text(_ title: Title?) -> Response {
        var line = String.UnicodeScalarView()
        for scalar in (title?.event.display ?? "").unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar)
            }
        }
        let headers = [
            ("Content-Type", "text/plain; charset=utf-8"), ("Vary", "Accept, Origin"),
        ]
        return Response(
            status: 200, headers: headers,
            body: Array(String(line).utf8) + [UInt8(ascii: "\n")]
        ).tagged()
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

    /// - Parameters:
    ///   - fillings: what is put behind a text of the page.
    ///   - ancestors: which pages may show it in a frame.
    private static func html(
        _ page: [UInt8], _ fillings: [(mark: String, value: String)], mediaSources: [String] = [],
        imageSources: [String] = [], ancestors: String = "'self'"
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
            "frame-ancestors \(ancestors)",
        ]
        let headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", policy.joined(separator: "; ")),
            ("Referrer-Policy", "no-referrer"),
        ]
        return Response(status: 200, headers: headers + Routes.negotiatedHeaders, body: body)
            .tagged()
    }
}

extension [String] {
    /// As a list in a policy or an attribute.
    fileprivate var spaced: String { joined(separator: " ") }
}
