/// What reading costs, reckoned from what was read and not measured: the same for the same bytes on
/// every machine, however they were cut.
///
/// The prices are nanoseconds of one core of an AMD EPYC. They come from timing a session,
/// built for release, over 64 KiB of each kind of dear input: blocks behind every byte, 64 foreign
/// values of a byte or two, long titles in no charset, in combining marks, in UTF-16, as JSON and
/// XML, encoded twice, query strings, comment headers on every page, framing lost with each block,
/// heads and documents of every format. They take at most what is reckoned, plain titles half. What
/// takes longer comes once in a connection: a body in chunks of one byte while its interval is
/// looked for.
struct WorkCost: Sendable, Equatable {
    /// Nanoseconds of one step of `Session.work`.
    static let step = 1000

    private static let event = 250
    private static let byte = 4

    private(set) var nanoseconds = 0

    static func += (cost: inout WorkCost, other: WorkCost) {
        cost.nanoseconds += other.nanoseconds
    }

    /// An event and the bytes that were read up to it, but for what the event says.
    mutating func addReading(_ event: StreamReader.Event, _ bytes: Int) {
        switch event {
        // Counted and not looked at.
        case .audio: nanoseconds += Self.event
        case .heldAudio(let audio):
            nanoseconds += 3 * Self.event + Self.byte * bytes + 2 * audio.count
        // What led to it was held back and read twice.
        case .framing: nanoseconds += 10_000 + Self.byte * bytes
        default: nanoseconds += Self.event + Self.byte * bytes
        }
    }

    /// Bytes that were read without an event.
    mutating func addReading(_ bytes: Int) { nanoseconds += Self.byte * bytes }

    /// A length byte of 0 where nothing else can be: the same as by `addReading`.
    mutating func addEmptyBlock() { nanoseconds += Self.event + Self.byte }

    /// Pages of an Ogg body.
    mutating func addPages(_ count: Int) { nanoseconds += 1500 * count }

    /// A response head, but for the texts that are read with what is known of the station.
    mutating func addHead(_ head: ResponseHead) {
        nanoseconds += 5000
        var guesses = 2 * Limits.guessedValues
        for header in head.headers {
            nanoseconds += 2500 + 100 * (header.name.utf8.count + header.rawValue.count)
            let isASCII =
                ByteKinds(header.name).union(ByteKinds(header.rawValue.span))
                .contains(.beyondASCII) == false
            guard guesses > 0, isASCII == false else { continue }
            guesses -= 1
            addGuess(header.rawValue.count)
        }
    }

    /// What is said of a missing title.
    mutating func addReport(_ problem: Session.Problem?) {
        nanoseconds += 2000 + (problem?.detail.utf8.count ?? 0)
    }

    /// A playlist or a page.
    mutating func addDocument(_ bytes: Int) { nanoseconds += 20_000 + 150 * bytes }

    /// A block with content, but for its texts.
    mutating func addBlock(_ bytes: Int) { nanoseconds += 3000 + 30 * bytes }

    /// A comment header, but for its texts.
    mutating func addComments(_ comments: OggComments) {
        nanoseconds += 6000 + 500 * comments.fields.count + 30 * comments.packetSize
    }

    /// A value in a charset that is known, and what is made of it as a title.
    mutating func addText(_ bytes: Int, isASCII: Bool) {
        nanoseconds += isASCII ? 400 + 100 * bytes : 3500 + 300 * bytes
    }

    /// A value whose charset is guessed.
    mutating func addGuess(_ bytes: Int) {
        nanoseconds += 15_000 + 250 * min(bytes, CharsetDetector.sampleBytes)
    }
}
