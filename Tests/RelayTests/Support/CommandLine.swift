@testable import Relay

extension OptionsParser {
    /// A command line that names no file.
    static func parse(_ arguments: [String]) throws(UsageError) -> Options {
        try parse(arguments, files: [:])
    }

    /// A command line on a machine with these files.
    static func parse(
        _ arguments: [String], files: [String: String]
    ) throws(UsageError) -> Options {
        try parse(arguments) { (path) throws(SystemError) in
            // ENOENT
            guard let text = files[path] else { throw SystemError("open", code: 2) }
            return Array(text.utf8)
        }
    }
}

/// The options of `Relay` with these arguments, as the server.
func serveOptions(
    _ line: String, files: [String: String] = [:]
) throws(UsageError) -> Options.Serve {
    let arguments = line.split(separator: " ").map(String.init)
    guard case .serve(let options) = try OptionsParser.parse(arguments, files: files) else {
        throw UsageError(message: "not serve: \(line)")
    }
    return options
}

/// The error for such a command line.
func usageError(_ line: String, files: [String: String] = [:]) -> UsageError? {
    do throws(UsageError) {
        _ = try OptionsParser.parse(
            line.split(separator: " ").map(String.init), files: files)
        return nil
    } catch {
        return error
    }
}
