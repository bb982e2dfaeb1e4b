import ICYReader

/// A client's position: the `id` of the last title it received.
struct Cursor: Equatable, Sendable {
    let epoch: String
    let number: Int

    /// Reads `EPOCH:NUMBER`, the format of `id`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 32,
            parts[1].utf8.allSatisfy(\.isASCIIDigit), let number = Int(parts[1])
        else { return nil }
        epoch = String(parts[0])
        self.number = number
    }
}
