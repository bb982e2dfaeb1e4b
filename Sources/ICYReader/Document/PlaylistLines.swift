/// Playlists that consist of lines.
enum PlaylistLines {
    /// The most digits that a number in a load may have.
    static let loadDigits = 9

    /// The entries of `File1=…` and `Title1=…`, in any order and case, sorted by their numbers.
    static func keys(_ bytes: [UInt8], address: String, title: String) -> [PlaylistItem] {
        var addresses: [(number: Int, value: [UInt8])] = []
        var titles: [Int: [UInt8]] = [:]
        for line in lines(bytes) {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = PlaylistBytes.trimmed(line[..<equals]).map(\.asciiLowercased)
            let letters = key.prefix { $0.isASCIILetter }
            let digits = key.dropFirst(letters.count)
            // `File=` without a number comes before all others.
            let text = digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self)
            guard digits.allSatisfy(\.isASCIIDigit), let number = Int(text) else { continue }
            let value = PlaylistBytes.trimmed(line[line.index(after: equals)...])
            if letters.elementsEqual(address.utf8) {
                addresses.append((number, value))
            } else if letters.elementsEqual(title.utf8), titles[number] == nil {
                titles[number] = value
            }
        }
        // The offset makes the sort stable: entries with the same number keep their order.
        return addresses.enumerated().sorted {
            ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
        }.map { PlaylistItem(address: $0.element.value, title: titles[$0.element.number] ?? []) }
    }

    /// One address per line; nil for HTTP Live Streaming.
    static func addresses(_ bytes: [UInt8]) -> [PlaylistItem]? {
        var items: [PlaylistItem] = []
        var title: [UInt8] = []
        for line in lines(bytes) {
            let line = PlaylistBytes.trimmed(line)
            guard line.first != UInt8(ascii: "#") else {
                let lower = line.prefix(8).map(\.asciiLowercased)
                // RFC 8216 section 4.3: every tag except EXTM3U and EXTINF begins with EXT-X-.
                if lower.starts(with: "#ext-x-".utf8) { return nil }
                if lower.elementsEqual("#extinf:".utf8) { title = name(line[...].dropFirst(8)) }
                continue
            }
            guard items.count <= Limits.playlistItems, isAddress(line) else { continue }
            items.append(PlaylistItem(address: line, title: title))
            title = []
        }
        return items
    }

    /// The text after the first comma outside quotes: `-1 tvg-name="A, B",Name`.
    private static func name(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var isQuoted = false
        for index in line.indices {
            if line[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if line[index] == UInt8(ascii: ","), isQuoted == false {
                return PlaylistBytes.trimmed(line[(index + 1)...])
            }
        }
        return []
    }

    /// Whether a line may be an address, and not a sentence or a tag.
    ///
    /// A line with a scheme always may be one. A relative address has no blank, or ends like a file
    /// name.
    private static func isAddress(_ line: [UInt8]) -> Bool {
        guard let first = line.first else { return false }
        if line.contains(UInt8(ascii: ":")), schemeLength(line) != nil { return true }
        if line.starts(with: "\\\\".utf8) { return true }
        if "<>{}[]".utf8.contains(where: { line.contains($0) }) { return false }
        if first == UInt8(ascii: "-") { return false }
        if line.contains(UInt8(ascii: " ")) == false { return true }
        guard let dot = line.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let ending = line[(dot + 1)...]
        return (2...5).contains(ending.count)
            && ending.allSatisfy { $0.isASCIIAlphanumeric }
    }

    /// The length of `http` in `http://…`, or of `C` in `C:\…`; nil if there is no scheme.
    private static func schemeLength(_ line: [UInt8]) -> Int? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy({ $0.isASCIIAlphanumeric })
        else { return nil }
        let rest = line[(colon + 1)...]
        return rest.starts(with: "//".utf8) || rest.first == UInt8(ascii: "\\") ? colon : nil
    }

    /// Splits a load such as `(#1 - 40/100)` from the beginning of a title.
    static func load(_ title: String) -> (title: String, load: Playlist.Load?) {
        var rest = title[...]
        func skip(_ text: String) -> Bool {
            guard rest.hasPrefix(text) else { return false }
            rest = rest.dropFirst(text.count)
            return true
        }
        func number() -> Int? {
            rest = rest.drop { $0 == " " }
            let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
            rest = rest.dropFirst(digits.count)
            rest = rest.drop { $0 == " " }
            return digits.count <= loadDigits ? Int(digits) : nil
        }
        guard skip("(#"), number() != nil, skip("-"), let listeners = number(), skip("/"),
            let maximum = number(), skip(")")
        else { return (title, nil) }
        let load = Playlist.Load(listeners: listeners, maximum: maximum)
        return (String(rest).trimmingBlanks, load)
    }

    /// Lines end with CR, LF or both.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split { $0 == 0x0A || $0 == 0x0D }
    }
}
