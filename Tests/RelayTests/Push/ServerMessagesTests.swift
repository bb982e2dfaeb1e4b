import ICYReader
import Testing

@testable import Relay

/// What waits for a loop that does not keep up.
@Suite struct ServerMessagesTests {
    private let url: StreamURL

    init() throws { url = try StreamURL("http://s/jazz") }

    // MARK: Messages and their names

    private func title(_ number: Int, of station: Int = 0, text: String = "x") -> ServerMessage {
        .publication(.title(.sample(number, text), of: StationID(station), receivedAt: nil))
    }

    private func status(_ name: String, of station: Int = 0) -> ServerMessage {
        let status = StationStatus(station: name, listenURL: url, state: .live)
        return .publication(.status(StatusPublication(station: StationID(station), status: status)))
    }

    private func block(_ bytes: [UInt8], of station: Int = 0) -> ServerMessage {
        .publication(.block(BlockPublication(station: StationID(station), bytes: bytes)))
    }

    private func ad(_ offset: Int, of station: Int = 0) -> ServerMessage {
        let ad = AdBreak(kind: "ad", durationMilliseconds: nil, id: "\(offset)")
        let event = AdEvent(station: "jazz", ad: ad, at: .now, audioOffset: offset)
        return .publication(.ad(AdPublication(station: StationID(station), event: event)))
    }

    private func filler(_ request: Int) -> ServerMessage {
        .audience(station: StationID(100_000 + request), loop: 0, isPresent: true)
    }

    private func name(_ message: ServerMessage) -> String {
        switch message {
        case .publication(.title(let title, let station, _)): "title \(station):\(title.number)"
        case .publication(.status(let status)):
            "status \(status.station) \(status.status.station)"
        case .publication(.ad(let ad)): "ad \(ad.station)"
        case .publication(.block(let block)): "block \(block.station) \(block.bytes)"
        case .publication(.gap(let gap)): "gap \(gap.station):\(gap.number)"
        case .settings(let settings): "settings \(settings.stations.count)"
        case .client: "client"
        case .audience(let station, _, _) where station >= 100_000: "filler"
        case .audience(let station, let loop, let isPresent):
            "audience \(station) \(loop) \(isPresent)"
        case .shed(let counts): "shed \(counts.sorted { $0.key < $1.key }.map { [$0, $1] })"
        case .report: "report"
        case .shutdown: "shutdown"
        }
    }

    /// What is left of the messages after so many that they are looked through.
    private func left(_ messages: [ServerMessage]) -> [String] {
        var inbox = ServerMessages()
        for message in messages { inbox.append(message) }
        for number in 0..<max(0, Limits.inboxMessages - messages.count) {
            inbox.append(filler(number))
        }
        let names = inbox.drain().map(name).filter { !$0.hasPrefix("filler") }
        #expect(inbox.messages.isEmpty && inbox.clientCount == 0)
        return names
    }

    // MARK: When it is looked through

    @Test func nothingIsLookedAtWhileFewWait() {
        var inbox = ServerMessages()
        for number in 1..<Limits.inboxMessages { inbox.append(status("\(number)")) }
        #expect(inbox.messages.count == Limits.inboxMessages - 1)
        inbox.append(status("last"))
        #expect(inbox.messages.map(name) == ["status 0 last"])
        #expect(inbox.drain().map(name) == ["status 0 last", "shed [[0, 1023]]"])
        #expect(inbox.drain().isEmpty)
    }

    /// If everything must stay, the next look is at twice the count, not at each message.
    @Test func theNextLookIsAtTwiceWhatWasLeft() {
        var inbox = ServerMessages()
        for number in 0..<1500 { inbox.append(filler(number)) }
        for _ in 0..<547 { inbox.append(status("a")) }
        #expect(inbox.messages.count == 2047)
        inbox.append(status("b"))
        #expect(inbox.messages.count == 1501)
        for _ in 0..<1500 { inbox.append(status("c")) }
        #expect(inbox.messages.count == 3001)
        inbox.append(status("d"))
        #expect(inbox.messages.count == 1501)
        #expect(inbox.drain().suffix(2).map(name) == ["status 0 d", "shed [[0, 2048]]"])
        // Once it was empty, it starts from the beginning.
        for _ in 0..<1024 { inbox.append(status("e")) }
        #expect(inbox.messages.count == 1)
    }

    @Test func bytesCountToo() {
        var inbox = ServerMessages()
        let bytes = [UInt8](repeating: 1, count: Limits.inboxBytes / 64)
        for _ in 0..<63 { inbox.append(block(bytes)) }
        #expect(inbox.messages.count == 63)
        inbox.append(block(bytes))
        #expect(inbox.messages.count == Limits.inboxBlocks)
        #expect(inbox.drain().count == Limits.inboxBlocks + 1)
    }

    // MARK: What stays

    @Test func ofAStateTheNewestStays() throws {
        let messages: [ServerMessage] = [
            status("a"), status("b", of: 1), .audience(station: 0, loop: 1, isPresent: true),
            .audience(station: 0, loop: 2, isPresent: true), ad(1), status("c"),
            .settings(try LiveSettings(named: ["x"])), ad(2, of: 1),
            .audience(station: 0, loop: 1, isPresent: false), ad(3),
            .settings(try LiveSettings(named: ["x", "y"])), status("d", of: 2), .shutdown,
        ]
        #expect(
            left(messages) == [
                "status 1 b", "audience 0 2 true", "status 0 c", "ad 1", "audience 0 1 false",
                "ad 0", "settings 2", "status 2 d", "shutdown", "shed [[0, 2]]",
            ])
    }

    @Test func ofBlocksTheNewestFewStay() {
        let few = (0..<UInt8(Limits.inboxBlocks)).map { block([$0]) }
        #expect(left(few) == few.map(name))
        #expect(left([block([9])] + few) == few.map(name) + ["shed [[0, 1]]"])
        #expect(left([block([9], of: 1)] + few) == ["block 1 [9]"] + few.map(name))
    }

    @Test func ofTitlesAHistoryStays() {
        let usual = (2...Limits.historyTitles + 1).map { title($0) }
        #expect(left(usual) == usual.map(name))
        #expect(
            left([title(1)] + usual) == ["gap 0:1"] + usual.map(name) + ["shed [[0, 1]]"])
        let other = title(200, of: 1)
        #expect(
            left([title(0), title(1)] + usual + [other])
                == ["gap 0:1"] + usual.map(name) + ["title 1:200", "shed [[0, 2]]"])
    }

    @Test func ofLongTitlesFewerStay() {
        let fixed = Title.sample(1, "").event.byteCount
        // The event contains it once, since the display form and the song are the same. Its length
        // takes two bytes more than that of an empty text, and so do both places.
        let text = String(repeating: "x", count: Limits.inboxTitleBytes / 4 - fixed - 8)
        let size = Title.sample(1, text).event.byteCount
        #expect(size <= Limits.inboxTitleBytes / 4 && size > Limits.inboxTitleBytes / 4 - 3)
        let long = (1...4).map { title($0, text: text) }
        #expect(left(long) == long.map(name))
        let short = title(5, text: "")
        #expect(
            left(long + [short])
                == ["gap 0:1"] + (long[1...] + [short]).map(name) + ["shed [[0, 1]]"])
        // No title older than a lost one stays, even if it is short enough.
        #expect(
            left([title(0, text: "")] + long + [short])
                == ["gap 0:1"] + (long[1...] + [short]).map(name) + ["shed [[0, 2]]"])
        // The newest stays, however long it is.
        let huge = title(6, text: text + text + text + text + text)
        #expect(left([short, huge]) == ["gap 0:5", "title 0:6", "shed [[0, 1]]"])
    }

    /// However often titles are lost: one gap, with the highest number that is lost.
    @Test func gapsBecomeOne() {
        var inbox = ServerMessages()
        for number in 1...5000 {
            inbox.append(title(number))
            if number % 10 == 0 { inbox.append(title(number, of: 1)) }
        }
        let names = inbox.messages.map(name)
        for station in 0..<2 {
            let own = names.filter { $0.contains(" \(station):") }
            let gaps = own.filter { $0.hasPrefix("gap") }
            #expect(own.count > Limits.historyTitles && gaps.count == 1 && own.first == gaps.first)
            // Everything after the gap is there.
            let numbers = own.compactMap { $0.split(separator: ":").last.flatMap { Int($0) } }
            let step = station == 0 ? 1 : 10
            let first = numbers.first ?? 0
            #expect(numbers == Array(stride(from: first, through: 5000, by: step)))
        }
        #expect(inbox.messages.count < 2 * Limits.inboxMessages)
        let shed = inbox.drain().last.map(name)
        #expect(shed?.hasPrefix("shed [[0, ") == true)
    }

    // MARK: Publications apart

    @Test func publicationsAreTakenAndTheOthersStay() {
        var inbox = ServerMessages()
        #expect(inbox.takePublications().isEmpty)
        for number in 1..<Limits.inboxMessages {
            inbox.append(number % 2 == 0 ? filler(number) : title(number, of: number))
        }
        let taken = inbox.takePublications().map { name(.publication($0)) }
        #expect(taken == stride(from: 1, to: 1024, by: 2).map { "title \($0):\($0)" })
        #expect(inbox.messages.count == 511)
        #expect(inbox.takePublications().isEmpty)
        #expect(inbox.drain().count == 511)
    }

    @Test func clientsAreCountedUntilTheyAreTaken() {
        var inbox = ServerMessages()
        for count in 1...3 {
            let pair = SocketPair()
            let client = ClientHandover(
                pair.near.release(), from: AccessPolicy.Sender(address: .thisMachine),
                isCharged: false,
                request: Request(method: "GET", target: "/", minorVersion: 1, headers: []))
            inbox.append(.client(client))
            #expect(inbox.clientCount == count)
        }
        for number in 0..<Limits.inboxMessages { inbox.append(filler(number)) }
        _ = inbox.takePublications()
        #expect(inbox.clientCount == 3)
        #expect(inbox.drain().filter(\.isClient).count == 3)
        #expect(inbox.clientCount == 0)
    }
}
