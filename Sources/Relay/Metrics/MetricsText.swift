/// The text that Prometheus reads (exposition format 0.0.4). It never contains titles: each would
/// become a separate time series.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    private(set) var bytes: [UInt8] = []

    /// Begins a metric family; its samples follow.
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

    /// The samples of one metric that differ only in one label. There may be thousands.
    struct Series {
        fileprivate let beginning: [UInt8]
        fileprivate let ending: [UInt8]

        /// - Parameters:
        ///   - label: the label whose value is passed to `sample`.
        ///   - other: a further label that all samples share, with its value.
        init(_ name: String, _ label: String, and other: (String, String)? = nil) {
            beginning = Array("icy_relay_\(name){\(label)=\"".utf8)
            let more = other.map { ",\($0.0)=\"\(MetricsText.escaped($0.1))\"" } ?? ""
            ending = Array("\"\(more)} ".utf8)
        }
    }

    /// - Parameter label: the label's value, which must not need escapes.
    mutating func sample(_ series: Series, _ label: String, _ value: Int) {
        begin(series, label)
        bytes.append(decimal: value)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func sample(_ series: Series, _ label: String, milliseconds: Int) {
        begin(series, label)
        bytes.append(decimal: milliseconds / 1000)
        bytes.append(UInt8(ascii: "."))
        bytes.append(addingCapacity: 3) { $0.append(decimal: milliseconds % 1000, digits: 3) }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func begin(_ series: Series, _ label: String) {
        bytes += series.beginning
        bytes += label.utf8
        bytes += series.ending
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
