/// One `Key='value';` of a block.
public struct MetadataField: Sendable, Equatable {
    /// The key as received.
    public let key: String
    /// The bytes between the quotes.
    public let raw: [UInt8]
    /// The value as text.
    public let text: DecodedText
}

/// The fields of a metadata block, in the order received.
///
/// There is no escaping in the format, and servers differ: missing `;`, missing quotes, `';` inside
/// a title, stale bytes after the last field. The reader takes all of it and flags what it did.
public struct MetadataFields: Sendable, Equatable {
    /// The fields in order; a key may be there twice.
    public private(set) var fields: [MetadataField] = []
    /// What was unusual about the block as a whole.
    public private(set) var flags: [Flag] = []
    /// The bytes that are part of no field: residue, garbage, or all of an unstructured block.
    public private(set) var remainder: [UInt8] = []

    /// No fields: what an empty block has.
    public init() {}

    /// Fields that were not in a block.
    init(fields: [MetadataField], flags: [Flag]) {
        self.fields = fields
        self.flags = flags
    }

    /// Reads a block.
    ///
    /// - Parameter previous: the block before, to tell its stale tail from other garbage.
    public init(_ block: MetadataBlock, previous: [UInt8] = []) {
        self.init(block.bytes, previous: previous)
    }

    /// Reads a block with what is known of the station's charset.
    ///
    /// - Parameter previous: the block before, to tell its stale tail from other garbage.
    public init(
        _ block: MetadataBlock, previous: [UInt8], decoder: inout TextDecoder
    ) {
        var scanner = FieldScanner(block.bytes)
        read(&scanner, &decoder)
        guard remainder.isEmpty == false else { return }
        classifyRemainder(previous)
    }

    /// Reads the content of a block, with or without padding.
    ///
    /// - Parameter previous: the block before, to tell its stale tail from other garbage.
    public init(_ block: [UInt8], previous: [UInt8] = []) {
        var scanner = FieldScanner(block)
        var decoder = TextDecoder()
        read(&scanner, &decoder)
        guard remainder.isEmpty == false else { return }
        classifyRemainder(previous)
    }

    /// Walks over the block.
    mutating func read(_ scanner: inout FieldScanner, _ decoder: inout TextDecoder) {
        guard scanner.isAtEnd == false else { return }
        if scanner.skipByteOrderMark() { flags.insert(.byteOrderMark) }
        scanner.skipBlanks()
        while let key = scanner.key() {
            guard fields.count < Limits.fieldsPerBlock else {
                flags.insert(.tooManyFields)
                break
            }
            append(key, scanner.value(of: key), &decoder)
            // Padding ends the block: what follows it was not written for this block.
            if scanner.skipAfterTerminator() { break }
        }
        guard scanner.isAtEnd == false, flags.contains(.tooManyFields) == false else { return }
        remainder = scanner.rest
    }

    /// The first field with this key; case does not matter.
    public subscript(key: String) -> MetadataField? {
        fields.first { $0.key.equalsIgnoringCase(key) }
    }

    private mutating func append(
        _ key: FieldScanner.Key, _ value: FieldScanner.Value, _ decoder: inout TextDecoder
    ) {
        if self[key.name] != nil { flags.insert(.duplicateKey) }
        if key.quote == nil { flags.insert(.unquoted) }
        if key.quote == UInt8(ascii: "\"") { flags.insert(.doubleQuoted) }
        flags.insert(contentsOf: value.flags)
        fields.append(
            MetadataField(key: key.name, raw: value.raw, text: decoder.decode(value.raw)))
    }

    private mutating func classifyRemainder(_ previous: [UInt8]) {
        guard fields.isEmpty else {
            let before = previous[..<FieldScanner.contentEnd(previous)]
            let isStale =
                before.count > remainder.count
                && before.reversed().starts(
                    with: remainder.reversed())
            flags.insert(isStale ? .residue : .tailGarbage)
            return
        }
        flags.insert(BlockPlausibility(remainder) == .binary ? .suspicious : .unstructured)
    }
}
