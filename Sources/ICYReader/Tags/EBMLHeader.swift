/// Reads the header of an EBML element (RFC 8794 section 5 and 6), byte by byte: its ID and the
/// size of its content.
struct EBMLHeader: Sendable, Equatable {
    /// What a byte makes of a header.
    enum Step: Sendable { case incomplete, complete, impossible }

    /// The ID with the bits that say how long it is: one to four bytes.
    private(set) var id: UInt32 = 0
    private var idSize: UInt8 = 0
    /// The size with the bit that says how long it is: one to eight bytes.
    private var number: UInt64 = 0
    private var numberSize: UInt8 = 0
    private var count: UInt8 = 0

    init() {}

    /// Goes on after an ID of four bytes.
    init(id: UInt32) {
        self.id = id
        (idSize, count) = (4, 4)
    }

    /// The bytes of the header so far.
    var size: Int { Int(count) }

    /// The bytes of the content; nil if they are not known: it ends where an element begins that
    /// cannot be in it.
    var contentSize: Int? {
        let bits = 7 * UInt64(numberSize)
        let mask: UInt64 = (1 << bits) - 1
        return number & mask == mask ? nil : Int(number & mask)
    }

    mutating func add(_ byte: UInt8) -> Step {
        count += 1
        if idSize == 0 {
            guard byte.leadingZeroBitCount < 4 else { return .impossible }
            id = UInt32(byte)
            idSize = UInt8(byte.leadingZeroBitCount) + 1
        } else if count <= idSize {
            id = id << 8 | UInt32(byte)
        } else if numberSize == 0 {
            guard byte > 0 else { return .impossible }
            number = UInt64(byte)
            numberSize = UInt8(byte.leadingZeroBitCount) + 1
        } else {
            number = number << 8 | UInt64(byte)
        }
        return numberSize > 0 && count == idSize + numberSize ? .complete : .incomplete
    }

    /// The bytes of the header so far, as received.
    var bytes: [UInt8] {
        let idCount = min(count, idSize)
        return (0..<idCount).reversed().map { UInt8(truncatingIfNeeded: id >> (8 * UInt32($0))) }
            + (0..<(count - idCount)).reversed().map {
                UInt8(truncatingIfNeeded: number >> (8 * UInt64($0)))
            }
    }
}
