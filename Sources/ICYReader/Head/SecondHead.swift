/// Looks for another response head at the very start of a body.
///
/// A gateway that mistakes `ICY 200 OK` for a body puts `HTTP/1.1 200 OK` before it. Audio does not
/// begin with the words of a status line. If bytes that do begin so are not a head after all, they
/// are audio.
struct SecondHead: Sendable {
    enum Verdict: Sendable, Equatable {
        case undecided, none
        /// The inner head, joined with the outer one.
        case head(ResponseHead)
    }

    /// The bytes consumed. They belong to the body if the verdict is `none`.
    private(set) var held: [UInt8] = []
    @OnDemand private var parser: ResponseHeadParser
    private let outer: OuterHead

    /// `#` stands for a digit.
    private static let beginnings = [Array("ICY ###".utf8), Array("HTTP/#.# ###".utf8)]

    init(inBodyOf outer: ResponseHead) { self.outer = OuterHead(outer) }

    /// Consumes from `input` at `offset`, before `end`, while the bytes may be a head.
    mutating func add(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Verdict {
        while offset < end {
            // A body that begins differently is left untouched.
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
                if let inner = try parser.next(unread.span, &index) {
                    return .head(ResponseHead(inner, inBodyOf: outer))
                }
            } catch {
                return .none
            }
        }
        return .undecided
    }

    /// Whether the beginning of a status line is complete.
    private var isSure: Bool {
        Self.beginnings.contains { $0.count <= held.count && $0.first == held[0].asciiUppercased }
    }

    private func mayFollow(_ byte: UInt8) -> Bool {
        let index = held.count
        return Self.beginnings.contains { beginning in
            guard let first = beginning.first, (held.first ?? byte).asciiUppercased == first else {
                return false
            }
            guard index < beginning.count else { return true }
            return beginning[index] == UInt8(ascii: "#")
                ? byte.isASCIIDigit : byte.asciiUppercased == beginning[index]
        }
    }
}

/// The parts of a head that are needed if its body contains another head, in as few bytes as
/// possible: a new station may wait a while for the first byte of its stream.
struct OuterHead: Sendable {
    /// Each line as `NAME:VALUE` and LF. Neither part can contain LF.
    private let lines: [UInt8]
    let flags: [Flag]

    init(_ head: ResponseHead) {
        lines = Array(
            head.headers.map { Array($0.name.utf8) + [UInt8(ascii: ":")] + $0.rawValue + [0x0A] }
                .joined())
        flags = head.flags
    }

    var headers: [Header] {
        var budget = GuessBudget()
        return lines.split(separator: 0x0A).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            return Header(
                name: String(decoding: line[..<colon], as: UTF8.self),
                rawValue: Array(line[(colon + 1)...]), &budget)
        }
    }
}
