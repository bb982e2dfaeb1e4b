import ICYReader
import Testing

@testable import Relay

/// The picture of a title, from the stream to a browser.
@Suite struct ArtworkTests {
    private let bench: TestHub

    init() throws { bench = try TestHub() }

    private func publish(_ text: String, _ picture: StreamPicture?) throws {
        var metadata = MetadataReader()
        let field = OggComments.Field(name: "TITLE", value: Array(text.utf8), wireSize: 0)
        let comments = OggComments(
            index: 0, pageOffset: 0, serial: 1, codec: .opus, vendor: [], raw: [], packetSize: 0,
            fields: [field], picture: picture)
        let reading = metadata.read(comments)
        let event = try #require(
            TitleEvent(reading, audioOffset: 0, station: "jazz", at: .now))
        bench.hub.publish(event, raw: [], of: StationID(0), receivedAt: bench.loop.now)
        bench.loop.settle()
    }

    private func picture(_ size: Int, fill: UInt8 = 7) throws -> StreamPicture {
        let room = bench.hub.shared.pictures.room
        return try #require(PictureStoreTests.picture(size, in: room, fill: fill))
    }

    /// The value of `artwork_url` in the snapshot.
    private func artworkPath() -> String? {
        let snapshot = bench.get("/jazz", accept: "application/json")
        let parts = snapshot.split(separator: #""artwork_url":""#)
        return parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : nil
    }

    private func header(_ name: String, _ response: String) -> String? {
        response.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    @Test func aTitleNamesItsPicture() throws {
        #expect(bench.get("/jazz/artwork").hasPrefix("HTTP/1.1 404 "))
        let client = bench.subscribe("/jazz", .json)
        try publish("A - B", picture(6000))
        let path = try #require(artworkPath())
        let version = String(path.dropFirst("jazz/artwork?v=".count))
        #expect(path.hasPrefix("jazz/artwork?v=") && version.utf8.count == 16)
        #expect(client.takeFrames().last?.text.contains(#""artwork_url":"\#(path)""#) == true)

        for target in ["/" + path, "/jazz/artwork"] {
            let response = bench.get(target)
            #expect(response.hasPrefix("HTTP/1.1 200 "))
            #expect(header("Content-Type", response) == "image/jpeg")
            #expect(header("Content-Length", response) == "6000")
            #expect(header("ETag", response) == "\"\(version)\"")
            #expect(header("X-Content-Type-Options", response) == "nosniff")
            #expect(
                header("Content-Security-Policy", response) == "default-src 'none'; sandbox")
            let isFixed = target == "/" + path
            #expect(
                header("Cache-Control", response)
                    == (isFixed ? "private, max-age=86400" : "no-cache"))
        }
        let head = bench.get("/" + path, method: "HEAD")
        #expect(header("Content-Length", head) == "6000")
        #expect(head.hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: [
        ("\"V\"", 304), ("W/\"V\"", 304), ("*", 304), ("\"x\", \"V\"", 304),
        ("\"x\",W/\"V\" ", 304),
        ("\"x\"", 200), ("V", 200), ("", 200),
    ])
    func aClientMayHaveIt(_ value: String, _ status: Int) throws {
        try publish("A - B", picture(6000))
        let path = try #require(artworkPath())
        let known = value.replacing("V", with: path.suffix(16))
        let response = bench.request(
            bench.connect(), "GET /\(path) HTTP/1.1\nHost: h\nIf-None-Match: \(known)\n\n")
        #expect(response.hasPrefix("HTTP/1.1 \(status) "))
        if status == 304 { #expect(response.hasSuffix("\r\n\r\n")) }
    }

    @Test func itChangesWithTheTitle() throws {
        try publish("A - B", picture(6000, fill: 1))
        let first = try #require(artworkPath())
        try publish("C - D", picture(6000, fill: 2))
        let second = try #require(artworkPath())
        #expect(first != second)
        #expect(bench.get("/" + first).hasPrefix("HTTP/1.1 404 "))
        #expect(bench.get("/" + second).hasPrefix("HTTP/1.1 200 "))
        try publish("E - F", nil)
        #expect(bench.get("/" + second).hasPrefix("HTTP/1.1 404 "))
        #expect(bench.get("/jazz/artwork").hasPrefix("HTTP/1.1 404 "))
        #expect(bench.hub.shared.pictures.room.byteCount == 0)
    }

    /// A large picture is shared, not copied, and stays while a slow client reads it.
    @Test func aSlowClientKeepsItsPicture() throws {
        try publish("A - B", picture(1_000_000))
        let path = try #require(artworkPath())
        let room = bench.hub.shared.pictures.room
        let clients = (0..<20).map { _ in bench.connect() }
        for client in clients {
            client.send("GET /\(path) HTTP/1.1\r\nHost: h\r\n\r\n")
            bench.loop.settle()
        }
        let one = room.byteCount
        #expect((1_000_000..<1_010_000).contains(one))
        try publish("C - D", nil)
        #expect(room.byteCount == one)
        for client in clients {
            var size = 0
            bench.loop.turn(until: {
                size += client.takeAll().count
                return size > 1_000_000
            })
            client.close()
        }
        bench.loop.turn(until: { bench.hub.registry.clients.isEmpty })
        #expect(room.byteCount == 0)
    }

    /// It takes a token, and pages of other origins are refused, as for the titles.
    @Test func itIsAsPublicAsTheTitles() throws {
        try publish("A - B", picture(6000))
        let foreign = bench.request(
            bench.connect(),
            "GET /jazz/artwork HTTP/1.1\nHost: h\nOrigin: http://other.example\n\n")
        #expect(foreign.hasPrefix("HTTP/1.1 403 "))
    }

    /// A restart does not repeat a title because of its picture.
    @Test func theSameTitleWithoutItsPictureIsNotNew() {
        let path = TitleEvent.sample("A", [.artworkURL: "jazz/artwork?v=1"]).fingerprint
        #expect(path == TitleEvent.sample("A", [.artworkURL: ""]).fingerprint)
        #expect(path != TitleEvent.sample("A", [.artworkURL: "http://h/a.png"]).fingerprint)
    }
}
