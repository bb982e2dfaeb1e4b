import Testing

@testable import Relay

@Suite struct OutboxTests {
    private let control: [UInt8] = [0x8A, 2, 1, 2]
    private let status: [UInt8] = Array("status".utf8)
    private let title: [UInt8] = Array("a title".utf8)

    /// Removes everything, at most `step` bytes at a time.
    private func drain(_ outbox: inout Outbox, step: Int = .max) -> [UInt8] {
        var sent: [UInt8] = []
        while let (bytes, offset) = outbox.next() {
            let count = min(step, bytes.count - offset)
            sent += bytes[offset..<offset + count]
            outbox.sent(count)
        }
        return sent
    }

    @Test func isEmptyAtFirstAndAfterEverythingIsSent() {
        var outbox = Outbox()
        #expect(outbox.isEmpty == true)
        #expect(outbox.next() == nil)
        outbox.replace(.title, station: 0, title)
        #expect(outbox.isEmpty == false)
        #expect(drain(&outbox) == title)
        #expect(outbox.isEmpty == true)
    }

    @Test func controlGoesBeforeStatusAndStatusBeforeTitle() {
        var outbox = Outbox()
        outbox.replace(.title, station: 0, title)
        outbox.replace(.status, station: 0, status)
        outbox.appendControl(control)
        #expect(drain(&outbox) == control + status + title)
    }

    @Test func controlFramesAreKeptInOrderAndCounted() {
        var outbox = Outbox()
        outbox.appendControl([1, 2])
        outbox.appendControl([3])
        #expect(outbox.controlCount == 3)
        #expect(drain(&outbox) == [1, 2, 3])
        #expect(outbox.controlCount == 0)
    }

    @Test func theNewestTitleAndStatusWin() {
        var outbox = Outbox()
        for number: UInt8 in 1...9 {
            outbox.replace(.title, station: 0, [number])
            outbox.replace(.status, station: 0, [number + 100])
        }
        #expect(drain(&outbox) == [109, 9])
    }

    /// The frame being sent is finished, and then only the newest follows.
    @Test func aFramePartlySentIsFinishedBeforeTheNewest() {
        for cut in 0..<title.count {
            var outbox = Outbox()
            outbox.startedSending(title, count: cut)
            outbox.replace(.title, station: 0, [7])
            outbox.replace(.title, station: 0, [8])
            outbox.replace(.status, station: 0, status)
            outbox.appendControl(control)
            #expect(drain(&outbox) == title[cut...] + control + status + [8], "cut at \(cut)")
        }
    }

    @Test(arguments: 1...20)
    func partialSendsMakeUpTheExactBytes(step: Int) {
        var outbox = Outbox()
        outbox.appendControl(control)
        outbox.replace(.status, station: 0, status)
        outbox.replace(.title, station: 0, title)
        #expect(drain(&outbox, step: step) == control + status + title)
    }

    /// Every cut of the first send, then something new, then the rest.
    @Test func newFramesAtEveryCutNeverBreakAFrame() {
        let all = control + status + title
        for cut in 0...all.count {
            var outbox = Outbox()
            outbox.appendControl(control)
            outbox.replace(.status, station: 0, status)
            outbox.replace(.title, station: 0, title)
            var sent: [UInt8] = []
            while sent.count < cut, let (bytes, offset) = outbox.next() {
                let count = min(cut - sent.count, bytes.count - offset)
                sent += bytes[offset..<offset + count]
                outbox.sent(count)
            }
            outbox.replace(.title, station: 0, [8])
            sent += drain(&outbox)
            // A title that was begun is finished; one that was not is replaced.
            let begun = cut > control.count + status.count
            #expect(sent == (begun ? all : control + status) + [8], "cut at \(cut)")
        }
    }

    @Test func dropDataKeepsTheFrameOnItsWayAndControl() {
        var outbox = Outbox()
        outbox.startedSending(title, count: 3)
        outbox.appendControl(control)
        outbox.replace(.status, station: 0, status)
        outbox.replace(.title, station: 0, [8])
        outbox.dropData()
        #expect(drain(&outbox) == title[3...] + control)
    }

    /// The cost of a slow client, however many titles are published: the frame being sent, the
    /// newest title, the newest state.
    @Test func holdsOneFrameOfEachKindForASlowClient() {
        var outbox = Outbox()
        outbox.startedSending([UInt8](repeating: 1, count: 1000), count: 1)
        for _ in 0..<10_000 {
            outbox.replace(.title, station: 0, [UInt8](repeating: 2, count: 1000))
            outbox.replace(.status, station: 0, [UInt8](repeating: 3, count: 1000))
        }
        #expect(drain(&outbox).count == 999 + 1000 + 1000)
    }
}
