import Fixtures
import FoundationEssentials
import ICYReader
import Testing

/// The README tells the truth about what programs decide on.
@Suite struct ReadmeTests {
    private func readme() throws -> String {
        let path = Fixtures.folder.replacing("/Tests/Fixtures/", with: "/README.md")
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test func namesEveryFlagAndNoOther() throws {
        let text = try readme()
        let table = try #require(section("| flag | meaning |", in: text))
        #expect(table.map(\.first) == Flag.allCases.map { "`\($0.rawValue)`" })
    }

    @Test func namesEveryReasonInItsWords() throws {
        let text = try readme()
        let head = "| `reason_code` | what is the matter | what to try |"
        let table = try #require(section(head, in: text))
        #expect(
            table
                == NoTitleReason.allCases.map { ["`\($0.rawValue)`", $0.words, $0.advice] })
    }

    /// The cells of the rows below a table's head.
    private func section(_ head: String, in text: String) -> [[String]]? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == head }) else { return nil }
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { row in
            row.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init)
        }
    }
}
