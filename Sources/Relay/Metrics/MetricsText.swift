/// The text that Prometheus reads (exposition format 0.0.4). Titles are never part of it: each
/// would become a time series of its own.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    private(set) var bytes: [UInt8] = []

    /// Begins a family: its samples follow.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        bytes +=
            "# HELP icy_relay_\(name) \(help)\n# TYPE icy_relay_\(name) \(kind.rawValue)\n"
            .utf8
    }

    mutating func sample(_ name: String, _ value: Int) { line(name, [], String(value)) }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int) {
        line(name, labels, String(value))
    }

    mutating func sample(_ name: String, _ labels: [(String, String)] = [], seconds: Double) {
        line(name, labels, "\(seconds)")
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
        bytes += "icy_relay_\(name)".utf8
        if !labels.isEmpty {
            let pairs = labels.map { "\($0)=\"\(MetricsText.escaped($1))\"" }
            bytes += "{\(pairs.joined(separator: ","))}".utf8
        }
        bytes += " \(value)\n".utf8
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { "\\\"\n".utf8.contains($0) }) else { return value }
        var text: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): text += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): text += "\\n".utf8
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
