/// What telling others of title changes may cost.
extension Limits {
    // MARK: Both

    /// How long the program waits for them at its end: a round trip and some, within
    /// `shutdownWait`.
    static let notifyEndWait = Duration.seconds(2)

    /// Bytes of a line in a file of secrets. Tokens of OAuth have up to some KiB.
    static let secretLineBytes = 4 * 1024

    /// Bytes of one message: a title of a block has 25 KiB as JSON, one with many comments more.
    static let notifyMessageBytes = 512 * 1024

    /// Bytes that may wait for the socket: what may be on its way at once.
    static let notifyOutputBytes = 1024 * 1024

    // MARK: The webhook

    /// Titles that wait for the receiver of a webhook: half a day of four stations.
    static let webhookQueue = 1000

    /// Bytes of JSON of these titles: a thousand of 4 KiB, many times the usual size.
    static let webhookQueueBytes = 4 * 1024 * 1024

    /// Bytes of the key of its signatures. Standard Webhooks recommends 24 to 64; fewer than 16
    /// could be guessed.
    static let webhookKeyBytes = 16...256

    /// How long the body of an answer is read. The title is taken by then, and the next one waits.
    static let webhookBodyWait = Duration.seconds(1)

    /// Bytes of the body of an answer that are read for the sake of the connection. Receivers send
    /// a word or a small page.
    static let webhookAnswerBytes = 64 * 1024

    /// How long it may take to connect, with all addresses of the host and TLS.
    static let webhookConnectWait = Duration.seconds(10)

    /// How long a receiver may take to answer. Standard Webhooks recommends 15 to 30 seconds.
    static let webhookAnswerWait = Duration.seconds(15)

    /// How long an unused connection is kept for the next title: several stations often change at
    /// once, at the full hour.
    static let webhookIdle = Duration.seconds(5)

    /// The longest wait that a receiver may ask for by `Retry-After`.
    static let webhookRetryAfter = Duration.seconds(900)

    /// How long one title is repeated that the receiver gets and does not take. One that it can
    /// never take would hold up all others. While it cannot be reached, nothing is dropped but for
    /// room.
    static let webhookPatience = Duration.seconds(1800)

    // MARK: MQTT

    /// Bytes of a user's name in the address of a broker.
    static let mqttUserBytes = 256

    /// Bytes of the beginning of all topics.
    static let mqttPrefixBytes = 128

    /// The time within which a broker hears of a client (section 3.1.2.10 of MQTT 3.1.1); it waits
    /// half as long again before it publishes the last will.
    static let mqttKeepAlive = Duration.seconds(60)

    /// How long it may take to connect, with all addresses of the host and TLS.
    static let mqttConnectWait = Duration.seconds(10)

    /// How long a broker may take to answer. One that is stopped closes nothing.
    static let mqttAnswerWait = Duration.seconds(15)

    /// A connection that lasted this long was a good one: the next attempt comes soon.
    static let mqttStable = Duration.seconds(30)

    /// Messages on their way at once: a round trip each would be slow with thousands of stations.
    static let mqttInFlight = 16

    /// Bytes of these, plus one message.
    static let mqttInFlightBytes = 256 * 1024

    /// Bytes of a packet of a broker: its acknowledgements have a dozen and some properties. Of
    /// retained messages only as much is read; topic and beginning say whose they are.
    static let mqttPacketBytes = 4 * 1024

    /// How long a broker may take to find the retained messages of earlier runs.
    static let mqttSearchTime = Duration.seconds(5)

    /// Stations of earlier runs that are cleared. What is left is found at the next start.
    static let mqttLeftovers = 10_000

    /// Code points of a state of Home Assistant (`MAX_LENGTH_STATE_STATE`).
    static let mqttStateCharacters = 255
}
