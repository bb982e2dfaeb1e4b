/// The name lookups of one loop.
final class Lookups {
    typealias Answer = Result<[Address], Address.LookupFailure>

    /// The resolver's answer: the number of the lookup, and the addresses.
    struct Message: Sendable {
        let request: UInt64
        let answer: Answer
    }

    typealias AnswerInbox = Inbox<MessageList<Message>>

    private struct Lookup {
        let completion: (Answer) -> Void
        /// Cancels the lookup at the resolver; nil if the resolver was not asked.
        let cancel: (() -> Void)?
    }

    private let resolver: Resolver
    private let inbox: AnswerInbox
    /// Lookups without an answer yet, by their number.
    private var pending: [UInt64: Lookup] = [:]
    private var lastNumber: UInt64 = 0

    init(loop: EventLoop, resolver: Resolver) throws(SystemError) {
        self.resolver = resolver
        inbox = try AnswerInbox()
        _ = try InboxReader(inbox, on: loop) { [weak self] in
            self?.take($0.request)?.completion($0.answer)
        }
    }

    /// Looks up a host's addresses. `completion` is called on the loop in a later turn, unless
    /// `cancel` is called before. A numeric address needs no resolver and is answered at once.
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

    /// Removes a lookup; nil if it was already answered or cancelled.
    private func take(_ request: UInt64) -> Lookup? {
        let lookup = pending.removeValue(forKey: request)
        // At the start every station has a lookup, afterwards hardly any: release the storage.
        if pending.isEmpty { pending = [:] }
        return lookup
    }
}
