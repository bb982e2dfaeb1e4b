import Fixtures
import FoundationEssentials
import Testing

@testable import Relay

/// Requests and their answers.
@Suite(.timeLimit(.minutes(10))) struct HubTests {
    private let bench: TestHub

    init() throws { bench = try TestHub() }

    private func body(_ response: String) -> String {
        guard let end = response.firstRange(of: "\r\n\r\n") else { return "" }
        return String(response[end.upperBound...])
    }

    private func header(_ name: String, _ response: String) -> String? {
        let prefix = name + ": "
        return response.split(separator: "\r\n").first { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
    }

    // MARK: Request, response, end

    @Test func aResponseIsFollowedByAnOrderlyEnd() {
        let client = bench.connect()
        let response = bench.request(
            client, "GET /healthz HTTP/1.1\nHost: h\nConnection: close\n\n")
        #expect(response.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(header("Connection", response) == "close")
        #expect(body(response) == "ok\n")
        #expect(client.isEnded)
        #expect(!client.isReset)
    }

    @Test func aRequestInPiecesIsAnswered() {
        let client = bench.connect()
        for byte in "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n".utf8 {
            #expect(client.receive().isEmpty)
            client.send([byte])
            bench.loop.settle(2)
        }
        #expect(String(decoding: client.takeAll(), as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
    }

    /// Bytes that the client sends after its request are read until it closes, so that no reset
    /// destroys the answer; but not for ever.
    @Test func whatComesAfterTheRequestIsDroppedForTwoSeconds() {
        let client = bench.connect()
        let response = bench.request(
            client, "GET /healthz HTTP/1.1\nHost: h\nConnection: close\n\n and a body")
        #expect(body(response) == "ok\n")
        #expect(client.send([1, 2, 3]) == 3)
        bench.loop.settle()
        #expect(client.send([1, 2, 3]) == 3)
        bench.advance(by: Limits.lingerWait)
        #expect(client.send([1, 2, 3]) == 0)
    }

    @Test func aClientThatSaysItIsDoneStillGetsTheWholeAnswer() {
        let client = bench.connect { $0.shrinkSendBuffer() }
        client.send("GET /assets/page.js HTTP/1.1\r\nHost: h\r\n\r\n")
        client.shutdownWriting()
        var turns = 0
        while !client.isEnded, turns < 1000 {
            bench.loop.runOnce(timeout: .zero)
            client.receive(maximum: 500)
            turns += 1
        }
        #expect(turns > 2)
        let response = String(decoding: client.received, as: UTF8.self)
        #expect(header("Content-Length", response) == "\(body(response).utf8.count)")
        #expect(Array(body(response).utf8) == Asset.pageScript.body)
    }

    @Test func aClientThatAsksNothingGets408AfterTenSeconds() {
        let silent = bench.connect()
        let slow = bench.connect()
        slow.send("GET / HTTP/1.1\r\nHo")
        bench.advance(by: Limits.requestWait - .milliseconds(1))
        #expect(silent.takeAll().isEmpty && !silent.isEnded)
        // A byte now and then is not a request.
        slow.send("s")
        bench.advance(by: .milliseconds(1))
        for client in [silent, slow] {
            let response = String(decoding: client.takeAll(), as: UTF8.self)
            #expect(response.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(client.isEnded)
        }
    }

    @Test func aClientThatTakesNoByteOfItsAnswerIsClosed() {
        let client = bench.connect { $0.shrinkSendBuffer() }
        client.send("GET /assets/page.js HTTP/1.1\r\nHost: h\r\n\r\n")
        bench.loop.settle()
        bench.advance(by: Limits.stuckWait)
        client.receive()
        #expect(client.isEnded)
        #expect(client.received.count < Asset.pageScript.body.count)
    }

    @Test(arguments: [
        ("GARBAGE\n\n", "400"), ("GET / HTTP/1.1\n\n", "400"),
        ("GET / HTTP/2.0\nHost: h\n\n", "505"),
        ("POST / HTTP/1.1\nHost: h\n\n", "405"), ("GET /nowhere HTTP/1.1\nHost: h\n\n", "404"),
        ("GET / HTTP/1.1\nHost: h\nAccept: image/png\n\n", "406"),
        ("GET / HTTP/1.1\nHost: h\nExpect: something\n\n", "417"),
    ])
    func whatCannotBeServedGetsItsStatus(request: String, status: String) {
        let client = bench.connect()
        let response = bench.request(client, request)
        #expect(response.hasPrefix("HTTP/1.1 \(status) "))
        #expect(client.isEnded)
    }

    @Test func headHasTheHeadOfGetAndNoBody() {
        bench.publish(title: "A - B")
        for (path, accept) in [
            ("/", "text/html"), ("/", "*/*"), ("/healthz", "*/*"), ("/x", "*/*"),
        ] {
            let full = bench.get(path, accept: accept)
            let head = bench.get(path, accept: accept, method: "HEAD")
            #expect(!body(full).isEmpty)
            #expect(body(head).isEmpty)
            #expect(header("Content-Length", head) == "\(body(full).utf8.count)")
            func headers(_ response: String) -> [Substring] {
                response.prefix { $0 != "\r\n" }.split(separator: " ")
                    + response.split(separator: "\r\n\r\n")[0].split(separator: "\r\n")
                    .filter { !$0.hasPrefix("Date:") }
            }
            #expect(headers(head) == headers(full))
        }
    }

    // MARK: What is served

    @Test func thePageMayLoadAudioFromItsStationAndNothingElseFromElsewhere() throws {
        try bench.publish(state: .live, audioOrigins: ["http://s:8000", "https://cdn.example"])
        let response = bench.get("/", accept: "text/html")
        #expect(
            header("Content-Security-Policy", response)
                == "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                + "img-src 'self' data:; media-src http://s:8000 https://cdn.example; "
                + "base-uri 'self'; form-action 'none'; frame-ancestors 'self'")
        #expect(header("Content-Type", response) == "text/html; charset=utf-8")
        #expect(header("Referrer-Policy", response) == "no-referrer")
        #expect(header("X-Content-Type-Options", response) == "nosniff")
        #expect(header("Vary", response) == "Accept")
    }

    @Test func aPageBeforeTheStationIsKnownLoadsNoAudio() {
        let policy = header("Content-Security-Policy", bench.get("/", accept: "text/html"))
        #expect(policy?.contains("media-src 'none';") == true)
    }

    @Test func theStationsPageLoadsNoAudio() throws {
        let two = try TestHub(["a", "b"])
        let response = two.get("/", accept: "text/html")
        #expect(header("Content-Security-Policy", response)?.contains("media-src 'none';") == true)
        #expect(body(response).contains("\"assets/stations.js\""))
    }

    private struct Snapshot: Decodable {
        struct Title: Decodable {
            let stream_title: String
            let id: String
        }
        struct Status: Decodable {
            let state: String
            let is_online: Bool
        }
        let station: Status?
        let now_playing: Title?
        let song_history: [Title]
    }

    private func snapshot(_ path: String = "/jazz") throws -> Snapshot {
        let response = bench.get(path)
        #expect(header("Content-Type", response) == "application/json")
        // A client that sends no Origin is not a page of another site.
        #expect(header("Access-Control-Allow-Origin", response) == nil)
        return try JSONDecoder().decode(Snapshot.self, from: Data(body(response).utf8))
    }

    @Test func theSnapshotTellsStateTitleAndHistory() throws {
        let empty = try snapshot()
        #expect(empty.station == nil)
        #expect(empty.now_playing == nil)
        #expect(empty.song_history.isEmpty)
        try bench.publish(state: .live)
        bench.publish(title: "A - B")
        bench.publish(title: "C - \"D\"")
        for path in ["/", "/jazz", "/jazz/", "/%6aazz", "/jazz?x=1"] {
            let full = try snapshot(path)
            #expect(full.station?.state == "live")
            #expect(full.station?.is_online == true)
            #expect(full.now_playing?.stream_title == "C - \"D\"")
            #expect(full.song_history.map(\.stream_title) == ["C - \"D\"", "A - B"])
            #expect(full.song_history.map(\.id) == ["e:2", "e:1"])
        }
    }

    @Test func theListHasEveryStationWithItsPathAndTitle() throws {
        struct List: Decodable {
            struct Entry: Decodable {
                let path: String
                let now_playing: Snapshot.Title?
            }
            let stations: [Entry]
        }
        let two = try TestHub(["a", "b"])
        two.publish(title: "B's title", station: 1)
        let list = try JSONDecoder().decode(List.self, from: Data(body(two.get("/")).utf8))
        #expect(list.stations.map(\.path) == ["/a", "/b"])
        #expect(list.stations.map(\.now_playing?.stream_title) == [nil, "B's title"])
    }

    /// The stations need descriptors too. A client that cannot have one gets 503, but only so many
    /// at once.
    @Test func clientsLeaveDescriptorsToTheStations() throws {
        let full = try TestHub(descriptorLimit: 0)
        let response = full.get("/")
        #expect(response.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(header("Retry-After", response) == "10")
        full.loop.settle()
        let waiting = (0..<full.hub.registry.refusedLimit).map { _ in full.connect() }
        let tooMany = full.connect()
        tooMany.receive()
        #expect(tooMany.isEnded)
        full.advance(by: Limits.refusedRequestWait)
        for client in waiting {
            let told = String(decoding: client.takeAll(), as: UTF8.self)
            #expect(told.hasPrefix("HTTP/1.1 503 ") && client.isEnded)
        }
        #expect(Limits.clientDescriptors(of: 20_000, stations: 10) == 19_852)
        #expect(Limits.clientDescriptors(of: 1_024, stations: 10_000) == 512)
    }

    @Test func assetsAreServedAsTheyAre() {
        for (path, type) in [
            ("/assets/page.css", "text/css"), ("/assets/page.js", "text/javascript"),
            ("/assets/stations.js", "text/javascript"),
        ] {
            let response = bench.get(path)
            #expect(header("Content-Type", response) == "\(type); charset=utf-8")
            #expect(header("Cache-Control", response) == "no-cache")
            #expect(!body(response).isEmpty)
        }
    }

    // MARK: Lifetime

    @Test func nothingIsLeftOfALoopWithClients() throws {
        weak var loop: EventLoop?
        weak var hub: Hub?
        var clients: [TestSocket] = []
        do {
            let bench = try TestHub()
            loop = bench.loop
            hub = bench.hub
            clients = [bench.connect(), bench.subscribe(), bench.subscribe("/", .json)]
            bench.publish(title: "A - B")
            bench.loop.settle()
        }
        #expect(loop == nil)
        #expect(hub == nil)
        for client in clients {
            client.receive()
            #expect(client.isEnded)
        }
    }

    @Test func clientsThatComeAndGoInAnyOrderLeaveTheOthersAlone() {
        var random = SeededGenerator(seed: 7)
        var clients: [TestSocket] = []
        for round in 0..<300 {
            if clients.isEmpty || Bool.random(using: &random) {
                clients.append(bench.subscribe("/", Bool.random(using: &random) ? .text : .json))
            } else {
                clients.remove(at: Int.random(in: clients.indices, using: &random)).close()
            }
            bench.loop.settle(2)
            if round % 10 == 0 {
                _ = clients.map { $0.takeFrames() }
                let title = bench.publish(title: "title \(round)")
                for client in clients {
                    let frames = client.takeFrames()
                    #expect(frames.count == 1, "round \(round)")
                    let text = frames.first?.text
                    #expect(text == title.event.display || text == title.json.text)
                }
            }
        }
    }
}
