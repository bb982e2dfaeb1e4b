import ICYReader

/// What the answer to a webhook's request means.
enum WebhookVerdict: Equatable {
    case taken
    /// The same request may be taken later.
    case tryAgain(String)
    /// It will not be taken, however often it is repeated.
    case refused(String)

    init(_ head: ResponseHead) {
        let reason = head.reason.cut(to: Limits.quotedCharacters)
        let answer = "it answers \(head.status)\(reason.isEmpty ? "" : " ")\(reason)"
        switch head.status {
        case 200...299: self = .taken
        case 408, 425, 429, 500...599: self = .tryAgain(answer)
        case 300...399:
            self = .refused(
                answer + ": redirects are not followed; give --on-title the address itself")
        case 401, 403:
            self = .refused(
                answer + ": compare the secret of --on-title-secret-file with the receiver's")
        case 404, 405, 410: self = .refused(answer + ": check the address of --on-title")
        default: self = .refused(answer)
        }
    }
}
