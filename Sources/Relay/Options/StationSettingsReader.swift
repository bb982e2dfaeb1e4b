import ICYReader

/// Reads what the operator knows about one station beside its address: other addresses, headers,
/// and rules for titles.
struct StationSettingsReader {
    private enum TitleKey: String, CaseIterable {
        case stripPrefixes = "strip_prefixes"
        case stripSuffixes = "strip_suffixes"
        case dropStationName = "drop_station_name"
        case adWords = "ad_words"
        case placeholders, separator, order
    }

    var fallbacks: [StreamURL] = []
    private var userAgent: String?
    private var headers: [RequestHeader] = []
    private var silentAfter: Duration?
    private var returnAfter: Duration?
    private var rules = TitleRules()

    /// The settings of the station; those of all stations if it has none of its own.
    var settings: StreamSettings {
        let settings = StreamSettings(
            userAgent: userAgent ?? Version.userAgent, headers: headers, fallbacks: fallbacks,
            silentAfter: silentAfter ?? ICYReader.Limits.stallTimeout,
            returnAfter: returnAfter ?? ICYReader.Limits.firstAddressInterval, rules: rules)
        return settings == .plain ? .plain : settings
    }

    mutating func readUserAgent(_ value: JSONValue) throws(WrongValue) {
        guard case .string(let text) = value else { throw .expected("a text") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .advice("has a control character: no CR, LF or NUL can be in a header")
        }
        let most = ICYReader.Limits.userAgentBytes
        guard text.contains(where: { $0 != " " }), text.utf8.count <= most else {
            throw .advice("has to have 1 to \(most) bytes")
        }
        userAgent = text
    }

    mutating func readSilentAfter(_ value: JSONValue) throws(WrongValue) {
        silentAfter = try seconds(value, in: Limits.silentSeconds)
    }

    mutating func readReturnAfter(_ value: JSONValue) throws(WrongValue) {
        returnAfter = try seconds(value, in: Limits.returnSeconds)
    }

    private func seconds(
        _ value: JSONValue, in range: ClosedRange<Int>
    ) throws(WrongValue) -> Duration {
        guard case .number(let digits) = value else { throw .number(in: range) }
        return .seconds(try WrongValue.number(digits, in: range))
    }

    // MARK: Headers

    /// The values may be secrets: no message has one.
    mutating func readHeaders(
        _ node: JSONNode, _ path: String, _ problems: inout ConfigurationProblems
    ) {
        guard case .object(let members) = node.value else {
            return problems.add(node.line, path, "expected an object: {\"X-Name\": \"value\"}")
        }
        let most = ICYReader.Limits.requestHeaders
        guard members.count <= most else {
            return problems.add(node.line, path, "has more than \(most) headers")
        }
        for member in problems.withoutRepeated(members, path) {
            let place = "\(path).\(Quotation.cut(member.key))"
            guard case .string(let value) = member.node.value else {
                problems.add(member.node.line, place, "expected a text")
                continue
            }
            let name = member.key.lowercased()
            guard !headers.contains(where: { $0.name.lowercased() == name }) else {
                problems.add(member.line, place, "is there twice, in another case")
                continue
            }
            do throws(RequestHeader.Problem) {
                headers.append(try RequestHeader(member.key, value))
            } catch {
                problems.add(member.line, place, error.reason)
            }
        }
        let total = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        if total > ICYReader.Limits.requestHeadersBytes {
            let most = ICYReader.Limits.requestHeadersBytes
            problems.add(node.line, path, "the headers together have more than \(most) bytes")
        }
    }

    // MARK: Titles

    mutating func readTitles(
        _ node: JSONNode, _ path: String, _ problems: inout ConfigurationProblems
    ) {
        guard case .object(let members) = node.value else {
            return problems.add(node.line, path, node.value, .expected("an object: {…}"))
        }
        for member in problems.withoutRepeated(members, path) {
            guard let key = TitleKey(rawValue: member.key) else {
                problems.addUnknown(member, path, known: TitleKey.allCases.map(\.rawValue))
                continue
            }
            let place = "\(path).\(key.rawValue)"
            let (node, value) = (member.node, member.node.value)
            do throws(WrongValue) {
                switch key {
                case .order:
                    guard case .string(let word) = value else { throw .expected(Self.orders) }
                    rules.order = try WrongValue.choice(word)
                case .separator: rules.separator = try separator(value)
                case .dropStationName:
                    guard case .bool(let isSet) = value else { throw .expected("true or false") }
                    rules.dropsStationName = isSet
                case .stripPrefixes: rules.prefixes = try texts(node, place, &problems)
                case .stripSuffixes: rules.suffixes = try texts(node, place, &problems)
                case .adWords: rules.adWords = try texts(node, place, &problems)
                case .placeholders: rules.placeholders = try texts(node, place, &problems)
                }
            } catch {
                problems.add(node.line, place, value, error)
            }
        }
    }

    private static let orders = TitleRules.Order.allCases.map(\.rawValue).joined(separator: " or ")

    private func separator(_ value: JSONValue) throws(WrongValue) -> String {
        guard case .string(let text) = value, !text.trimmingBlanks.isEmpty else {
            throw .expected("a text such as \" / \", with its blanks")
        }
        let most = ICYReader.Limits.separatorBytes
        guard text.utf8.count <= most else { throw .advice("is longer than \(most) bytes") }
        return text
    }

    private func texts(
        _ node: JSONNode, _ path: String, _ problems: inout ConfigurationProblems
    ) throws(WrongValue) -> [String] {
        guard case .array(let elements) = node.value else { throw .expected("an array: […]") }
        let most = ICYReader.Limits.ruleTexts
        guard elements.count <= most else { throw .advice("has more than \(most) texts") }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            let place = "\(path)[\(index)]"
            // `*` alone would be every title.
            guard case .string(let text) = element.value,
                !text.trimmingBlanks.isEmpty, text.trimmingBlanks != "*"
            else {
                problems.add(element.line, place, element.value, .expected("a text"))
                continue
            }
            guard text.utf8.count <= ICYReader.Limits.ruleBytes else {
                let most = ICYReader.Limits.ruleBytes
                problems.add(element.line, place, "is longer than \(most) bytes")
                continue
            }
            texts.append(text)
        }
        return texts
    }
}
