import Glibc
import Testing

@testable import Relay

/// A full disk, simulated by a limit on the size of files: the kernel writes what fits, and then
/// nothing. The limit applies to the whole process, so each test runs in its own process.
@Suite struct PlayLogRoomTests {
    static func limitFiles(to size: Int) {
        // The signal would end the process.
        _ = signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = rlim_t(size)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }

    /// For each number of bytes that still fit: whole lines stay, and the piece after them is
    /// removed.
    @Test func aPieceOfALineIsTakenBack() async {
        await #expect(processExitsWith: .success) {
            let folder = try PlayLogFolder()
            let lines = [PlayLogLine.sample(1), .sample(2), .sample(3)]
            let length = lines[0].bytes.count
            for room in stride(from: 0, through: length * 3, by: 37) {
                let name = "\(room)"
                PlayLogRoomTests.limitFiles(to: 1 << 40)
                var file = try PlayLogFile(path: folder.path(name))
                let head = try folder.bytes(name)
                PlayLogRoomTests.limitFiles(to: head.count + room)
                let (count, failure) = file.append(lines)
                #expect(count == room / length)
                #expect(failure == (count == 3 ? nil : SystemError("write", code: EFBIG)))
                let kept = head + lines.prefix(count).flatMap(\.bytes)
                #expect(try folder.bytes(name) == kept)
                PlayLogRoomTests.limitFiles(to: 1 << 40)
                #expect(file.append(Array(lines[count...])).failure == nil)
                #expect(try folder.bytes(name) == head + lines.flatMap(\.bytes))
            }
            // A new file that has no room for its head.
            PlayLogRoomTests.limitFiles(to: 20)
            #expect(throws: PlayLogError.self) { try PlayLogFile(path: folder.path("new")) }
            #expect(try folder.bytes("new") == [])
        }
    }

    @Test func linesAreWrittenWhenThereIsRoomAgain() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let folder = try PlayLogFolder()
            var writer = PlayLogWriter(try PlayLogFile(path: folder.path))
            let lines = (1...5).map { PlayLogLine.sample($0) }
            let head = try folder.bytes()
            PlayLogRoomTests.limitFiles(to: head.count + lines[0].bytes.count + 10)
            for (line, count) in zip(lines[0...2], [1, 0, 0]) {
                #expect(writer.write([line]) == (count, count == 1, 1 - count))
            }
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            #expect(writer.write([lines[3]]) == (3, true, 0))
            #expect(writer.write([lines[4]]) == (1, true, 0))
            #expect(try folder.bytes() == head + lines.flatMap(\.bytes))
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.split(separator: "\n").filter { $0.hasPrefix("cannot write") }.count == 1)
        #expect(said.contains("(File too large): titles go on without it; make room on the disk"))
        #expect(said.contains("is written again; nothing is missing in it"))
    }

    @Test func whatIsTooMuchToKeepIsMissing() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let folder = try PlayLogFolder()
            let lines = (1...5).map { PlayLogLine.sample($0) }
            var writer = PlayLogWriter(
                try PlayLogFile(path: folder.path), backlogLimit: lines[0].bytes.count * 2)
            let head = try folder.bytes()
            PlayLogRoomTests.limitFiles(to: head.count)
            for line in lines[0...3] { #expect(writer.write([line]) == (0, false, 1)) }
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            #expect(writer.write([lines[4]]) == (3, true, 0))
            #expect(try folder.bytes() == head + lines[2...].flatMap(\.bytes))
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("is written again; 2 titles are missing in it"))
    }

    /// Clients receive them nevertheless, in order.
    @Test func titlesGoBeforeTheLog() async {
        await #expect(processExitsWith: .success) {
            let folder = try PlayLogFolder()
            let delivered = Lock<[String]>([])
            let log = try PlayLog(path: folder.path) { title in
                delivered.withLock { $0.append(title.id.description) }
            }
            PlayLogRoomTests.limitFiles(to: try folder.bytes().count)
            for number in 1...3 {
                log.append(.sample())
                while delivered.withLock({ $0.count }) < number { sched_yield() }
            }
            #expect(log.figures == (0, 3))
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            log.close()
            // They are in the file now, but were not when they were published.
            #expect(
                delivered.withLock { $0 } == (1...3).map { "\(log.unwrittenEpoch):\($0)" })
            #expect(log.figures == (3, 3))
            #expect(try folder.ids() == (0...3).map { "\(log.contents.epoch):\($0)" })
        }
    }

    @Test func whatIsMissingAtTheEndIsSaid() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let folder = try PlayLogFolder()
            let log = try PlayLog(path: folder.path) { _ in }
            PlayLogRoomTests.limitFiles(to: try folder.bytes().count)
            for _ in 1...3 {
                log.append(.sample())
            }
            log.close()
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            #expect(try folder.lines().count == 1)
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("ends without 3 titles that were told\n"))
    }
}
