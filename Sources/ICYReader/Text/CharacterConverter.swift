import Glibc

/// One run of iconv from a charset to Unicode.
///
/// Its tables come with the C library. Making one costs about a microsecond while the table is
/// loaded, so one is made for each text and nothing is shared. `LoadedCharset` keeps it loaded.
@safe struct CharacterConverter: ~Copyable {
    /// What became of some bytes.
    struct Output: Equatable {
        /// The text as UTF-8.
        var text: [UInt8] = []
        /// How many byte sequences had no character; U+FFFD stands for each.
        var replaced = 0
        /// Whether the bytes end inside a character, which is not in the text.
        var isCut = false

        /// The text if every byte belongs to a character.
        var exact: String? {
            replaced == 0 && isCut == false ? String(validating: text, as: UTF8.self) : nil
        }
    }

    private let descriptor: iconv_t

    /// Nil if iconv does not know the charset.
    init?(_ charset: Charset) {
        guard let descriptor = unsafe iconv_open("UTF-8", charset.converterName),
            Int(bitPattern: descriptor) != -1
        else { return nil }
        unsafe self.descriptor = descriptor
    }

    deinit { unsafe iconv_close(descriptor) }

    /// Converts all of a text.
    func convert(_ bytes: [UInt8]) -> Output { convert(bytes, mayReplace: true) ?? Output() }

    /// Converts a text that all has a meaning, but for a character cut off at its end; nil at the
    /// first byte that has none.
    func convertWhole(_ bytes: [UInt8]) -> Output? { convert(bytes, mayReplace: false) }

    private func convert(_ bytes: [UInt8], mayReplace: Bool) -> Output? {
        var output = Output()
        var rest = bytes[...]
        reset()
        while rest.isEmpty == false {
            switch step(&rest, &output.text) {
            case 0: rest = []
            case E2BIG: break
            case EINVAL:
                // The bytes end here. A BOM alone or half a character is no text.
                output.isCut = true
                rest = []
            default:
                guard mayReplace else { return nil }
                output.text += replacement
                output.replaced += 1
                rest = rest.dropFirst()
            }
        }
        // What a charset with combining characters still holds back.
        var nothing: ArraySlice<UInt8> = []
        _ = step(&nothing, &output.text)
        withoutForbidden(&output)
        return mayReplace || output.replaced == 0 ? output : nil
    }

    /// So many bytes at a time, each byte that is wrong costs no copy of all that follow it.
    private static let pieceBytes = 256

    /// Converts a piece, or up to the first problem.
    ///
    /// - Returns: 0, or the C library's error; E2BIG where more is to be done.
    private func step(_ input: inout ArraySlice<UInt8>, _ output: inout [UInt8]) -> Int32 {
        let source = Array(input.prefix(Self.pieceBytes))
        // No charset of iconv makes more than this of a byte; if one does, it is asked again.
        let room = source.count * 4 + 64
        var taken = 0
        var error: Int32 = 0
        let made = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            unsafe source.withUnsafeBytes { source in
                unsafe buffer.withMemoryRebound(to: CChar.self) { buffer in
                    // iconv does not write to its input, whatever its signature says.
                    let start = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)
                    var from = unsafe start?.assumingMemoryBound(to: CChar.self)
                    var fromCount = source.count
                    var to = buffer.baseAddress
                    var toCount = room
                    errno = 0
                    let result =
                        fromCount == 0
                        ? unsafe iconv(descriptor, nil, nil, &to, &toCount)
                        : unsafe iconv(descriptor, &from, &fromCount, &to, &toCount)
                    error = result == -1 ? errno : 0
                    taken = source.count - fromCount
                    count = room - toCount
                }
            }
        }
        output += made
        input = input.dropFirst(taken)
        let isPiece = input.count + taken > source.count
        // Between two pieces, a character may be in both.
        return isPiece && (error == 0 || error == EINVAL && taken > 0) ? E2BIG : error
    }

    private func reset() { _ = unsafe iconv(descriptor, nil, nil, nil, nil) }

    private var replacement: [UInt8] { [0xEF, 0xBF, 0xBD] }

    /// Noncharacters and C1 controls, which no text has, become U+FFFD; a byte order mark goes.
    private func withoutForbidden(_ output: inout Output) {
        guard output.text.contains(where: { $0 >= 0xED || $0 == 0xC2 }) else { return }
        var result = String.UnicodeScalarView()
        let isUnicode = String(validating: output.text, as: UTF8.self) != nil
        let scalars = String(decoding: output.text, as: UTF8.self).unicodeScalars
        // iconv makes UTF-8 of numbers that are no Unicode, of UCS-4.
        if isUnicode == false { output.replaced += scalars.count { $0 == "\u{FFFD}" } }
        for (index, scalar) in scalars.enumerated() {
            let isForbidden =
                scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
                || (0x80...0x9F).contains(scalar.value)
            if isForbidden {
                output.replaced += 1
                result.append("\u{FFFD}")
            } else if index > 0 || scalar.value != 0xFEFF {
                result.append(scalar)
            }
        }
        output.text = Array(String(result).utf8)
    }
}

/// Keeps the table of a charset loaded.
///
/// The C library maps a table when the first converter of a charset is made, and unmaps it soon
/// after the last one is gone: 50 microseconds each time, where most titles take less than one.
final class LoadedCharset: @unchecked Sendable {
    // Never used, so threads may share it; it only exists.
    private let converter: CharacterConverter?

    /// Of a charset that iconv does not know there is nothing to keep.
    init(_ charset: Charset) { converter = CharacterConverter(charset) }
}

// The standard library leaves these to the C library too.
extension Double {
    /// e to the power of this.
    var exponential: Double { exp(self) }
    /// The natural logarithm.
    var logarithm: Double { log(self) }
}
