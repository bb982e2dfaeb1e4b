/// The positions of keys, terminators and separators in the content of a block, found in one pass
/// from its end to its start.
///
/// Whether a terminator ends a value depends on what follows it. All look-ahead is answered here,
/// so that no byte is read twice for it.
struct FieldLandmarks {
    /// How certain it is that a key begins at a byte.
    enum KeyKind { case none, plain, quoted, known }

    /// The ways to end a value: `';`, `";` or only `;`.
    enum Terminator: Int { case single, double, bare }

    let bytes: [UInt8]
    /// Where the padding begins.
    let end: Int
    /// The last terminator of each kind that is followed by a key, and the last that is followed by
    /// the end; -1 if there is none.
    private(set) var lastBeforeKey = [-1, -1, -1]
    private(set) var lastBeforeEnd = [-1, -1, -1]
    private var afterSpaces: [UInt16]
    private var afterSeparators: [UInt16]
    private var afterIdentifier: [UInt16]

    init(_ bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = end
        let none = UInt16(clamping: end)
        afterSpaces = Array(repeating: none, count: end + 1)
        afterSeparators = afterSpaces
        afterIdentifier = afterSpaces
        for index in stride(from: end - 1, through: 0, by: -1) { visit(index) }
    }

    private mutating func visit(_ index: Int) {
        let byte = bytes[index]
        let here = UInt16(clamping: index)
        afterSpaces[index] = byte.isSpace ? afterSpaces[index + 1] : here
        let separates = byte != 0 && (byte.isBlank || byte == UInt8(ascii: ";"))
        afterSeparators[index] = separates ? afterSeparators[index + 1] : here
        afterIdentifier[index] = byte.isKeyByte ? afterIdentifier[index + 1] : here
        switch byte {
        case UInt8(ascii: ";"): note(.bare, at: index, following: index + 1)
        case UInt8(ascii: "'") where isSemicolon(index + 1):
            note(.single, at: index, following: index + 2)
        case UInt8(ascii: "\"") where isSemicolon(index + 1):
            note(.double, at: index, following: index + 2)
        default: break
        }
    }

    private mutating func note(_ kind: Terminator, at index: Int, following: Int) {
        if isEnd(behindSeparators(following)) {
            if lastBeforeEnd[kind.rawValue] < 0 { lastBeforeEnd[kind.rawValue] = index }
        } else if lastBeforeKey[kind.rawValue] < 0, keyKind(behind: following) != .none {
            lastBeforeKey[kind.rawValue] = index
        }
    }

    /// The first index from here on that is neither whitespace nor `;`. A NUL is padding and stops
    /// the search.
    func behindSeparators(_ index: Int) -> Int {
        index < end ? Int(afterSeparators[index]) : end
    }

    /// The first index from here on that is neither a space nor a tab.
    func behindSpaces(_ index: Int) -> Int { index < end ? Int(afterSpaces[index]) : end }

    /// Whether the content ends here, or padding begins.
    func isEnd(_ index: Int) -> Bool { index >= end || bytes[index] == 0 }

    func isSemicolon(_ index: Int) -> Bool { index < end && bytes[index] == UInt8(ascii: ";") }

    /// The kind of key that begins after the separators from here on. A run of `;` can be text, so
    /// after one only a key that cannot be text counts.
    func keyKind(behind index: Int) -> KeyKind {
        let target = behindSeparators(index)
        let kind = keyKind(at: target)
        guard kind == .plain || kind == .quoted else { return kind }
        return bytes[index..<target].contains(UInt8(ascii: ";")) ? .none : kind
    }

    /// The kind of key that begins at a byte.
    func keyKind(at start: Int) -> KeyKind {
        guard let equals = equalsSign(ofKeyAt: start) else { return .none }
        if Self.isKnown(bytes[start..<Int(afterIdentifier[start])]) { return .known }
        let value = behindSpaces(equals + 1)
        return value < end && bytes[value].isQuote ? .quoted : .plain
    }

    /// Whether a known key with a value in this quote begins at a byte.
    func isKnownKey(at start: Int, quote: UInt8) -> Bool {
        guard keyKind(at: start) == .known, let equals = equalsSign(ofKeyAt: start) else {
            return false
        }
        let value = behindSpaces(equals + 1)
        return value < end && bytes[value] == quote
    }

    /// The first known key with a quoted value that comes after a `;`, or after a quote that is the
    /// first byte. Anything before it was not written for this block.
    func knownKey(from start: Int) -> Int? {
        (start..<max(start, end)).first { index in
            guard
                isKnownKey(at: index, quote: UInt8(ascii: "'"))
                    || isKnownKey(at: index, quote: UInt8(ascii: "\""))
            else { return false }
            let last = bytes[start..<index].last { $0.isBlank == false }
            return last == UInt8(ascii: ";")
                || index == start + 1 && last.map(\.isQuote) == true
        }
    }

    /// The end of the name of the key that begins at a byte.
    func nameEnd(ofKeyAt start: Int) -> Int { Int(afterIdentifier[start]) }

    /// The index of the `=` of the key that begins at a byte; nil if there is no key.
    func equalsSign(ofKeyAt start: Int) -> Int? {
        guard start < end, bytes[start].isASCIILetter || bytes[start] == UInt8(ascii: "_") else {
            return nil
        }
        let equals = behindSpaces(Int(afterIdentifier[start]))
        return equals < end && bytes[equals] == UInt8(ascii: "=") ? equals : nil
    }

    private static let knownKeys = [
        "streamtitle", "streamurl", "streamnext", "adw_ad", "adid", "insertiontype",
        "durationmilliseconds",
    ].map { Array($0.utf8) }

    private static func isKnown(_ name: ArraySlice<UInt8>) -> Bool {
        knownKeys.contains { key in
            name.count == key.count && zip(name, key).allSatisfy { $0.asciiLowercased == $1 }
        }
    }
}
