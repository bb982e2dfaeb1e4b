import Testing

@testable import ICYReader

@Suite struct URLReferenceTests {
    private func resolve(_ text: String, _ base: String = "http://a/b/c/d;p?q") throws -> String? {
        let base = try #require(URLReference(base))
        return URLReference(text)?.resolved(against: base).text
    }

    @Test(arguments: [
        // RFC 3986 section 5.4.1.
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"),
        ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
        ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        // Section 5.4.2, the strict reading.
        ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g"),
        ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"), ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("g#s/./x", "http://a/b/c/g#s/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"),
        ("http:g", "http:g"),
    ])
    func examplesOfTheStandard(text: String, target: String) throws {
        #expect(try resolve(text) == target)
    }

    @Test(arguments: [
        ("a//../b", "http://a/b/c/a/b"), ("//", "http://"), ("//g/../h", "http://g/h"),
        ("//g?y", "http://g?y"), ("/%2e%2e/g", "http://a/%2e%2e/g"), ("/...", "http://a/..."),
        ("?", "http://a/b/c/d;p?"), ("#", "http://a/b/c/d;p?q#"), ("?#", "http://a/b/c/d;p?#"),
        ("g?a?b", "http://a/b/c/g?a?b"), ("g#a#b?", "http://a/b/c/g#a#b?"),
        ("/..//x", "http://a//x"), ("//u:p@[::1]:80/x", "http://u:p@[::1]:80/x"),
        // A colon that does not end a scheme.
        ("g/a:b", "http://a/b/c/g/a:b"), ("./a:b", "http://a/b/c/a:b"),
        ("?a:b", "http://a/b/c/d;p?a:b"),
        ("u@a:b", "http://a/b/c/u@a:b"), ("_u:b@c", nil), ("1a:b", nil), ("%61:b", nil),
        // A complete address, whose dot segments are kept.
        ("ftp://x/../y", "ftp://x/../y"), ("a+b-c.1:/./x", "a+b-c.1:/./x"), (":80", ":80"),
    ])
    func oddReferences(text: String, target: String?) throws {
        #expect(try resolve(text) == target)
    }

    @Test func baseAddressesStayAsTheyAre() throws {
        #expect(try resolve("g", "http://a") == "http://a/g")
        #expect(try resolve("?y", "http://a/b/../c") == "http://a/b/../c?y")
        #expect(try resolve("g", "http://a/b/../c") == "http://a/g")
        #expect(try resolve("../g", "http://a/b//c") == "http://a/b/g")
        #expect(try resolve("g", "http://a/x:y/z?/q") == "http://a/x:y/g")
    }
}
