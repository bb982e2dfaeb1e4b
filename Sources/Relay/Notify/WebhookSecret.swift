import ICYReader

/// What is wrong with a file of secrets. It never repeats the content of the file.
struct SecretFileError: Error, Equatable, CustomStringConvertible {
    let description: String
}

/// The content of `--on-title-secret-file`: the key of the signatures, and what else has to be kept
/// out of a command line.
struct WebhookSecret: Sendable, Equatable {
    let key: [UInt8]
    /// The value of an `Authorization` field of each request; nil: there is none.
    let authorization: String?

    private static let prefix = "whsec_"

    /// Reads the secret in the first line, and perhaps `Authorization: …` in the second. Blank
    /// lines and lines that begin with `#` are passed over.
    ///
    /// A secret that begins with `whsec_` is the base64 of the key (Standard Webhooks); any other
    /// is the key itself.
    init(file bytes: [UInt8]) throws(SecretFileError) {
        let lines = bytes.withoutByteOrderMark.split { $0 == 0x0A || $0 == 0x0D }
            .map { Array($0.trimming(\.isSpace)) }
            .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
        guard let first = lines.first else {
            throw SecretFileError(
                description: "there is no secret in it; write one, such as what "
                    + "`printf 'whsec_%s\\n' \"$(openssl rand -base64 32)\"` gives")
        }
        key = try WebhookSecret.key(of: first)
        guard lines.count < 3 else {
            throw SecretFileError(
                description: "it has more than the secret and a line \"Authorization: …\"")
        }
        authorization = lines.count == 2 ? try WebhookSecret.authorization(lines[1]) : nil
    }

    private static func key(of line: [UInt8]) throws(SecretFileError) -> [UInt8] {
        guard line.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SecretFileError(description: "a secret is printable ASCII without blanks")
        }
        let text = String(decoding: line, as: UTF8.self)
        var key = line
        if text.hasPrefix(prefix) {
            guard let decoded = Base64.bytes(of: String(text.dropFirst(prefix.count))) else {
                throw SecretFileError(description: "what comes after \"\(prefix)\" is not base64")
            }
            key = decoded
        }
        let range = Limits.webhookKeyBytes
        guard range ~= key.count else {
            throw SecretFileError(
                description: "a secret has \(range.lowerBound) to \(range.upperBound) bytes, this "
                    + "one has \(key.count)")
        }
        return key
    }

    private static func authorization(_ line: [UInt8]) throws(SecretFileError) -> String {
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1)
        let value = parts.count == 2 ? String(parts[1]).trimmingBlanks : ""
        guard parts.first?.lowercased() == "authorization", !value.isEmpty,
            line.count <= Limits.secretLineBytes,
            line.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw SecretFileError(
                description: "the second line is not \"Authorization: …\" in printable ASCII")
        }
        return value
    }
}

extension [UInt8] {
    /// The bytes after the mark that some editors write before UTF-8.
    var withoutByteOrderMark: ArraySlice<UInt8> {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    }
}
