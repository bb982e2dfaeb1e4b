/// Reads a response head, however it is cut into pieces.
///
/// It accepts what real servers send: `ICY` and any `HTTP/` version, bare LF, blank lines before
/// the status line, lines without a colon, control characters, 1xx responses before the real one.
package struct ResponseHeadParser: Sendable, StartsEmpty {
    /// Bytes of head consumed so far, 1xx responses included.
    package private(set) var byteCount = 0

    private var line: [UInt8] = []
    private var lineOffset = 0
    private var statusLine: (protocolName: String, status: Int, reason: String)?
    private var headers: [(name: String, value: [UInt8])] = []
    private var flags: [Flag] = []
    /// Names are ASCII. The budget is enough to decode a few that are not.
    private var nameBudget = GuessBudget()

    /// Starts before the first byte of a response.
    package init() {}

    /// Consumes from `input` at `offset` up to the end of the head.
    ///
    /// - Returns: the head, with `offset` at the first body byte, or nil if all of `input` is
    ///   consumed and the head continues.
    /// - Throws: `notAResponse`, `invalidStatusLine`, `headTooLarge`.
    package mutating func next(
        _ input: Span<UInt8>, _ offset: inout Int
    ) throws(ICYError) -> ResponseHead? {
        while offset < input.count {
            let byte = input[offset]
            offset += 1
            guard byteCount < Limits.responseHeadBytes else {
                throw .headTooLarge(offset: byteCount)
            }
            byteCount += 1
            if byte == 0x0A {
                if let head = try endLine() { return head }
                line.removeAll(keepingCapacity: true)
                lineOffset = byteCount
            } else {
                line.append(byte)
                if statusLine == nil, line.count <= 5 { try checkBeginning() }
            }
        }
        return nil
    }

    /// Treats the end of the input as the end of the head, if the response does not need a body.
    ///
    /// - Returns: nil if there is no status line, or if the status is below 300, as a body would
    ///   follow.
    mutating func end() -> ResponseHead? {
        guard let statusLine, statusLine.status >= 300 else { return nil }
        return finish(statusLine)
    }

    /// Fails at the first byte that shows that this is not a response, instead of at 64 KiB.
    private func checkBeginning() throws(ICYError) {
        let start = line.prefix { $0 == 0x0D }.count
        let beginning = line[start...]
        let isPossible = ["HTTP/", "ICY "].contains { name in
            zip(beginning, name.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
        }
        guard isPossible else {
            throw .notAResponse(offset: lineOffset, firstBytes: Array(beginning))
        }
    }

    private mutating func endLine() throws(ICYError) -> ResponseHead? {
        // RFC 9112 section 2.2: a recipient may accept a single LF as the end of a line.
        if line.last == 0x0D {
            line.removeLast()
        } else {
            flags.insert(.bareLF)
        }
        while line.last == 0x0D { line.removeLast() }
        guard let statusLine else {
            // RFC 9112 section 2.2: ignore empty lines received before the start line.
            if line.isEmpty {
                flags.insert(.leadingBlankLine)
            } else {
                try readStatusLine()
            }
            return nil
        }
        guard line.isEmpty else {
            try readHeader()
            return nil
        }
        // RFC 9110 section 15.2: a client must be able to parse 1xx responses, even unexpected
        // ones.
        if (100...199).contains(statusLine.status), statusLine.status != 101 {
            self.statusLine = nil
            headers.removeAll()
            flags.insert(.interimResponse)
            return nil
        }
        return finish(statusLine)
    }

    private mutating func readStatusLine() throws(ICYError) {
        let words = line.split(maxSplits: 2) { $0 == 0x20 || $0 == 0x09 }
        let digits = words.count > 1 ? words[1] : []
        guard digits.count == 3, digits.allSatisfy({ $0.isASCIIDigit }),
            let status = Int(String(decoding: digits, as: UTF8.self)), status >= 100
        else {
            let text = DecodedText(Array(line.prefix(80))).text
            throw .invalidStatusLine(offset: lineOffset, line: text)
        }
        let reason = words.count > 2 ? DecodedText(Array(words[2])).text.trimmingBlanks : ""
        let name = String(decoding: words[0], as: UTF8.self).uppercased()
        statusLine = (name, status, reason)
    }

    private mutating func readHeader() throws(ICYError) {
        guard headers.count < Limits.responseHeaders else {
            throw .headTooLarge(offset: lineOffset)
        }
        if line[0] == 0x20 || line[0] == 0x09, let last = headers.indices.last {
            // RFC 9112 section 5.2: a folded line continues the value, with a blank between.
            flags.insert(.foldedHeader)
            headers[last].value.append(0x20)
            headers[last].value.append(contentsOf: line[...].trimmingBlanks)
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            flags.insert(.noColon)
            headers.append((name: "", value: Array(line[...].trimmingBlanks)))
            return
        }
        let name = line[..<colon].trimmingBlanks
        if name.endIndex != colon { flags.insert(.blankBeforeColon) }
        headers.append(
            (
                name: DecodedText(Array(name), &nameBudget).text,
                value: Array(line[(colon + 1)...].trimmingBlanks)
            ))
    }

    private mutating func finish(
        _ statusLine: (protocolName: String, status: Int, reason: String)
    ) -> ResponseHead {
        if headers.contains(where: { $0.value.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F } })
        {
            flags.insert(.controlCharacters)
        }
        var budget = GuessBudget()
        let head = ResponseHead(
            protocolName: statusLine.protocolName, status: statusLine.status,
            reason: statusLine.reason,
            headers: headers.map { Header(name: $0.name, rawValue: $0.value, &budget) },
            flags: flags)
        let count = byteCount
        self = ResponseHeadParser()
        byteCount = count
        return head
    }
}
