import ICYReader

/// Where a client has got to: the `id` of the last title that it heard.
struct Cursor: Equatable, Sendable {
    let epoch: String
    let number: Int

    /// `EPOCH:NUMBER`, as it stands in `id`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 32,
            parts[1].utf8.allSatisfy(\.isASCIIDigit), let number = Int(parts[1])
        else { return nil }
        epoch = String(parts[0])
        self.number = number
    }
}
