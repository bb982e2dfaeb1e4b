/// Which messages are logged.
enum LogLevel: String, Sendable, CaseIterable {
    /// What an operator should know.
    case info
    /// Also what each station and each loop does, to find a fault in the relay itself.
    case debug
}
