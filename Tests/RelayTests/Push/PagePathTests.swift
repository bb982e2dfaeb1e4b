import Testing

@testable import Relay

/// The pages below a path that only the proxy knows.
@Suite struct PagePathTests {
    /// A proxy may serve all of this below a path that it takes off.
    @Test(arguments: [
        ("/", "./"), ("/?station=a", "./"), ("/a", "./"), ("/a/", "../"), ("/debug/a", "../"),
        ("/debug/a/", "../../"),
    ])
    func aPageIsRelativeToTheRoot(_ path: String, _ base: String) throws {
        let page = try TestHub(["a", "b"]).get(path, accept: "text/html")
        #expect(page.contains("<base href=\"\(base)\">"))
        for absolute in ["href=\"/", "src=\"/"] { #expect(!page.contains(absolute)) }
    }
}
