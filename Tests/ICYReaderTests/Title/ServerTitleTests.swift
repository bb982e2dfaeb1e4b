import Testing

@testable import ICYReader

/// Titles as certain servers and encoders write them.
@Suite struct ServerTitleTests {
    private func reading(_ head: String, _ block: String) throws -> MetadataReading {
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = text(head)
        var metadata = MetadataReader()
        _ = metadata.read(try #require(try parser.next(bytes.span, &offset)))
        return metadata.read(
            MetadataBlock(
                index: 0, wireOffset: 0, audioOffset: 0, lengthByte: 4, bytes: text(block)))
    }

    @Test func thePlayerDaemonWritesTheAlbumFirst() throws {
        let head = "HTTP/1.1 200 OK\r\nicy-notice2:MPD - The music player daemon<BR>\r\n\r\n"
        let title = try #require(
            try reading(head, "StreamTitle='Alb - Art - Tit';StreamUrl='';").title)
        #expect([title.artist, title.song] == ["Art", "Tit"])
        #expect(title.display == "Alb - Art - Tit")
        #expect(title.attributes == [TitleAttribute(key: "album", value: "Alb")])
        let short = try #require(try reading(head, "StreamTitle='Art - Tit';").title)
        #expect([short.artist, short.song] == ["Art", "Tit"])
        let other = try #require(
            try reading("ICY 200 OK\r\n\r\n", "StreamTitle='A - B - C';").title)
        #expect([other.artist, other.song] == ["A", "B - C"])
    }

    @Test func theHeadHasNoEntitiesAndNoDefaultsOfThePlayerDaemon() throws {
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = text(
            "ICY 200 OK\r\nicy-name:Rock &amp;amp; Roll &#39;n&#39; more\r\n"
                + "icy-genre: Set genre in config\r\nicy-url: Set website in config\r\n\r\n")
        var metadata = MetadataReader()
        let head = metadata.read(try #require(try parser.next(bytes.span, &offset)))
        #expect(head.name == "Rock & Roll 'n' more")
        #expect(head.genre.isEmpty && head.url.isEmpty)
        #expect(head.flags.contains(.htmlEntities))
    }

    /// Icecast 2.4 prints a missing title into room for an empty one.
    @Test func aMissingTitleOfIcecastIsNone() throws {
        let blocks = ["StreamTitle='(n", "StreamTitle='A';", "StreamTitle='(n"].map { text($0) }
        let all = try readings(blocks)
        #expect(all.map(\.change) == [.clear, .title, .unchanged])
        #expect(all[0].title?.display == "")
        #expect(all[0].title?.streamTitle == "")
        #expect(all[0].title?.flags == [.truncated, .placeholder])
        #expect(all[0].fields["StreamTitle"]?.raw == text("(n"))
        // With a closing quote it is somebody's title.
        #expect(try readings([text("StreamTitle='(n';")])[0].title?.display == "(n")
    }

    // MARK: Ogg

    private func readingOf(_ comments: String...) -> MetadataReading {
        var metadata = MetadataReader()
        return metadata.read(self.comments(comments))
    }

    private func comments(_ texts: [String]) -> OggComments {
        let fields = texts.map { text -> OggComments.Field in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return OggComments.Field(
                name: String(parts[0]), value: Array(parts[1].utf8), wireSize: text.utf8.count)
        }
        return OggComments(
            index: 0, pageOffset: 0, serial: 1, codec: .vorbis, vendor: [], raw: [],
            packetSize: 100, fields: fields)
    }

    @Test func commentsSayMoreAboutTheSong() throws {
        let title = try #require(
            readingOf("ARTIST=A", "TITLE=B", "ALBUM=C", "Date=1997", "ENCODER=x", "GENRE=").title)
        #expect(
            title.attributes == [
                TitleAttribute(key: "ALBUM", value: "C"),
                TitleAttribute(key: "DATE", value: "1997"),
            ])
    }

    @Test func aTitleThatRepeatsTheArtistIsShownOnce() throws {
        let title = try #require(readingOf("ARTIST=Ada Voss", "TITLE=Ada Voss - Lamps").title)
        #expect(title.display == "Ada Voss - Lamps")
        #expect([title.artist, title.song] == ["Ada Voss", "Lamps"])
    }

    @Test(arguments: [
        "TITLE=Advertisement", "TITLE=Werbung",
        "TITLE=text=\"x\" song_spot=\"T\" spotInstanceId=\"7\"",
    ])
    func anAdvertisementIsAnEvent(_ comment: String) {
        var metadata = MetadataReader()
        #expect(metadata.read(comments(["ARTIST=A", "TITLE=B"])).change == .title)
        let ad = metadata.read(comments([comment]))
        #expect(ad.ad != nil)
        #expect(ad.change == .unchanged)
        // The song before it stays, and is not news after it.
        #expect(metadata.read(comments(["ARTIST=A", "TITLE=B"])).change == .unchanged)
    }
}
