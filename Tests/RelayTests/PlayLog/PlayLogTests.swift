import FoundationEssentials
import Glibc
import Testing

@testable import Relay

@Suite struct PlayLogTests {
    private let folder: PlayLogFolder

    init() throws { folder = try PlayLogFolder() }

    private func entry(_ text: String, station: Int = 0) -> PlayLogEntry {
        PlayLogEntry(
            event: .sample(text, station: "s\(station)"), raw: Array(text.utf8),
            station: StationID(station), receivedAt: .now)
    }

    /// When a title is delivered, the file already holds its line.
    @Test func aTitleIsInTheFileBeforeAnybodyHearsOfIt() throws {
        let delivered = Lock<[String]>([])
        let folder = folder
        let log = try PlayLog(path: folder.path) { title in
            let last = try? folder.ids().firstIndex(of: title.id.description)
            delivered.withLock {
                $0.append(last == nil ? "missing \(title.id)" : title.entry.event.display)
            }
        }
        let texts = (0..<50).map { "Title \($0)" }
        for text in texts { log.append(entry(text)) }
        log.close()
        #expect(delivered.withLock { $0 } == texts)
        let epoch = log.contents.epoch
        #expect(try folder.ids() == (0...50).map { "\(epoch):\($0)" })
        let last = try PlayLogLineMembers(try #require(folder.lines().last))
        #expect(last.raw == Hexadecimal.text(Array("Title 49".utf8)))
        #expect(last.stream_title == "Title 49")
        #expect(log.figures == (50, 0))
    }

    /// From several threads: numbers without gaps, delivered in order, and each thread's titles in
    /// the order in which it appended them.
    @Test func manyThreadsShareOneOrder() throws {
        let delivered = Lock<[PlayLogQueue.Numbered]>([])
        // Faster than any disk: a station's limit is the subject of another test.
        let bounds = PlayLogWaiting.Bounds(stationTitles: 500)
        let log = try PlayLog(path: folder.path, bounds: bounds) { title in
            delivered.withLock { $0.append(title) }
        }
        let threads = try (0..<4).map { index in
            try Thread("writer-\(index)") {
                for number in 0..<500 { log.append(entry("\(number)", station: index)) }
            }
        }
        for thread in threads { thread.join() }
        log.close()
        let titles = delivered.withLock { $0 }
        #expect(titles.map(\.id.number) == Array(1...2000))
        for index in 0..<4 {
            let texts = titles.filter { $0.entry.station == StationID(index) }
                .map(\.entry.event.display)
            #expect(texts == (0..<500).map { "\($0)" })
        }
        let epoch = log.contents.epoch
        #expect(try folder.ids() == (0...2000).map { "\(epoch):\($0)" })
    }

    /// However fast the disk is, and therefore however many make way.
    @Test func everyTitleIsWrittenOrCounted() throws {
        let log = try PlayLog(
            path: folder.path, bounds: PlayLogWaiting.Bounds(stationTitles: 1)
        ) { _ in }
        let bench = try TestHub(
            ["jazz", "rock"], shared: ServerContext(loops: 1, playLog: log))
        for number in 1...1000 {
            bench.publishUnnumbered("\(number)", station: 1)
            if number % 100 == 0 { bench.publishUnnumbered("other \(number)") }
        }
        log.close()
        let counts = bench.hub.localStations.map(\.figures.shed)
        let shed = counts.joined().reduce(0, +)
        #expect(log.figures == (1010 - shed, 0))
        #expect(
            shed == counts.reduce(0) { $0 + ($1.isEmpty ? 0 : $1[Bound.playLogQueue.rawValue]) })
        let texts = try folder.lines().compactMap { try PlayLogLineMembers($0).stream_title }
        #expect(texts.count == 1010 - shed && texts.contains("1000"))
        #expect(texts.contains("other 1000"))
    }

    @Test func anotherRunGoesOn() throws {
        let first = try PlayLog(path: folder.path) { _ in }
        for number in 1...5 { first.append(entry("Title \(number)")) }
        first.close()
        let second = try PlayLog(path: folder.path) { _ in }
        #expect(second.contents.epoch == first.contents.epoch)
        #expect(second.contents.lastNumber == 5)
        #expect(
            second.contents.titles["s0"]?.map(\.event.streamTitle) == (1...5).map { "Title \($0)" })
        second.append(entry("Title 6"))
        second.close()
        #expect(try folder.ids().last == "\(first.contents.epoch):6")
    }

    @Test func aSecondRelayIsRefused() throws {
        let log = try PlayLog(path: folder.path) { _ in }
        #expect(throws: PlayLogError.self) { try PlayLog(path: folder.path) { _ in } }
        log.close()
        // Closing twice does no harm, and a later title is published but not written.
        log.close()
        log.append(entry("late"))
        #expect(log.figures == (0, 1))
        #expect(try folder.lines().count == 1)
    }

    @Test func aRotatedFileIsLeft() throws {
        let delivered = Lock(0)
        let log = try PlayLog(path: folder.path) { _ in delivered.withLock { $0 += 1 } }
        log.append(entry("a"))
        try folder.rename(to: "titles.1")
        log.reopen()
        log.append(entry("b"))
        while delivered.withLock({ $0 }) < 2 { sched_yield() }
        // The old file is not open any more, so its space is freed when it is removed.
        _ = try PlayLogFile(path: folder.path("titles.1"))
        log.close()
        let epoch = log.contents.epoch
        // The first title may have been written after the rename, and even after the reopening.
        let first = try folder.ids("titles.1")
        let second = try folder.ids()
        #expect(first.first == "\(epoch):0" && second.last == "\(epoch):2")
        #expect(Set(first + second) == Set((0...2).map { "\(epoch):\($0)" }))
    }

    @Test func repairsAreSaid() async throws {
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardErrorContent]
        ) {
            let folder = try PlayLogFolder()
            try folder.write(
                PlayLogLine.head(0).bytes + "rubbish\n".utf8 + PlayLogLine.sample(1).bytes
                    + PlayLogLine.sample(2).bytes.dropLast())
            try PlayLog(path: folder.path) { _ in }.close()
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("ended within a line, which was cut off"))
        #expect(said.contains("has lines that cannot be read (1); they stay in it"))
    }
}
