import ICYReader
import Testing

@testable import Relay

/// Options that are read again while the server runs.
@Suite(.timeLimit(.minutes(10))) struct ReloadingTests {
    /// What is read, one after the other; the last one again and again.
    private final class Files: Sendable {
        private let contents: Lock<[Result<Options.Serve, UsageError>]>
        let reads = Lock(0)
        /// Called while the options are read.
        let duringRead = Lock<(@Sendable (Int) -> Void)?>(nil)

        init(_ contents: [Result<Options.Serve, UsageError>]) { self.contents = Lock(contents) }

        func read() throws(UsageError) -> Options.Serve {
            let count = reads.withLock { reads in
                reads += 1
                return reads
            }
            duringRead.withLock { $0 }?(count)
            return try contents.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
        }
    }

    private static let failure = Result<Options.Serve, UsageError>.failure(
        UsageError(configuration: ["line 3: what is this?"]))

    private let shared: ServerContext
    private let bench: TestHub

    init() throws {
        shared = ServerContext(loops: 1)
        bench = try TestHub(shared: shared)
    }

    private static func options(
        _ names: [String], _ change: (inout Options.Serve) -> Void = { _ in }
    ) throws -> Options.Serve {
        var options = Options.Serve(
            stations: try names.map {
                Options.StationChoice(name: $0, url: try StreamURL("http://h/\($0)"))
            })
        change(&options)
        return options
    }

    private func reloading(
        _ files: Files, shared: ServerContext? = nil
    ) throws -> Reloading {
        let source = SettingsBuilder()
        let running = try Self.options(["jazz"])
        _ = try source.settings(of: running, since: 0)
        return Reloading(
            of: running.withoutStations, reading: { () throws(UsageError) in try files.read() },
            source: source, shared: shared ?? self.shared, inboxes: [bench.inbox])
    }

    private func turn(until isReached: () -> Bool) {
        bench.loop.turn(until: isReached)
        bench.loop.settle()
    }

    private var names: [String] { bench.hub.localStations.map(\.name) }

    @Test func theNewSettingsReachTheLoop() throws {
        shared.noteNumber(7)
        bench.publish(title: "A - B")
        let files = Files([
            .success(try Self.options(["rock", "jazz"]) { $0.limits.maximumClients = 5 })
        ])
        try reloading(files).reload()
        turn(until: { shared.reloads.value == 1 })
        #expect(names == ["rock", "jazz"])
        #expect(bench.get("/jazz").contains("\"stream_title\":\"A - B\""))
        let settings = bench.hub.settings
        #expect(settings.limits.maximumClients == 5)
        // A name keeps its number; titles before a new one may have been told under its name.
        #expect(settings.stations.map(\.id) == [1, 0])
        #expect(settings.stations.map(\.floor) == [7, 0])
        #expect(shared.reloadFailures.value == 0)
    }

    @Test func whatCannotBeReadChangesNothing() throws {
        let badFile = try Self.options(["rock"]) { $0.access.tokenFile = "/nowhere/tokens" }
        for content in [Self.failure, .success(badFile)] {
            let before = shared.reloadFailures.value
            try reloading(Files([content])).reload()
            turn(until: { shared.reloadFailures.value == before + 1 })
            #expect(shared.reloads.value == 0)
            #expect(names == ["jazz"])
        }
    }

    @Test func afterAFailureTheNextOneIsTaken() throws {
        let files = Files([Self.failure, .success(try Self.options(["rock"]))])
        let reloading = try reloading(files)
        reloading.reload()
        turn(until: { shared.reloadFailures.value == 1 })
        reloading.reload()
        turn(until: { shared.reloads.value == 1 })
        #expect(names == ["rock"])
        #expect(files.reads.withLock { $0 } == 2)
    }

    /// The files may be newer than what is being read, but once more is enough.
    @Test func whatIsToldWhileItReadsIsReadAfterwards() throws {
        let files = Files([
            .success(try Self.options(["old"])), .success(try Self.options(["new"])),
        ])
        let reloading = try reloading(files)
        files.duringRead.withLock {
            $0 = { count in
                guard count == 1 else { return }
                for _ in 0..<5 { reloading.reload() }
            }
        }
        reloading.reload()
        turn(until: { shared.reloads.value == 2 })
        #expect(names == ["new"])
        #expect(files.reads.withLock { $0 } == 2)
        files.duringRead.withLock { $0 = nil }
    }

    @Test func oneAfterTheOtherIsTaken() throws {
        let lists = [["a"], ["a", "b"], ["b", "c"]]
        let files = Files(try lists.map { .success(try Self.options($0)) })
        let reloading = try reloading(files)
        for (index, list) in lists.enumerated() {
            reloading.reload()
            turn(until: { shared.reloads.value == index + 1 })
            #expect(names == list)
        }
    }

    /// Also if the options are wrong: an operator who moved the file away wants a new one.
    @Test func thePlayLogIsOpenedAgain() throws {
        let folder = try PlayLogFolder()
        let log = try PlayLog(path: folder.path) { _ in }
        defer { log.close() }
        let shared = ServerContext(loops: 1, playLog: log)
        let reloading = try reloading(Files([Self.failure]), shared: shared)
        try folder.rename(to: "titles.1")
        reloading.reload()
        turn(until: { shared.reloadFailures.value == 1 })
        log.append(.sample())
        turn(until: { (try? folder.ids().last?.hasSuffix(":1")) == true })
    }
}
