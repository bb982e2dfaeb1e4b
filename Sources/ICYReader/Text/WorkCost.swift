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

    /// Nanoseconds of an event of any kind, and of a byte that led to it.
    static let event = 250
    static let byte = 4

    private(set) var nanoseconds = 0

    mutating func add(_ nanoseconds: Int) { self.nanoseconds += nanoseconds }

    static func += (cost: inout WorkCost, other: WorkCost) {
        cost.nanoseconds += other.nanoseconds
    }

    /// Bytes that were read without an event.
    mutating func addReading(_ bytes: Int) { nanoseconds += Self.byte * bytes }

    /// A length byte of 0 where nothing else can be: the same as by `addReading`.
    mutating func addEmptyBlock() { nanoseconds += Self.event + Self.byte }

    /// Pages of an Ogg body.
    mutating func addPages(_ count: Int) { nanoseconds += 1500 * count }

    /// A playlist or a page.
    mutating func addDocument(_ bytes: Int) { nanoseconds += 20_000 + 150 * bytes }

    /// A block with content, but for its texts.
    mutating func addBlock(_ bytes: Int) { nanoseconds += 3000 + 30 * bytes }

    /// A comment header of so many fields and bytes, but for its texts.
    mutating func addComments(_ fields: Int, _ bytes: Int) {
        nanoseconds += 6000 + 500 * fields + 30 * bytes
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
