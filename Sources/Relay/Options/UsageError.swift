/// What is wrong with a command line or a configuration file, and what to write instead.
struct UsageError: Error, Equatable {
    /// One problem per line. A command line has one, a file may have several.
    let lines: [String]
    let exitCode: ExitCode

    var message: String { lines.joined(separator: "\n") }

    /// An error of the command line.
    init(message: String) {
        lines = [message]
        exitCode = .usage
    }

    /// Errors of a configuration file.
    init(configuration lines: [String]) {
        self.lines = lines
        exitCode = .configuration
    }
}

/// What is wrong with one value, whatever its source.
enum WrongValue: Error, Equatable {
    /// A description of a valid value.
    case expected(String)
    /// A complete sentence.
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
