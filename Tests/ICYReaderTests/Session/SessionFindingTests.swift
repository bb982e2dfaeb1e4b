import Fixtures
import Testing

@testable import ICYReader

/// From a playlist or a page to a stream, connection by connection.
@Suite struct SessionFindingTests {
    private let playlist = "http://h:8000/live.m3u"
    private let list = "HTTP/1.1 200 OK\r\nContent-Type: audio/x-mpegurl\r\n"

    /// A session that receives `body` as a whole playlist, `Content-Length` included; what it does.
    private func answered(_ body: String, at url: String? = nil) throws -> (Stage, [String]) {
        let stage = try Stage(url ?? playlist)
        let said = stage.answer("\(list)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return (stage, said)
    }

    /// Answers the next connection with these bytes.
    private func answer(_ stage: Stage, _ bytes: String) -> [String] {
        _ = stage.connected()
        return stage.receive(bytes)
    }

    /// A redirect that sets a cookie or checks a token may lead back to where it came from.
    @Test func aWayBackToTheOwnAddressIsTheSameAttempt() throws {
        let stage = try Stage("http://h:8000/live")
        _ = stage.start()
        #expect(stage.isNewAttempt)
        for target in ["http://other/", "http://h:8000/live"] {
            let said = answer(stage, "HTTP/1.0 302 Found\r\nLocation: \(target)\r\n\r\n")
            #expect(said.last == "connect \(target)")
            #expect(!stage.isNewAttempt)
        }
        _ = stage.failed(.refused("h:8000"))
        #expect(stage.retry().last == "connect http://h:8000/live")
        #expect(stage.isNewAttempt)
    }

    /// A path stays bytes, as in a playlist: that is how its server knows it.
    @Test func aLocationKeepsItsBytes() throws {
        let stage = try Stage("http://h:8000/live")
        _ = stage.start()
        _ = stage.connected()
        let head = text("HTTP/1.0 302 Found\r\nLocation: /caf") + [0xE9] + text(".mp3\r\n\r\n")
        #expect(stage.receive(head).last == "connect http://h:8000/caf%E9.mp3")
    }

    @Test func playsWhatAPlaylistNames() throws {
        let (stage, said) = try answered("http://a/live\n")
        #expect(said == ["head 200", "close", "connect http://a/live"])
        #expect(stage.session.state == .connecting)
        #expect(stage.session.namedURL.description == "http://a/live")
        #expect(stage.connected() == ["send GET /live HTTP/1.1"])
        #expect(stage.receive(goodHead) == ["head 200", "live"])
        // The next attempt begins at the address given.
        #expect(stage.closed() == ["close", "waiting ended"])
        #expect(stage.retry() == ["connecting", "connect \(playlist)"])
    }

    /// A head alone is not a stream: the next address of the playlist may have one.
    @Test func theNextAddressIsTriedUntilOnePlays() throws {
        let (stage, _) = try answered("http://a/live\nhttp://b/live\nhttp://c/live\n")
        #expect(answer(stage, goodHead) == ["head 200", "live"])
        #expect(stage.closed() == ["close", "connecting", "connect http://b/live"])
        #expect(answer(stage, goodHead) == ["head 200", "live"])
        #expect(stage.tick(after: Limits.stallNotice) == ["stalled"])
        #expect(
            stage.tick(after: Limits.stallTimeout) == [
                "close", "connecting", "connect http://c/live",
            ])
        #expect(answer(stage, goodHead + "A") == ["head 200", "live"])
        #expect(stage.closed() == ["close", "waiting ended"])
        // Now the first one plays, so no other is needed.
        #expect(stage.retry() == ["connecting", "connect \(playlist)"])
        _ = answer(stage, "\(list)Content-Length: 28\r\n\r\nhttp://a/live\nhttp://b/live\n")
        #expect(answer(stage, goodHead + "A") == ["head 200", "live"])
        #expect(stage.closed() == ["close", "waiting ended"])
    }

    /// Most servers end the connection after a document, and send no length.
    @Test(arguments: ["http://a/live", "http://a/live\n", "#EXTM3U\n#EXTINF:-1,A\nhttp://a/live\n"])
    func theEndOfADocumentIsNoEndOfTheNextConnection(_ body: String) throws {
        let stage = try Stage(playlist)
        #expect(stage.answer("\(list)\r\n\(body)") == ["head 200"])
        #expect(stage.closed() == ["close", "connect http://a/live"])
        #expect(stage.session.state == .connecting)
        #expect(answer(stage, goodHead) == ["head 200", "live"])
    }

    @Test func aResetBehindADocumentIsItsEnd() throws {
        let stage = try Stage(playlist)
        #expect(stage.answer("\(list)\r\nhttp://a/live\n") == ["head 200"])
        let reset = StreamSession.TransportFailure.reset(
            "h:8000", reason: "Connection reset by peer")
        #expect(stage.failed(reset) == ["close", "connect http://a/live"])
        // In the next connection, a reset is a failure.
        #expect(stage.failed(reset) == ["close", "waiting connection_broken"])
    }

    @Test func aChunkedDocumentEndsWithItsLastChunk() throws {
        let stage = try Stage(playlist)
        let head = "\(list)Transfer-Encoding: chunked\r\n\r\n"
        #expect(stage.answer(head + "d\r\nhttp://a/live\r\n0\r\n") == ["head 200"])
        #expect(stage.receive("\r\n") == ["close", "connect http://a/live"])
    }

    @Test(arguments: [
        ("http://a/live\n", "http://a/live"), ("../live", "http://h:8000/live"),
        ("#EXTM3U\nlive.mp3", "http://h:8000/dir/live.mp3"),
    ])
    func aDocumentWithoutAnEndIsWaitedForShortly(_ body: String, _ next: String) throws {
        let stage = try Stage("http://h:8000/dir/live.m3u")
        #expect(stage.answer("\(list)\r\n\(body)") == ["head 200"])
        #expect(stage.delay == .seconds(3))
        #expect(stage.tick(after: .milliseconds(2999)) == [])
        #expect(stage.tick(after: .milliseconds(1)) == ["close", "connect \(next)"])
    }

    /// One byte now and then would hold an attempt for days.
    @Test(arguments: ["<html><body>", "[playlist]\n", "just text "])
    func aDocumentThatTricklesIsCutOff(_ body: String) throws {
        let stage = try Stage()
        #expect(
            stage.answer("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n\(body)").count == 1)
        for _ in 0..<7 {
            stage.now = stage.now + .seconds(2)
            #expect(stage.tick(after: .zero) == [])
            #expect(stage.receive("x") == [])
        }
        #expect(stage.delay == .seconds(1))
        #expect(stage.tick(after: .milliseconds(999)) == [])
        #expect(stage.tick(after: .milliseconds(1)).first == "close")
        #expect(stage.problem != nil)
    }

    /// Audio that begins like text is still audio, and keeps its order.
    @Test func audioThatTricklesIsNotLost() throws {
        let stage = try Stage()
        _ = stage.answer("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\nABC")
        for byte in ["D", "E", "F"] {
            #expect(stage.tick(after: .seconds(5)) == [])
            #expect(stage.receive(byte) == [])
        }
        #expect(stage.tick(after: .zero) == [])
        #expect(stage.session.framing == .detecting)
        #expect(stage.receive("\u{1}G") == [])
        #expect(stage.session.heldAudio == text("ABCDEF\u{1}G"))
        #expect(stage.delay == .seconds(15))
    }

    /// The types that plain file servers send for a `.m3u`.
    @Test(arguments: ["text/plain", "application/octet-stream", ""])
    func theNameOfAPlaylistIsEnoughForRelativeEntries(_ type: String) throws {
        let header = type.isEmpty ? "" : "Content-Type: \(type)\r\n"
        for (path, next) in [("a.m3u?x=1", "connect http://h:8000/live.mp3"), ("a", nil)] {
            let stage = try Stage("http://h:8000/\(path)")
            _ = stage.answer("HTTP/1.0 200 OK\r\n\(header)\r\nlive.mp3\n")
            let said = stage.closed()
            #expect(said.last == next || next == nil && said.last?.hasPrefix("connect") == false)
        }
    }

    @Test func triesEveryEntryUntilOnePlays() throws {
        let entries = (1...7).map { "http://e\($0)/live" }
        let (stage, said) = try answered(entries.joined(separator: "\n") + "\n")
        #expect(said.last == "connect http://e1/live")
        // Refused, 404, no titles, text, a stall before the head, a stall before a stream.
        #expect(stage.failed(.refused("e1:80")) == ["close", "connect http://e2/live"])
        #expect(
            answer(stage, "HTTP/1.0 404 Not Found\r\n\r\n")
                == ["head 404", "close", "connect http://e3/live"])
        #expect(
            answer(stage, "HTTP/1.0 200 OK\r\nicy-metaint: 0\r\n\r\n\u{1}\u{2}")
                == ["head 200", "close", "connect http://e4/live"])
        _ = answer(stage, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nHello, you\n")
        #expect(stage.closed() == ["close", "connect http://e5/live"])
        _ = stage.connected()
        #expect(stage.tick(after: .seconds(15)) == ["close", "connect http://e6/live"])
        _ = answer(stage, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n")
        #expect(stage.tick(after: .seconds(15)) == ["close", "connect http://e7/live"])
        #expect(stage.session.state == .connecting)
        #expect(answer(stage, goodHead) == ["head 200", "live"])
        #expect(stage.session.namedURL.description == "http://e7/live")
    }

    /// If nothing plays, the reason is the problem at the last address that was named, not guessed.
    @Test func theLastNamedAddressGivesTheReason() throws {
        let (stage, _) = try answered("http://a/live\nhttp://b:8000/\n")
        #expect(stage.failed(.unknownHost("a")) == ["close", "connect http://b:8000/"])
        let page = "<html><head><title>Radio</title></head></html>"
        let length = "Content-Length: \(page.utf8.count)\r\n"
        #expect(
            answer(stage, "HTTP/1.0 200 OK\r\n\(length)\r\n\(page)")
                == ["head 200", "close", "connect http://b:8000/;"])
        // Guesses: neither is reported, and neither is a missing title if they have none.
        #expect(
            answer(stage, "HTTP/1.0 503 Busy\r\n\r\n")
                == ["head 503", "close", "connect http://b:8000/stream"])
        #expect(stage.failed(.refused("b:8000")) == ["close", "failed web_page"])
        #expect(stage.problem?.detail == "http://b:8000/ \"Radio\"")
        #expect(stage.retry() == ["connecting", "connect \(playlist)"])
    }

    @Test func followsRedirectsAndListsWithinLists() throws {
        let (stage, said) = try answered("/inner.pls\nhttp://z/\n", at: "http://u:p@h:8000/a.m3u")
        #expect(said.last == "connect http://h:8000/inner.pls")
        // User and password are sent only to their own server.
        #expect(stage.session.currentURL.authorization != nil)
        let moved = "HTTP/1.1 302 Found\r\nLocation: http://other/list\r\n\r\n"
        #expect(answer(stage, moved) == ["head 302", "close", "connect http://other/list"])
        #expect(stage.session.currentURL.authorization == nil)
        let inner = "[playlist]\nFile1=http://h:8000/live\nFile2=live\n"
        let length = "Content-Length: \(inner.utf8.count)\r\n\r\n"
        #expect(
            answer(stage, "HTTP/1.0 200 OK\r\n" + length + inner)
                == ["head 200", "close", "connect http://h:8000/live"])
        // Another server has named it, so it gets no password.
        #expect(stage.session.currentURL.authorization == nil)
        #expect(stage.failed(.refused("h:8000")) == ["close", "connect http://other/live"])
        #expect(stage.failed(.refused("other:80")) == ["close", "connect http://z/"])
        #expect(stage.failed(.refused("z:80")) == ["close", "waiting connection_refused"])
        #expect(stage.problem?.detail == "z:80 for http://z/")
    }

    @Test func aCircleIsSaid() throws {
        let (stage, _) = try answered("http://b/2.m3u\n")
        let back = "\(list)Content-Length: \(playlist.utf8.count)\r\n\r\n\(playlist)"
        #expect(answer(stage, back) == ["head 200", "close", "failed playlist_loop"])
        #expect(stage.problem?.detail == playlist)
    }

    /// When a live stream ends, the session goes back to the address given, not to the next entry.
    @Test func aLiveStreamThatEndsBeginsAnew() throws {
        let (stage, _) = try answered("http://a/live\nhttp://b/live\n")
        #expect(answer(stage, goodHead) == ["head 200", "live"])
        #expect(stage.receive(bodyAB) == ["title A - B", "block 1"])
        #expect(stage.tick(after: .seconds(5)) == ["stalled"])
        #expect(stage.tick(after: .seconds(10)) == ["close", "waiting stalled"])
        #expect(stage.retry() == ["connecting", "connect \(playlist)"])
        // A station that was live is not given up when its list disappears for a while.
        #expect(
            answer(stage, "HTTP/1.0 404 Not Found\r\n\r\n")
                == ["head 404", "close", "waiting not_found"])
    }
}
