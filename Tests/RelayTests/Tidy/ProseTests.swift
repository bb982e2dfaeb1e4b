import Fixtures
import Foundation
import Testing

/// Comments and documents are in plain English. The rule is shown to catch what it forbids.
@Suite struct ProseTests {
    @Test func commentsHaveNoIdiomsOfOurOwn() throws {
        let files = try TidyTests.swiftFiles.get().filter { !$0.path.contains("/Tidy/") }
        #expect(files.count > 300)
        for file in files {
            #expect(ProseRules.comments(file).joined(separator: "; ") == "", "\(file.path)")
        }
    }

    @Test func documentsHaveNone() throws {
        let root = Fixtures.folder + "../../"
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root + "Sources")
            .filter { $0.hasSuffix(".md") }.map { "Sources/" + $0 }
        #expect(paths.count > 10)
        for path in paths + ["README.md"] {
            let file = try TidyTests.read(path)
            #expect(ProseRules.document(file).joined(separator: "; ") == "", "\(path)")
        }
    }

    @Test(arguments: [
        "Whoever reads", "it lets go of it", "heeds it", "says again", "is begun anew",
        "is no title",
        "which are no blocks", "It stands there.", "a name was no path",
    ])
    func idiomsAreCaught(text: String) {
        let comment = TidyTests.File("Sources/A.swift", "let x = 1  // \(text)\n")
        #expect(ProseRules.comments(comment).count == 1)
        #expect(ProseRules.document(TidyTests.File("README.md", text + "\n")).count == 1)
    }

    @Test(arguments: [
        "there is no title", "is no longer read", "no byte is lost", "it stands for a byte",
        "understands", "a piano", "is not a title", "of those that are no more",
    ])
    func plainWordsAreNot(text: String) {
        #expect(ProseRules.document(TidyTests.File("README.md", text + "\n")) == [])
    }
}
