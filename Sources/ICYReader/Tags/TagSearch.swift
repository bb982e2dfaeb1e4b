/// Finds tags in audio.
///
/// Ten bytes of an ID3 header, of which 45 bits are fixed, do not occur by chance: at 128 kbit/s,
/// once in fifty years. The frames of the audio need not be followed.
///
/// Nothing is stored before the first three letters of a tag have come: most stations have none.
struct TagSearch: Sendable {
    /// What the last bytes may begin.
    private enum Letters: UInt8, Sendable {
        /// Nothing is looked for.
        case off
        case none
        case i, id
    }

    @OnDemand private var work: TagWork
    private var letters = Letters.off

    /// Whether tags are looked for.
    var isOn: Bool { letters != .off }

    /// Whether nothing has begun, and nothing is stored.
    var keepsNothing: Bool { _work.isEmpty }

    /// Whether tags are found and not taken yet.
    var hasFound: Bool { _work.isEmpty == false && work.found.isEmpty == false }

    /// How many tags are complete.
    var count: Int { _work.isEmpty ? 0 : work.count }

    /// Whether a tag has begun.
    var hasTag: Bool {
        guard _work.isEmpty == false else { return false }
        return work.hasTag
    }

    /// Whether a body begins with a tag.
    static func isStart(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 4
            && bytes.prefix(10).enumerated().allSatisfy {
                ID3Parser.isPlausible($0.element, at: $0.offset)
            }
    }

    /// Looks for tags, from the first byte of a body on.
    mutating func begin() {
        work = TagWork()
        letters = .none
    }

    /// Looks for no more tags.
    mutating func stop() {
        work = TagWork()
        letters = .off
    }

    /// Declares that the body begins with a tag.
    mutating func expectTag() { work.expectsTag = true }

    /// The next complete tag.
    mutating func take() -> StreamTag? { hasFound ? work.found.removeFirst() : nil }

    /// Examines audio.
    ///
    /// - Parameter audioOffset: audio bytes before the range.
    mutating func add(_ input: Span<UInt8>, _ range: Range<Int>, at audioOffset: Int) {
        var index = range.lowerBound
        let origin = audioOffset - index
        while index < range.upperBound {
            if _work.isEmpty == false, work.part != nil {
                work.read(input, &index, upTo: range.upperBound, origin: origin)
            } else {
                search(input, &index, upTo: range.upperBound)
            }
        }
    }

    /// Looks for the first letters of a tag, up to their end.
    ///
    /// Letters in the second and third place are enough: only every third byte is examined.
    private mutating func search(_ input: Span<UInt8>, _ index: inout Int, upTo end: Int) {
        while index < end {
            var stop = index
            if letters == .none {
                stop += 2
                while stop < end, Self.isLetter[Int(input[stop])] == false { stop += 3 }
                index = max(index, stop - 2)
                stop = min(stop, end - 1)
            }
            while index <= stop {
                let byte = input[index]
                index += 1
                if take(byte) { return }
            }
        }
    }

    /// - Returns: whether the letters are complete.
    private mutating func take(_ byte: UInt8) -> Bool {
        switch (letters, byte) {
        case (.i, UInt8(ascii: "D")): letters = .id
        case (.id, UInt8(ascii: "3")):
            letters = .none
            work.part = .id3Header(Array("ID3".utf8))
            return true
        case (_, UInt8(ascii: "I")): letters = .i
        default: letters = .none
        }
        return false
    }

    /// Whether a byte is one of the first three of a tag.
    private static let isLetter: [256 of Bool] = InlineArray { index in
        "ID3".utf8.contains(UInt8(truncatingIfNeeded: index))
    }
}
