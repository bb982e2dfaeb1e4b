extension OutputSpan where Element == UInt8 {
    /// Appends a copy of the bytes of another span.
    mutating func append(copying bytes: Span<UInt8>) {
        for index in bytes.indices { append(bytes[index]) }
    }

    /// Appends the last `digits` decimal digits of a number, padded with zeros on the left.
    mutating func append(decimal number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}

extension [UInt8] {
    /// Appends a number in decimal.
    mutating func append(decimal number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        var count = 1
        var power: UInt = 10
        // 10^19 is the largest power of ten that fits into a word.
        while count < 20, rest >= power {
            count += 1
            if count < 20 { power *= 10 }
        }
        append(addingCapacity: count) { $0.append(repeating: UInt8(ascii: "0"), count: count) }
        var digits = mutableSpan
        for index in stride(from: digits.count - 1, to: digits.count - 1 - count, by: -1) {
            digits[index] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
