import ICYReader

/// Why a dump cannot continue, and the exit code for that: `success` if the program was asked to
/// end.
struct DumpFailure: Error {
    let message: String
    let code: ExitCode
}

/// `Relay dump`: every raw block of a stream, of a saved response or of standard input.
enum Dump {
    static func run(_ options: Options.Dump) -> ExitCode {
        do throws(DumpFailure) {
            var save: SaveFile?
            if let path = options.savePath { save = try SaveFile(path) }
            switch options.source {
            case .stream(let url): return try StreamDump.run(options, url, save)
            case .standardInput:
                return try dump(StandardStream.input, named: "standard input", options, save)
            case .file(let path):
                let file = try open(path)
                return try dump(file.rawValue, named: path, options, save)
            }
        } catch {
            Log.line("dump: \(error.message)")
            return error.code
        }
    }

    private static func open(_ path: String) throws(DumpFailure) -> FileDescriptor {
        do throws(SystemError) {
            return try FileDescriptor.open(path: path)
        } catch {
            let hint = "a stream begins with http:// or https://"
            throw DumpFailure(
                message: "cannot open \(path) (\(error.reason)); \(hint)", code: .notAStream)
        }
    }

    private static func read(
        _ descriptor: Int32, named name: String
    ) throws(DumpFailure) -> [UInt8] {
        do throws(SystemError) {
            return try StandardStream.read(descriptor, capacity: Limits.receiveBuffer)
        } catch {
            throw DumpFailure(
                message: "cannot read \(name) (\(error.reason))", code: .notAStream)
        }
    }

    /// Dumps a file or a pipe up to its end.
    private static func dump(
        _ descriptor: Int32, named name: String, _ options: Options.Dump, _ save: SaveFile?
    ) throws(DumpFailure) -> ExitCode {
        let output = DumpOutput(options)
        var input = InputDump(options)
        while !output.isDone {
            let bytes = try read(descriptor, named: name)
            guard !bytes.isEmpty else { break }
            try save?.append(bytes.span)
            do throws(ICYError) {
                try input.received(bytes.span, output)
            } catch {
                output.end("error", audioBytes: input.audioBytes)
                throw DumpFailure(message: input.explain(error), code: .notAStream)
            }
        }
        guard !output.isDone else { return .success }
        return input.ended(output)
    }
}

/// The file of `--save`: every byte of the response, exactly as received.
final class SaveFile {
    private let path: String
    private let file: FileDescriptor
    private var isBegun = false
    /// Readable when the program is asked to end; nil if a signal simply ends it.
    var signals: Int32?

    /// Checks at once whether the file can be written. Its old content is kept until the first byte
    /// arrives: a mistyped address must not destroy an earlier capture.
    init(_ path: String) throws(DumpFailure) {
        self.path = path
        do throws(SystemError) {
            file = try FileDescriptor.openForWriting(path: path)
        } catch {
            throw SaveFile.failure(path, error)
        }
    }

    func append(_ bytes: Span<UInt8>) throws(DumpFailure) {
        do throws(SystemError) {
            if !isBegun { try file.truncate() }
            isBegun = true
            try file.write(bytes, unless: signals)
        } catch {
            throw SaveFile.failure(path, error)
        }
    }

    private static func failure(_ path: String, _ error: SystemError) -> DumpFailure {
        let code: ExitCode = error.cause == .interrupted ? .success : .cannotWrite
        return DumpFailure(message: "cannot save to \(path) (\(error.reason))", code: code)
    }
}

/// Reads a saved response with the same components that read a live one.
private struct InputDump {
    private var reader: StreamReader
    private var metadata: MetadataReader
    private var document: BodyKind?

    init(_ options: Options.Dump) {
        reader =
            options.metadataInterval.map { StreamReader(metadataInterval: $0) } ?? StreamReader()
        reader.searchTags()
        metadata = MetadataReader(charset: options.charset, rules: options.rules)
    }

    var audioBytes: Int { reader.audioOffset }

    mutating func received(_ bytes: Span<UInt8>, _ output: DumpOutput) throws(ICYError) {
        var offset = 0
        while !output.isDone, let event = try reader.next(bytes, &offset) {
            switch event {
            case .head(let head): output.head(metadata.read(head))
            case .audio, .heldAudio: break
            case .framing(let event): output.framing(event)
            case .comments(let comments): output.comments(comments, metadata.read(comments))
            case .tag(let tag): output.tag(tag, metadata.read(tag))
            case .document(let kind, _): document = kind
            case .block(let block):
                let reading = metadata.read(block)
                if reading.title?.isBlank == false { reader.stopTagSearch() }
                output.block(block, reading)
            }
        }
    }

    /// The library's message is about a server's response; this is a file.
    func explain(_ error: ICYError) -> String {
        if case .notAResponse = error {
            return "the input does not begin with a response head; \(InputDump.bodyAdvice)"
        }
        return error.message
    }

    private static let bodyAdvice = "for a body alone, add --metaint N"

    mutating func ended(_ output: DumpOutput) -> ExitCode {
        if case .document(let kind, _) = reader.endBody() { document = kind }
        let end = reader.finish()
        if case .notInterleaved = end, let head = reader.head {
            let kind = document ?? reader.bodyKind
            let problem = StreamSession.Problem.head(
                head, body: kind, at: "the input", saying: reader.refusal ?? [])
            output.problem(problem)
            Log.line("dump: \(problem.message)")
        }
        output.end(end, audioBytes: audioBytes)
        switch end {
        case .inAudio, .afterLengthByte, .inBlock, .inOgg, .inTaggedAudio, .searching:
            return .success
        case .inHead:
            Log.line(
                "dump: the input has no complete response head; \(InputDump.bodyAdvice)")
            return .notAStream
        case .notInterleaved: return .notAStream
        }
    }
}
