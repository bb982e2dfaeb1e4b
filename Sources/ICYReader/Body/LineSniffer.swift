/// Tells documents apart by the first line, or the first tag, that has a meaning.
struct LineSniffer: Sendable {
    /// Where the next byte is.
    private enum Place {
        /// Only blanks so far.
        case lineStart
        /// A line that may still have a meaning; `word` has its beginning in lower case.
        case line
        /// The rest of a line without meaning.
        case restOfLine
        /// After `<`; `word` has the following bytes in lower case.
        case tag
        /// In a tag or declaration without meaning, up to `>`.
        case restOfTag
        /// In `<!--`, up to `-->`; `hyphens` is how many came last, at most 2.
        case comment(hyphens: Int)
    }

    private var place = Place.lineStart
    private var word: [UInt8] = []
    /// Whether `#EXTM3U` or `#EXTINF` has been seen.
    private(set) var isExtended = false

    /// The longest beginning that is examined: a scheme with `://`, a key of a playlist, a tag.
    private static let wordBytes = 24

    mutating func add(_ byte: UInt8) -> BodyKind? {
        switch place {
        case .lineStart:
            if byte <= 0x20 { return nil }
            word = []
            if byte == UInt8(ascii: "<") {
                place = .tag
                return nil
            }
            place = .line
            return addToLine(byte)
        case .line:
            if byte == 0x0A || byte == 0x0D {
                place = .lineStart
                return endOfLine()
            }
            return addToLine(byte)
        case .restOfLine:
            if byte == 0x0A || byte == 0x0D { place = .lineStart }
            return nil
        case .tag: return addToTag(byte)
        case .restOfTag:
            if byte == UInt8(ascii: ">") { place = .lineStart }
            return nil
        case .comment(let hyphens):
            if byte == UInt8(ascii: "-") {
                place = .comment(hyphens: min(hyphens + 1, 2))
            } else if byte == UInt8(ascii: ">"), hyphens == 2 {
                place = .lineStart
            } else {
                place = .comment(hyphens: 0)
            }
            return nil
        }
    }

    /// Decides at the end of the body: by an unfinished tag, or by `isExtended`.
    mutating func finish() -> BodyKind? {
        switch place {
        case .tag: return tag(word)
        case .line, .lineStart, .restOfLine, .restOfTag, .comment:
            return isExtended ? .playlist(.m3u) : nil
        }
    }

    // MARK: Lines

    private mutating func addToLine(_ byte: UInt8) -> BodyKind? {
        word.append(byte.asciiLowercased)
        if let kind = lineBeginning() { return kind }
        if word.count == Self.wordBytes {
            place = .restOfLine
            return endOfLine()
        }
        return nil
    }

    /// Decides by the beginning of a line, as soon as it is complete.
    private mutating func lineBeginning() -> BodyKind? {
        switch word.first {
        case UInt8(ascii: "#"):
            if word.elementsEqual("#ext-x-".utf8) { return .hls }
            if word.elementsEqual("#extm3u".utf8) || word.elementsEqual("#extinf:".utf8) {
                isExtended = true
            }
            return nil
        case UInt8(ascii: "["):
            guard word.last == UInt8(ascii: "]") else { return nil }
            let name = word.filter { $0 > 0x20 }
            if name.elementsEqual("[playlist]".utf8) { return .playlist(.pls) }
            if name.elementsEqual("[reference]".utf8) { return .playlist(.reference) }
            return nil
        default: break
        }
        switch word.last {
        case UInt8(ascii: "/"):
            guard word.suffix(3).elementsEqual("://".utf8), word.count > 3,
                word.dropLast(3).allSatisfy({ $0.isASCIIAlphanumeric })
            else { return nil }
            return .playlist(.m3u)
        case UInt8(ascii: "="): return key(word.dropLast())
        case UInt8(ascii: "t"):
            return word.elementsEqual("rtsptext".utf8) ? .playlist(.quickTime) : nil
        default: return nil
        }
    }

    /// Decides by a key of a playlist whose section line is missing.
    private func key(_ word: ArraySlice<UInt8>) -> BodyKind? {
        let name = word.prefix { $0 > 0x20 }
        let letters = name.prefix { $0.isASCIILetter }
        let hasNumber =
            letters.count < name.count
            && name.dropFirst(letters.count).allSatisfy(\.isASCIIDigit)
        if letters.elementsEqual("numberofentries".utf8) { return .playlist(.pls) }
        if letters.elementsEqual("streamurl".utf8), letters.count == name.count {
            return .playlist(.vclt)
        }
        guard hasNumber else { return nil }
        if letters.elementsEqual("file".utf8) || letters.elementsEqual("title".utf8) {
            return .playlist(.pls)
        }
        return letters.elementsEqual("ref".utf8) ? .playlist(.reference) : nil
    }

    /// In an extended list, a line that is not a comment is an address, whatever it looks like.
    private mutating func endOfLine() -> BodyKind? {
        guard isExtended, word.isEmpty == false, word.first != UInt8(ascii: "#") else { return nil }
        return .playlist(.m3u)
    }

    // MARK: Tags

    private mutating func addToTag(_ byte: UInt8) -> BodyKind? {
        if word.elementsEqual("!--".utf8) {
            place = .comment(hyphens: byte == UInt8(ascii: "-") ? 1 : 0)
            return nil
        }
        let isFirst = word.isEmpty
        let endsName =
            byte <= 0x20 || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "/") && isFirst == false
        guard endsName || word.count == Self.wordBytes else {
            word.append(byte.asciiLowercased)
            return nil
        }
        // `<!DOCTYPE html`: the word after it decides.
        if word.elementsEqual("!doctype".utf8), byte <= 0x20 {
            word.append(UInt8(ascii: " "))
            return nil
        }
        if word.elementsEqual("!doctype ".utf8), byte <= 0x20 { return nil }
        place = byte == UInt8(ascii: ">") ? .lineStart : .restOfTag
        return tag(word)
    }

    private func tag(_ word: [UInt8]) -> BodyKind? {
        let local = word.split(separator: UInt8(ascii: ":")).last.map(Array.init) ?? word
        let name = String(decoding: local, as: UTF8.self)
        switch name {
        case "asx": return .playlist(.asx)
        case "playlist": return .playlist(.xspf)
        case "smil", "?wpl", "?zpl": return .playlist(.smil)
        case "embed", "?quicktime": return .playlist(.quickTime)
        case "live_stream_config": return .playlist(.provisioning)
        case "!doctype html", "!doctype htm": return .page
        default: return Self.pageTags.contains(name) ? .page : nil
        }
    }

    /// The tags that web pages begin with, both whole pages and short answers of servers.
    private static let pageTags: Set<String> = [
        "html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "p",
        "b", "br", "hr", "center", "font", "table", "h1", "h2", "h3", "pre", "a", "img", "span",
        "iframe", "frameset", "form", "noscript", "ul", "main", "section", "header", "audio",
    ]
}
