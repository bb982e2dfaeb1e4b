/// Who may read: pages by their origin, and clients by a token.
struct AccessPolicy: Sendable {
    var origins: [OriginPattern] = []
    /// Nil: no token is required.
    var tokens: TokenList?
    var trustedProxies: [AddressRange] = []
    /// Whether pages of this machine may read titles: nobody else can connect, and the operator has
    /// not said who may.
    var admitsLocalPages = false

    enum Verdict: Sendable {
        /// - Parameter origin: the origin of another site's page; its browser requires it in the
        ///   response headers.
        case allowed(origin: String?)
        case denied(Response, LoopFigures.Refusal)
    }

    /// Where a request comes from.
    struct Sender: Sendable {
        /// The client's address, as far as trusted proxies name it.
        var address: ClientAddress
        /// Whether the other end of the connection is a trusted proxy.
        var isProxied = false
    }

    func isTrusted(_ peer: ClientAddress) -> Bool {
        trustedProxies.contains { $0.contains(peer) }
    }

    /// - Parameters:
    ///   - sender: where the request comes from.
    ///   - readership: who may read the response.
    func judge(
        _ request: Request, from sender: Sender, _ readership: Routes.Readership
    ) -> Verdict {
        if readership == .everyone { return .allowed(origin: nil) }
        if let tokens, !isToken(request, in: tokens) {
            return .denied(AccessPolicy.needsToken, .token)
        }
        // Programs send no Origin; a page cannot omit it (RFC 6454 §7.3).
        let values = request.values("origin")
        guard let origin = values.first else { return .allowed(origin: nil) }
        guard values.count == 1 else { return .denied(AccessPolicy.foreign, .origin) }
        if isOwn(origin, request, from: sender) { return .allowed(origin: nil) }
        guard
            origins.contains(where: { $0.matches(origin) })
                || readership == .pages && isLocalPage(origin, request, from: sender)
        else { return .denied(AccessPolicy.foreign, .origin) }
        return .allowed(origin: origin)
    }

    /// Whether the page is one of this server.
    private func isOwn(_ origin: String, _ request: Request, from sender: Sender) -> Bool {
        if sender.isProxied {
            let forwarded = ForwardedOrigin(
                forwardedHost: request.values("x-forwarded-host"),
                forwardedProto: request.values("x-forwarded-proto"),
                forwarded: request.values("forwarded"), host: request.host)
            return forwarded.isOrigin(origin)
        }
        return request.host.map { OriginPattern.isSameOrigin(origin, host: $0) } ?? false
    }

    /// Whether a page of this machine asks from this machine: a file, or one of a local web server.
    ///
    /// Any site can make its origin `null` by a sandboxed frame, so only what the page shows is
    /// open to it. A name that was made to lead here (DNS rebinding) is in `Host`. A proxy before
    /// this server mostly says that it is one, or speaks HTTP/1.0, as nginx does by default.
    private func isLocalPage(
        _ origin: String, _ request: Request, from sender: Sender
    ) -> Bool {
        guard admitsLocalPages, sender.address.isLoopback, !sender.isProxied,
            request.minorVersion > 0,
            let host = request.host, WebOrigin("http://\(host)")?.isLoopback == true,
            !request.headers.contains(where: { AccessPolicy.isOfProxy($0.name) })
        else { return false }
        if origin == "null" { return true }
        return WebOrigin(OriginPattern.withoutPath(origin)).map { $0.isWeb && $0.isLoopback }
            ?? false
    }

    /// Whether a field says that a proxy has passed the request on.
    private static func isOfProxy(_ field: String) -> Bool {
        ["forwarded", "via", "x-real-ip"].contains(field) || field.hasPrefix("x-forwarded-")
    }

    /// Accepts the token in the header (RFC 6750 §2.1) or in the URL, since a browser's WebSocket
    /// and EventSource cannot send the header.
    private func isToken(_ request: Request, in tokens: TokenList) -> Bool {
        let authorization = request.values("authorization")
        if let value = authorization.first {
            let parts = value.split(separator: " ", maxSplits: 1)
            return authorization.count == 1 && parts.count == 2
                && parts[0].lowercased() == "bearer"
                && tokens.accepts(String(parts[1].drop { $0 == " " }))
        }
        return request.queryValues("token").first.map { tokens.accepts($0) } ?? false
    }

    private static let needsToken = Response.text(
        401, "A token is needed: `Authorization: Bearer TOKEN`, or ?token=TOKEN in the URL.",
        headers: [("WWW-Authenticate", "Bearer realm=\"icy-relay\"")])

    private static let foreign = Response.text(
        403, "Pages of this origin may not read here: start the server with --allow-origin ORIGIN.",
        headers: [("Vary", "Origin")])

    /// The response to the question that a browser asks before it sends a header of its own (CORS
    /// preflight), and to plain OPTIONS; and why it is refused, if it is.
    func options(
        _ request: Request, from sender: Sender
    ) -> (Response, LoopFigures.Refusal?) {
        let allow = [("Allow", Routes.allowedMethods)]
        guard request.value("origin") != nil,
            request.value("access-control-request-method") != nil
        else { return (Response(status: 204, headers: allow, body: []), nil) }
        // The browser sends no token with a preflight (Fetch §4.8).
        var untokened = self
        untokened.tokens = nil
        switch untokened.judge(request, from: sender, .pages) {
        case .denied(let response, let reason): return (response, reason)
        case .allowed(let origin):
            let headers = [
                ("Access-Control-Allow-Methods", "GET, HEAD"),
                ("Access-Control-Allow-Headers", "Authorization, Last-Event-ID, Cache-Control"),
                ("Access-Control-Max-Age", "86400"),
            ]
            let response = Response(status: 204, headers: allow + headers, body: [])
            return (response.allowing(origin: origin ?? request.value("origin")), nil)
        }
    }
}

extension Response {
    /// Adds the header with which a browser lets a page of that origin read the response.
    func allowing(origin: String?) -> Response {
        guard let origin else { return self }
        let varies = headers.contains { $0 == "Vary" && $1 == "Origin" }
        return adding(
            [("Access-Control-Allow-Origin", origin)] + (varies ? [] : [("Vary", "Origin")]))
    }
}
