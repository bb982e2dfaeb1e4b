/// The addresses in a playlist.
///
/// Lines and tags without meaning are skipped silently. An address that cannot be used is reported
/// in `dropped`.
public struct Playlist: Sendable, Equatable {
    /// How a playlist is written.
    public enum Format: String, Sendable, CaseIterable {
        /// `[playlist]`, `File1=…`, `Title1=…`.
        case pls
        /// One address per line, with or without `#EXTM3U`; RealAudio's `.ram` too.
        case m3u
        /// XML Shareable Playlist Format.
        case xspf
        /// Advanced Stream Redirector, also named `.wax` and `.wvx`.
        case asx
        /// `[Reference]`, `Ref1=…`: what old Windows Media servers send.
        case reference
        /// QuickTime media link: `<embed src=…>` or `RTSPtext…`.
        case quickTime = "quicktime"
        /// Lines of `STREAMURL=…`, `TITLE=…`, as Icecast offers for each mount.
        case vclt
        /// SMIL, and Windows Media Player's `.wpl`.
        case smil
        /// What StreamTheWorld (Triton Digital) says of a mount: `<live_stream_config>`. Only a
        /// refusal is read.
        case provisioning
    }

    /// Why a mount is not to be had, although the status of the response is a success.
    public struct Refusal: Sendable, Equatable {
        /// A status like that of a response: 404, or 453 where the mount is not offered to the
        /// listener's address.
        public let status: Int
        /// The words for it; may be empty.
        public let message: String
    }

    /// How many listeners a server has, as SHOUTcast writes it in titles: `(#1 - 40/100) Name`.
    public struct Load: Sendable, Equatable {
        /// The current number of listeners.
        public let listeners: Int
        /// The number of listeners that the server has room for; 0 if it does not say.
        public let maximum: Int
        /// Whether there is no room for another listener.
        public var isFull: Bool { maximum > 0 && listeners >= maximum }
    }

    /// One address.
    public struct Entry: Sendable, Equatable {
        /// Where to connect.
        public let url: StreamURL
        /// The name given, without the load; may be empty.
        public let title: String
        /// The load of the server, if the title has it.
        public let load: Load?
    }

    /// An address that cannot be used.
    public struct Dropped: Sendable, Equatable {
        /// Why.
        public enum Reason: String, Sendable {
            /// A scheme that is not HTTP: `rtsp:`, `file:`, `rtmp:`, a drive letter.
            case unsupportedScheme = "unsupported_scheme"
            /// Not an address at all.
            case invalid
            /// The playlist's own address.
            case ownAddress = "own_address"
        }

        /// The address as written in the playlist, shortened, without user and password.
        public let text: String
        /// Why.
        public let reason: Reason
    }

    /// How the playlist is written.
    public let format: Format
    /// The addresses in the order of the playlist, each once; at most `Limits.playlistEntries`.
    public private(set) var entries: [Entry] = []
    /// The addresses that cannot be used; at most `Limits.droppedEntries`.
    public private(set) var dropped: [Dropped] = []
    /// Whether this is HTTP Live Streaming and not a list of streams; there are no entries then.
    public private(set) var isHLS = false
    /// What is said in place of addresses.
    public private(set) var refusal: Refusal?
    /// Whether entries may be missing because a limit was reached.
    public private(set) var isCut = false

    /// The addresses in `entries`, while reading.
    private var seen: Set<String> = []

    /// Reads a whole document.
    ///
    /// - Parameters:
    ///   - document: its bytes in UTF-8, UTF-16 with a byte order mark, or any other charset; at
    ///     most `Limits.documentBytes` are read.
    ///   - url: its address; relative entries are resolved against it, unless they have their own
    ///     base.
    public init(_ document: [UInt8], format: Format, url: StreamURL) {
        self.format = format
        let bytes = PlaylistBytes.normalized(Array(document.prefix(Limits.documentBytes)))
        var items: [PlaylistItem]
        switch format {
        case .pls: items = PlaylistLines.keys(bytes, address: "file", title: "title")
        case .reference: items = PlaylistLines.keys(bytes, address: "ref", title: "title")
        case .vclt: items = PlaylistLines.keys(bytes, address: "streamurl", title: "title")
        case .m3u:
            guard let listed = PlaylistLines.addresses(bytes) else {
                isHLS = true
                return
            }
            items = listed
        case .xspf: items = PlaylistMarkup.tracks(bytes)
        case .asx: items = PlaylistMarkup.references(bytes)
        case .quickTime: items = PlaylistMarkup.embedded(bytes)
        case .smil: items = PlaylistMarkup.media(bytes)
        case .provisioning:
            refusal = PlaylistMarkup.refusal(bytes)
            items = []
        }
        // Resolving an address takes time. Limit it, for documents with thousands of bad addresses.
        var budget = GuessBudget()
        var room = Limits.resolvedBytes
        for item in items.prefix(Limits.playlistItems) {
            let text = PlaylistBytes.address(item.address)
            guard text.isEmpty == false else { continue }
            room -= text.utf8.count + (item.base ?? url).requestTarget.utf8.count
            if room < 0 { isCut = true }
            if isCut { break }
            add(item, text, url, &budget)
        }
        isCut = isCut || items.count > Limits.playlistItems
        seen = []
    }

    /// The entries in the order to try them.
    ///
    /// In the order of the playlist. Where loads are known, entries with room come first, the least
    /// loaded one at the top; then those without a known load; full ones come last.
    public var attempts: [Entry] {
        func rank(_ entry: Entry) -> Int {
            guard let load = entry.load, load.maximum > 0 else { return 1 }
            return load.isFull ? 2 : 0
        }
        return entries.enumerated().sorted { left, right in
            let ranks = (rank(left.element), rank(right.element))
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            if ranks.0 == 0, let first = left.element.load, let second = right.element.load {
                // Both have at most `PlaylistLines.loadDigits` digits, so the products fit.
                let shares = (first.listeners * second.maximum, second.listeners * first.maximum)
                if shares.0 != shares.1 { return shares.0 < shares.1 }
            }
            return left.offset < right.offset
        }.map(\.element)
    }

    private mutating func add(
        _ item: PlaylistItem, _ text: String, _ url: StreamURL, _ budget: inout GuessBudget
    ) {
        let complete = PlaylistBytes.withScheme(text)
        guard PlaylistBytes.hasOtherScheme(complete) == false else {
            drop(text, .unsupportedScheme)
            return
        }
        guard let resolved = try? (item.base ?? url).resolve(complete) else {
            drop(text, .invalid)
            return
        }
        let address = resolved.description
        guard address != url.description else {
            drop(text, .ownAddress)
            return
        }
        guard seen.contains(address) == false else { return }
        guard entries.count < Limits.playlistEntries else {
            isCut = true
            return
        }
        seen.insert(address)
        let name = PlaylistBytes.trimmed(item.title[...]).prefix(Limits.playlistTitleBytes)
        let (title, load) = PlaylistLines.load(DecodedText(Array(name), &budget).text)
        entries.append(Entry(url: resolved, title: title, load: load))
    }

    private mutating func drop(_ text: String, _ reason: Dropped.Reason) {
        guard dropped.count < Limits.droppedEntries else { return }
        dropped.append(Dropped(text: StreamURL.printable(text), reason: reason))
    }
}

/// One address, as written in a document.
struct PlaylistItem: Equatable {
    var address: [UInt8]
    var title: [UInt8] = []
    /// What a relative address is relative to, if not the document.
    var base: StreamURL?
}

/// Reads the bytes of documents.
enum PlaylistBytes {
    /// The document in UTF-8 or another charset that includes ASCII, without a byte order mark.
    /// UTF-16 with a byte order mark is converted.
    static func normalized(_ document: [UInt8]) -> [UInt8] {
        if document.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(document.dropFirst(3)) }
        let isBigEndian = document.starts(with: [0xFE, 0xFF])
        guard isBigEndian || document.starts(with: [0xFF, 0xFE]) else { return document }
        let units = stride(from: 2, to: document.count - 1, by: 2).map { index -> UInt16 in
            let (first, second) = (UInt16(document[index]), UInt16(document[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    static func text(_ bytes: [UInt8]) -> String { DecodedText(trimmed(bytes[...])).text }

    static func address(_ bytes: [UInt8]) -> String {
        PercentCoding.addressText(trimmed(bytes[...]))
    }

    /// Adds `http://` to `host:8000/live` and `www.host/live`, which are meant as addresses and not
    /// as paths.
    static func withScheme(_ text: String) -> String {
        let bytes = Array(text.utf8)
        if bytes.prefix(4).map(\.asciiLowercased).elementsEqual("www.".utf8) {
            return "http://" + text
        }
        let host = bytes.prefix {
            $0.isASCIIAlphanumeric || "-._".utf8.contains($0)
        }
        let rest = bytes.dropFirst(host.count)
        let digits = rest.dropFirst().prefix { $0.isASCIIDigit }
        let behind = rest.dropFirst(1 + digits.count).first
        guard host.isEmpty == false, rest.first == UInt8(ascii: ":"),
            (1...5).contains(digits.count),
            behind.map({ "/;?".utf8.contains($0) }) ?? true
        else { return text }
        return "http://" + text
    }

    /// The bytes without blanks, line breaks and quotes around them.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(bytes.trimming { $0 <= 0x20 || $0 == UInt8(ascii: "\"") })
    }

    /// Whether an address has a scheme that is not one of HTTP's, or is a file on Windows.
    static func hasOtherScheme(_ text: String) -> Bool {
        if text.hasPrefix("\\\\") { return true }
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            bytes[..<colon].allSatisfy({
                $0.isASCIIAlphanumeric || "+-.".utf8.contains($0)
            }), bytes[0].isASCIILetter
        else { return false }
        let scheme = String(decoding: bytes[..<colon].map(\.asciiLowercased), as: UTF8.self)
        return StreamURL.Scheme(name: scheme) == nil
    }
}
