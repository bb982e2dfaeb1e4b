import Testing

@testable import ICYReader

/// Addresses from a stream that a page may link to or show.
@Suite struct WebAddressTests {
    @Test(arguments: [
        ("http://h/x", "http://h/x"), (" https://h/x?y#z ", "https://h/x?y#z"),
        ("HTTP://H/", "HTTP://H/"), ("/logo.png", "http://s.org/logo.png"),
        ("img/a.jpg", "http://s.org/a/img/a.jpg"), ("//h/x", "http://h/x"),
    ]) func anAddressOfTheWebIsOne(_ text: String, _ expected: String) {
        #expect(WebAddress.checked(text, relativeTo: "http://s.org/a/b") == expected)
    }

    @Test(arguments: [
        "", " ", "javascript:alert(1)", "data:image/png;base64,AA", "ftp://h/x", "http://u:p@h/x",
        "http://u@h/x", "http://", "http://h/a b", "http://h/\"><script>", "file:///etc/passwd",
        "http://h/" + String(repeating: "x", count: 2048), "icy://h/x", "rtsp://h/x",
    ]) func anythingElseIsNone(_ text: String) {
        #expect(WebAddress.checked(text, relativeTo: "http://s.org/") == nil)
    }

    @Test(arguments: [
        ("http://h/a.jpg", true), ("http://h/a.JPEG?size=1", true), ("http://h/a.webp#x", true),
        ("a.png", true), ("http://h/a.gif", true), ("http://h/", false), ("http://h/a.svg", false),
        ("http://h/?a.jpg", false), ("http://u:p@h/a.jpg", false), ("javascript:a.jpg", false),
    ]) func anImageEndsLikeOne(_ text: String, _ isImage: Bool) {
        #expect((WebAddress.image(text, relativeTo: "http://s.org/") != nil) == isImage)
    }

    /// Relative to the station's page, if it has one.
    @Test func aTitleHasTheAddressOfItsPicture() throws {
        var metadata = MetadataReader()
        func artwork(_ url: String) -> String {
            metadata.read(
                MetadataBlock(
                    index: 0, wireOffset: 0, audioOffset: 0, lengthByte: 4,
                    bytes: text("StreamTitle='A';StreamUrl='\(url)';"))
            ).title?.artworkURL ?? "no title"
        }
        #expect(artwork("http://h/a.jpg") == "http://h/a.jpg")
        #expect(artwork("covers/a.jpg") == "")
        var parser = ResponseHeadParser()
        var offset = 0
        let bytes = text("ICY 200 OK\r\nicy-url:http://s.org/radio/\r\n\r\n")
        let head = try parser.next(bytes.span, &offset)
        _ = metadata.read(try #require(head))
        #expect(artwork("covers/a.jpg") == "http://s.org/radio/covers/a.jpg")
        #expect(artwork("http://s.org/") == "")
    }
}
