import ICYReader

/// What is wrong with a token file. It never repeats the content of the file.
struct TokenFileError: Error, Equatable, CustomStringConvertible {
    /// Counted from 1; nil if the error is not in one line.
    let line: Int?
    let reason: String

    var description: String { line.map { "line \($0): \(reason)" } ?? reason }
}

/// The accepted tokens: a client needs one of them.
struct TokenList: Sendable, Equatable {
    private struct Token: Equatable {
        /// Padded with zeros, so that a comparison takes the same time for tokens of every length.
        let bytes: [UInt8]
        let length: Int
    }

    private var tokens: [Token] = []

    /// Parses one token per line. Blank lines and lines that begin with `#` are ignored.
    init(file bytes: [UInt8]) throws(TokenFileError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let token = line.trimming { $0.isSpace || $0 == UInt8(ascii: "\r") }
            if token.isEmpty || token.first == UInt8(ascii: "#") { continue }
            if let problem = TokenList.problem(of: token) {
                throw TokenFileError(line: index + 1, reason: problem)
            }
            guard tokens.count < Limits.tokens else {
                throw TokenFileError(
                    line: index + 1, reason: "more than \(Limits.tokens) tokens")
            }
            let padding = Limits.tokenBytes.upperBound - token.count
            tokens.append(
                Token(bytes: token + [UInt8](repeating: 0, count: padding), length: token.count))
        }
        guard !tokens.isEmpty else {
            throw TokenFileError(
                line: nil,
                reason: "there is no token in it; write one a line, such as what "
                    + "`openssl rand -hex 32` gives")
        }
    }

    private static func problem(of token: ArraySlice<UInt8>) -> String? {
        guard token.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "a token is printable ASCII without blanks"
        }
        let (least, most) = (Limits.tokenBytes.lowerBound, Limits.tokenBytes.upperBound)
        guard Limits.tokenBytes ~= token.count else {
            return "a token has \(least) to \(most) characters, this one has \(token.count)"
        }
        return nil
    }

    /// Whether `presented` is one of the tokens. The time this takes depends only on the length of
    /// the presented token and on the number of tokens: a client knows the one, and may learn the
    /// other.
    func accepts(_ presented: some StringProtocol) -> Bool {
        let presented = Array(presented.utf8)
        guard Limits.tokenBytes ~= presented.count else { return false }
        var found: UInt64 = 0
        for token in tokens {
            var difference = UInt64(token.length ^ presented.count)
            for index in presented.indices {
                difference |= UInt64(token.bytes[index] ^ presented[index])
            }
            // 1 if the difference is 0, without a branch.
            found |= (difference &- 1) >> 63
        }
        return found == 1
    }
}

extension TokenList: CustomStringConvertible {
    /// Never contains the tokens themselves: others read the log.
    var description: String { tokens.count == 1 ? "1 token" : "\(tokens.count) tokens" }
}
