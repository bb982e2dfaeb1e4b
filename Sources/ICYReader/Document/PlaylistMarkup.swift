/// Playlists that consist of tags.
enum PlaylistMarkup {
    /// XSPF: `<track><location>…</location><title>…</title></track>`.
    static func tracks(_ bytes: [UInt8]) -> [PlaylistItem] {
        var items: [PlaylistItem] = []
        var scanner = MarkupScanner(bytes)
        var isInTrack = false
        var element = ""
        var locations: [[UInt8]] = []
        var title: [UInt8] = []
        func flush() {
            items += locations.map { PlaylistItem(address: $0, title: title) }
            locations = []
            title = []
        }
        while let token = scanner.next() {
            switch token {
            case .tag(let tag):
                if tag.name == "track" {
                    flush()
                    isInTrack = tag.isClosing == false
                }
                element = tag.isClosing ? "" : tag.name
                // A location outside a track is the playlist's own.
                if isInTrack, element == "location" { locations.append([]) }
            case .text(let text):
                // Text comes in pieces around CDATA sections.
                if isInTrack, element == "location", locations.isEmpty == false {
                    locations[locations.count - 1] += text
                } else if isInTrack, element == "title" {
                    title += text
                }
            }
        }
        flush()
        return items
    }

    /// ASX: `<entry><title>…</title><ref href="…"/></entry>`, `<entryref href="…"/>`.
    static func references(_ bytes: [UInt8]) -> [PlaylistItem] {
        var items: [PlaylistItem] = []
        var scanner = MarkupScanner(bytes)
        var base: StreamURL?
        var entryStart: Int?
        var isTitle = false
        var entryTitle: [UInt8] = []
        var listTitle: [UInt8] = []
        func endEntry() {
            guard let start = entryStart else { return }
            for index in start..<items.count { items[index].title = entryTitle }
            entryStart = nil
        }
        while let token = scanner.next() {
            guard case .tag(let tag) = token else {
                if isTitle, case .text(let text) = token {
                    if entryStart == nil { listTitle += text } else { entryTitle += text }
                }
                continue
            }
            isTitle = tag.name == "title" && tag.isClosing == false
            switch tag.name {
            case "entry":
                endEntry()
                if tag.isClosing == false {
                    entryStart = items.count
                    entryTitle = []
                }
            case "base":
                if let href = tag["href"] { base = try? StreamURL(PlaylistBytes.address(href)) }
            default: break
            }
            if ["entry", "ref", "entryref"].contains(tag.name), let href = tag["href"] {
                items.append(PlaylistItem(address: href, base: base))
            }
        }
        endEntry()
        for index in items.indices where items[index].title.isEmpty {
            items[index].title = listTitle
        }
        return items
    }

    /// QuickTime media links: `<embed src="…"/>`, or `RTSPtext` followed by an address.
    static func embedded(_ bytes: [UInt8]) -> [PlaylistItem] {
        let text = PlaylistBytes.trimmed(bytes[...])
        if text.prefix(8).map(\.asciiLowercased).elementsEqual("rtsptext".utf8) {
            let line = text.dropFirst(8).drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
            return [PlaylistItem(address: Array(line))]
        }
        return sources(bytes, of: ["embed"], in: ["src", "qtsrc"])
    }

    /// SMIL and WPL: `<audio src="…"/>`, `<media src="…"/>`.
    static func media(_ bytes: [UInt8]) -> [PlaylistItem] {
        sources(bytes, of: ["audio", "video", "media", "ref"], in: ["src"])
    }

    private static func sources(
        _ bytes: [UInt8], of names: [String], in attributes: [String]
    ) -> [PlaylistItem] {
        var items: [PlaylistItem] = []
        var scanner = MarkupScanner(bytes)
        while let token = scanner.next() {
            guard case .tag(let tag) = token, names.contains(tag.name) else { continue }
            let title = tag["title"] ?? tag["moviename"] ?? []
            for name in attributes {
                if let value = tag[name] {
                    items.append(PlaylistItem(address: value, title: title))
                }
            }
        }
        return items
    }

    /// `<status-code>453</status-code><status-message>…</status-message>` of the first mount that
    /// is refused; nil if none is. What is offered instead is another station.
    static func refusal(_ bytes: [UInt8]) -> Playlist.Refusal? {
        var scanner = MarkupScanner(bytes)
        var element = ""
        var status: Int?
        while let token = scanner.next() {
            switch token {
            case .tag(let tag):
                if tag.isClosing, tag.name == "status", let status {
                    return Playlist.Refusal(status: status, message: "")
                }
                element = tag.isClosing ? "" : tag.name
            case .text(let text):
                let words = PlaylistBytes.text(text)
                if element == "status-code", let code = Int(words), 300...999 ~= code {
                    status = code
                } else if element == "status-message", let status {
                    return Playlist.Refusal(
                        status: status, message: words.cut(to: Limits.quotedCharacters))
                }
            }
        }
        return nil
    }
}
