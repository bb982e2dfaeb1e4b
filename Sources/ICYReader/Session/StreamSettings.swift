/// What the user knows about a station beside its address and its charset. It never changes, and
/// all sessions with the same settings share it.
public final class StreamSettings: Sendable, Equatable {
    /// The `User-Agent` of every request.
    public let userAgent: String
    /// Headers added to requests. They are sent only to the scheme, host and port of the address
    /// that was given, and not any more once a redirect or a playlist has led elsewhere.
    public let headers: [RequestHeader]
    /// Addresses that are tried in this order after the given one.
    public let fallbacks: [StreamURL]
    /// How long no byte may arrive before the connection counts as failed.
    public let silentAfter: Duration
    /// When the given address is asked again while one of the others is in use.
    public let returnAfter: Duration
    /// How titles are changed; nil: not at all.
    public let rules: TitleRules?

    /// Makes settings.
    ///
    /// - Parameters:
    ///   - fallbacks: the first ones are used, so that there are `Limits.stationAddresses` in all.
    ///   - rules: empty rules are none.
    public init(
        userAgent: String, headers: [RequestHeader] = [], fallbacks: [StreamURL] = [],
        silentAfter: Duration = Limits.stallTimeout,
        returnAfter: Duration = Limits.firstAddressInterval, rules: TitleRules? = nil
    ) {
        self.userAgent = userAgent
        self.headers = headers
        self.fallbacks = Array(fallbacks.prefix(Limits.stationAddresses - 1))
        self.silentAfter = silentAfter
        self.returnAfter = returnAfter
        self.rules = rules?.isEmpty == true ? nil : rules
    }

    /// Whether both say the same.
    public static func == (one: StreamSettings, other: StreamSettings) -> Bool {
        one === other
            || (one.userAgent == other.userAgent && one.headers == other.headers
                && one.fallbacks == other.fallbacks && one.silentAfter == other.silentAfter
                && one.returnAfter == other.returnAfter && one.rules == other.rules)
    }
}
