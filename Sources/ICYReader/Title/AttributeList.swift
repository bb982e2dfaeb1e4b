/// A list like `Taio Cruz - text="Dynamite" song_spot="M" ...` (iHeart),
/// `title="...",artist="...",url="..."` (Bauer, SCA) or `title=...,artist=...`.
///
/// Values have double quotes, single quotes or none. Commas, semicolons and blanks are between
/// them. A value may contain another list, with the same quotes and perhaps backslashes before
/// them.
struct AttributeList {
    let attributes: [TitleAttribute]
    /// The artist and the song, in the list or in the text before it; empty if there is none.
    let artist: String
    let song: String

    /// The value of the first attribute with this name that has one.
    subscript(key: String) -> String { attributes.value(of: key) }

    /// Reads a title; nil if it is not such a list.
    init?(_ text: String) {
        guard text.utf8.contains(UInt8(ascii: "=")) else { return nil }
        var scanner = Scanner(text)
        guard let start = scanner.start(), let attributes = scanner.attributes(from: start) else {
            return nil
        }
        let before = scanner.text(..<start)
        guard
            Self.isList(attributes, after: before, quotes: scanner.quotes)
        else { return nil }
        self.attributes = attributes
        let text =
            ["text", "title", "song", "track"].lazy.map { attributes.value(of: $0) }
            .first { $0.isEmpty == false } ?? ""
        let named = attributes.value(of: "artist")
        (artist, song) =
            named.isEmpty
            ? Self.parts(Self.withoutSeparator(before), text, attributes) : (named, text)
    }

    /// Whether the attributes are about a song or an advertisement, so that this is not a song with
    /// `=` in its name.
    private static func isList(
        _ attributes: [TitleAttribute], after before: String, quotes: Int
    ) -> Bool {
        let names = Set(attributes.map { $0.key.lowercased() })
        guard before.isEmpty else {
            // `Band - mix="x"` is a song.
            let isPair = names.contains("artist") && names.isDisjoint(with: songNames) == false
            return quotes > 0 && (names.isDisjoint(with: networkNames) == false || isPair)
        }
        return names.isDisjoint(with: networkNames) == false
            || names.isDisjoint(with: songNames) == false || names.contains("artist")
    }

    private static let songNames: Set<String> = ["title", "song", "track"]
    /// The names that only networks use, also after other text.
    private static let networkNames: Set<String> = ["text", "song_spot", "adcontext"]

    /// The text before a list without the separator at its end.
    private static func withoutSeparator(_ text: String) -> String {
        let text = text.trimmingBlanks
        return text == "-" || text.hasSuffix(" -") ? String(text.dropLast()).trimmingBlanks : text
    }

    /// Artist and song of the text before a list and the text in it.
    private static func parts(
        _ before: String, _ text: String, _ attributes: [TitleAttribute]
    ) -> (artist: String, song: String) {
        guard before.isEmpty == false, isStationCode(before, attributes) == false else {
            return ("", text)
        }
        let parts = TitleParts(before)
        if text.isEmpty || before.equalsIgnoringCase(text) || parts.song.equalsIgnoringCase(text) {
            return parts.artist.isEmpty ? ("", before) : (parts.artist, parts.song)
        }
        // The text may repeat what is before the list.
        return TitleParts(text).artist.equalsIgnoringCase(before) ? ("", text) : (before, text)
    }

    /// Whether the text before a list is the network's code for a station, like `zc4732`.
    private static func isStationCode(_ text: String, _ attributes: [TitleAttribute]) -> Bool {
        let letters = text.utf8.prefix { $0.isASCIILetter }
        let digits = text.utf8.dropFirst(letters.count)
        guard (1...4).contains(letters.count), digits.isEmpty == false,
            digits.allSatisfy(\.isASCIIDigit)
        else { return false }
        if String(letters)?.lowercased() == "zc" { return true }
        // `U2 - text="One" song_spot="M"`: M is music.
        return letters.allSatisfy { $0 == $0.asciiLowercased }
            && attributes.value(of: "song_spot") != "M"
    }
}

extension AttributeList {
    /// Finds the attributes of a text.
    private struct Scanner {
        private let bytes: [UInt8]
        /// How many values have quotes.
        private(set) var quotes = 0
        /// Whether a list was found within a value, after which quotes do not match any more.
        private var isNested = false

        init(_ text: String) {
            // Quotes within quotes have backslashes, one or more.
            var bytes: [UInt8] = []
            for byte in text.utf8 {
                if byte.isQuote {
                    while bytes.last == UInt8(ascii: "\\") { bytes.removeLast() }
                }
                bytes.append(byte)
            }
            self.bytes = bytes
        }

        func text(_ range: PartialRangeUpTo<Int>) -> String {
            String(decoding: bytes[range], as: UTF8.self).trimmingBlanks
        }

        private struct Key {
            let name: Range<Int>
            let value: Int
            /// Nil for a value without quotes.
            let quote: UInt8?
        }

        private func key(_ start: Int) -> Key? {
            guard start < bytes.count, bytes[start].isASCIILetter else { return nil }
            let name = bytes[start...].prefix(while: \.isKeyByte)
            guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: "=") else {
                return nil
            }
            let value = name.endIndex + 1
            let quote = value < bytes.count && bytes[value].isQuote ? bytes[value] : nil
            return Key(
                name: start..<name.endIndex, value: quote == nil ? value : value + 1, quote: quote)
        }

        /// The index of the first key, at the start or after a blank. Without quotes, only a list
        /// at the start counts.
        func start() -> Int? {
            if key(0) != nil { return 0 }
            var index = 0
            while let blank = bytes[index...].firstIndex(of: 0x20) {
                index = blank + 1
                if let key = key(index), key.quote != nil || isAdContext(key) { return index }
            }
            return nil
        }

        private func isAdContext(_ key: Key) -> Bool {
            String(decoding: bytes[key.name], as: UTF8.self).equalsIgnoringCase("adContext")
        }

        /// The attributes from a key to the end; nil if other text follows one.
        mutating func attributes(from start: Int) -> [TitleAttribute]? {
            var attributes: [TitleAttribute] = []
            var index = start
            while let key = key(index), attributes.count < Limits.titleAttributes {
                index = key.value
                // `url="song_spot="F" ..."`: a list within a value.
                let opensList = key.quote != nil && self.opensList(index)
                if opensList { isNested = true }
                if key.quote != nil { quotes += 1 }
                let end = opensList ? index : valueEnd(key)
                attributes.append(
                    TitleAttribute(
                        key: String(decoding: bytes[key.name], as: UTF8.self),
                        value: String(decoding: bytes[key.value..<end], as: UTF8.self)
                            .trimmingBlanks))
                index = opensList ? end : afterValue(key.quote == nil ? end : end + 1)
            }
            // Otherwise this is text that only begins like a list.
            return index >= bytes.count && attributes.isEmpty == false ? attributes : nil
        }

        /// Whether a value begins with a key and its quote. In `context="QUJD=" length=...`, the
        /// quote ends the value.
        private func opensList(_ index: Int) -> Bool {
            guard let inner = key(index), inner.quote != nil, inner.value < bytes.count else {
                return false
            }
            return isSeparator(bytes[inner.value]) == false
        }

        /// The index after the separators from an index on; in a list within a value, quotes may
        /// be among them.
        private func afterValue(_ start: Int) -> Int {
            var index = min(start, bytes.count)
            while index < bytes.count, isSeparator(bytes[index]) || isNested && bytes[index].isQuote
            { index += 1 }
            return index
        }

        private func isSeparator(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
        }

        /// A value with quotes ends at the first one that is followed by the end, or by a separator
        /// and a key; a value without, before such a separator.
        private func valueEnd(_ key: Key) -> Int {
            var index = key.value
            guard let quote = key.quote else {
                while index < bytes.count {
                    if isSeparator(bytes[index]) {
                        let next = afterValue(index)
                        if next == bytes.count || self.key(next) != nil { return index }
                        index = next
                    } else {
                        index += 1
                    }
                }
                return index
            }
            while let end = bytes[index...].firstIndex(of: quote) {
                let next = afterValue(end + 1)
                if next == bytes.count || next > end + 1 && self.key(next) != nil { return end }
                // The other quotes of this run are followed by the same bytes.
                index = max(next, end + 1)
            }
            return bytes.count
        }
    }
}

/// A list like `ADELIA~Caparra~~2020~~112~x~`: artist, song, and values of an automation system,
/// most of them empty.
struct TildeList {
    let artist: String
    let song: String

    /// Reads a title; nil if it is not such a list. It has at least three tildes, an empty value or
    /// a number after the song, and no blanks around the first two values.
    init?(_ text: String) {
        let values = text.utf8.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false)
        guard values.count > 3 else { return nil }
        let rest = values[2...]
        let isData = rest.contains { value in
            value.isEmpty || value.allSatisfy { $0.isASCIIDigit || "-:.TZ".utf8.contains($0) }
        }
        let names = values[..<2].map { String($0) ?? "" }
        guard isData, names.contains(where: { $0.isEmpty == false }),
            names.allSatisfy({ $0 == $0.trimmingBlanks })
        else { return nil }
        (artist, song) = (names[0], names[1])
    }
}
