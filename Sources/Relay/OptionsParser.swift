import ICYReader

/// Reads a command line. Pure: the arguments in, options or a usage error out.
struct OptionsParser {
    private var arguments: ArraySlice<String>
    private var operands: [String] = []
    private var operandsOnly = false
    /// What `--flag=value` brought, until the flag takes it.
    private var attachedValue: (flag: String, value: String)?

    static func parse(_ arguments: [String]) throws(UsageError) -> Options {
        var parser = OptionsParser(arguments: arguments[...])
        return try parser.parse()
    }

    private init(arguments: ArraySlice<String>) { self.arguments = arguments }

    private mutating func parse() throws(UsageError) -> Options {
        // Also behind a command: there it is what the command's options are asked with.
        if arguments.prefix(while: { $0 != "--" }).contains(where: {
            ["--help", "-h"].contains($0)
        }) {
            return .help
        }
        switch arguments.first {
        case nil: throw UsageError(message: "name a stream: Relay http://host:port/mount")
        case "help": return .help
        case "--version": return .version
        case "demo":
            arguments.removeFirst()
            return .demo(try serve(isDemo: true))
        case "watch":
            arguments.removeFirst()
            return .watch(try watch())
        case "dump":
            arguments.removeFirst()
            return .dump(try dump())
        case "serve":
            arguments.removeFirst()
            return .serve(try serve(isDemo: false))
        default:
            return .serve(try serve(isDemo: false))
        }
    }

    // MARK: Commands

    private mutating func serve(isDemo: Bool) throws(UsageError) -> Options.Serve {
        var options = Options.Serve(stations: [])
        var charsets: [String] = []
        while let flag = try nextFlag() {
            switch flag {
            case "--listen": options.listen = try ListenAddress(try value(of: flag))
            case "--loops": options.loops = try number(of: flag, in: 1...Limits.loops)
            case "--charset" where !isDemo: charsets.append(try value(of: flag))
            default: throw unknown(flag)
            }
        }
        if isDemo {
            guard operands.isEmpty else {
                throw UsageError(message: "demo brings its own station; leave out \(operands[0])")
            }
            return options
        }
        guard !operands.isEmpty else {
            throw UsageError(message: "name a stream: Relay http://host:port/mount")
        }
        options.stations = try StationNames.choose(operands)
        for choice in charsets { try CharsetChoice.apply(choice, to: &options.stations) }
        return options
    }

    private mutating func watch() throws(UsageError) -> Options.Watch {
        var isJSON = false
        var charset: Charset?
        while let flag = try nextFlag() {
            switch flag {
            case "--json": isJSON = true
            case "--charset": charset = try CharsetChoice.charset(try value(of: flag))
            default: throw unknown(flag)
            }
        }
        let operand = try onlyOperand("watch takes one stream: Relay watch http://host:port/mount")
        return Options.Watch(url: try OptionsParser.url(operand), isJSON: isJSON, charset: charset)
    }

    private mutating func dump() throws(UsageError) -> Options.Dump {
        var options = Options.Dump(source: .standardInput)
        while let flag = try nextFlag() {
            switch flag {
            case "--json": options.isJSON = true
            case "--all": options.showsEmptyBlocks = true
            case "--blocks": options.maximumBlocks = try number(of: flag, in: 1...Int.max)
            case "--metaint":
                options.metadataInterval = try number(
                    of: flag, in: 1...ICYReader.Limits.metadataInterval)
            case "--charset": options.charset = try CharsetChoice.charset(try value(of: flag))
            case "--save": options.savePath = try value(of: flag)
            default: throw unknown(flag)
            }
        }
        let operand = try onlyOperand(
            "dump takes one stream, file or \"-\": Relay dump http://host:port/mount")
        if operand == "-" {
            options.source = .standardInput
        } else if operand.contains("://") {
            options.source = .stream(try OptionsParser.url(operand))
        } else {
            options.source = .file(operand)
        }
        if case .file = options.source, options.savePath != nil {
            throw UsageError(message: "--save keeps a stream; \(operand) is a file already")
        }
        if case .stream = options.source, options.metadataInterval != nil {
            throw UsageError(
                message: "--metaint is for a file without a head; a server says it itself")
        }
        return options
    }

    // MARK: Pieces

    static func url(_ text: String) throws(UsageError) -> StreamURL {
        do throws(ICYError) {
            return try StreamURL(text)
        } catch {
            throw UsageError(message: error.message)
        }
    }

    /// The next flag; operands on the way are put aside.
    private mutating func nextFlag() throws(UsageError) -> String? {
        if let attachedValue {
            throw UsageError(message: "\(attachedValue.flag) takes no value")
        }
        while let argument = arguments.popFirst() {
            if operandsOnly || argument == "-" || !argument.hasPrefix("-") {
                operands.append(argument)
            } else if argument == "--" {
                operandsOnly = true
            } else if let equals = argument.firstIndex(of: "="), argument.hasPrefix("--") {
                // --flag=value is the same as --flag value.
                let flag = String(argument[..<equals])
                attachedValue = (flag, String(argument[argument.index(after: equals)...]))
                return flag
            } else {
                return argument
            }
        }
        return nil
    }

    private mutating func value(of flag: String) throws(UsageError) -> String {
        if let attached = attachedValue.take() { return attached.value }
        guard let value = arguments.popFirst() else {
            throw UsageError(message: "\(flag) needs a value")
        }
        return value
    }

    private mutating func number(
        of flag: String, in range: ClosedRange<Int>
    ) throws(UsageError) -> Int {
        let text = try value(of: flag)
        guard let number = Int(text), range.contains(number) else {
            let upper = range.upperBound == Int.max ? "" : " to \(range.upperBound)"
            throw UsageError(
                message: "\(flag) takes a number from \(range.lowerBound)\(upper), not \"\(text)\"")
        }
        return number
    }

    private func onlyOperand(_ message: String) throws(UsageError) -> String {
        guard operands.count == 1 else { throw UsageError(message: message) }
        return operands[0]
    }

    private func unknown(_ flag: String) -> UsageError {
        UsageError(message: "there is no option \(flag) here")
    }
}

/// Names for stations, which are their paths.
enum StationNames {
    /// `NAME=URL` keeps its name; a plain URL gets one from its path: `…/jazz.mp3` is `jazz`.
    static func choose(_ operands: [String]) throws(UsageError) -> [Options.StationChoice] {
        let stations = operands.map(split)
        // Names that were given come first: a derived one makes way, wherever it stands.
        var taken: Set<String> = []
        for case (let name?, _) in stations {
            guard Routes.isLegal(name), !Routes.isReserved(name) else {
                throw UsageError(
                    message: "\"\(name)\" cannot be a station's path; use letters, digits, "
                        + "and . _ ~ - (not healthz, metrics, debug or assets)")
            }
            guard taken.insert(name).inserted else {
                throw UsageError(message: "two stations are named \"\(name)\"")
            }
        }
        var choices: [Options.StationChoice] = []
        for (name, address) in stations {
            let url = try OptionsParser.url(address)
            let chosen = name ?? unique(derived(from: url), &taken)
            choices.append(Options.StationChoice(name: chosen, url: url))
        }
        return choices
    }

    /// An `=` before the scheme separates a name; one behind it belongs to the URL's query.
    private static func split(_ operand: String) -> (name: String?, address: String) {
        guard let equals = operand.firstIndex(of: "="),
            !operand[..<equals].contains(where: { "/:?".contains($0) })
        else { return (nil, operand) }
        return (String(operand[..<equals]), String(operand[operand.index(after: equals)...]))
    }

    private static func derived(from url: StreamURL) -> String {
        let path = url.requestTarget.prefix { $0 != "?" }
        let last = path.split(separator: "/").last ?? Substring(url.host)
        let stem = path.contains(where: { $0 != "/" }) ? withoutSuffix(last) : last
        let legal = stem.filter { Routes.isLegal(String($0)) || $0 == "." }
        let name = String(legal.prefix(Limits.stationNameBytes - 8))
        return Routes.isLegal(name) && !Routes.isReserved(name) ? name : "station"
    }

    private static func withoutSuffix(_ name: Substring) -> Substring {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return name[..<dot]
    }

    private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(name)-\(number)"
            number += 1
        }
        return candidate
    }
}
