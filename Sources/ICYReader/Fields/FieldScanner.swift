/// Scans the content of one block.
///
/// A quoted value ends at the first terminator that is followed by a key or the end. If something
/// else follows a terminator, either the terminator is part of the text, or the value ends there
/// and something else begins; `isInner` documents the decision.
struct FieldScanner {
    /// A key with the quote after its `=`, if there is one.
    struct Key {
        let name: String
        let quote: UInt8?
        let valueStart: Int
    }

    /// The range of a value, and what was unusual about its end.
    struct Value {
        let range: Range<Int>
        let flags: [Flag]
    }

    let bytes: [UInt8]
    private let end: Int
    private let landmarks: FieldLandmarks
    private let tails: [BlockHistory.Tail]
    private let hasHistory: Bool
    private var position = 0
    /// How often a byte was examined: the cost of a block, for tests to bound.
    private(set) var looks = 0
    /// Looks spent on JSON and XML that did not end where a value ends.
    private var looksInVain = 0
    /// The index of the earlier block whose end this one ends with.
    private(set) var residueOf: Int?
    /// Bytes between a value and the next key that belong to neither.
    private(set) var garbage: [UInt8] = []
    /// Whether the last value was cut where residue seems to begin.
    private(set) var hasResidue = false

    init(_ bytes: [UInt8], history: BlockHistory = BlockHistory()) {
        self.bytes = bytes
        end = Self.contentEnd(bytes)
        landmarks = FieldLandmarks(bytes, end: end)
        tails = history.tails(of: bytes[..<end])
        hasHistory = history.isEmpty == false
        looks = end
    }

    /// The start of the padding: NUL from most servers, spaces from MPD, sometimes a line break.
    static func contentEnd(_ bytes: [UInt8]) -> Int {
        (bytes.lastIndex { $0.isBlank == false } ?? -1) + 1
    }

    var isAtEnd: Bool { position >= end }
    var rest: [UInt8] { Array(bytes[min(position, end)..<end]) }
    /// The content up to the current position.
    var taken: ArraySlice<UInt8> { bytes[..<min(position, end)] }

    mutating func skipByteOrderMark() -> Bool {
        guard bytes[position...].starts(with: [0xEF, 0xBB, 0xBF]) else { return false }
        position += 3
        return true
    }

    mutating func skipBlanks() {
        while position < end, look(position).isBlank { position += 1 }
    }

    /// Moves to the first key if something else comes before it.
    mutating func skipToKey() {
        guard let start = landmarks.knownKey(from: position) else { return }
        looks += start - position
        garbage += bytes[position..<start]
        position = start
    }

    /// Skips what may come between two fields.
    ///
    /// - Returns: whether there was padding with more bytes after it.
    mutating func skipAfterTerminator() -> Bool {
        var hasPadding = false
        while position < end {
            let byte = look(position)
            guard byte.isBlank || byte == UInt8(ascii: ";") else { break }
            if byte == 0 { hasPadding = true }
            position += 1
        }
        guard hasPadding == false else { return position < end }
        let next = behindGarbage(position)
        if next > position, landmarks.keyKind(at: next) != .none {
            garbage += bytes[position..<next]
            position = next
        }
        return false
    }

    /// The key that begins here; the position does not change.
    mutating func key() -> Key? {
        guard let equals = landmarks.equalsSign(ofKeyAt: position) else { return nil }
        let nameEnd = landmarks.nameEnd(ofKeyAt: position)
        looks += equals - position
        let name = String(decoding: bytes[position..<nameEnd], as: UTF8.self)
        let index = landmarks.behindSpaces(equals + 1)
        guard index < end, look(index).isQuote else {
            return Key(name: name, quote: nil, valueStart: equals + 1)
        }
        return Key(name: name, quote: bytes[index], valueStart: index + 1)
    }

    /// The value of the key that begins here; the position moves past it.
    mutating func value(of key: Key) -> Value {
        guard let quote = key.quote else { return unquotedValue(from: key.valueStart) }
        return quotedValue(from: min(key.valueStart, end), quote)
    }

    /// Reads a value without quotes. It ends at the first `;` that is followed by a key, the end or
    /// a control character; if there is none, at the first `;` without a space or tab after it.
    private mutating func unquotedValue(from start: Int) -> Value {
        let bare = FieldLandmarks.Terminator.bare.rawValue
        let last = max(landmarks.lastBeforeKey[bare], landmarks.lastBeforeEnd[bare])
        var index = start
        while index < end {
            let byte = look(index)
            guard byte != 0 else { break }
            if byte == UInt8(ascii: ";") {
                let target = landmarks.behindSeparators(index + 1)
                let ends =
                    landmarks.isEnd(target) || landmarks.keyKind(behind: index + 1) != .none
                    || bytes[target].isGarbage
                if ends || index > last && bytes[index + 1].isSpace == false {
                    return take(start..<index, next: index + 1)
                }
            }
            index += 1
        }
        return take(start..<index, next: index, [.noTerminator])
    }

    private mutating func quotedValue(from start: Int, _ quote: UInt8) -> Value {
        if let close = structureEnd(start, quote) {
            let hasTerminator = landmarks.isSemicolon(close + 1)
            let inner = Self.containsTerminator(bytes[start..<close], quote)
            return take(
                start..<close, next: close + (hasTerminator ? 2 : 1),
                (inner ? [.innerTerminator] : []) + (hasTerminator ? [] : [.noTerminator]))
        }
        var open = OpenMarks(quote: quote)
        var inner: [Flag] = []
        var index = start
        while index < end {
            let byte = look(index)
            if byte == quote {
                if landmarks.isSemicolon(index + 1) {
                    let isOpen =
                        open.isOpen || index > start && bytes[index - 1] == UInt8(ascii: "\\")
                    guard isInner(index, quote, isOpen: isOpen) else {
                        return take(start..<index, next: index + 2, inner)
                    }
                    inner = [.innerTerminator]
                } else if let next = endWithoutTerminator(index, quote, open, inner.isEmpty) {
                    return take(start..<index, next: next, inner + [.noTerminator])
                } else if let next = endBeforeGarbage(index) {
                    return take(start..<index, next: next, inner + [.tailGarbage])
                }
            } else if byte == UInt8(ascii: ";"), open.hasBraces == false,
                landmarks.isKnownKey(at: landmarks.behindSpaces(index + 1), quote: quote)
            {
                return take(start..<index, next: index + 1, inner + [.truncated])
            }
            open.pass(
                byte, before: index + 1 < end ? bytes[index + 1] : nil,
                after: index > start ? bytes[index - 1] : nil)
            index += 1
        }
        if end > start, look(end - 1) == quote {
            return take(start..<(end - 1), next: end, inner + [.noTerminator])
        }
        return take(start..<end, next: end, inner + [.truncated])
    }

    /// Whether the terminator here is part of the text.
    ///
    /// It is not if the end, a control character or a key follows (an unquoted unknown key counts
    /// only if nothing is open), or the end of an earlier block. Otherwise it is, if a later
    /// terminator can end the value. One case is ambiguous: in the first block of a connection,
    /// with nothing open, a letter or digit directly after the terminator and no key after it. That
    /// is read as residue: residue like this has been seen (icecast-kh#368), and no such title has.
    private mutating func isInner(_ index: Int, _ quote: UInt8, isOpen: Bool) -> Bool {
        let target = landmarks.behindSeparators(index + 2)
        guard landmarks.isEnd(target) == false else { return false }
        looks += 1
        switch landmarks.keyKind(behind: index + 2) {
        case .known, .quoted: return false
        case .plain where isOpen == false: return false
        default: break
        }
        guard bytes[target].isGarbage == false else { return false }
        if bytes[target] != quote,
            let tail = tails.first(where: { $0.explains(end - index - 2) })
        {
            residueOf = tail.index
            hasResidue = true
            return false
        }
        guard isOpen == false else { return true }
        let kind: FieldLandmarks.Terminator = quote == UInt8(ascii: "'") ? .single : .double
        let beforeKey = landmarks.lastBeforeKey[kind.rawValue]
        let last = max(beforeKey, landmarks.lastBeforeEnd[kind.rawValue])
        guard last > index || end - 1 > index + 1 && bytes[end - 1] == quote else { return false }
        guard
            hasHistory || target > index + 2 || beforeKey > index
                || Self.isWordByte(bytes[target]) == false
        else {
            hasResidue = true
            return false
        }
        return true
    }

    /// Where the next field begins if the value ends at the quote here without a `;`, because
    /// padding or a known key follows.
    private func endWithoutTerminator(
        _ index: Int, _ quote: UInt8, _ open: OpenMarks, _ isFirst: Bool
    ) -> Int? {
        guard index + 1 < end else { return nil }
        if bytes[index + 1] == 0 {
            return open.isOpen == false && isFirst ? index + 1 : nil
        }
        let comma = bytes[index + 1] == UInt8(ascii: ",") ? 1 : 0
        let next = landmarks.behindSeparators(index + 1 + comma)
        if landmarks.isKnownKey(at: next, quote: quote) { return next }
        // `'x' ;`: only the terminator is left.
        return landmarks.isEnd(next) && landmarks.isSemicolon(landmarks.behindSpaces(index + 1))
            ? next : nil
    }

    /// Where the next field begins if the quote here is followed by control characters and then by
    /// a `;`, a key or the end.
    private mutating func endBeforeGarbage(_ index: Int) -> Int? {
        let next = behindGarbage(index + 1)
        guard next > index + 1 else { return nil }
        guard
            landmarks.isSemicolon(next) || landmarks.isEnd(next)
                || landmarks.keyKind(at: next) != .none
        else { return nil }
        garbage += bytes[(index + 1)..<next]
        return landmarks.isSemicolon(next) ? next + 1 : next
    }

    /// The first index after a run of control characters; `start` if there is none.
    private mutating func behindGarbage(_ start: Int) -> Int {
        var index = start
        while index < end, look(index).isGarbage { index += 1 }
        return index
    }

    /// The quote that closes a value that is JSON or XML.
    private mutating func structureEnd(_ start: Int, _ quote: UInt8) -> Int? {
        // Two passes over a block are enough: a title that is not JSON is recognised early.
        guard start < end, looksInVain <= 2 * end else { return nil }
        var structure = StructureScanner(bytes[start..<end], quote: quote)
        let close = structure.close()
        looks += structure.looks
        // After the structure, a terminator can be text as anywhere else.
        if let close,
            landmarks.isSemicolon(close + 1) == false
                || isInner(close, quote, isOpen: false) == false
        {
            return close
        }
        looksInVain += structure.looks
        return nil
    }

    private mutating func take(
        _ range: Range<Int>, next: Int, _ flags: [Flag] = []
    ) -> Value {
        position = next
        guard range.isEmpty == false else { return Value(range: range, flags: flags) }
        looks += range.count
        guard let garbageStart = TrailingGarbage.start(bytes[range]) else {
            return Value(range: range, flags: flags)
        }
        garbage += bytes[(garbageStart + 1)..<range.upperBound]
        return Value(range: range.lowerBound..<garbageStart, flags: flags + [.tailGarbage])
    }

    /// Whether text can continue with this byte without a space: a letter in any charset, or a
    /// digit.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte >= 0x80
    }

    private static func containsTerminator(_ value: ArraySlice<UInt8>, _ quote: UInt8) -> Bool {
        zip(value, value.dropFirst()).contains { $0 == quote && $1 == UInt8(ascii: ";") }
    }

    /// Examines a byte and counts the look.
    private mutating func look(_ index: Int) -> UInt8 {
        looks += 1
        return bytes[index]
    }
}
