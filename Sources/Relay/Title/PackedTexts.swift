/// Texts that are kept for long, in few more bytes than the texts have. If an earlier text begins
/// or ends with this one, only its position is stored. That is the case for the artist and the song
/// of a title.
struct PackedTexts: Sendable, Equatable {
    /// For each text, its length times two, followed by its UTF-8. Or its length times two, plus
    /// one, followed by the position in this array of the text it repeats.
    private let bytes: [UInt8]

    init(_ texts: [String]) {
        var packed: [UInt8] = []
        var places: [Range<Int>] = []
        for text in texts {
            let utf8 = Array(text.utf8)
            if let place = Self.place(of: utf8, in: packed, places) {
                Self.append(utf8.count << 1 | 1, to: &packed)
                Self.append(place, to: &packed)
            } else {
                Self.append(utf8.count << 1, to: &packed)
                places.append(packed.count..<packed.count + utf8.count)
                packed += utf8
            }
        }
        // A copy without the spare capacity.
        bytes = Array(packed[...])
    }

    var byteCount: Int { bytes.count }

    /// All texts, in their order.
    var all: [String] {
        var texts: [String] = []
        var index = 0
        while index < bytes.count { texts.append(next(&index)) }
        return texts
    }

    /// The first text.
    var first: String {
        var index = 0
        return bytes.isEmpty ? "" : next(&index)
    }

    private func next(_ index: inout Int) -> String {
        let length = number(&index)
        let isElsewhere = length & 1 == 1
        let start = isElsewhere ? number(&index) : index
        let end = start + length >> 1
        if !isElsewhere { index = end }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func place(
        of text: [UInt8], in packed: [UInt8], _ places: [Range<Int>]
    ) -> Int? {
        guard !text.isEmpty else { return nil }
        for place in places where text.count <= place.count {
            let end = place.upperBound - text.count
            if packed[place.lowerBound...].starts(with: text) { return place.lowerBound }
            if packed[end...].starts(with: text) { return end }
        }
        return nil
    }

    // MARK: Numbers

    /// Groups of 7 bits, lowest first; all but the last have the highest bit set.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private func number(_ index: inout Int) -> Int {
        var (number, shift) = (0, 0)
        while true {
            let byte = bytes[index]
            index += 1
            number |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
            shift += 7
        }
    }
}
