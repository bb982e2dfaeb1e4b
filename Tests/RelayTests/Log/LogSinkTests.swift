import Glibc
import Testing

@testable import Relay

/// A log that nobody reads.
@Suite(.timeLimit(.minutes(10))) struct LogSinkTests {
    private let pipe = TestPipe()

    /// Fills the pipe: a line that waited would wait for ever.
    private func fill() {
        let flags = fcntl(pipe.writer.descriptor, F_GETFL)
        _ = fcntl(pipe.writer.descriptor, F_SETFL, flags | O_NONBLOCK)
        let page = [UInt8](repeating: 0x78, count: 4096)
        while unsafe write(pipe.writer.descriptor, page, page.count) > 0 {}
        _ = fcntl(pipe.writer.descriptor, F_SETFL, flags)
    }

    private func drain() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while StandardStream.isWritable(pipe.writer.descriptor) == false || text.isEmpty {
            let count = unsafe read(pipe.reader.descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func linesAreDroppedAndCountedAndSaidLater() {
        var sink = LogSink(pipe.writer.descriptor)
        sink.waits = false
        sink.write("first", .info, "jazz", at: .now)
        #expect(drain() == "jazz: first\n")
        fill()
        for _ in 0..<3 { sink.write("lost", .info, nil, at: .now) }
        #expect(sink.lostCount == 3)
        #expect(!drain().contains("lost"))
        sink.write("next", .info, nil, at: .now)
        sink.write("last", .info, nil, at: .now)
        #expect(sink.lostCount == 3)
        #expect(
            drain() == "3 lines of the log lost: nobody was reading standard error\nnext\nlast\n")
        fill()
        sink.write("lost", .info, nil, at: .now)
        _ = drain()
        sink.write("end", .info, nil, at: .now)
        #expect(drain().hasPrefix("1 line of the log lost"))
    }
}
