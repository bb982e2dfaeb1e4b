/// Looks for another response head at the very start of a body.
///
/// A gateway that takes `ICY 200 OK` for a body puts `HTTP/1.1 200 OK` before it. Audio does not
/// begin with the words of a status line; what does and is no head after all is audio again.
struct SecondHead: Sendable {
    enum Verdict: Sendable, Equatable { case undecided, none, head(ResponseHead) }

    /// What has been consumed; it belongs to the body if the verdict is `none`.
    private(set) var held: [UInt8] = []
    private var parser = ResponseHeadParser()

    /// `#` is a digit.
    private static let beginnings = [Array("ICY ###".utf8), Array("HTTP/#.# ###".utf8)]

    /// Consumes from `input` at `offset`, before `end`, as long as it may be a head.
    mutating func add(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Verdict {
        while offset < end {
            // A body that begins otherwise is not touched.
            guard held.count < Limits.secondHeadBytes, mayFollow(input[offset]) else {
                return .none
            }
            held.append(input[offset])
            offset += 1
            guard isSure else { continue }
            let count = parser.byteCount
            var index = 0
            let unread = held[count...]
            do throws(ICYError) {
                if let head = try parser.next(unread.span, &index) { return .head(head) }
            } catch {
                return .none
            }
        }
        return .undecided
    }

    /// Whether the whole beginning is that of a status line.
    private var isSure: Bool {
        Self.beginnings.contains { $0.count <= held.count && $0.first == held[0].uppercased }
    }

    private func mayFollow(_ byte: UInt8) -> Bool {
        let index = held.count
        return Self.beginnings.contains { beginning in
            guard let first = beginning.first, (held.first ?? byte).uppercased == first else {
                return false
            }
            guard index < beginning.count else { return true }
            return beginning[index] == UInt8(ascii: "#")
                ? byte.isASCIIDigit : byte.uppercased == beginning[index]
        }
    }
}

extension UInt8 {
    fileprivate var uppercased: UInt8 { isASCIILetter ? self & 0xDF : self }
}
