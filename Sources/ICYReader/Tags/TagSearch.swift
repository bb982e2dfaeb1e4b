/// Finds tags in audio: ID3 headers and FLAC heads anywhere, Matroska at the start of a body.
///
/// Ten bytes of an ID3 header, of which 45 bits are fixed, do not occur by chance: at 128 kbit/s,
/// once in fifty years. `fLaC` with the header of STREAMINFO has 63 fixed bits. The frames of the
/// audio need not be followed. (Those of FLAC could not be: they do not say how long they are.)
///
/// Nothing is stored before the first three letters of a tag have come: most stations have none.
struct TagSearch: Sendable {
    /// What the last bytes may begin.
    private enum Letters: UInt8, Sendable {
        /// Nothing is looked for.
        case off
        case none
        /// Nothing has come.
        case start
        case i, id, f, fl, fla
        /// The first bytes of Matroska's magic number.
        case matroska1, matroska2, matroska3
        /// The first letters are complete.
        case id3, flac, matroska
    }

    @OnDemand private var work: TagWork
    private var letters = Letters.off

    /// Whether tags are looked for.
    var isOn: Bool { letters != .off }

    /// Whether nothing has begun, and nothing is stored.
    var keepsNothing: Bool { _work.isEmpty }

    /// Whether tags are found and not taken yet.
    var hasFound: Bool { _work.isEmpty == false && work.found.isEmpty == false }

    /// Elements and blocks that have begun in the tag that is read.
    var elementCount: Int { _work.isEmpty ? 0 : work.elementCount }

    /// How many tags are complete.
    var count: Int { _work.isEmpty ? 0 : work.count }

    /// Whether a tag has begun.
    var hasTag: Bool {
        guard _work.isEmpty == false else { return false }
        return work.hasTag
    }

    /// Whether the body should have begun with the head of a FLAC stream, and no tag has come yet.
    var isWithoutHead: Bool { _work.isEmpty == false && work.lacksHead && work.count == 0 }

    /// Whether a body begins with a tag.
    static func isStart(_ bytes: [UInt8], _ kind: BodyKind) -> Bool {
        kind == .flac || kind == .matroska
            || bytes.count >= 4
                && bytes.prefix(10).enumerated().allSatisfy {
                    ID3Parser.isPlausible($0.element, at: $0.offset)
                }
    }

    /// Looks for tags, from the first byte of a body on.
    mutating func begin() {
        work = TagWork()
        letters = .start
    }

    /// Looks for no more tags.
    mutating func stop() {
        work = TagWork()
        letters = .off
    }

    /// Declares that the body begins with a tag.
    mutating func expectTag() { work.expectsTag = true }

    /// Declares that the body is FLAC, and that its head did not come first: the next one will have
    /// a tag.
    mutating func expectHead() {
        guard isOn, hasTag == false else { return }
        work.expectsTag = true
        work.lacksHead = true
    }

    /// Bytes of audio that a transport may drop unseen; those of a Matroska stream can be.
    var skippable: Int { isOn ? (_work.isEmpty ? 0 : work.skippable) : .max }

    /// The fewest bytes that must arrive before there can be a tag or a block, or a part of one.
    ///
    /// - Parameter blocks: those for a block; nil without blocks.
    func awaited(_ blocks: Int?) -> Int {
        isOn ? min(skippable + 1, blocks ?? .max) : blocks ?? 1
    }

    /// Accounts for bytes that were dropped unseen, at most `skippable`.
    mutating func skip(_ count: Int) { if isOn { work.skip(count) } }

    /// The next complete tag.
    mutating func take() -> StreamTag? { hasFound ? work.found.popFirst() : nil }

    /// Examines audio.
    ///
    /// - Parameter audioOffset: audio bytes before the range.
    mutating func add(_ input: Span<UInt8>, _ range: Range<Int>, at audioOffset: Int) {
        // The event may have shown that the titles are elsewhere.
        guard isOn else { return }
        var index = range.lowerBound
        let origin = audioOffset - index
        while index < range.upperBound {
            if _work.isEmpty == false, work.part != nil {
                let last = work.read(input, &index, upTo: range.upperBound, origin: origin)
                if let last { _ = take(last) }
            } else {
                search(input, &index, upTo: range.upperBound, origin: origin)
            }
        }
    }

    /// Looks for the first letters of a tag, up to their end.
    ///
    /// Letters in the second and third place are enough: only every third byte is examined.
    private mutating func search(
        _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, origin: Int
    ) {
        while index < end {
            var stop = index
            if letters == .none {
                stop += 2
                while stop < end, Self.isLetter(input[stop]) == false { stop += 3 }
                index = max(index, stop - 2)
                stop = min(stop, end - 1)
            }
            while index <= stop {
                let byte = input[index]
                index += 1
                if take(byte), begin(input, index, upTo: end, origin: origin) { return }
            }
        }
    }

    /// - Returns: whether the first letters of a tag are complete.
    private mutating func take(_ byte: UInt8) -> Bool {
        switch (letters, byte) {
        case (.i, UInt8(ascii: "D")): letters = .id
        case (.id, UInt8(ascii: "3")): letters = .id3
        case (.f, UInt8(ascii: "L")): letters = .fl
        case (.fl, UInt8(ascii: "a")): letters = .fla
        case (.fla, UInt8(ascii: "C")): letters = .flac
        case (.start, MatroskaReader.magic[0]): letters = .matroska1
        case (.matroska1, MatroskaReader.magic[1]): letters = .matroska2
        case (.matroska2, MatroskaReader.magic[2]): letters = .matroska3
        case (.matroska3, MatroskaReader.magic[3]): letters = .matroska
        case (_, UInt8(ascii: "I")): letters = .i
        case (_, UInt8(ascii: "f")): letters = .f
        default: letters = .none
        }
        return letters.rawValue >= Letters.id3.rawValue
    }

    /// Begins a tag whose first letters are complete, if the bytes after them are plausible.
    private mutating func begin(
        _ input: Span<UInt8>, _ index: Int, upTo end: Int, origin: Int
    ) -> Bool {
        let complete = letters
        letters = .none
        let offset = origin + index
        switch complete {
        case .id3 where ID3Parser.isPlausible(input, index, upTo: end):
            work.part = .id3Header(Array("ID3".utf8))
        case .flac where FLACParser.isPlausible(input, index, upTo: end):
            work.part = .flac(FLACParser(start: offset - FLACParser.magic.count))
        case .matroska:
            work.part = .matroska(MatroskaReader(start: offset - MatroskaReader.magic.count))
        default: return false
        }
        return true
    }

    /// Whether a byte is one of the first three letters of `ID3` and `fLaC`.
    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x33, 0x44, 0x49, 0x4C, 0x61, 0x66: true
        default: false
        }
    }
}
