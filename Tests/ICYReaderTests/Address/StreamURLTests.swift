import ICYReader
import Testing

@Suite struct StreamURLTests {
    struct Case: Sendable, CustomStringConvertible {
        let text: String
        let origin: String
        let target: String
        var description: String { text }

        init(_ text: String, _ origin: String, _ target: String) {
            self.text = text
            self.origin = origin
            self.target = target
        }
    }

    @Test(arguments: [
        Case("http://radio.example:8000", "http://radio.example:8000", "/"),
        Case("http://radio.example:8000/", "http://radio.example:8000", "/"),
        Case("  HTTP://Radio.Example/live ", "http://radio.example", "/live"),
        Case("http://h:80/a", "http://h", "/a"),
        Case("https://h:443/a", "https://h", "/a"),
        Case("https://h:80/a", "https://h:80", "/a"),
        Case("http://h:/a", "http://h", "/a"),
        Case("http://h:8000/;", "http://h:8000", "/;"),
        Case("http://h/;stream.mp3", "http://h", "/;stream.mp3"),
        Case("http://h/;?type=http&nocache=1", "http://h", "/;?type=http&nocache=1"),
        Case("http://h?x=1", "http://h", "/?x=1"),
        Case("http://h/a#charset=cp1251", "http://h", "/a"),
        Case("http://h#f", "http://h", "/"),
        Case("http://h/a b/é?q=ü x", "http://h", "/a%20b/%C3%A9?q=%C3%BC%20x"),
        Case("http://h/a%20b%2Fc", "http://h", "/a%20b%2Fc"),
        Case("http://h/a%20b é", "http://h", "/a%20b%20%C3%A9"),
        Case("http://h/a[1]%zz%4", "http://h", "/a%5B1%5D%25zz%254"),
        Case("http://h/<a>|\"b\"", "http://h", "/%3Ca%3E%7C%22b%22"),
        Case("http://h/a?u=http://x/y?z", "http://h", "/a?u=http://x/y?z"),
        Case("http://127.0.0.1:8000/x", "http://127.0.0.1:8000", "/x"),
        Case("http://[2001:DB8::1]:8000/x", "http://[2001:db8::1]:8000", "/x"),
        Case("http://[::1]/x", "http://[::1]", "/x"),
        Case("http://user:pa%3Ass@h/x", "http://h", "/x"),
        Case("http://a_b-c.example/x", "http://a_b-c.example", "/x"),
        // F13: other schemes that mean HTTP, and a path without its leading slash.
        Case("icy://h:8000/x", "http://h:8000", "/x"), Case("ICYX://h/;", "http://h", "/;"),
        Case("shout://h:8000", "http://h:8000", "/"), Case("sc://h/", "http://h", "/"),
        Case("mms://h/x?y", "http://h", "/x?y"), Case("mmsh://h/x", "http://h", "/x"),
        Case("http://h:8500;stream.nsv", "http://h:8500", "/;stream.nsv"),
        Case("http://u;v:p;w@h;x", "http://h", "/;x"),
        Case("http://[::1]:8000;x", "http://[::1]:8000", "/;x"),
    ])
    func reads(_ given: Case) throws {
        let url = try StreamURL(given.text)
        #expect(url.origin == given.origin)
        #expect(url.requestTarget == given.target)
        #expect(url.description == given.origin + given.target)
        // The printed form can be parsed again.
        #expect(try StreamURL(url.description).description == url.description)
    }

    @Test func keepsHostAndPortApart() throws {
        let url = try StreamURL("https://[2001:db8::1]:8443/x")
        #expect(url.scheme == .https)
        #expect(url.host == "2001:db8::1")
        #expect(url.port == 8443)
        #expect(url.hostHeader == "[2001:db8::1]:8443")
        #expect(try StreamURL("https://h/x").port == 443)
        #expect(try StreamURL("http://h/x").port == 80)
    }

    /// The resolver and the server get the dot of an absolute name as typed; TLS never gets it.
    @Test(arguments: [
        ("https://radio.example/x", "radio.example", "radio.example", "radio.example"),
        ("https://Radio.Example./x", "radio.example.", "radio.example.", "radio.example"),
        ("https://h.:8443/x", "h.", "h.:8443", "h"),
        ("https://127.0.0.1/x", "127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("https://[::1]:8443/x", "::1", "[::1]:8443", "::1"),
    ])
    func namesTheServerForTLS(
        _ text: String, _ host: String, _ hostHeader: String, _ serverName: String
    ) throws {
        let url = try StreamURL(text)
        #expect(url.host == host)
        #expect(url.hostHeader == hostHeader)
        #expect(url.serverName == serverName)
    }

    @Test(arguments: [
        ("http://user:pass@h/", "Basic dXNlcjpwYXNz"),
        ("http://user:p%40ss%3A@h/", "Basic dXNlcjpwQHNzOg=="),
        ("http://us@er:p@ss@h/", "Basic dXNAZXI6cEBzcw=="),
        ("http://user@h/", "Basic dXNlcjo="),
        ("http://@h/", nil), ("http://h/@", nil),
    ])
    func makesBasicAuthorization(_ text: String, _ authorization: String?) throws {
        #expect(try StreamURL(text).authorization == authorization)
    }

    @Test(arguments: [
        ("", "empty"),
        ("radio.example:8000/live", "no scheme"),
        ("radio.example/x?u=http://y", "no scheme"),
        ("rtsp://h/x", "\"rtsp\" is not supported"),
        ("mmst://h/x", "write http:// or https://"),
        ("http:///x", "no host"),
        ("http://:8000/x", "no host"),
        ("http://h:0/x", "port \"0\""),
        ("http://h:65536/x", "port \"65536\""),
        ("http://h:80a/x", "port \"80a\""),
        ("http://h:-1/x", "port \"-1\""),
        ("http://h/a\nb", "control characters"),
        ("http://h/a\u{0}", "control characters"),
        ("http://2001:db8::1/x", "brackets"),
        ("http://[::1/x", "IPv6"),
        ("http://[zz::1]/x", "IPv6"),
        ("http://höst.de/x", "xn--"),
        ("http://a b/x", "host name"),
        ("http://secret:word@a b/x", "host name"),
        // A name may end with one dot only, and no label is empty.
        ("https://h../x", "1 to 63 letters"), ("https://./x", "1 to 63 letters"),
        ("http://.h/x", "1 to 63 letters"), ("http://a..h/x", "1 to 63 letters"),
    ])
    func refuses(_ text: String, _ reason: String) {
        let error = #expect(throws: ICYError.self) { try StreamURL(text) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("word") == false)
        #expect(error?.message.contains("\n") == false)
    }

    @Test(arguments: [
        ("http://h/a#charset=cp1251", "cp1251"), ("http://h#CharSet=KOI8-R", "KOI8-R"),
        ("http://h/a?charset=x", nil), ("http://h/a#", nil), ("http://h/a#charset", nil),
        ("http://h/a#charset=", nil), ("http://h/a#t=1&charset=big5", "big5"),
    ])
    func readsTheCharsetOfTheFragment(_ text: String, _ name: String?) throws {
        let url = try StreamURL(text)
        #expect(url.charsetName == name)
        #expect(url.requestTarget.contains("#") == false)
        #expect(try url.resolve("/b").charsetName == nil)
    }

    /// RFC 1035 section 2.3.4. The dot of an absolute name does not count.
    @Test func aHostNameHasAtMost253BytesInLabelsOf63() throws {
        func label(_ count: Int) -> String { String(repeating: "a", count: count) }
        let longest = [63, 63, 63, 61].map(label).joined(separator: ".")
        #expect(try StreamURL("http://\(longest)/x").host == longest)
        #expect(try StreamURL("http://\(longest).:8000/x").host == longest + ".")
        #expect(try StreamURL("http://\(label(63)).example/x").host.utf8.count == 71)
        let long = [63, 63, 63, 62].map(label).joined(separator: ".")
        for host in [long, long + "."] {
            let error = #expect(throws: ICYError.self) { try StreamURL("http://\(host)/x") }
            #expect(error?.message.contains("longer than 253 bytes") == true)
            #expect((error?.message.utf8.count ?? 0) < 200)
            #expect(throws: ICYError.self) { try StreamURL("http://h/").resolve("//\(host)/x") }
        }
        for host in [label(64), "\(label(64)).example", "www.\(label(64))."] {
            let error = #expect(throws: ICYError.self) { try StreamURL("http://\(host)/x") }
            #expect(error?.message.contains("1 to 63 letters") == true)
        }
        // In a playlist, such an address is an entry that cannot be used.
        let list = Playlist(
            Array("http://\(long)/a\nhttp://h/b\n".utf8), format: .m3u,
            url: try StreamURL("http://s/x.m3u"))
        #expect(list.entries.map(\.url.host) == ["h"])
    }

    @Test func anIPv6AddressHasAtMost45Bytes() throws {
        let longest = "2001:0db8:0000:0000:0000:0000:192.168.100.100"
        #expect(longest.utf8.count == 45)
        #expect(try StreamURL("http://[\(longest)]:8000/x").host == longest)
        #expect(throws: ICYError.self) { try StreamURL("http://[0\(longest)]/x") }
    }

    @Test func refusesEndlessAddresses() {
        #expect(throws: ICYError.self) {
            try StreamURL("http://h/" + String(repeating: "x", count: 9000))
        }
    }

    @Test(arguments: [
        // F01: every relative form; F02: blanks and UTF-8; F04: another scheme.
        Case("/b", "http://h:8000", "/b"),
        Case("b", "http://h:8000", "/dir/b"),
        Case("../b", "http://h:8000", "/b"),
        Case("?x=1", "http://h:8000", "/dir/a?x=1"),
        Case("//other/b", "http://other", "/b"),
        Case("https://other/b", "https://other", "/b"),
        Case("http://h:8000/é b", "http://h:8000", "/%C3%A9%20b"),
        Case("/a b?c=é", "http://h:8000", "/a%20b?c=%C3%A9"),
        Case("/a%20b é", "http://h:8000", "/a%20b%20%C3%A9"),
        Case("/;stream.mp3#f", "http://h:8000", "/;stream.mp3"),
        Case("/a[1]%20", "http://h:8000", "/a%5B1%5D%20"),
        Case("http://[::1]:8000/a[1]", "http://[::1]:8000", "/a%5B1%5D"),
        Case("//[::1]/a?u=http://x/", "http://[::1]", "/a?u=http://x/"),
        Case("/a?u=http://x/", "http://h:8000", "/a?u=http://x/"),
        Case(" /b ", "http://h:8000", "/b"),
    ])
    func resolves(_ given: Case) throws {
        let base = try StreamURL("http://h:8000/dir/a?old=1")
        #expect(try base.resolve(given.text).description == given.origin + given.target)
    }

    @Test func carriesCredentialsToTheSameOriginOnly() throws {
        let base = try StreamURL("http://user:pass@h:8000/a")
        #expect(try base.resolve("/b").authorization == base.authorization)
        #expect(try base.resolve("http://h:8000/b").authorization == base.authorization)
        #expect(try base.resolve("http://h/b").authorization == nil)
        #expect(try base.resolve("https://h:8000/b").authorization == nil)
        #expect(try base.resolve("http://x:y@other/b").authorization == "Basic eDp5")
    }

    @Test(arguments: ["", "ftp://h/x", "http://", "/a\nb", "http://h:99999/"])
    func refusesRedirects(_ location: String) throws {
        let base = try StreamURL("http://h:8000/a")
        #expect(throws: ICYError.self) { try base.resolve(location) }
    }

    @Test func makesTheRequest() throws {
        let url = try StreamURL("http://user:pass@h:8000/;?a=b")
        let request = StreamRequest(url: url, userAgent: "Relay/1\r\nX: y")
        #expect(
            String(decoding: request.bytes, as: UTF8.self)
                == "GET /;?a=b HTTP/1.1\r\nHost: h:8000\r\nUser-Agent: Relay/1X: y\r\n"
                + "Accept: */*\r\nAccept-Encoding: identity\r\nIcy-MetaData: 1\r\n"
                + "Authorization: Basic dXNlcjpwYXNz\r\nConnection: close\r\n\r\n")
        let plain = StreamRequest(url: try StreamURL("http://h"), userAgent: " ")
        #expect(
            String(decoding: plain.bytes, as: UTF8.self)
                == "GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: ICYReader\r\n"
                + "Accept: */*\r\nAccept-Encoding: identity\r\nIcy-MetaData: 1\r\n"
                + "Connection: close\r\n\r\n")
    }
}
