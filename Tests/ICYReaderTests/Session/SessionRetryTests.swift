import Fixtures
import Testing

@testable import ICYReader

@Suite struct SessionRetryTests {
    /// The delays after successive failed attempts.
    private func delays(_ stage: Stage, _ count: Int) -> [Duration] {
        (0..<count).map { _ in
            _ = stage.failed(.refused("h"))
            let delay = stage.delay ?? .zero
            _ = stage.retry()
            return delay
        }
    }

    @Test func backsOffWithFullJitter() throws {
        let bounds: [Duration] = [1, 2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) }
        var greatest = Array(repeating: Duration.zero, count: bounds.count)
        var least = bounds
        for seed in UInt64(0)..<300 {
            let stage = try Stage(seed: seed)
            _ = stage.start()
            for (index, delay) in delays(stage, bounds.count).enumerated() {
                #expect(delay >= .zero && delay <= bounds[index], "seed \(seed)")
                greatest[index] = max(greatest[index], delay)
                least[index] = min(least[index], delay)
            }
        }
        // The whole range is used.
        for index in bounds.indices {
            #expect(greatest[index] > bounds[index] * 0.95)
            #expect(least[index] < bounds[index] * 0.05)
        }
    }

    @Test func sameSeedSameDelays() throws {
        let first = try Stage(seed: 7)
        let second = try Stage(seed: 7)
        let other = try Stage(seed: 8)
        _ = (first.start(), second.start(), other.start())
        let delays = delays(first, 5)
        #expect(self.delays(second, 5) == delays)
        #expect(self.delays(other, 5) != delays)
    }

    /// What a connection does before it ends.
    enum Step: Sendable {
        case receive(String)
        case skip(Int)
        case wait(Duration)
    }

    /// The burst alone once counted as success: a server that sends it and closes was asked again
    /// twice a second for ever. Audio must arrive 10 s after the connection came up.
    @Test(
        arguments: [
            ([], false),
            ([.receive(goodHead)], false),
            ([.receive(goodHead + "A")], false),
            ([.receive(goodHead + "A"), .skip(1)], false),
            ([.receive(goodHead + "A"), .wait(.milliseconds(9999)), .receive("A")], false),
            ([.receive(goodHead + "A"), .wait(.milliseconds(9999)), .skip(1)], false),
            ([.receive(goodHead + "A"), .wait(.seconds(10)), .receive("A")], true),
            ([.receive(goodHead + "A"), .wait(.seconds(10)), .skip(1)], true),
            ([.wait(.seconds(10)), .receive(goodHead + "A")], true),
            // Time without audio does not count, nor does a block.
            ([.receive(goodHead + "A"), .wait(.seconds(14))], false),
            ([.wait(.seconds(10)), .receive(goodHead)], false),
            ([.receive(goodHead + "AAAAAAAA"), .wait(.seconds(10)), .receive("\0")], false),
        ] as [([Step], Bool)])
    func onlyLastingAudioResetsTheBackOff(_ steps: [Step], _ isReset: Bool) throws {
        var longest = Duration.zero
        for seed in UInt64(0)..<60 {
            let stage = try Stage(seed: seed)
            _ = stage.start()
            // The back-off is at its longest.
            _ = delays(stage, 8)
            _ = stage.connected()
            for step in steps {
                switch step {
                case .receive(let bytes): _ = stage.receive(bytes)
                case .skip(let count): stage.session.skip(count, now: stage.now)
                case .wait(let duration): stage.now = stage.now + duration
                }
            }
            #expect(stage.session.isStable == isReset)
            _ = stage.closed()
            #expect(stage.session.isStable == isReset)
            var backOff = BackOff(seed: seed)
            for _ in 0..<8 { _ = backOff.next() }
            if isReset { backOff.reset() }
            #expect(stage.delay == backOff.next(), "seed \(seed)")
            longest = max(longest, stage.delay ?? .zero)
        }
        if isReset { #expect(longest <= .seconds(1)) } else { #expect(longest > .seconds(30)) }
    }

    /// A body that was held back for long and has no blocks is not a stream that plays.
    @Test func audioWithoutBlocksResetsNothing() throws {
        let stage = try Stage(seed: 3)
        _ = stage.answer(goodHead)
        _ = stage.closed()
        _ = stage.retry()
        _ = delays(stage, 7)
        _ = stage.connected()
        _ = stage.receive("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n")
        stage.now = stage.now + .seconds(12)
        #expect(stage.receive(run("A", 96 * 1024)) == ["close", "waiting metaint_missing"])
        var backOff = BackOff(seed: 3)
        for _ in 0..<8 { _ = backOff.next() }
        #expect(stage.delay == backOff.next())
    }

    /// After hours of play the first attempt comes within a second, and the next ones ever later.
    @Test func aRestartAfterHoursIsFollowedAtOnce() throws {
        let stage = try Stage(seed: 5)
        _ = stage.start()
        _ = delays(stage, 8)
        _ = stage.connected()
        _ = stage.receive(goodHead)
        for second in 1...7200 {
            stage.now = stage.now + .seconds(1)
            _ = stage.receive("AAAAAAAA\0")
            #expect(stage.session.isStable == (second >= 10))
        }
        _ = stage.closed()
        var backOff = BackOff(seed: 5)
        for _ in 0..<8 { _ = backOff.next() }
        backOff.reset()
        #expect(stage.delay == backOff.next())
        #expect(stage.delay ?? .seconds(60) <= .seconds(1))
        _ = stage.retry()
        #expect(delays(stage, 8) == (0..<8).map { _ in backOff.next() })
    }

    /// G07: a server that accepts, answers, perhaps sends its burst, and closes is not hammered.
    @Test(arguments: [goodHead, goodHead + String(repeating: "AAAAAAAA\0", count: 100)])
    func dropsAtOnceKeepGrowing(_ answer: String) throws {
        var total = Duration.zero
        for seed in UInt64(0)..<20 {
            let stage = try Stage(seed: seed)
            _ = stage.start()
            for _ in 0..<25 {
                _ = stage.connected()
                _ = stage.receive(answer)
                _ = stage.closed()
                total += stage.delay ?? .zero
                _ = stage.retry()
            }
        }
        // 25 attempts take about 10 minutes: half of 1 + 2 + … + 32 + 19 * 60 s.
        #expect(total / 20 > .seconds(480) && total / 20 < .seconds(720))
    }

    @Test(arguments: [
        "HTTP/1.0 404 Not Found\r\n\r\n", "HTTP/1.0 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>",
    ])
    func isPatientOnlyWithStreamsThatNeverWereLive(_ head: String) throws {
        let stage = try Stage()
        #expect(stage.answer(head).last?.hasPrefix("failed") == true)
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive(goodHead + "A")
        _ = stage.closed()
        // Icecast answers 404 until the source is back.
        _ = stage.retry()
        _ = stage.connected()
        #expect(stage.receive(head).last?.hasPrefix("waiting") == true)
        let delay = try #require(stage.delay)
        #expect(delay <= .seconds(2))
    }

    @Test func theSameTitleAfterAReconnectIsUnchanged() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        #expect(stage.receive(bodyAB) == ["title A - B", "block 1"])
        _ = stage.closed()
        _ = stage.retry()
        _ = stage.connected()
        // G05: another interval; offsets and indices start again.
        #expect(stage.receive("ICY 200 OK\r\nicy-metaint:1\r\n\r\n") == ["head 200", "live"])
        #expect(stage.receive([0x41, 2] + blockAB) == ["block 0"])
        #expect(stage.blocks.last?.0.audioOffset == 1)
        #expect(
            stage.receive([0x41, 1] + text("StreamTitle='';") + [0])
                == ["clear", "no title cleared"])
    }

    @Test func aCutBlockIsNotReported() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        #expect(stage.receive(run("A", 8) + [2] + blockAB.prefix(20)) == [])
        #expect(stage.closed() == ["close", "waiting ended"])
        _ = stage.retry()
        _ = stage.connected()
        _ = stage.receive(goodHead)
        #expect(stage.receive(bodyAB) == ["title A - B", "block 1"])
    }

    /// A20: a sender that counts characters instead of bytes, so the framing is off by 5.
    @Test func findsLostFramingAgainOrReconnects() throws {
        let stage = try Stage()
        _ = stage.answer("ICY 200 OK\r\nicy-metaint:64\r\n\r\n")
        let block = text("StreamTitle='Дождь';") + zeros(12)
        // Audio without zeros: as a length, each byte means 3 * 16 bytes.
        let audio = Array(repeating: UInt8(3), count: 64)
        #expect(stage.receive(audio + [2] + block) == ["title Дождь"])
        #expect(stage.receive(audio + audio) == ["block 1"])
        #expect(stage.blocks.last?.1.flags == [.suspicious])
        // The five unannounced zeros, then two blocks of 48 in 256 bytes of audio.
        #expect(stage.receive(audio + audio) == ["lost 161 98"])
        #expect(stage.session.state == .live)
        #expect(stage.session.framing == .searching)
        #expect(stage.session.audioOffset == 64 + 5 + 256)
        #expect(stage.receive([2] + blockAB) == ["reanchored 358", "title A - B"])
        #expect(stage.blocks.last?.0.flags == [.reanchored])
        #expect(stage.session.framing == .interleaved(64))
        #expect(stage.receive(audio + [0]) == ["block 3"])
        // Titles have been seen, so it is never taken for a stream without any.
        let lost = stage.receive(audio + [3] + audio[..<48] + audio + [3] + audio[..<48])
        #expect(lost == ["block 4", "lost 520 98"])
        #expect(stage.receive(Array(repeating: 3, count: 65_535)) == [])
        #expect(stage.receive([3]) == ["searched in vain", "close", "waiting framing_lost"])
    }

    @Test func oneOddBlockIsForgiven() throws {
        let stage = try Stage()
        _ = stage.answer(goodHead)
        let odd = run("A", 8) + [1] + Array(repeating: UInt8(1), count: 16)
        let good = run("A", 8) + [2] + blockAB
        let empty = run("A", 8) + [0]
        #expect(
            stage.receive(odd + good + odd + good + empty) == [
                "block 0", "title A - B", "block 2", "block 3", "block 4",
            ])
        // One empty block in between does not restore trust; two do.
        #expect(stage.receive(odd + empty + empty + odd) == (5...8).map { "block \($0)" })
        #expect(stage.receive(empty + odd) == ["block 9", "lost 192 35"])
    }

    /// A24: the head promises blocks, the body has none.
    @Test func seesThroughAnEmptyPromise() throws {
        let stage = try Stage()
        _ = stage.start()
        let frames = Array(StreamCase.emptyPromise.input)
        _ = stage.connected()
        #expect(stage.receive(frames) == ["head 200", "live", "block 0", "lost 16000 514"])
        // The second block ended 846 bytes before the end of the frames.
        #expect(stage.receive(Array(repeating: 0x10, count: 65_536 - 846 - 1)) == [])
        #expect(stage.receive([0x10]) == ["lie", "close", "failed metaint_lies"])
        #expect(stage.problem?.message.contains("announced but not sent") == true)
        #expect(stage.problem?.reason == .metaintLies)
    }

    /// The session reports the same however its bytes are cut.
    @Test func cutsDoNotMatter() throws {
        let bytes =
            text(goodHead) + bodyAB + run("C", 8) + [2] + text("StreamTitle='C - D';")
            + zeros(12)
        let expected = ["head 200", "live", "title A - B", "block 1", "title C - D"]
        for partition in Partition.all(of: bytes.count, seed: 11) {
            let stage = try Stage()
            _ = stage.start()
            _ = stage.connected()
            let actions = partition.pieces(of: bytes).flatMap { stage.receive(Array($0)) }
            #expect(actions == expected, "\(partition)")
        }
    }
}
