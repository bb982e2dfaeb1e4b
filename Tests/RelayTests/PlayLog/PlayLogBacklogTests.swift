import FoundationEssentials
import Glibc
import Testing

@testable import Relay

/// What is kept for each station while the disk is full. The limit on the size of files applies to
/// the whole process, so each test runs in its own process.
@Suite struct PlayLogBacklogTests {
    private static func line(_ number: Int, of station: Int, bytes: Int = 0) -> PlayLogLine {
        PlayLogLine(
            .sample("Title \(100 + number)", station: "s\(station)"),
            id: TitleID(epoch: "e", number: number), raw: [UInt8](repeating: 0x41, count: bytes),
            of: StationID(station))
    }

    @Test func theLimitIsReachedAndNotExceeded() async {
        await #expect(processExitsWith: .success) {
            let folder = try PlayLogFolder()
            let lines = (1...4).map { PlayLogBacklogTests.line($0, of: 0) }
            let size = lines[0].bytes.count
            for (limit, lost) in [(3 * size, [:]), (3 * size - 1, [0: 1])]
                as [(Int, [StationID: Int])]
            {
                let name = "\(limit)"
                PlayLogRoomTests.limitFiles(to: 1 << 40)
                var writer = PlayLogWriter(
                    try PlayLogFile(path: folder.path(name)), backlogLimit: limit)
                let head = try folder.bytes(name)
                PlayLogRoomTests.limitFiles(to: head.count)
                for line in lines[..<3] { #expect(writer.write([line]) == (0, false, 1)) }
                #expect(writer.takeShed() == lost)
                #expect(writer.takeShed() == [:])
                PlayLogRoomTests.limitFiles(to: 1 << 40)
                #expect(writer.write([lines[3]]) == (lost.isEmpty ? 4 : 3, true, 0))
                let kept = lines[(lost.isEmpty ? 0 : 1)...]
                #expect(try folder.bytes(name) == head + kept.flatMap(\.bytes))
            }
        }
    }

    /// An hour of a full disk: a station that sends one title next to one that sends a hundred.
    @Test func anHonestStationLosesNothingBesideAFlood() async {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let folder = try PlayLogFolder()
            var writer = PlayLogWriter(try PlayLogFile(path: folder.path), backlogLimit: 100_000)
            let head = try folder.bytes()
            PlayLogRoomTests.limitFiles(to: head.count)
            var number = 0
            var lost: [StationID: Int] = [:]
            for _ in 1...20 {
                var lines: [PlayLogLine] = []
                for place in 0..<101 {
                    number += 1
                    lines.append(
                        PlayLogBacklogTests.line(number, of: place == 50 ? 1 : 0, bytes: 500))
                }
                #expect(writer.write(lines) == (0, false, lines.count))
                lost.merge(writer.takeShed(), uniquingKeysWith: +)
            }
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            let (count, isComplete, _) = writer.write([])
            #expect(isComplete && lost.keys.elementsEqual([0]) && lost[0] == number - count)
            let texts = try folder.lines().compactMap { try PlayLogLineMembers($0).stream_title }
            // All titles of the honest one and the newest of the flood, in their order.
            let sorted = texts.sorted { ($0.count, $0) < ($1.count, $1) }
            #expect(texts.count == count && texts == sorted)
            for round in 0..<20 { #expect(texts.contains("Title \(100 + round * 101 + 51)")) }
            #expect(texts.last == "Title \(100 + number)")
            let bytes = try folder.bytes().count - head.count
            #expect(bytes <= 100_000 && bytes > 80_000)
            Log.line("lost \(lost[0] ?? 0).")
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        let lost = said.firstRange(of: /lost [0-9]+\./).map { said[$0].dropFirst(5).dropLast() }
        #expect(said.contains("is written again; \(lost ?? "?") titles are missing in it"))
    }

    /// A full disk is tried with one piece, and what fits of it is written.
    @Test func aBacklogIsWrittenInPieces() async {
        await #expect(processExitsWith: .success) {
            let folder = try PlayLogFolder()
            var writer = PlayLogWriter(try PlayLogFile(path: folder.path))
            let head = try folder.bytes()
            let lines = (1...40).map { PlayLogBacklogTests.line($0, of: 0, bytes: 8000) }
            let size = lines[0].bytes.count
            #expect(size * 3 < Limits.playLogPieceBytes && size * 5 > Limits.playLogPieceBytes)
            PlayLogRoomTests.limitFiles(to: head.count)
            for line in lines[..<39] { #expect(writer.write([line]) == (0, false, 1)) }
            // Room for one line, then for a piece and a line, then for all.
            PlayLogRoomTests.limitFiles(to: head.count + size + 1)
            #expect(writer.write([]) == (1, false, 0))
            #expect(writer.write([]) == (0, false, 0))
            #expect(try folder.bytes() == head + lines[0].bytes)
            PlayLogRoomTests.limitFiles(to: head.count + 6 * size)
            #expect(writer.write([]) == (5, false, 0))
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            #expect(writer.write([lines[39]]) == (34, true, 0))
            #expect(try folder.bytes() == head + lines.flatMap(\.bytes))
        }
    }

    /// The next call of `append` returns which stations lost lines to the full disk.
    @Test func lostLinesAreCountedByStation() async {
        await #expect(processExitsWith: .success) {
            let folder = try PlayLogFolder()
            let delivered = Lock(0)
            let log = try PlayLog(path: folder.path) { _ in delivered.withLock { $0 += 1 } }
            PlayLogRoomTests.limitFiles(to: try folder.bytes().count)
            var shed: [Bound: [StationID: Int]] = [:]
            for number in 1...300 {
                let raw = [UInt8](repeating: 0x41, count: number % 100 == 0 ? 10 : 20_000)
                let station = number % 100 == 0 ? 7 : 3
                for (bound, counts) in log.append(.sample(raw: raw, station: station)) {
                    shed[bound, default: [:]].merge(counts, uniquingKeysWith: +)
                }
                while delivered.withLock({ $0 }) < number { sched_yield() }
            }
            #expect(shed.keys.elementsEqual([.playLogBacklog]))
            #expect(shed[.playLogBacklog]?.keys.elementsEqual([3]) == true)
            PlayLogRoomTests.limitFiles(to: 1 << 40)
            log.close()
            let ids = try folder.ids()
            let apart = log.contents.epoch
            #expect([100, 200, 300].allSatisfy { ids.contains("\(apart):\($0)") })
            #expect(ids.count == 1 + 300 - (shed[.playLogBacklog]?[3] ?? 0))
        }
    }
}
