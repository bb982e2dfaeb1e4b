@testable import Relay

extension JSONNode {
    /// The value at a path such as `icestats.source.0.title`; nil if there is none.
    subscript(path: String) -> JSONValue? {
        var value = value
        for part in path.split(separator: ".") {
            switch value {
            case .object(let members):
                guard let member = members.first(where: { $0.key == part }) else { return nil }
                value = member.node.value
            case .array(let elements):
                guard let index = Int(part), elements.indices.contains(index) else { return nil }
                value = elements[index].value
            default: return nil
            }
        }
        return value
    }

    /// The names of the members of the object at a path, in order.
    func names(_ path: String = "") -> [String] {
        guard case .object(let members)? = self[path] else { return [] }
        return members.map(\.key)
    }
}
