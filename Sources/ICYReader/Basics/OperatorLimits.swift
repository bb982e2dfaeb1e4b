/// Limits on what an operator may write about one station.
extension Limits {
    /// Texts of one kind in the rules for titles. Each is compared with every title.
    public static let ruleTexts = 32

    /// UTF-8 bytes of one of these texts. Jingles and slogans that are sent as titles stay below.
    public static let ruleBytes = 200

    /// UTF-8 bytes of the separator between artist and song.
    public static let separatorBytes = 16

    /// Headers added to a request. Servers that ask for more than a key and a name were not seen.
    public static let requestHeaders = 16

    /// Bytes of the name of an added header. The longest registered ones have about 40.
    public static let requestHeaderNameBytes = 64

    /// Bytes of the value of an added header: the largest tokens in use have 2 to 4 KiB.
    public static let requestHeaderValueBytes = 4096

    /// Bytes of all added headers together. nginx and Apache accept 8 KiB for one line, and Icecast
    /// 4 KiB for the whole request; a request that its server refuses explains itself.
    public static let requestHeadersBytes = 8192

    /// Bytes of a User-Agent. Those of browsers have about 150.
    public static let userAgentBytes = 256

    /// Addresses of one station: one for each of the few servers that a station runs.
    public static let stationAddresses = 8

    /// When the first address of a station is asked again, after one of the others has come into
    /// use: a server restarts in a minute or two, and each question is one more listener to it.
    public static let firstAddressInterval: Duration = .seconds(300)
}
