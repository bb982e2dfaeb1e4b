import ICYReader

/// Decides how a request is answered. It changes nothing and does not know about sockets.
struct Answerer: Sendable {
    /// The answer, and how it is counted.
    struct Decision: Sendable {
        let answer: Answer
        /// Why the request is refused; nil if it is not, or if the refusal of its connection was
        /// already counted.
        var refusal: LoopFigures.Refusal?
        /// The origin of a page that may not read here.
        var foreignOrigin: String?
    }

    let routes: Routes
    let access: AccessPolicy

    /// - Parameters:
    ///   - sender: where the request comes from.
    ///   - noRoom: why there is no room for the client; nil if there is.
    ///   - content: makes the response of a route with content of its own; nil if clients hold too
    ///     many unread responses.
    func decide(
        _ request: Request, from sender: AccessPolicy.Sender, noRoom: LoopFigures.Refusal? = nil,
        content: (Routes.Route) -> Response?
    ) -> Decision {
        let route = routes.route(request)
        let includingBody = !request.isHead
        if let noRoom, !route.isForOperators {
            let refused = refused(.full(noRoom), CloseCode.tryAgainLater, request, sender, route)
            return Decision(answer: Answer(refused, includingBody: includingBody))
        }
        let origin: String?
        switch access.judge(request, from: sender, route.readership) {
        case .allowed(let allowed): origin = allowed
        case .denied(let response, let reason):
            let refused = refused(response, CloseCode.policyViolation, request, sender, route)
            return Decision(
                answer: Answer(refused, includingBody: includingBody), refusal: reason,
                foreignOrigin: reason == .origin ? request.value("origin") : nil)
        }
        switch route {
        case .subscribe(let stations, let format, let head):
            return Decision(
                answer: subscribe(to: stations, format, head, request))
        case .eventStream(let stations):
            return Decision(answer: events(of: stations, .eventStream, request, origin))
        case .compatibleEvents(let stations, let recovering, let format):
            return Decision(
                answer: events(of: stations, format, request, origin, recovering: recovering))
        case .compatibleSocket(let head): return Decision(answer: .converse(head: head))
        case .options:
            let (response, refusal) = access.options(request, from: sender)
            return Decision(
                answer: .respond(response, includingBody: includingBody), refusal: refusal,
                foreignOrigin: refusal == .origin ? request.value("origin") : nil)
        default:
            guard let response = content(route) else {
                return Decision(
                    answer: .respond(.full(.answers), includingBody: includingBody),
                    refusal: .answers)
            }
            return Decision(
                answer: .respond(
                    response.allowing(origin: origin).unlessKnown(to: request),
                    includingBody: includingBody))
        }
    }

    /// - Parameters:
    ///   - format: the one with chunks.
    ///   - origin: that of another site's page.
    private func events(
        of stations: [Int], _ format: MessageFormat, _ request: Request, _ origin: String?,
        recovering: Set<Int> = []
    ) -> Answer {
        let format = request.minorVersion > 0 ? format : format.unchunked
        var headers = [("Vary", "Accept, Origin")]
        if let origin { headers.append(("Access-Control-Allow-Origin", origin)) }
        let head = EventStream.head(
            headers, date: WallClock.now.httpDate, isChunked: format.isChunked)
        guard !request.isHead else { return .head(head) }
        return subscribe(
            to: stations, format, head + EventStream.beginning(format), request,
            recovering: recovering)
    }

    private func subscribe(
        to stations: [Int], _ format: MessageFormat, _ head: [UInt8], _ request: Request,
        recovering: Set<Int> = []
    ) -> Answer {
        .subscribe(
            Answer.Subscribing(
                stations: stations, format: format, head: head, since: cursor(request, format),
                recovering: recovering))
    }

    /// The answer to the first message of a client of AzuraCast's WebSocket.
    func decide(message: [UInt8]) -> Answer {
        switch routes.subscription(message) {
        case .events(let stations, let recovering, _):
            .subscribe(
                Answer.Subscribing(
                    stations: stations, format: .azuraCastSocket, head: [], since: nil,
                    recovering: recovering))
        case .wrong(let reason):
            .close(head: [], code: CloseCode.badRequest, reason: reason)
        case .noStation, .page, .socket:
            .close(head: [], code: CloseCode.badRequest, reason: "There is no such station.")
        }
    }

    /// The id of the last title that a client has. A browser's `Last-Event-ID` header takes
    /// precedence: it names the event that really arrived, whereas the URL stays the same on a
    /// reconnect.
    private func cursor(_ request: Request, _ format: MessageFormat) -> String? {
        if format.isEventStream, let last = request.value("last-event-id") { return last }
        return request.queryValues("since").first ?? request.queryValues("last_event_id").first
    }

    /// Puts a refusal into the form that the client understands: a page cannot see the status of a
    /// refused WebSocket, and an EventSource gives up on an error status.
    private func refused(
        _ response: Response, _ code: UInt16, _ request: Request, _ sender: AccessPolicy.Sender,
        _ route: Routes.Route
    ) -> Answer.Refused {
        switch route {
        case .subscribe(_, _, let head) where request.value("origin") != nil,
            .compatibleSocket(let head) where request.value("origin") != nil:
            return Answer.Refused(response: response, head: head, code: code)
        case .eventStream where code == CloseCode.tryAgainLater,
            .compatibleEvents where code == CloseCode.tryAgainLater:
            guard case .allowed(let origin) = access.judge(request, from: sender, .pages) else {
                break
            }
            return Answer.Refused(
                response: EventStream.later(response).allowing(origin: origin), head: nil,
                code: code)
        default: break
        }
        return Answer.Refused(response: response, head: nil, code: code)
    }
}

extension Response {
    /// The response for a client for which there is no room.
    static func full(_ reason: LoopFigures.Refusal) -> Response {
        let text =
            switch reason {
            case .address: "Too many connections from your address. Try again later."
            case .stations: "Too many stations are open. Try again later."
            case .answers: "Too many answers wait to be read. Try again later."
            default: "No room for more clients. Try again later."
            }
        return .text(503, text, headers: [("Retry-After", String(Limits.retryAfter))])
    }
}
