/// The cost of reading, estimated from what was read and not measured. It is the same for the same
/// bytes on every machine, however they were cut.
///
/// The prices are nanoseconds of one core of an AMD EPYC. They come from timing a session, built
/// for release, over 64 KiB of each kind of expensive input: a block after every byte, 64 foreign
/// values of a byte or two, long titles in no charset, in combining marks, in UTF-16, as JSON and
/// XML, encoded twice, query strings, comment headers on every page, framing lost with each block,
/// heads and documents of every format. The real cost is at most the estimate, and half of it for
/// plain titles. Only one input takes longer, once per connection: a body in chunks of one byte
/// while its interval is being detected.
struct WorkCost: Sendable, Equatable {
    /// Nanoseconds of one step of `StreamSession.work`.
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

    /// Adds an empty block: a length byte of 0 received alone. It costs the same as with
    /// `addReading`.
    mutating func addEmptyBlock() { nanoseconds += Self.event + Self.byte }

    /// Pages of an Ogg body, elements of a Matroska one.
    mutating func addPages(_ count: Int) { nanoseconds += 1500 * count }

    /// A playlist or a page.
    mutating func addDocument(_ bytes: Int) { nanoseconds += 20_000 + 150 * bytes }

    /// A block with content, without its texts.
    mutating func addBlock(_ bytes: Int) { nanoseconds += 3000 + 30 * bytes }

    /// A comment header with this many fields and bytes, without its texts.
    mutating func addComments(_ fields: Int, _ bytes: Int) {
        nanoseconds += 6000 + 500 * fields + 30 * bytes
    }

    /// Comparing a title of this many bytes with the texts of an operator.
    mutating func addRules(_ bytes: Int) { nanoseconds += 20_000 + 400 * bytes }

    /// A value in a known charset, and making a title of it.
    mutating func addText(_ bytes: Int, isASCII: Bool) {
        nanoseconds += isASCII ? 400 + 100 * bytes : 3500 + 300 * bytes
    }

    /// A value whose charset is guessed.
    mutating func addGuess(_ bytes: Int) {
        nanoseconds += 25_000 + 400 * min(bytes, CharsetDetector.sampleBytes)
    }
}
