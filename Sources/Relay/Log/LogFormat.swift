/// The format of messages for the operator.
enum LogFormat: String, Sendable, CaseIterable {
    case text
    case json
}
