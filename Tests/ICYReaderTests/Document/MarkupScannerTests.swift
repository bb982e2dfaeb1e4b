import Testing

@testable import ICYReader

/// Tags and texts of XML and HTML, well formed or not.
@Suite struct MarkupScannerTests {
    private static func line(_ token: MarkupScanner.Token) -> String {
        switch token {
        case .text(let bytes): return "'\(String(decoding: bytes, as: UTF8.self))'"
        case .tag(let tag):
            let attributes = tag.attributes.map { attribute in
                " \(attribute.name)=\(String(decoding: attribute.value, as: UTF8.self))"
            }
            return "<\(tag.isClosing ? "/" : "")\(tag.name)\(attributes.joined())>"
        }
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        var scanner = MarkupScanner(bytes)
        var lines: [String] = []
        while let token = scanner.next() { lines.append(Self.line(token)) }
        return lines
    }

    @Test(arguments: [
        ("", []), ("text", ["'text'"]), ("<a>b</a>", ["<a>", "'b'", "</a>"]),
        ("<A HREF=x>", ["<a href=x>"]), ("<a href=\"x y\" b='\"'>", ["<a href=x y b=\">"]),
        ("<a\tb\n=\r\nc d = 'e'>", ["<a b=c d=e>"]), ("<a b c=d>", ["<a c=d>"]),
        ("<a b='' c=>", ["<a b= c=>"]), ("<a b='>'>", ["<a b=>>"]), ("</a b=c>", ["</a b=c>"]),
        ("<p><p>x", ["<p>", "<p>", "'x'"]), ("<br/><br />", ["<br>", "<br>"]),
        ("<ref href=http://h/live/>", ["<ref href=http://h/live>"]),
        ("<ref href=http://h/live/ >", ["<ref href=http://h/live/>"]),
        ("<ref href='http://h/live/'/>", ["<ref href=http://h/live/>"]),
        ("<asx:Entry xlink:Href=x>", ["<entry href=x>"]), ("<a:b:c></a:b:c>", ["<c>", "</c>"]),
    ])
    func tagsAreReadInAnyCaseAndWithAnyQuotes(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("A &amp; B", ["'A & B'"]), ("A & B &x; C", ["'A & B &x; C'"]),
        ("<a b='&lt;&eacute;&#x41;&'>", ["<a b=<éA&>"]),
        ("&amp;amp;", ["'&amp;'"]), ("<![CDATA[&amp;<b>]]>", ["'&amp;<b>'"]),
        ("<![CDATA[]]>", ["''"]), ("a<![CDATA[b]]]>c", ["'a'", "'b]'", "'c'"]),
    ])
    func entitiesAreDecodedOnceAndNotInCDATA(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("a<!-- <b> -- > -->c", ["'a'", "'c'"]), ("<!---->a", ["'a'"]),
        ("<!DOCTYPE html>a", ["'a'"]), ("<?xml version='1.0'?>a", ["'a'"]),
        ("<!-- a", []), ("<!", []), ("<?", []), ("<!x", []),
    ])
    func commentsAndDeclarationsAreLeftOut(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("1 < 2", ["'1 '", "'<'", "' 2'"]), ("<", ["'<'"]), ("a<", ["'a'", "'<'"]),
        ("<3 you", ["'<'", "'3 you'"]), ("</>", ["'<'", "'/>'"]), ("<<b>", ["'<'", "<b>"]),
        ("<é>", ["'<'", "'é>'"]),
    ])
    func whatBeginsNoTagIsText(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("<script>if (a<b) { '</p><p>' }</script>x", ["<script>", "</script>", "'x'"]),
        ("<SCRIPT src=y>a</Script >b", ["<script src=y>", "</script>", "'b'"]),
        ("<style>a > b {}</style>", ["<style>", "</style>"]),
        ("<style><script></style>x", ["<style>", "</style>", "'x'"]),
        ("<script><![CDATA[a]]></script>", ["<script>", "</script>"]),
        ("<script>a < b", ["<script>"]), ("<script></scripts>a", ["<script>"]),
    ])
    func theTextOfAScriptOrStyleIsLeftOut(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("<a", ["<a>"]), ("<a b", ["<a>"]), ("<a b=", ["<a b=>"]), ("<a b='c", ["<a b=c>"]),
        ("<a b=c", ["<a b=c>"]), ("</a", ["</a>"]), ("<![CDATA[a]]", ["'a]]'"]),
    ])
    func anUnclosedPieceExtendsToTheEnd(text: String, expected: [String]) {
        #expect(lines(Array(text.utf8)) == expected)
    }

    /// Only the last tokens of a document that is cut off differ: `</` is two texts.
    @Test func aCutChangesNothingBeforeIt() {
        let text =
            "<?xml version='1.0'?><!-- c --><asx:a B=\"1&amp;2\" c=3>x &eacute; <![CDATA[<y>]]>"
            + " 1 < 2<script>if (a<b) c()</script><style>d</style><br/></a>é</html>"
        let whole = lines(Array(text.utf8))
        for count in 0...text.utf8.count {
            let cut = lines(Array(text.utf8.prefix(count)))
            #expect(whole.starts(with: cut.dropLast(2)), "\(count) bytes")
        }
    }

    @Test func namesAndAttributesAreBounded() {
        let name = String(repeating: "n", count: Limits.markupNameBytes)
        #expect(
            lines(Array("<\(name)><\(name)x \(name)y=z>".utf8)) == [
                "<\(name)>", "<\(name) \(name)=z>",
            ])
        let many = (0...Limits.tagAttributes).map { " a\($0)=\($0)" }
        let kept = many.prefix(Limits.tagAttributes).joined()
        #expect(lines(Array("<a\(many.joined())>b".utf8)) == ["<a\(kept)>", "'b'"])
    }

    @Test func theFirstOfTwoAttributesCounts() {
        var scanner = MarkupScanner(Array("<a b=1 B=2>".utf8))
        guard case .tag(let tag) = scanner.next() else {
            Issue.record("no tag")
            return
        }
        #expect(tag["b"] == Array("1".utf8))
        #expect(tag["c"] == nil)
        #expect(scanner.next() == nil)
    }

    /// No byte gives two tokens, so the scanner comes to an end soon.
    @Test(arguments: [
        "<", "<a b='", "<!--", "<![CDATA[", "</", "&", "<script>", "<a b=", "]]>", "\0", "=", "'",
    ])
    func aHostileDocumentEnds(piece: String) {
        let bytes = Array(String(repeating: piece, count: 2000).utf8)
        #expect(lines(bytes).count <= bytes.count)
    }

    @Test(arguments: ["<script><", "<script>a<", "<style> <"])
    func theTextOfAScriptIsNotHandedOut(document: String) {
        #expect(lines(text(document)).count == 1)
    }
}
