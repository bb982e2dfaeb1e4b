import Testing

@testable import Relay

@Suite struct PlayLogQueueTests {
    private func entry(_ text: String, of station: Int = 0) -> PlayLogEntry {
        .sample(text, station: station)
    }

    private func ids(_ titles: [PlayLogQueue.Numbered]) -> [String] {
        titles.map { "\($0.id) \($0.entry.event.display)" }
    }

    private func drain(_ queue: inout PlayLogQueue) -> [String] {
        var titles: [PlayLogQueue.Numbered] = []
        while let title = queue.next() { titles.append(title) }
        return ids(titles)
    }

    /// A disk that becomes full within a batch: titles that are in the file keep their ids.
    @Test func onlyWhatIsNotInTheFileIsToldUnderAnotherEpoch() {
        var queue = PlayLogQueue(epoch: "e", lastNumber: 0)
        for text in ["a", "b", "c"] { _ = queue.append(entry(text)) }
        _ = queue.take()
        queue.goUnwritten(last: 2)
        let other = queue.unwrittenEpoch
        #expect(drain(&queue) == ["e:1 a", "\(other):2 b", "\(other):3 c"])
    }

    @Test func titlesAreNumberedWhenTheyAreTaken() {
        var queue = PlayLogQueue(epoch: "e", lastNumber: 6)
        #expect(queue.append(entry("a")).mustWake)
        #expect(!queue.append(entry("b")).mustWake)
        #expect(queue.lastNumber == 6)
        #expect(ids(queue.take().titles) == ["e:7 a", "e:8 b"])
        #expect(queue.append(entry("c")).mustWake)
        #expect(drain(&queue) == ["e:7 a", "e:8 b"])
        #expect(ids(queue.take().titles) == ["e:9 c"])
        #expect(queue.lastNumber == 9)
        #expect(drain(&queue) == ["e:9 c"])
        #expect(queue.take().titles.isEmpty)
        #expect(queue.passedCount == 0)
    }

    /// While the thread waits for the disk: in order, including those that the thread holds.
    @Test func beyondTheLimitTitlesGoPastTheFile() {
        var queue = PlayLogQueue(
            epoch: "e", lastNumber: 0, bounds: PlayLogWaiting.Bounds(titles: 2))
        _ = queue.append(entry("a"))
        #expect(ids(queue.take().titles) == ["e:1 a"])
        for (station, text) in ["b", "c"].enumerated() {
            #expect(queue.append(entry(text, of: station)).overdue.isEmpty)
        }
        let outcome = queue.append(entry("d", of: 2))
        // They may never reach the file, so after a restart no client resumes from them.
        let apart = queue.unwrittenEpoch
        #expect(apart.hasPrefix("e-"))
        #expect(ids(outcome.overdue) == ["1 a", "2 b", "3 c", "4 d"].map { "\(apart):\($0)" })
        #expect(!outcome.mustWake && outcome.shed.isEmpty)
        #expect(queue.passedCount == 3)
        // From then on nothing waits.
        #expect(ids(queue.append(entry("e")).overdue) == ["\(apart):5 e"])
        // The thread is back: nothing is left of its batch.
        #expect(drain(&queue) == [])
        #expect(queue.take().titles.isEmpty)
        #expect(queue.append(entry("f")).mustWake)
        #expect(ids(queue.take().titles) == ["e:6 f"])
        #expect(drain(&queue) == ["e:6 f"])
        #expect(queue.passedCount == 4)
    }

    @Test func theEndComesWhenNothingWaits() {
        var queue = PlayLogQueue(epoch: "e", lastNumber: 0)
        _ = queue.append(entry("a"))
        queue.close()
        let work = queue.take()
        #expect(ids(work.titles) == ["e:1 a"] && !work.isEnd)
        #expect(drain(&queue) == ["e:1 a"])
        #expect(queue.take().isEnd)
        // No thread would write it.
        #expect(ids(queue.append(entry("b")).overdue) == ["\(queue.unwrittenEpoch):2 b"])
    }

    @Test func whatCouldNotBeWrittenIsNamedApart() {
        var queue = PlayLogQueue(epoch: "e", lastNumber: 6)
        let other = PlayLogQueue(epoch: "e", lastNumber: 6)
        #expect(queue.unwrittenEpoch != other.unwrittenEpoch)
        for text in ["a", "b"] { _ = queue.append(entry(text)) }
        #expect(ids(queue.take().titles) == ["e:7 a", "e:8 b"])
        queue.goUnwritten()
        #expect(drain(&queue) == ["7 a", "8 b"].map { "\(queue.unwrittenEpoch):\($0)" })
        _ = queue.append(entry("c"))
        _ = queue.take()
        #expect(drain(&queue) == ["e:9 c"])
    }

    @Test func aWishToReopenIsTakenOnce() {
        var queue = PlayLogQueue(epoch: "e", lastNumber: 0)
        queue.reopen()
        #expect(queue.take().mustReopen)
        #expect(!queue.take().mustReopen)
    }
}
