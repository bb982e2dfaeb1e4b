import ICYReader

@testable import Relay

extension LinkMachine {
    /// What the machine wants done, as text, until it wants nothing more.
    mutating func take() -> [String] {
        var found: [String] = []
        while let action = nextAction() {
            switch action {
            case .connect: found.append("connect")
            case .close: found.append("close")
            case .send(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
            case .log(let text, let level): found.append("\(level.rawValue): \(text)")
            }
        }
        return found
    }

    mutating func receive(_ text: String, _ now: Instant) {
        receive(Array(text.replacing("\n", with: "\r\n").utf8), now)
    }

    mutating func receive(_ bytes: [UInt8], _ now: Instant) { received(bytes.span, now: now) }
}
