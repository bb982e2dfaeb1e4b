/// An advertisement that a block announces. It is not a song, and does not end one.
public struct AdBreak: Sendable, Equatable {
    /// `preroll`, `midroll`, … as received. For a marker in the title, `start` or `stop` if it
    /// contains one of them. Otherwise `ad`.
    public let kind: String
    /// The duration, if the block contains it.
    public let durationMilliseconds: Int?
    /// The network's identifier, or the number in a marker; empty if there is none.
    public let id: String

    /// Makes an advertisement; readers do this.
    public init(kind: String, durationMilliseconds: Int?, id: String) {
        self.kind = kind
        self.durationMilliseconds = durationMilliseconds
        self.id = id
    }

    /// The advertisement that these fields announce; nil if there is none.
    ///
    /// AdsWizz and Triton write keys of their own (`adw_ad`, `insertionType`, `adId`,
    /// `durationMilliseconds`), others a marker in the title.
    public init?(_ fields: MetadataFields) { self.init(fields, SongTitle(fields)) }

    /// The same, with the title that is in the fields.
    init?(_ fields: MetadataFields, _ title: SongTitle?) {
        if let ad = Self.keys(fields) {
            self = ad
        } else if let title, title.flags.contains(.adMarker) {
            // A word of the operator says only that it is one.
            self =
                Self(attributes: title.attributes) ?? Self(marker: title.display)
                ?? Self(kind: "ad", durationMilliseconds: nil, id: "")
        } else {
            return nil
        }
    }

    /// The advertisement that the attributes of a title announce, as iHeart writes them; nil if
    /// there is none.
    ///
    /// `adContext` is the address of an advertisement. `song_spot="T"` is anything but music, and a
    /// `spotInstanceId` says that somebody paid for it; without one it is `-1`.
    init?(attributes: [TitleAttribute]) {
        guard attributes.isEmpty == false else { return nil }
        let spot = attributes.value(of: "spotInstanceId")
        let isPaid =
            attributes.value(of: "song_spot").equalsIgnoringCase("T") && Self.isIdentifier(spot)
        guard isPaid || attributes.value(of: "adContext").isEmpty == false else { return nil }
        let length = Self.clock(attributes.value(of: "length")) ?? 0
        self.init(
            kind: "ad", durationMilliseconds: length > 0 ? length : nil, id: isPaid ? spot : "")
    }

    private static func keys(_ fields: MetadataFields) -> AdBreak? {
        // Nearly every block has only a title and an address.
        guard fields.fields.contains(where: { $0.key.utf8.first.map(Self.beginsKey) ?? false })
        else { return nil }
        func value(_ key: String) -> String { fields[key]?.text.text.trimmingBlanks ?? "" }
        let isAd = ["true", "1", "yes"].contains(value("adw_ad").lowercased())
        let insertion = value("insertionType")
        let isInsertion = contentTypes.contains(insertion.lowercased()) == false
        let id = ["adId", "AdCreativeId", "AdTitle"].map(value).first(where: Self.isIdentifier)
        guard isAd || isInsertion || id != nil, value("adw_ad").lowercased() != "false" else {
            return nil
        }
        return AdBreak(
            kind: isInsertion ? insertion : "ad",
            durationMilliseconds: number(value("durationMilliseconds")), id: id ?? "")
    }

    /// Whether a key may be `adw_ad`, `adId`, `AdTitle` or `insertionType`.
    private static func beginsKey(_ byte: UInt8) -> Bool {
        byte.asciiLowercased == UInt8(ascii: "a") || byte.asciiLowercased == UInt8(ascii: "i")
    }

    /// Values of `insertionType` that mean no advertisement.
    private static let contentTypes: Set<String> = [
        "", "none", "false", "content", "song", "music", "track",
    ]

    private static func isIdentifier(_ value: String) -> Bool {
        value.isEmpty == false && value != "0" && value != "-1" && value.lowercased() != "null"
    }

    private static func number(_ text: String) -> Int? {
        guard text.isEmpty == false, text.utf8.allSatisfy({ $0.isASCIIDigit }) else { return nil }
        return Int(text)
    }
}

// MARK: Markers in the title

extension AdBreak {
    /// The advertisement that a title marks; nil for any other title.
    ///
    /// Only the markers of automation systems and the words for an advertisement are recognised,
    /// and only as the whole title: `Artist - Advertisement` and `Ad Astra` are songs.
    init?(marker title: String) {
        if AdWords.areAll(of: title) {
            self.init(kind: "ad", durationMilliseconds: nil, id: "")
            return
        }
        guard Self.beginsLikeMarker(title.utf8.span) else { return nil }
        let title = title.lowercased()
        let words = title.split { $0 == " " || $0 == "_" || $0 == "-" || $0 == ":" }.map(
            String.init)
        guard let first = words.first else { return nil }
        switch first {
        case "start", "stop", "end":
            guard title.containsText(" - ") == false else { return nil }
            self.init(breakMarker: words)
        case "adwtag" where title.hasPrefix("adwtag_") && words.count >= 2:
            guard let duration = Self.number(words[1]) else { return nil }
            self.init(kind: "ad", durationMilliseconds: duration, id: "")
        case "advertisement" where words.count > 1 && words[1] == "start":
            let length = title.split(separator: "=").last.map(String.init) ?? ""
            self.init(kind: "start", durationMilliseconds: Self.clock(length), id: "")
        case "advertisement" where title == "advertisement_stop":
            self.init(kind: "stop", durationMilliseconds: nil, id: "")
        case "spot" where title == "spot block start" || title == "spot block end":
            self.init(
                kind: words[2] == "end" ? "stop" : "start", durationMilliseconds: nil, id: "")
        case "ad" where words.count == 2 && title.contains(" ") && words[1].utf8.count <= 2:
            guard let number = Self.number(words[1]) else { return nil }
            self.init(kind: "ad", durationMilliseconds: nil, id: String(number))
        default:
            let isBreak = Self.breaks.contains(title) || title.hasPrefix("advert: - ")
            let isNamed = words.allSatisfy { Self.names.contains($0) }
            guard isBreak || isNamed else { return nil }
            self.init(kind: "ad", durationMilliseconds: nil, id: "")
        }
    }

    /// Whether a title may be a marker. Songs begin with other words, or are longer.
    private static func beginsLikeMarker(_ title: Span<UInt8>) -> Bool {
        guard title.count <= longestMarker,
            let start = title.indices.first(where: { title[$0].isASCIILetter })
        else { return false }
        var end = start
        while end < title.count, end - start < longestWord, title[end].isASCIILetter { end += 1 }
        return firstWords.contains { word in
            word.count == end - start
                && word.indices.allSatisfy { title[start + $0].asciiLowercased == word[$0] }
        }
    }

    /// `START ADBREAK 1`, `STOP ADBREAK 1` (Bauer), `START_AD_BREAK_6000`.
    private init?(breakMarker words: [String]) {
        let rest: ArraySlice<String>
        if words.count > 1, words[1] == "adbreak" {
            rest = words[2...]
        } else if words.count > 2, words[1] == "ad", words[2] == "break" {
            rest = words[3...]
        } else {
            return nil
        }
        guard rest.count <= 1 else { return nil }
        let number = Self.number(rest.first ?? "")
        guard rest.isEmpty || number != nil else { return nil }
        // Breaks are numbered from a small number; durations are in milliseconds.
        let isDuration = number.map { $0 >= 1000 } ?? false
        self.init(
            kind: words[0] == "start" ? "start" : "stop",
            durationMilliseconds: isDuration ? number : nil,
            id: isDuration ? "" : rest.first ?? "")
    }

    /// The milliseconds in a time like `00:00:29.960`.
    private static func clock(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let hours = number(parts[0]), let minutes = number(parts[1]),
            hours < 100, minutes < 60
        else { return nil }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = number(String(seconds[0])), whole < 60, seconds.count <= 2 else {
            return nil
        }
        let fraction = seconds.count == 2 ? String(seconds[1].prefix(3)) : "0"
        let padded = fraction + String(repeating: "0", count: max(0, 3 - fraction.utf8.count))
        guard let milliseconds = number(padded) else { return nil }
        return ((hours * 60 + minutes) * 60 + whole) * 1000 + milliseconds
    }

    /// The letters that markers begin with, up to the first byte that is not a letter.
    private static let firstWords: [[UInt8]] = {
        let all = breaks.union(names).union(["start", "stop", "end", "adwtag", "spot", "advert"])
        return Array(
            Set(all.map { Array($0.utf8.prefix { $0.isASCIILetter }.prefix(longestWord)) }))
    }()

    /// More letters than `advertisements` has.
    private static let longestWord = 16

    /// The longest marker has about 40 bytes: `Advertisement_Start_Length=00:00:29.960`.
    private static let longestMarker = 80

    private static let breaks: Set<String> = [
        "adbreak", "ad break", "ad_break", "tibreak", "adtrigger", "ad-trigger",
        "ad-trigger - ad-trigger", "commercial break", "commercials",
        "live365 - advertisement", "live365 - live365 - advertisement",
        "this station will continue after this break",
    ]

    /// A title that consists only of these words, with separators between them, is a marker.
    private static let names: Set<String> = [
        "advert", "adverts", "advertisement", "advertisements", "adbreak",
    ]
}
