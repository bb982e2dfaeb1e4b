import ICYReader

/// Parses numeric addresses strictly: parsers such as `inet_aton` disagree about unusual forms.
enum AddressText {
    /// Four numbers from 0 to 255, separated by dots.
    static func ipv4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard let number = DecimalText.number(part, upTo: 255) else { return nil }
            address = address << 8 | UInt32(number)
        }
        return address
    }

    /// RFC 4291 §2.2: eight groups. `::` replaces one or more groups of zeros, and an IPv4 address
    /// may replace the last two.
    static func ipv6(_ text: Substring) -> (high: UInt64, low: UInt64)? {
        // The longest form has 45 characters.
        guard text.utf8.count <= 45 else { return nil }
        var groups: [UInt16] = []
        let gap: Int?
        if let (before, after) = halves(text) {
            guard let first = self.groups(before, mayEndInIPv4: false),
                let last = self.groups(after, mayEndInIPv4: true), first.count + last.count <= 7
            else { return nil }
            groups = first + last
            gap = first.count
        } else {
            guard let all = self.groups(text, mayEndInIPv4: true) else { return nil }
            groups = all
            gap = nil
        }
        if let gap {
            groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        let (high, low) = (groups[..<4], groups[4...])
        return (high.reduce(0) { $0 << 16 | UInt64($1) }, low.reduce(0) { $0 << 16 | UInt64($1) })
    }

    /// The text before and after the first `::`.
    private static func halves(_ text: Substring) -> (Substring, Substring)? {
        let bytes = text.utf8
        var previous: UInt8 = 0
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: ":"), previous == UInt8(ascii: ":") {
                return (text[..<bytes.index(before: index)], text[bytes.index(after: index)...])
            }
            previous = bytes[index]
        }
        return nil
    }

    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", maxSplits: 8, omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, let address = ipv4(part) {
                groups += [UInt16(address >> 16), UInt16(address & 0xFFFF)]
            } else {
                guard let group = group(part) else { return nil }
                groups.append(group)
            }
        }
        return groups.count <= 8 ? groups : nil
    }

    /// One to four hexadecimal digits.
    private static func group(_ text: Substring) -> UInt16? {
        guard 1...4 ~= text.utf8.count, text.utf8.allSatisfy({ $0.hexadecimalValue != nil }) else {
            return nil
        }
        return UInt16(text, radix: 16)
    }
}

/// Numbers without a sign, blanks or leading zeros.
enum DecimalText {
    static func number(_ text: Substring, upTo maximum: Int) -> Int? {
        guard 1...9 ~= text.utf8.count, text.utf8.allSatisfy(\.isASCIIDigit),
            text.utf8.first != UInt8(ascii: "0") || text.utf8.count == 1,
            let number = Int(text), number <= maximum
        else { return nil }
        return number
    }
}
