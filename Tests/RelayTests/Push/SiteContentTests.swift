import Testing

@testable import Relay

/// What there is for the pages of other sites.
@Suite struct SiteContentTests {
    private func policy(_ response: Response) -> [Substring] {
        let value = response.headers.first { $0.0 == "Content-Security-Policy" }?.1 ?? ""
        return value.split(separator: ";").map { $0.drop { $0 == " " } }
    }

    private func patterns(_ texts: [String]) -> [OriginPattern] {
        texts.compactMap { OriginPattern($0) }
    }

    @Test(arguments: [
        ([], "*"), (["*"], "*"), (["https://a.example", "*"], "*"),
        (["https://a.example"], "'self' https://a.example"),
        (
            ["https://A.example:8443", "http://*.b.example"],
            "'self' https://a.example:8443 http://*.b.example"
        ),
        // They have no name in a policy.
        (["null", "app://x", "chrome-extension://abc"], "'self'"),
        (["http://[::1]:80", "http://127.0.0.1:9000"], "'self' http://127.0.0.1:9000"),
    ])
    func theOriginsMayShowAFrame(_ origins: [String], _ expected: String) {
        let page = WebContent.embedPage(framedBy: patterns(origins))
        #expect(patterns(origins).count == origins.count)
        #expect(policy(page).contains("frame-ancestors \(expected)"))
    }

    @Test func theHeadStaysSmallHoweverManyOriginsThereAre() {
        let many = (0..<1000).map { "https://site-\($0).example" }
        let sources = WebContent.frameAncestors(patterns(many))
        #expect(sources.utf8.count <= Limits.frameAncestorsBytes)
        #expect(sources.hasPrefix("'self' https://site-0.example https://site-1.example "))
        #expect(sources.hasSuffix(".example"))
    }

    @Test func otherPagesAreInNoForeignFrame() {
        let page = WebContent.page(depth: 0, audioOrigins: [])
        for response in [page, WebContent.stationsPage, WebContent.overlayPage] {
            #expect(policy(response).contains("frame-ancestors 'self'"))
        }
        #expect(policy(WebContent.debugPage(depth: 1)).contains("frame-ancestors 'none'"))
    }

    @Test(arguments: Asset.allCases) func everyPageMayLoadTheFiles(_ asset: Asset) {
        let headers = asset.response.headers.map { "\($0.0): \($0.1)" }
        #expect(headers.contains("Access-Control-Allow-Origin: *"))
        #expect(headers.contains("Cross-Origin-Resource-Policy: cross-origin"))
        #expect(headers.contains("ETag: \(EntityTag.of(asset.body))"))
        #expect(asset.response.body == asset.body)
    }

    @Test(arguments: [
        ("Artist - Song", "Artist - Song\n"), ("", "\n"), ("a\r\nb\tc\u{0}d", "a  b c d\n"),
        ("x\u{2028}y\u{85}z\u{7F}", "x y z \n"), ("Grüße 🎵", "Grüße 🎵\n"),
    ])
    func aTitleIsOneLine(_ display: String, _ expected: String) {
        let event = TitleEvent.sample("raw", [.display: display])
        let response = WebContent.text(Title(event, id: TitleID(epoch: "e", number: 1)))
        #expect(String(decoding: response.body, as: UTF8.self) == expected)
        #expect(response.headers.contains { $0 == ("Content-Type", "text/plain; charset=utf-8") })
    }

    @Test func withoutATitleTheLineIsEmpty() {
        #expect(WebContent.text(nil).body == [0x0A])
    }

    /// The bound that the documents name, without comments.
    @Test func theClientPartIsSmallAndAlone() {
        let text = String(decoding: Asset.followScript.body, as: UTF8.self)
        let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        #expect(code.joined(separator: "\n").utf8.count <= 8 * 1024)
        #expect(!code.contains { $0.hasPrefix("import ") || $0.contains("import(") })
        #expect(!text.contains("location."))
    }

    /// A proxy may serve the relay below a path, and the files may be part of another page.
    @Test(arguments: Asset.allCases) func noFileNamesAPathOfItsHost(_ asset: Asset) {
        let text = String(decoding: asset.body, as: UTF8.self)
        for absolute in ["'/assets", "`/", "innerHTML", "eval("] {
            #expect(!text.contains(absolute), "\(asset) has \(absolute)")
        }
    }
}
