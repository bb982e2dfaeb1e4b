import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// `Relay dump` as a process: what it prints, and its exit code.
@Suite(.timeLimit(.minutes(10))) struct DumpTests {
    private static let whole =
        Array(FakeStation.head.utf8) + FakeStation.title("A - B") + [1, 2, 3, 4, 0]

    private static let headLine =
        #"{"type":"head","protocol":"ICY","status":200,"metaint":4,"name":"Jazz","genre":"","#
        + #""bitrate_kbps":128,"content_type":"audio/mpeg","headers":[["icy-name","Jazz"],"#
        + #"["icy-br","128"],["icy-metaint","4"],["content-type","audio/mpeg"]],"flags":[]}"#

    private func lines(_ result: ExitTest.Result?) -> [String] {
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        return output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("{") }
    }

    private func messages(_ result: ExitTest.Result?) -> String {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }

    /// Dumps a stream from a server that sends these bytes to every client, and closes.
    private static func dumpStream(_ response: [UInt8]) throws -> ExitCode {
        let listening = try ListeningSockets(on: .anyLoopbackPort, count: 1)
        let server = try Thread("server") {
            do {
                let loop = try EventLoop()
                let listener = try ListeningSocket(loop: loop, descriptor: listening.take(0)) {
                    accepted in
                    let client = TestSocket(accepted.release().release())
                    // Read the whole request first: closing with unread bytes would cause a reset.
                    while !client.receive().suffix(4).elementsEqual("\r\n\r\n".utf8) {}
                    client.send(response)
                    client.close()
                }
                withExtendedLifetime(listener) { loop.run() }
            } catch {
                Log.line("\(error)")
            }
        }
        server.detach()
        let url = try StreamURL("http://\(listening.address)/x")
        return Dump.run(Options.Dump(source: .stream(url), isJSON: true))
    }

    @Test func aStreamThatEndsBetweenTwoBlocks() async {
        let result = await #expect(
            processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
        ) {
            endProcess(try DumpTests.dumpStream(DumpTests.whole + [1, 2]))
        }
        let lines = lines(result)
        #expect(lines.count == 3)
        #expect(lines.first == DumpTests.headLine)
        #expect(lines[1].hasPrefix(#"{"type":"block","index":0,"wire_offset":4,"audio_offset":4,"#))
        #expect(
            lines.last
                == #"{"type":"end","reason":"eof","blocks":1,"audio_bytes":10,"empty_blocks":1}"#)
    }

    @Test func aStreamThatEndsInsideABlock() async {
        let result = await #expect(
            processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
        ) {
            endProcess(try DumpTests.dumpStream(DumpTests.whole + [1, 2, 3, 4, 2, 0x53, 0x74]))
        }
        #expect(
            lines(result).last
                == #"{"type":"end","reason":"mid_block","blocks":1,"audio_bytes":12,"#
                + #""empty_blocks":1,"missing_bytes":30}"#)
    }

    /// Not a success: there was no stream.
    @Test func aServerThatClosesWithoutAnAnswer() async {
        let result = await #expect(
            processExitsWith: .exitCode(69),
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            endProcess(try DumpTests.dumpStream([]))
        }
        #expect(lines(result).map { $0.contains(#""reason_code":"closed_early""#) } == [true])
        #expect(messages(result).contains("closed the connection before it answered"))
    }

    @Test func aRedirectThatLeadsNowhere() async {
        let result = await #expect(
            processExitsWith: .exitCode(76),
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            let answer = "HTTP/1.1 302 Found\r\nLocation: /again\r\n\r\n"
            endProcess(try DumpTests.dumpStream(Array(answer.utf8)))
        }
        #expect(lines(result).last?.hasPrefix(#"{"type":"end","reason":"error","#) == true)
        #expect(messages(result).contains("too many redirects"))
    }

    /// Dumps a file with these bytes.
    private static func dumpFile(_ bytes: [UInt8], _ options: Options.Dump) throws -> ExitCode {
        let name = "relay-dump-\(UInt64.random(in: .min ... .max)).raw"
        let url = FileManager.default.temporaryDirectory.appending(path: name)
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        var options = options
        options.source = .file(url.path(percentEncoded: false))
        return Dump.run(options)
    }

    @Test func aSavedResponseGivesTheSameLinesAsTheStream() async {
        let result = await #expect(
            processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
        ) {
            let options = Options.Dump(source: .standardInput, isJSON: true, showsEmptyBlocks: true)
            endProcess(try DumpTests.dumpFile(DumpTests.whole, options))
        }
        let lines = lines(result)
        #expect(lines.count == 4)
        #expect(lines.first == DumpTests.headLine)
        #expect(lines[2].contains(#""index":1,"wire_offset":41,"audio_offset":8,"length_byte":0"#))
        #expect(
            lines.last
                == #"{"type":"end","reason":"eof","blocks":1,"audio_bytes":8,"empty_blocks":1}"#)
    }

    @Test func blocksEndsTheDumpAfterSoMany() async {
        let result = await #expect(
            processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
        ) {
            var options = Options.Dump(source: .standardInput, isJSON: true)
            options.maximumBlocks = 1
            options.metadataInterval = 4
            let body = FakeStation.title("one") + [1, 2, 3, 4, 0] + FakeStation.title("two")
            endProcess(try DumpTests.dumpFile(body, options))
        }
        let lines = lines(result)
        #expect(lines.count == 2)
        #expect(lines.first?.contains(#""title":"one""#) == true)
        #expect(
            lines.last
                == #"{"type":"end","reason":"blocks","blocks":1,"audio_bytes":4,"empty_blocks":0}"#)
    }

    @Test(arguments: [
        ("", "no_head", "no complete response head"),
        ("ICY 200 OK\r\nicy-met", "no_head", "no complete response head"),
        ("HTTP/1.0 200 OK\r\n\r\nabc", "no_metadata", "no icy-metaint"),
    ])
    func whatIsNoResponseWithTitlesSaysSo(text: String, reason: String, message: String) async {
        let result = await #expect(
            processExitsWith: .exitCode(65),
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) { [text] in
            let options = Options.Dump(source: .standardInput, isJSON: true)
            endProcess(try DumpTests.dumpFile(Array(text.utf8), options))
        }
        #expect(lines(result).last?.hasPrefix(#"{"type":"end","reason":"\#(reason)","#) == true)
        #expect(messages(result).contains(message))
    }

    @Test func aFileThatIsNotThere() async {
        let result = await #expect(
            processExitsWith: .exitCode(65), observing: [\.standardErrorContent]
        ) {
            endProcess(Dump.run(Options.Dump(source: .file("/no/such/file"))))
        }
        #expect(
            messages(result).contains(
                "dump: cannot open /no/such/file (No such file or directory); a stream begins with "
                    + "http:// or https://"))
    }
}
