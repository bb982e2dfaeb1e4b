/// How messages for whoever runs the program are written.
enum LogFormat: String, Sendable, CaseIterable {
    case text
    case json
}
