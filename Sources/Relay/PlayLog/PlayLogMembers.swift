import ICYReader

/// The members of a line of the play log. Members that are not read may have any value.
struct PlayLogMembers {
    private let members: [JSONMember]

    /// Nil if the line is not a JSON object.
    init?(_ line: ArraySlice<UInt8>) {
        guard let node = try? JSONReader.read(Array(line)), let members = PlayLogMembers(node)
        else { return nil }
        self = members
    }

    private init?(_ node: JSONNode) {
        guard case .object(let members) = node.value else { return nil }
        self.members = members
    }

    /// The first value if a name appears twice.
    private func value(_ name: String) -> JSONValue? {
        members.first { $0.key == name }?.node.value
    }

    func text(_ name: String) -> String? { value(name)?.text }

    func isTextOrNone(_ name: String) -> Bool {
        let value = value(name)
        return value == nil || value == .null || value?.text != nil
    }

    func number(_ name: String) -> Double? {
        guard case .number(let digits)? = value(name) else { return nil }
        return Double(digits)
    }

    /// Also accepts an integer that another program wrote as `4096.0`.
    func integer(_ name: String) -> Int? {
        guard case .number(let digits)? = value(name) else { return nil }
        return Int(digits) ?? Double(digits).flatMap { Int(exactly: $0) }
    }

    private func list(_ name: String) -> [JSONNode]? {
        guard case .array(let nodes)? = value(name) else { return nil }
        return nodes
    }

    /// Nil also if an element is not a string.
    func texts(_ name: String) -> [String]? {
        guard let nodes = list(name) else { return nil }
        let texts = nodes.compactMap(\.value.text)
        return texts.count == nodes.count ? texts : nil
    }

    /// Nil also if an element is not an attribute.
    var attributes: [TitleAttribute]? {
        guard let nodes = list("attributes") else { return nil }
        let attributes = nodes.compactMap { node -> TitleAttribute? in
            guard let members = PlayLogMembers(node), let key = members.text("key"),
                let value = members.text("value")
            else { return nil }
            return TitleAttribute(key: key, value: value)
        }
        return attributes.count == nodes.count ? attributes : nil
    }
}

extension JSONValue {
    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
