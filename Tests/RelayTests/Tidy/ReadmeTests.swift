import Fixtures
import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// The README tells the truth about what programs decide on.
@Suite struct ReadmeTests {
    private func readme() throws -> String { try file("README.md") }

    private func file(_ name: String) throws -> String {
        let path = Fixtures.folder.replacing("/Tests/Fixtures/", with: "/\(name)")
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

    /// Whoever reads one of the three has all flags of the server.
    @Test func everyFlagOfTheServerIsExplained() throws {
        let manual = try file("Sources/Packaging/icy-relay.1").replacing("\\-", with: "-")
        let configuration = try readme()
        for setting in ServerSetting.allCases {
            #expect(Usage.text.contains("\(setting.flag) "), "\(setting.flag)")
            #expect(manual.contains("\(setting.flag) "), "\(setting.flag)")
            #expect(
                configuration.contains(setting.flag) || configuration.contains(setting.key),
                "\(setting.flag)")
        }
    }

    @Test func namesEveryPathOfTheServer() throws {
        let text = try readme()
        for path in ["/healthz/live", "/healthz/ready", "/metrics", "?since=", "Last-Event-ID"] {
            #expect(text.contains(path))
        }
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
