import Glibc

@main
struct Main {
    static func main() {
        Signals.ignoreBrokenPipes()
        Socket.raiseDescriptorLimit()
        let code: ExitCode
        do throws(UsageError) {
            code = run(try OptionsParser.parse(Array(CommandLine.arguments.dropFirst())))
        } catch {
            Log.line("\(error.message) (see Relay --help)")
            code = .usage
        }
        exit(code.rawValue)
    }

    private static func run(_ options: Options) -> ExitCode {
        switch options {
        case .serve(let options): Serve.run(options)
        case .demo(let options): Demo.run(options)
        case .watch(let options): Watch.run(options)
        case .dump(let options): Dump.run(options)
        case .help: printed(Usage.text)
        case .version: printed("Relay \(Version.number)\n")
        }
    }

    private static func printed(_ text: String) -> ExitCode {
        // Whoever closed our output does not want the text.
        try? StandardStream.write(text, to: StandardStream.output)
        return .success
    }
}
