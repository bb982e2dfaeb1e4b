/// What is wrong with a command line or a configuration file, and what to write instead.
struct UsageError: Error, Equatable {
    /// One problem a line; a command line has one, a file may have several.
    let lines: [String]
    let exitCode: ExitCode

    var message: String { lines.joined(separator: "\n") }

    /// Of the command line.
    init(message: String) {
        lines = [message]
        exitCode = .usage
    }

    /// Of a configuration file.
    init(configuration lines: [String]) {
        self.lines = lines
        exitCode = .configuration
    }
}

/// What is wrong with one value, wherever it was written.
enum WrongValue: Error, Equatable {
    /// What a value would have been.
    case expected(String)
    /// A whole sentence of its own.
    case advice(String)
}

extension UsageError {
    /// A flag's value is wrong.
    init(_ flag: String, _ text: String, _ problem: WrongValue) {
        switch problem {
        case .expected(let expected):
            self.init(message: "\(flag) takes \(expected), not \"\(text)\"")
        case .advice(let advice): self.init(message: "\(flag): \(advice)")
        }
    }
}
