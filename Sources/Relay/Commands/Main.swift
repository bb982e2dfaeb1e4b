import Glibc

@main
struct Main {
    static func main() {
        Signals.ignoreFailedWrites()
        // Reading a long configuration takes a moment.
        Signals.holdThoseOfServer()
        Socket.raiseDescriptorLimit()
        let code: ExitCode
        do throws(UsageError) {
            code = run(
                try OptionsParser.parse(
                    Array(CommandLine.arguments.dropFirst()), readFile: WholeFile.read))
        } catch {
            code = said(error)
        }
        exit(code.rawValue)
    }

    private static func run(_ options: consuming Options) -> ExitCode {
        if !options.isServer { Signals.releaseThoseOfServer() }
        return switch consume options {
        case .serve(let options): Serve.run(options, rereading: reread)
        case .demo(let options): Demo.run(options)
        case .watch(let options): Watch.run(options)
        case .dump(let options): Dump.run(options)
        case .checkConfig(let file, let options): check(file, options)
        case .help: printed(Usage.text)
        case .version: printed("Relay \(Version.number)\n")
        }
    }

    /// Also checks the files that a configuration names, and explains what stations have of their
    /// own.
    private static func check(_ file: String, _ options: Options.Serve) -> ExitCode {
        do throws(UsageError) {
            _ = try SettingsBuilder().settings(of: options, since: 0)
        } catch {
            return said(error)
        }
        let summary = "\(file): ok, \(StationNames.count(options.stations.count))"
        let lines =
            [summary] + options.collisions
            + options.stations.flatMap { StationExplanation($0).lines }
        return printed(lines.joined(separator: "\n") + "\n")
    }

    private static func said(_ error: UsageError) -> ExitCode {
        let hint = error.exitCode == .usage ? " (see Relay --help)" : ""
        for line in error.lines { Log.line(line + hint) }
        return error.exitCode
    }

    /// Parses the same command line again, with the current content of its files.
    @Sendable private static func reread() throws(UsageError) -> Options.Serve {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard
            case .serve(let options) = try OptionsParser.parse(
                arguments, readFile: WholeFile.read)
        else { throw UsageError(message: "this command line does not serve") }
        return options
    }

    private static func printed(_ text: String) -> ExitCode {
        // If the output is closed, nobody wants the text.
        try? StandardStream.write(text, to: StandardStream.output)
        return .success
    }
}
