import Glibc

/// An iconv conversion from a charset to Unicode.
///
/// The tables come with the C library. Creating a converter costs about a microsecond while its
/// table is loaded. Each text therefore gets its own converter, and nothing is shared.
/// `LoadedCharset` keeps a table loaded.
@safe struct CharacterConverter: ~Copyable {
    /// The result of converting some bytes.
    struct Output: Equatable {
        /// The text as UTF-8.
        var text: [UInt8] = []
        /// How many byte sequences had no character; each became U+FFFD.
        var replaced = 0
        /// Whether the bytes end inside a character. The text leaves that character out.
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

    /// Converts a text in which every byte belongs to a character; only the last character may be
    /// cut off. Nil at the first byte that belongs to none.
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
                // The bytes end here. A byte order mark alone or half a character is not text.
                output.isCut = true
                rest = []
            default:
                guard mayReplace else { return nil }
                output.text += replacement
                output.replaced += 1
                rest = rest.dropFirst()
            }
        }
        // Flush what a charset with combining characters still holds back.
        var nothing: ArraySlice<UInt8> = []
        _ = step(&nothing, &output.text)
        withoutForbidden(&output)
        return mayReplace || output.replaced == 0 ? output : nil
    }

    /// How many bytes are converted at a time, so that an invalid byte does not cost a copy of
    /// everything after it.
    private static let pieceBytes = 256

    /// Converts a piece, or up to the first problem.
    ///
    /// - Returns: 0, or the C library's error; E2BIG if there is more to convert.
    private func step(_ input: inout ArraySlice<UInt8>, _ output: inout [UInt8]) -> Int32 {
        let source = Array(input.prefix(Self.pieceBytes))
        // No charset of iconv produces more than this from a byte. If one does, iconv is called
        // again.
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
        // A character may be split between two pieces.
        return isPiece && (error == 0 || error == EINVAL && taken > 0) ? E2BIG : error
    }

    private func reset() { _ = unsafe iconv(descriptor, nil, nil, nil, nil) }

    private var replacement: [UInt8] { [0xEF, 0xBF, 0xBD] }

    /// Replaces noncharacters and C1 controls, which text never has, with U+FFFD, and removes a
    /// byte order mark.
    private func withoutForbidden(_ output: inout Output) {
        guard output.text.contains(where: { $0 >= 0xED || $0 == 0xC2 }) else { return }
        var result = String.UnicodeScalarView()
        let isUnicode = String(validating: output.text, as: UTF8.self) != nil
        let scalars = String(decoding: output.text, as: UTF8.self).unicodeScalars
        // From UCS-4, iconv also makes UTF-8 of numbers that are not Unicode.
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
/// The C library maps a table when the first converter of a charset is created, and unmaps it soon
/// after the last one is freed. That costs 50 microseconds each time, while most titles take less
/// than one.
final class LoadedCharset: @unchecked Sendable {
    // Threads may share it because it is never used. It only has to exist.
    private let converter: CharacterConverter?

    /// Keeps nothing for a charset that iconv does not know.
    init(_ charset: Charset) { converter = CharacterConverter(charset) }
}

// The standard library leaves these to the C library too.
extension Double {
    /// e to the power of this.
    var exponential: Double { exp(self) }
    /// The natural logarithm.
    var logarithm: Double { log(self) }
}
