import Testing

@testable import Relay

/// What a request parser emitted, and how many bytes it had consumed by then.
struct RequestOutcome: Equatable {
    var request: Request?
    var error: RequestError?
    var consumed = 0

    static func of(_ pieces: [[UInt8]]) -> RequestOutcome {
        var parser = RequestParser()
        var outcome = RequestOutcome()
        for piece in pieces {
            var offset = 0
            do throws(RequestError) {
                outcome.request = try parser.next(piece.span, &offset)
            } catch {
                outcome.error = error
            }
            outcome.consumed += offset
            if outcome.error != nil || outcome.request != nil { break }
        }
        #expect(parser.bytesRead == outcome.consumed)
        return outcome
    }
}

/// A request in a table: `"\n"` means CR LF in all of them, and `"\\n"` a lone LF.
func wire(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
        if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if isEscaped {
            bytes.append(byte == UInt8(ascii: "n") ? 0x0A : byte == UInt8(ascii: "r") ? 0x0D : 0)
            isEscaped = false
        } else {
            bytes += byte == 0x0A ? [0x0D, 0x0A] : [byte]
        }
    }
    return bytes
}

/// A parsed GET request, for the tests of what follows the parser.
func get(
    _ target: String, method: String = "GET", minorVersion: Int = 1,
    _ headers: [(String, String)] = []
) -> Request {
    Request(
        method: method, target: target, minorVersion: minorVersion,
        headers: [Request.Header(name: "host", value: "radio.example")]
            + headers.map { Request.Header(name: $0.0, value: $0.1) })
}

/// The header fields of a browser's upgrade; the key is that of RFC 6455 §1.3.
let upgradeHeaders = [
    ("upgrade", "websocket"), ("connection", "keep-alive, Upgrade"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="), ("sec-websocket-version", "13"),
]

/// Head lines and body of a response.
func parts(_ response: [UInt8]) -> (lines: [String], body: String) {
    let text = String(decoding: response, as: UTF8.self)
    var lines: [String] = []
    var rest = text.unicodeScalars[...]
    while let end = rest.firstIndex(of: "\r\n".unicodeScalars.first ?? "\r") {
        let line = String(rest[..<end])
        rest = rest[rest.index(end, offsetBy: 2)...]
        if line.isEmpty { break }
        lines.append(line)
    }
    return (lines, String(rest))
}
