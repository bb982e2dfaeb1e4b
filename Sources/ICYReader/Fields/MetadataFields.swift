/// One `Key='value';` of a block.
public struct MetadataField: Sendable, Equatable {
    /// The key as received.
    public let key: String
    /// The bytes between the quotes.
    public let raw: [UInt8]
    /// The value as text.
    public let text: DecodedText

    /// Whether the program interprets the value of this key, and does not only show it.
    static func isRead(_ key: String) -> Bool {
        readKeys.contains { $0.equalsIgnoringCase(key) }
    }

    private static let readKeys = [
        "StreamTitle", "StreamUrl", "StreamNext", "TITLE", "ARTIST", "PERFORMER", "AdTitle", "adId",
        "AdCreativeId", "adw_ad", "insertionType", "durationMilliseconds",
    ]
}

/// The fields of a metadata block, in the order received.
///
/// The format has no escaping, and servers differ: missing `;`, missing quotes, `';` inside a
/// title, stale bytes after the last field, UTF-16. The reader accepts all of it and flags what it
/// did.
public struct MetadataFields: Sendable, Equatable {
    /// The fields in order; a key may occur twice.
    public private(set) var fields: [MetadataField] = []
    /// What was unusual about the block as a whole.
    public private(set) var flags: [Flag] = []
    /// The bytes that belong to no field: residue, garbage, or all of an unstructured block.
    public private(set) var remainder: [UInt8] = []

    /// Whether bytes follow the padding.
    private var isPadded = false

    /// No fields, as in an empty block.
    public init() {}

    /// Fields that do not come from a block.
    init(fields: [MetadataField], flags: [Flag]) {
        self.fields = fields
        self.flags = flags
    }

    /// Reads a block.
    ///
    /// - Parameter previous: the previous block, to distinguish its stale tail from text. Without
    ///   it, the block is treated as the first of its connection.
    public init(_ block: MetadataBlock, previous: [UInt8] = []) {
        self.init(block.bytes, previous: previous)
    }

    /// Reads the content of a block, with or without padding. At most `Limits.contentBytes` are
    /// read, more than any block has.
    ///
    /// - Parameter previous: the previous block, to distinguish its stale tail from text. Without
    ///   it, the block is treated as the first of its connection.
    public init(_ block: [UInt8], previous: [UInt8] = []) {
        var history = BlockHistory(previous)
        var decoder = TextDecoder()
        self.init(block, history: &history, decoder: &decoder)
    }

    /// Reads a block, using what is known of its connection and of the station's charset.
    init(_ block: [UInt8], history: inout BlockHistory, decoder: inout TextDecoder) {
        var budget = GuessBudget()
        self.init(block, history: &history, decoder: &decoder, &budget)
    }

    /// Reads a block like the initializer above, within a budget.
    init(
        _ block: [UInt8], history: inout BlockHistory, decoder: inout TextDecoder,
        _ budget: inout GuessBudget
    ) {
        let block =
            block.count > Limits.contentBytes ? Array(block[..<Limits.contentBytes]) : block
        guard let plain = PlainBlock(block.span) else {
            scan(block, history: &history, decoder: &decoder, &budget)
            return
        }
        fields = [field("StreamTitle", block[plain.title], &decoder, &budget)]
        if let url = plain.url { fields.append(field("StreamUrl", block[url], &decoder, &budget)) }
        history.remember(block, upTo: plain.end)
    }

    private func field(
        _ key: String, _ value: ArraySlice<UInt8>, _ decoder: inout TextDecoder,
        _ budget: inout GuessBudget
    ) -> MetadataField {
        let raw = Array(value)
        return MetadataField(key: key, raw: raw, text: decoder.decode(raw, &budget))
    }

    /// Reads a block of any shape.
    mutating func scan(
        _ block: [UInt8], history: inout BlockHistory, decoder: inout TextDecoder,
        _ budget: inout GuessBudget
    ) {
        let wide = UTF16Text(block: block)
        var scanner = FieldScanner(wide?.utf8 ?? block, history: history)
        if wide != nil { flags.insert(.utf16) }
        read(&scanner, &decoder, &budget, wide)
        let content = scanner.taken
        let tail = scanner.rest
        if tail.isEmpty == false, flags.contains(.tooManyFields) == false {
            classify(tail, scanner, history)
            remainder += tail
        }
        if let index = scanner.residueOf { history.refresh(index) }
        if fields.isEmpty == false { history.remember(Array(content), upTo: content.count) }
    }

    /// Scans the fields of the block.
    mutating func read(
        _ scanner: inout FieldScanner, _ decoder: inout TextDecoder, _ budget: inout GuessBudget,
        _ wide: UTF16Text? = nil
    ) {
        var found: [(key: String, raw: [UInt8])] = []
        var wideTexts: [Int: DecodedText] = [:]
        guard scanner.isAtEnd == false else { return }
        if scanner.skipByteOrderMark() { flags.insert(.byteOrderMark) }
        scanner.skipBlanks()
        if scanner.skipByteOrderMark() { flags.insert(.byteOrderMark) }
        if scanner.key() == nil { scanner.skipToKey() }
        while let key = scanner.key() {
            guard found.count < Limits.fieldsPerBlock else {
                flags.insert(.tooManyFields)
                break
            }
            let value = scanner.value(of: key)
            if found.contains(where: { $0.key.equalsIgnoringCase(key.name) }) {
                flags.insert(.duplicateKey)
            }
            if key.quote == nil { flags.insert(.unquoted) }
            if key.quote == UInt8(ascii: "\"") { flags.insert(.doubleQuoted) }
            flags.insert(contentsOf: value.flags)
            let raw = Array(scanner.bytes[value.range])
            wideTexts[found.count] = wideText(raw, wide, &budget)
            found.append((key.name, wide?.original(of: value.range) ?? raw))
            // Padding ends the block: bytes after it were not written for this block. So does
            // residue.
            isPadded = scanner.skipAfterTerminator()
            if isPadded || scanner.hasResidue { break }
        }
        append(found, wideTexts, &decoder, &budget)
        remainder = scanner.garbage
        if remainder.isEmpty == false { flags.insert(.tailGarbage) }
    }

    /// The first field with this key, ignoring case.
    public subscript(key: String) -> MetadataField? {
        fields.first { $0.key.equalsIgnoringCase(key) }
    }

    /// The text of a value in UTF-16, or of any value in a block in UTF-16; nil for others.
    private mutating func wideText(
        _ content: [UInt8], _ wide: UTF16Text?, _ budget: inout GuessBudget
    ) -> DecodedText? {
        if let wide { return Self.text(content, of: wide.charset, &budget) }
        guard let wideValue = UTF16Text(value: content) else { return nil }
        flags.insert(.utf16)
        return Self.text(wideValue.utf8, of: wideValue.charset, &budget)
    }

    /// Appends the fields with the texts of their values.
    private mutating func append(
        _ found: [(key: String, raw: [UInt8])], _ wideTexts: [Int: DecodedText],
        _ decoder: inout TextDecoder, _ budget: inout GuessBudget
    ) {
        let plain = found.indices.filter { wideTexts[$0] == nil }
        let texts = decoder.decode(
            plain.map { found[$0].raw }, isRead: { MetadataField.isRead(found[plain[$0]].key) },
            &budget)
        var all = wideTexts
        for (index, text) in zip(plain, texts) { all[index] = text }
        for (index, value) in found.enumerated() {
            guard let text = all[index] else { continue }
            fields.append(MetadataField(key: value.key, raw: value.raw, text: text))
        }
    }

    private static func text(
        _ utf8: [UInt8], of charset: Charset, _ budget: inout GuessBudget
    ) -> DecodedText {
        budget.cost.addText(2 * utf8.count, isASCII: false)
        return DecodedText(String(decoding: utf8, as: UTF8.self), charset, confidence: 1)
    }

    private mutating func classify(
        _ tail: [UInt8], _ scanner: FieldScanner, _ history: BlockHistory
    ) {
        guard fields.isEmpty else {
            // What follows padding was written for an earlier block.
            let isStale =
                scanner.hasResidue || isPadded
                || history.tails(of: tail[...]).contains { $0.explains(tail.count) }
            flags.insert(isStale ? .residue : .tailGarbage)
            return
        }
        flags.insert(BlockPlausibility(tail) == .binary ? .suspicious : .unstructured)
    }
}
