import ICYReader

/// `Relay dump`: every raw block of a stream, of a saved response or of standard input.
enum Dump {
    static func run(_ options: Options.Dump) -> ExitCode {
        do throws(SystemError) {
            let save = try options.savePath.map { (path) throws(SystemError) -> SaveFile in
                try SaveFile(path)
            }
            switch options.source {
            case .stream(let url): return try StreamDump.run(options, url, save)
            case .standardInput: return try dump(StandardStream.input, options, save)
            case .file(let path):
                let file = try FileDescriptor.open(path: path)
                return try dump(file.rawValue, options, save)
            }
        } catch {
            Log.line("dump: \(explain(error, options))")
            return .notAStream
        }
    }

    private static func explain(_ error: SystemError, _ options: Options.Dump) -> String {
        if error.operation == "open", case .file(let path) = options.source {
            return "cannot open \(path) (\(error.reason)); a stream begins with http:// or https://"
        }
        return error.description
    }

    /// A file or a pipe: its own end is the end.
    private static func dump(
        _ descriptor: Int32, _ options: Options.Dump, _ save: SaveFile?
    ) throws(SystemError) -> ExitCode {
        let output = DumpOutput(options)
        var input = InputDump(options.metadataInterval)
        while !output.isDone {
            let bytes = try StandardStream.read(descriptor, capacity: Limits.receiveBuffer)
            guard !bytes.isEmpty else { break }
            try save?.append(bytes.span)
            do throws(ICYError) {
                try input.received(bytes.span, output)
            } catch {
                output.end("error", audioBytes: input.audioBytes)
                Log.line("dump: \(error.message)")
                return .notAStream
            }
        }
        guard !output.isDone else { return .success }
        return input.ended(output)
    }
}

/// What `--save` writes: every byte of the response, exactly as it came.
final class SaveFile {
    private let file: FileDescriptor

    init(_ path: String) throws(SystemError) {
        file = try FileDescriptor.create(path: path)
    }

    func append(_ bytes: Span<UInt8>) throws(SystemError) { try file.write(bytes) }

    /// A redirect's response is not the stream's: it starts anew.
    func startAgain() throws(SystemError) { try file.truncate() }
}

/// Reads a saved response with the same parts that read a live one.
private struct InputDump {
    private var reader: StreamReader
    private var tracker = TitleTracker()
    private var previous: [UInt8] = []

    init(_ metadataInterval: Int?) {
        reader = metadataInterval.map { StreamReader(metadataInterval: $0) } ?? StreamReader()
    }

    var audioBytes: Int { reader.audioOffset }

    mutating func received(_ bytes: Span<UInt8>, _ output: DumpOutput) throws(ICYError) {
        var offset = 0
        while !output.isDone, let event = try reader.next(bytes, &offset) {
            switch event {
            case .head(let head): output.head(head)
            case .audio, .heldAudio: break
            case .block(let block):
                let fields = MetadataFields(block, previous: previous)
                if !block.isEmpty { previous = block.bytes }
                output.block(block, fields, tracker.update(fields))
            }
        }
    }

    func ended(_ output: DumpOutput) -> ExitCode {
        let end = reader.finish()
        output.end(end, audioBytes: audioBytes)
        switch end {
        case .inAudio, .afterLengthByte, .inBlock: return .success
        case .inHead:
            Log.line(
                "dump: the input has no complete response head; for a body alone, add --metaint N")
            return .notAStream
        case .notInterleaved:
            Log.line("dump: the response has no icy-metaint, so it holds no titles")
            return .notAStream
        }
    }
}
