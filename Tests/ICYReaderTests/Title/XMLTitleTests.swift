import Testing

@testable import ICYReader

/// Titles that are XML documents.
@Suite struct XMLTitleTests {
    private func attributes(_ text: String) -> [String]? {
        XMLTitle.attributes(text).map { $0.map { "\($0.key)=\($0.value)" } }
    }

    /// C47: Cidade FM.
    private static let cidade =
        "<?xml version=\"1.0\"?><RadioInfo><Table><DB_DALET_ARTIST_NAME>X &amp; Y"
        + "</DB_DALET_ARTIST_NAME><DB_DALET_TITLE_NAME/></Table></RadioInfo>"

    @Test(arguments: [
        (cidade, ["Table.DB_DALET_ARTIST_NAME=X & Y"]), ("<a>b</a>", ["a=b"]),
        ("<r><artist>A</artist><title>B</title></r>", ["artist=A", "title=B"]),
        ("<r><a>1</a><a>2</a></r>", ["a=1", "a=2"]), ("<r><x><y>1</y></x></r>", ["x.y=1"]),
        ("<r>\n <x> A - B </x>\n</r>\n", ["x=A - B"]), ("<r><x></x></r>", ["x="]),
        ("<r>text<x>1</x>more</r>", ["x=1"]), ("<r><x/>text</r>", nil),
        ("<!-- c --><!DOCTYPE r><r><x>1</x></r>", ["x=1"]), ("<_r><é>1</é></_r>", ["é=1"]),
        ("<r><x >1</x ></r >", ["x=1"]),
    ])
    func eachElementWithoutChildrenIsAValue(text: String, expected: [String]?) {
        #expect(attributes(text) == expected)
    }

    @Test(arguments: [
        ("<r a=\"1\" b='2'/>", ["r.a=1", "r.b=2"]), ("<r><x a=\"1\">2</x></r>", ["x.a=1", "x=2"]),
        ("<r a='1'><x/><y b='\"'/></r>", ["r.a=1", "y.b=\""]),
        ("<r><x a='1&amp;2'  b='' /></r>", ["x.a=1&2", "x.b="]), ("<r a=1><x>2</x></r>", ["x=2"]),
    ])
    func eachAttributeIsAValue(text: String, expected: [String]?) {
        #expect(attributes(text) == expected)
    }

    @Test(arguments: [
        ("<a>&lt;b&gt; &eacute;&#x41;</a>", ["a=<b> éA"]), ("<a>&amp;amp;</a>", ["a=&amp;"]),
        ("<a><![CDATA[x < y &amp; </a>]]></a>", ["a=x < y &amp; </a>"]),
        ("<a> <![CDATA[x]]> </a>", ["a=x"]), ("<a><![CDATA[]]></a>", ["a="]),
        ("<a>A & B</a>", ["a=A & B"]), ("<a>x <![CDATA[& y]]> z</a>", ["a=x & y z"]),
        ("<a>x<![CDATA[<]]>y<![CDATA[>]]></a>", ["a=x<y>"]),
    ])
    func entitiesAndCDATAAreUndone(text: String, expected: [String]?) {
        #expect(attributes(text) == expected)
    }

    @Test(arguments: [
        ("<r><!-- <x>no</x> --><y>1</y></r>", ["y=1"]), ("<r><y>1<!-- > --></y></r>", ["y=1"]),
        ("<r a='x > y'><y b=\"</r>\">1</y></r>", ["r.a=x > y", "y.b=</r>", "y=1"]),
        ("<r><y>3 < 4</y></r>", ["y=3 < 4"]), ("<style><Title>A</Title></style>", ["Title=A"]),
        ("<?xml version='1.0'?><r><y>1</y></r ><!-- <z> -->", ["y=1"]),
        ("<n:r xmlns:n='u'><n:Y>1</n:Y></n:r>", ["n:r.xmlns:n=u", "n:Y=1"]),
    ])
    func marksWithinCommentsValuesAndTextMeanNothing(text: String, expected: [String]?) {
        #expect(attributes(text) == expected)
    }

    @Test(arguments: [
        "", "<", "<>", "</>", "</a>", "<a>", "<a>b", "<a>b</b>", "<a>b</A>", "<a><b></a></b>",
        "<a/>", "<r><a/></r>", "<3 you", "<1>x</1>", "< a>b</a>", "<a>b</a>c", "<a>b</a><c>d</c>",
        "I <b>love</b> you", "<?xml version=\"1.0\"?>", "<!-- c -->", "<a><![CDATA[x</a>",
        "<a>b</a", "<a>b</a><c", "<a>b</a><c x=\"", "<a>b</a><!-- x", "<a>b</a><?x",
        "<a>b</a><![CDATA[",
    ])
    func whatIsNoXMLIsNone(text: String) {
        #expect(attributes(text) == nil)
    }

    @Test func aTitleThatIsCutOffIsNone() {
        for count in 0..<Self.cidade.utf8.count {
            let cut = String(decoding: Self.cidade.utf8.prefix(count), as: UTF8.self)
            #expect(attributes(cut) == nil, "\(count) bytes")
        }
    }

    private func nested(_ depth: Int) -> String {
        (1...depth).map { "<e\($0)>" }.joined() + "x"
            + (1...depth).reversed().map { "</e\($0)>" }.joined()
    }

    @Test func theDepthIsBounded() throws {
        let deepest = try #require(XMLTitle.attributes(nested(Limits.titleDepth)))
        #expect(deepest.map(\.value) == ["x"])
        #expect(deepest[0].key.hasSuffix(".e\(Limits.titleDepth)"))
        #expect(attributes(nested(Limits.titleDepth + 1)) == nil)
    }

    @Test func theValuesAreBounded() throws {
        let many = (0..<200).map { "<a\($0)>\($0)</a\($0)>" }.joined()
        let kept = try #require(attributes("<r>\(many)</r>"))
        #expect(kept == (0..<Limits.titleAttributes).map { "a\($0)=\($0)" })
        let long = String(repeating: "x", count: Limits.titleAttributeBytes / 4)
        let full = try #require(
            attributes("<r>\(String(repeating: "<a>\(long)</a>", count: 9))</r>"))
        #expect(full.count == 3)
        #expect(full.reduce(0) { $0 + $1.utf8.count - 1 } <= Limits.titleAttributeBytes)
    }

    /// A long name around many values does not multiply.
    @Test func namesAreBounded() throws {
        let name = String(repeating: "n", count: 500)
        let kept = try #require(
            XMLTitle.attributes("<r><\(name)><\(name)>x</\(name)></\(name)></r>"))
        #expect(kept.map(\.value) == ["x"])
        #expect(kept[0].key.utf8.count <= Limits.titleKeyBytes)
    }
}
