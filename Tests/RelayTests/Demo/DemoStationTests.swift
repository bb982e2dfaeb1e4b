import ICYReader
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(10))) struct DemoStationTests {
    private let bench: TestHub
    private let station: DemoStation
    private let address: Address

    init() throws {
        bench = try TestHub(["demo"])
        let listening = try ListeningSockets(on: .anyLoopbackPort, count: 1)
        address = listening.address
        station = try DemoStation(loop: bench.loop, descriptor: listening.take(0))
    }

    private func listen(_ request: String) -> TestSocket {
        let client = TestListener.connect(to: address)
        bench.loop.settle()
        client.send(request)
        return client
    }

    /// Real HTTP, ICY and WebSocket on one loop, with eight titles of eight seconds each.
    @Test func itsTitlesComeToASubscriberOneByOne() throws {
        let client = bench.subscribe()
        try bench.run(try StreamURL("http://\(address)/demo.mp3"), name: "demo")
        #expect(bench.frames(1, of: client) == [.text(DemoPlaylist.titles[0])])
        for title in DemoPlaylist.titles.dropFirst() {
            for _ in 0..<4 { bench.advance(by: .seconds(2)) }
            client.send(clientFrame(10))
            var titles: [ServerFrame] = []
            bench.loop.turn(until: {
                titles += client.takeFrames().filter { $0.opcode == 1 }
                return !titles.isEmpty
            })
            #expect(titles == [.text(title)])
        }
    }

    @Test func aListenerGetsAudioAsFastAsItPlays() {
        let client = listen("GET /demo.mp3 HTTP/1.0\r\n\r\n")
        let head = DemoBroadcast(isInterleaved: false).head
        let burst = head.count + 2 * DemoBroadcast.bytesPerSecond
        bench.loop.turn(until: { client.receive().count >= burst })
        #expect(client.received.count == burst)
        for _ in 0..<10 { bench.advance(by: .milliseconds(100)) }
        bench.loop.turn(until: { client.receive().count >= burst + DemoBroadcast.bytesPerSecond })
        #expect(client.received.count == burst + DemoBroadcast.bytesPerSecond)
        #expect(Array(client.received.prefix(head.count)) == head)
    }

    @Test func whatIsNoRequestIsDropped() {
        let client = listen("nonsense\r\n\r\n")
        bench.loop.turn(until: {
            client.receive()
            return client.isEnded
        })
    }

    /// A machine that slept for a night: nobody wants eight hours of silence at once.
    @Test func aListenerIsDroppedWhenTheClockHasLeapt() {
        let client = listen("GET /demo.mp3 HTTP/1.0\r\n\r\n")
        bench.loop.turn(until: { client.receive().count > 2 * DemoBroadcast.bytesPerSecond })
        let before = client.received.count
        bench.advance(by: .seconds(600))
        bench.loop.turn(until: {
            client.receive()
            return client.isEnded
        })
        #expect(client.received.count - before < Limits.demoBacklog)
    }
}
