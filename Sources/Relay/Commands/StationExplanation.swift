import ICYReader

/// What `check-config` says about a station that has settings of its own: a line for each matter,
/// in plain words. No line has the value of a header, which may be a secret.
struct StationExplanation {
    private let choice: Options.StationChoice
    private var settings: StreamSettings { choice.settings }

    init(_ choice: Options.StationChoice) { self.choice = choice }

    /// Empty for a station without settings of its own.
    var lines: [String] {
        guard settings != .plain else { return [] }
        return ([addresses, silence, userAgent, headers].compactMap(\.self) + titles).map {
            Terminal.visible("\(choice.name): \($0)")
        }
    }

    // MARK: Connecting

    private var addresses: String? {
        guard !settings.fallbacks.isEmpty else { return nil }
        let all = [choice.url] + settings.fallbacks
        let seconds = settings.returnAfter.components.seconds
        return "tries \(all.map(\.shown).joined(separator: ", then ")): the next one when one "
            + "fails, ends or is silent; asks the first again every \(seconds) seconds and goes "
            + "back to it when it sends"
    }

    private var silence: String? {
        guard settings.silentAfter != StreamSettings.plain.silentAfter else { return nil }
        let seconds = settings.silentAfter.components.seconds
        return "counts as silent after \(seconds) seconds without a byte"
    }

    private var userAgent: String? {
        guard settings.userAgent != StreamSettings.plain.userAgent else { return nil }
        let isBrowser = settings.userAgent.lowercased().hasPrefix("mozilla")
        let warning = isBrowser ? "; some servers send a page to what looks like a browser" : ""
        return "sends User-Agent \"\(settings.userAgent)\"\(warning)"
    }

    private var headers: String? {
        guard !settings.headers.isEmpty else { return nil }
        var origins: [String] = []
        for url in [choice.url] + settings.fallbacks where !origins.contains(url.origin) {
            origins.append(url.origin)
        }
        let names = settings.headers.map(\.name).joined(separator: ", ")
        return "sends \(names) to \(origins.joined(separator: " and ")) only, and not any more "
            + "after a redirect elsewhere"
    }

    // MARK: Titles

    private var titles: [String] {
        guard let rules = settings.rules else { return [] }
        var lines: [String] = []
        if !rules.prefixes.isEmpty {
            lines.append("leaves out at the start of a title: \(quoted(rules.prefixes))")
        }
        if !rules.suffixes.isEmpty {
            lines.append("leaves out at the end of a title: \(quoted(rules.suffixes))")
        }
        if rules.dropsStationName {
            lines.append("takes a title that is the station's name (icy-name) for none")
        }
        let words = rules.adWords.map(\.trimmingBlanks)
        let whole = words.filter { !$0.hasSuffix("*") }
        let beginnings = words.filter { $0.hasSuffix("*") }
        if !whole.isEmpty { lines.append("takes for an advertisement: \(quoted(whole))") }
        if !beginnings.isEmpty {
            let texts = beginnings.map { String($0.dropLast()) }
            lines.append("takes for an advertisement what begins with: \(quoted(texts))")
        }
        if !rules.placeholders.isEmpty {
            lines.append(
                "takes for no title, artist or song: \(quoted(rules.placeholders))")
        }
        if rules.cutsTitles { lines.append(cut(rules)) }
        return lines
    }

    private func cut(_ rules: TitleRules) -> String {
        let separator = rules.separator.isEmpty ? "a dash" : "\"\(rules.separator)\""
        return switch rules.order {
        case .artistTitle:
            "reads a title as artist, \(separator), title: cut at the first one"
        case .titleArtist:
            "reads a title as title, \(separator), artist: cut at the last one"
        }
    }

    private func quoted(_ texts: [String]) -> String {
        texts.map { "\"\($0.trimmingBlanks)\"" }.joined(separator: ", ")
    }
}
