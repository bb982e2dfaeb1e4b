import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// `dump --save`: what is kept, and what is reported if it cannot be.
@Suite struct SaveTests {
    private let file = FileManager.default.temporaryDirectory.appending(
        path: "relay-save-\(UInt64.random(in: .min ... .max)).raw")

    private var path: String { file.path(percentEncoded: false) }

    @Test func aFileThatCannotBeWrittenIsNamed() async {
        let result = await #expect(
            processExitsWith: .exitCode(73), observing: [\.standardErrorContent]
        ) {
            let url = try StreamURL("http://127.0.0.1:1/")
            var options = Options.Dump(source: .stream(url))
            options.savePath = "/no/such/folder/x.raw"
            endProcess(Dump.run(options))
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(
            message.contains(
                "dump: cannot save to /no/such/folder/x.raw (No such file or directory)"))
    }

    @Test func anEarlierCaptureStaysUntilTheFirstByteComes() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("an earlier, longer capture".utf8).write(to: file)
        let save = try SaveFile(path)
        #expect(try Data(contentsOf: file) == Data("an earlier, longer capture".utf8))
        try save.append(Array("new".utf8).span)
        try save.append(Array(" bytes".utf8).span)
        #expect(try Data(contentsOf: file) == Data("new bytes".utf8))
    }

    @Test func aDeviceIsWrittenToAsItIs() throws {
        let save = try SaveFile("/dev/null")
        try save.append([1, 2, 3].span)
    }
}
