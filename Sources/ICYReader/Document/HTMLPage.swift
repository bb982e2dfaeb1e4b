/// A web page that was sent in place of a stream.
///
/// Its links are shown to the operator and not followed: a page often links to another station, an
/// advertisement, or a recording.
package struct HTMLPage: Sendable, Equatable {
    /// The text of `<title>`, in one line.
    package let title: String
    /// Addresses that look like streams, the likely ones first; at most `Limits.pageCandidates`.
    package let candidates: [StreamURL]
    /// Whether this is the page of a SHOUTcast server, whose stream `SHOUTcastLadder` may find.
    package let isSHOUTcast: Bool

    /// How likely an address is a stream.
    private enum Rank: Int { case media, playlist, refresh, name }

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - document: its bytes, at most `Limits.documentBytes` of them; it may be cut off.
    ///   - url: its address.
    package init(_ document: [UInt8], url: StreamURL) {
        let bytes = PlaylistBytes.normalized(Array(document.prefix(Limits.documentBytes)))
        var scanner = MarkupScanner(bytes)
        var title: [UInt8] = []
        var isTitle = false
        var base = url
        var isNamed = false
        var links: [(rank: Rank, url: StreamURL)] = []
        // How many addresses, and how many bytes of them, may still be resolved.
        var addresses = Limits.playlistItems
        var room = Limits.resolvedBytes
        func resolve(_ address: String, at base: StreamURL) -> StreamURL? {
            addresses -= 1
            room -= address.utf8.count + base.requestTarget.utf8.count
            return addresses >= 0 && room >= 0 ? try? base.resolve(address) : nil
        }
        while let token = scanner.next() {
            switch token {
            case .text(let text):
                if isTitle { title += text }
                isNamed = isNamed || Self.namesSHOUTcast(text)
            case .tag(let tag):
                isTitle = tag.name == "title" && tag.isClosing == false && title.isEmpty
                if tag.name == "base", let href = tag["href"] {
                    base = resolve(PlaylistBytes.address(href), at: url) ?? base
                }
                guard links.count < Limits.playlistEntries, addresses > 0, room > 0,
                    let (rank, address) = Self.link(tag),
                    let resolved = resolve(address, at: base),
                    resolved.description != url.description,
                    links.contains(where: { $0.url == resolved }) == false
                else { continue }
                links.append((rank, resolved))
            }
        }
        self.title = Self.oneLine(PlaylistBytes.text(Array(title.prefix(Self.titleBytes))))
        let name = self.title.lowercased()
        isSHOUTcast = isNamed || Self.serverTitles.contains { name.hasPrefix($0) }
        candidates = links.enumerated().sorted {
            ($0.element.rank.rawValue, $0.offset) < ($1.element.rank.rawValue, $1.offset)
        }.prefix(Limits.pageCandidates).map(\.element.url)
    }

    /// Enough for a message.
    private static let titleBytes = 200

    /// Titles of SHOUTcast 1.9 ("Administrator") and 2.
    private static let serverTitles = [
        "shoutcast administrator", "shoutcast server", "shoutcast dnas",
    ]

    /// Whether text is a heading of the status page of SHOUTcast 1.9:
    /// `SHOUTcast D.N.A.S. Status`, or one with its version.
    private static func namesSHOUTcast(_ text: [UInt8]) -> Bool {
        // `&nbsp;` precedes it.
        let visible = text[...].drop { $0 == 0xC2 || $0 == 0xA0 }
        // Check the first letter before the rest: hardly any text begins with it.
        guard let first = visible.first(where: { $0 > 0x20 && $0 != UInt8(ascii: "\"") }),
            first.asciiLowercased == UInt8(ascii: "s")
        else { return false }
        let trimmed = PlaylistBytes.trimmed(visible).map(\.asciiLowercased)
        return ["shoutcast d.n.a.s.", "shoutcast server version"].contains {
            trimmed.starts(with: $0.utf8)
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\u{A0}" }.joined(separator: " ")
    }

    /// The address in a tag, if it may be a stream.
    private static func link(_ tag: MarkupScanner.Tag) -> (Rank, String)? {
        switch tag.name {
        case "audio", "source", "embed":
            guard let source = tag["src"] else { return nil }
            return (.media, PlaylistBytes.address(source))
        case "a":
            guard let href = tag["href"] else { return nil }
            let address = PlaylistBytes.address(href)
            return rank(address).map { ($0, address) }
        case "meta":
            guard let kind = tag["http-equiv"], let content = tag["content"],
                kind.map(\.asciiLowercased).elementsEqual("refresh".utf8),
                let address = refreshAddress(content)
            else { return nil }
            return (.refresh, address)
        default: return nil
        }
    }

    /// `0; url='http://…'`
    private static func refreshAddress(_ content: [UInt8]) -> String? {
        guard let mark = content.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let before = content[..<mark].map(\.asciiLowercased)
        guard PlaylistBytes.trimmed(before[...]).suffix(3).elementsEqual("url".utf8) else {
            return nil
        }
        let address = PlaylistBytes.address(Array(content[(mark + 1)...]))
        return address.trimmingQuotes
    }

    private static func rank(_ address: String) -> Rank? {
        let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let ending =
            name.contains(".") ? name.split(separator: ".").last.map(String.init) ?? "" : ""
        if ["m3u", "pls", "xspf", "asx", "wax", "ram", "qtl"].contains(ending) { return .playlist }
        if ["mp3", "aac", "aacp", "ogg", "opus", "flac", "oga"].contains(ending) { return .media }
        if name.hasPrefix(";") { return .media }
        guard ending.isEmpty || name.contains(":") else { return nil }
        let words = ["stream", "listen", "live", "radio.mp3"]
        return words.contains { name.hasPrefix($0) || name.hasSuffix($0) } ? .name : nil
    }
}

extension String {
    /// The text without single quotes around it.
    fileprivate var trimmingQuotes: String {
        guard utf8.count >= 2, first == "'", last == "'" else { return self }
        return String(dropFirst().dropLast())
    }
}
