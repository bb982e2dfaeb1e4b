import ICYReader

/// Chooses between the page, the JSON snapshot, the title as text and server-sent events by the
/// Accept field (RFC 9110 §12.5.1).
enum AcceptNegotiation {
    enum Choice: Equatable, Sendable {
        case html, json, eventStream, text, notAcceptable
    }

    /// A client without a preference is a program and gets JSON; browsers always name `text/html`.
    ///
    /// - Parameter offersText: whether there is one title that could be sent as text.
    static func choose(_ request: Request, offersText: Bool = false) -> Choice {
        let ranges = request.tokens("accept").compactMap { MediaRange($0) }
        guard !request.tokens("accept").isEmpty else { return .json }
        let html = preference("text", "html", ranges)
        let json = preference("application", "json", ranges)
        // A stream without end is only for clients that name it explicitly.
        let events = preference("text", "event-stream", ranges)
        if events.weight > 0, events.precision == 3, events > json, events > html {
            return .eventStream
        }
        // Many programs name `text/plain` beside what they want, so it has to be what they want
        // most.
        let text = preference("text", "plain", ranges)
        if offersText, text.weight > 0, text.precision == 3, text > json, text > html {
            return .text
        }
        guard html.weight > 0 || json.weight > 0 else { return .notAcceptable }
        // At equal weight the type that is named wins over the one that a wildcard covers: some
        // browsers send `text/html, */*` without weights.
        return html > json ? .html : .json
    }

    /// The weight of a type: that of the most specific range that covers it.
    private static func preference(
        _ type: String, _ subtype: String, _ ranges: [MediaRange]
    ) -> (weight: Int, precision: Int) {
        var best = (weight: 0, precision: 0)
        for range in ranges {
            let precision = range.precision(type, subtype)
            if precision > best.precision { best = (range.weight, precision) }
        }
        return best
    }
}

/// One element of an Accept field. Parameters other than the weight are ignored: the types offered
/// here have none that would change the response.
private struct MediaRange {
    let type: String
    let subtype: String
    /// In thousandths: 0 to 1000.
    let weight: Int

    /// Nil for an element that is not a media range: it cannot match anything.
    init?(_ element: String) {
        let parts = element.split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.trimmingBlanks.lowercased() }
        guard let name = parts.first else { return nil }
        // Java's HttpURLConnection sends `*; q=.2` by default and means every type.
        let types = (name == "*" ? "*/*" : name)
            .split(separator: "/", omittingEmptySubsequences: false)
        guard types.count == 2, !types[0].isEmpty, !types[1].isEmpty else { return nil }
        type = String(types[0])
        subtype = String(types[1])
        var weight = 1000
        for parameter in parts.dropFirst() where parameter.hasPrefix("q=") {
            guard let value = Self.thousandths(parameter.dropFirst(2)) else { return nil }
            weight = value
        }
        self.weight = weight
    }

    /// How precisely the range names a type: 3 exactly, 2 by `type/*`, 1 by `*/*`, 0 not at all.
    func precision(_ type: String, _ subtype: String) -> Int {
        if self.type == "*" { return self.subtype == "*" ? 1 : 0 }
        guard self.type == type else { return 0 }
        if self.subtype == "*" { return 2 }
        return self.subtype == subtype ? 3 : 0
    }

    /// Parses a qvalue (RFC 9110 §12.4.2) as thousandths. A missing zero and further digits are
    /// accepted.
    private static func thousandths(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, text.utf8.contains(where: \.isASCIIDigit),
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) })
        else { return nil }
        let digits = (parts.count == 2 ? parts[1].prefix(3) : "").utf8.map { Int($0) - 48 }
        let fraction = (0..<3).reduce(0) { $0 * 10 + ($1 < digits.count ? digits[$1] : 0) }
        switch parts[0] {
        case "", "0": return fraction
        case "1": return fraction == 0 ? 1000 : nil
        default: return nil
        }
    }
}
