/// All problems of a configuration file.
struct ConfigurationProblems {
    private var found: [(line: Int, text: String)] = []
    private var omitted = 0

    var isEmpty: Bool { found.isEmpty }

    /// - Parameter path: the position, such as `stations[3].url`; empty for the whole file.
    mutating func add(_ line: Int, _ path: String, _ text: String) {
        guard found.count < Limits.configurationProblems else {
            omitted += 1
            return
        }
        found.append((line, path.isEmpty ? text : "\(path): \(text)"))
    }

    mutating func add(_ line: Int, _ path: String, _ value: JSONValue, _ problem: WrongValue) {
        switch problem {
        case .expected(let expected):
            add(line, path, "expected \(expected), not \(value.found)")
        case .advice(let advice): add(line, path, advice)
        }
    }

    // MARK: Keys

    /// Parsers disagree about a repeated name, so it is an error here.
    mutating func withoutRepeated(_ members: [JSONMember], _ path: String) -> [JSONMember] {
        var seen: Set<String> = []
        var single: [JSONMember] = []
        for member in members {
            if seen.insert(member.key).inserted {
                single.append(member)
            } else {
                add(member.line, path, "\(Quotation.of(member.key)) is there twice")
            }
        }
        return single
    }

    /// - Parameter place: where the key belongs, if it is known elsewhere.
    mutating func addUnknown(
        _ member: JSONMember, _ path: String, known: [String], _ place: String? = nil
    ) {
        let meant = KeyHint.nearest(to: member.key, of: known).map { "did you mean \"\($0)\"?" }
        let (listed, more) = (known.prefix(Limits.listedKeys), known.count - Limits.listedKeys)
        let all =
            "known are \(listed.joined(separator: ", "))" + (more > 0 ? " and \(more) more" : "")
        add(
            member.line, path,
            "unknown key \(Quotation.of(member.key)); \(place ?? meant ?? all)")
    }

    /// - Parameter file: the name of the file as given.
    func error(in file: String) -> UsageError {
        var lines = found.sorted { $0.line < $1.line }.map { "\(file):\($0.line): \($0.text)" }
        if omitted > 0 { lines.append("\(file): and \(omitted) more") }
        return UsageError(configuration: lines)
    }
}
