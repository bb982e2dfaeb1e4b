/// Tracks where the records of a TLS connection begin and end (RFC 8446 §5.1), from the outside: no
/// byte of a record can be decrypted before the whole record has arrived.
struct TLSRecords {
    private static let headerSize = 5

    private var headerCount = 0
    private var length = 0
    /// Bytes of the current record that have not arrived.
    private var missing = 0

    /// Processes the next bytes of the connection. Input that is not TLS gives meaningless numbers.
    mutating func add(_ bytes: Span<UInt8>) {
        var offset = 0
        while offset < bytes.count {
            if headerCount == Self.headerSize {
                let count = min(missing, bytes.count - offset)
                offset += count
                missing -= count
            } else {
                // Type and version come before the two bytes of the length.
                if headerCount >= 3 { length = (length & 0xFF) << 8 | Int(bytes[offset]) }
                headerCount += 1
                offset += 1
                missing = length & 0xFFFF
            }
            if headerCount == Self.headerSize, missing == 0 { headerCount = 0 }
        }
    }

    /// The fewest bytes that must arrive before `plaintext` more bytes can be read, if none can be
    /// read now. Each record is longer than its plaintext.
    func bytes(until plaintext: Int) -> Int {
        guard headerCount == Self.headerSize else {
            return Self.headerSize - headerCount + plaintext
        }
        let rest = plaintext - length
        return missing + (rest > 0 ? Self.headerSize + rest : 0)
    }
}
