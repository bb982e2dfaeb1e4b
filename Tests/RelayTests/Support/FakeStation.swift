import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// A station controlled by a test: it answers what the test wants, when the test wants it.
struct FakeStation {
    let listener: TestListener

    init() throws { listener = try TestListener() }

    var origin: String { "http://127.0.0.1:\(listener.port)" }

    func url(_ path: String = "/jazz") throws -> StreamURL { try StreamURL(origin + path) }

    /// Waits for the next connection and its whole request.
    func accept(on loop: EventLoop) throws -> TestSocket {
        var accepted: TestSocket?
        loop.turn(until: {
            accepted = accepted ?? listener.accept()
            return accepted?.receive().suffix(4).elementsEqual("\r\n\r\n".utf8) ?? false
        })
        return try #require(accepted)
    }

    static let head =
        "ICY 200 OK\r\nicy-name: Jazz\r\nicy-br: 128\r\nicy-metaint: 4\r\n"
        + "content-type: audio/mpeg\r\n\r\n"

    /// Four bytes of audio and a block.
    static func block(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let units = (bytes.count + 15) / 16
        let padding = [UInt8](repeating: 0, count: units * 16 - bytes.count)
        return [1, 2, 3, 4, UInt8(units)] + bytes + padding
    }

    static func title(_ title: String) -> [UInt8] { block("StreamTitle='\(title)';") }
}

extension TestHub {
    /// Starts the station with this number in this hub.
    func run(
        _ url: StreamURL, name: String = "jazz", index: Int = 0,
        settings: StreamSettings = .plain
    ) throws {
        let network = try Network(
            loop: loop, resolver: try Resolver(threads: 0), pictures: hub.shared.pictures.room)
        let audience = StationAudience(
            title: { [unowned hub] in hub.publish($0, raw: $1, of: $2, receivedAt: $3) },
            other: { [unowned hub] in hub.publish($0) })
        let runner = StationRunner(loop: loop, index: 0, count: 1, admission: Admission()) {
            entry, lastFingerprint in
            Station(entry, network: network, lastFingerprint: lastFingerprint, audience: audience)
        }
        stations = runner
        hub.stations = runner
        let choice = Options.StationChoice(name: name, url: url, settings: settings)
        let figures = hub.settings.stations[index].figures
        runner.adopt([StationEntry(id: StationID(index), choice: choice, figures: figures)])
    }

    /// Runs the loop until this many frames have arrived, and a little longer, to reveal extra
    /// ones.
    func frames(_ count: Int, of client: TestSocket) -> [ServerFrame] {
        var frames: [ServerFrame] = []
        loop.turn(until: {
            frames += client.takeFrames()
            return frames.count >= count
        })
        loop.settle()
        return frames + client.takeFrames()
    }
}

/// What a JSON client receives about the station `jazz`.
struct StationState: Decodable {
    let type: String
    let station: String
    let state: String
    let is_online: Bool
    let name: String
    let bitrate_kbps: Int?
    let content_type: String
    let reason: String
    let retry_at: Int?
    let reason_code: String
    let advice: String
    let listen_url: String

    init(_ frame: ServerFrame?) throws {
        let payload = try #require(frame).payload
        self = try JSONDecoder().decode(StationState.self, from: Data(payload))
        #expect(type == "station")
        #expect(station == "jazz")
    }
}
