/// The name lookups of one loop.
final class Lookups {
    typealias Answer = Result<[Address], Address.LookupFailure>

    /// What the resolver answers: the number of the lookup, and the addresses.
    struct Message: Sendable {
        let request: UInt64
        let answer: Answer
    }

    typealias AnswerInbox = Inbox<MessageList<Message>>

    private struct Lookup {
        let completion: (Answer) -> Void
        /// Makes the resolver forget it; nil where no resolver was asked.
        let cancel: (() -> Void)?
    }

    private let resolver: Resolver
    private let inbox: AnswerInbox
    /// Those that are not answered yet, by their number.
    private var pending: [UInt64: Lookup] = [:]
    private var lastNumber: UInt64 = 0

    init(loop: EventLoop, resolver: Resolver) throws(SystemError) {
        self.resolver = resolver
        inbox = try AnswerInbox()
        _ = try InboxReader(inbox, on: loop) { [weak self] in
            self?.take($0.request)?.completion($0.answer)
        }
    }

    /// Asks for a host's addresses. `completion` is called on the loop in a later turn, unless
    /// `cancel` is called before. Digits need no resolver and are answered at once.
    ///
    /// - Returns: the number of the lookup.
    func lookUp(
        host: String, port: UInt16, _ completion: @escaping (Answer) -> Void
    ) -> UInt64 {
        lastNumber += 1
        let (request, inbox, resolver) = (lastNumber, inbox, resolver)
        let numeric = Address.lookUp(host: host, port: port, numericOnly: true)
        if case .success = numeric {
            pending[request] = Lookup(completion: completion, cancel: nil)
            inbox.send(Message(request: request, answer: numeric))
        } else {
            pending[request] = Lookup(completion: completion) {
                resolver.cancel(host: host, port: port, request: request, replyTo: inbox)
            }
            resolver.resolve(host: host, port: port, request: request, replyTo: inbox)
        }
        return request
    }

    func cancel(_ request: UInt64) { take(request)?.cancel?() }

    /// Removes a lookup; nil where it was answered or cancelled before.
    private func take(_ request: UInt64) -> Lookup? {
        let lookup = pending.removeValue(forKey: request)
        // At the start every station has one, and then hardly any.
        if pending.isEmpty { pending = [:] }
        return lookup
    }
}
