import Fixtures
import FoundationEssentials
import ICYReader
import Testing

@testable import Relay

/// The documents are right about what programs depend on.
@Suite struct DocumentTests {
    private static let root = Fixtures.folder.replacing("/Tests/Fixtures/", with: "/")

    private func file(_ name: String) throws -> String {
        let data = try Data(contentsOf: URL(filePath: Self.root + name))
        return String(decoding: data, as: UTF8.self)
    }

    private func article(_ name: String) throws -> String {
        let isLibrary = ["Charsets", "DriveASession", "Flags", "ReadASavedStream", "Servers"]
            .contains(name)
        let module = isLibrary ? "ICYReader" : "Relay"
        return try file("Sources/\(module)/\(module).docc/\(name).md")
    }

    /// The cells of the rows below a table's head, the first one after a line.
    private func table(
        _ head: String, in article: String, after line: String? = nil
    ) throws -> [[String]] {
        let all = try self.article(article)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let lines = line == nil ? all[...] : all.drop { $0 != line ?? "" }
        let start = try #require(lines.firstIndex { $0 == head }, "\(head)")
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { row in
            row.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init)
        }
    }

    /// The README is the entry point; everything else is in articles.
    @Test func theReadmeIsShort() throws {
        let lines = try file("README.md").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count - 1 <= 200)
    }

    /// An article without a link to it is not read.
    @Test func theReadmeLeadsToEveryArticle() throws {
        let readme = try file("README.md")
        for module in ["ICYReader", "Relay"] {
            let folder = "Sources/\(module)/\(module).docc"
            let names = try FileManager.default.contentsOfDirectory(atPath: Self.root + folder)
            let landing = try file("\(folder)/\(module).md")
            for name in names where name.hasSuffix(".md") && name != "\(module).md" {
                #expect(readme.contains("(\(folder)/\(name))"), "\(name)")
                #expect(landing.contains("](\(name))"), "\(name)")
            }
        }
    }

    @Test func everyFlagOfATitleIsExplained() throws {
        let rows = try table("| flag | meaning |", in: "Flags")
        #expect(rows.map(\.first) == Flag.allCases.map { "`\($0.rawValue)`" })
    }

    @Test func everyMemberOfATitleIsExplained() throws {
        // Some members are there only with a value.
        let event = TitleEvent.sample("A", [.artworkURL: "http://a/b.png"])
        let title = Title(event, id: TitleID(epoch: "e", number: 1))
        let node = try JSONReader.read(title.json.bytes)
        guard case .object(let members) = node.value else {
            Issue.record("no object")
            return
        }
        let rows = try table("| key | what it is |", in: "PushInterface", after: "### title")
        let keys = rows.flatMap { row -> [String] in
            let names = row.first?.split(separator: ", ") ?? []
            return names.map { $0.filter { $0 != "`" } }
        }
        #expect(Set(keys) == Set(members.map(\.key)).subtracting(["type", "station"]))
    }

    @Test func everyReasonIsThereInItsWords() throws {
        let rows = try table(
            "| `reason_code` | what is the matter | what to try |", in: "Reasons")
        #expect(rows == NoTitleReason.allCases.map { ["`\($0.rawValue)`", $0.words, $0.advice] })
    }

    @Test func everyReasonEndsWithAnExitCodeThatIsExplained() throws {
        let codes = try table("| exit code | meaning |", in: "Reasons").map { $0[0] }
        for reason in NoTitleReason.allCases {
            #expect(codes.contains(String(ExitCode(reason).rawValue)), "\(reason)")
        }
    }

    /// Codes and statuses that peers get are derived only from these.
    @Test func everyAnswerToAMistakeOfAClientIsExplained() throws {
        let statuses = try table("| status | when |", in: "Reasons").map { $0[0] }
        let errors: [RequestError] = [
            .malformedRequestLine, .methodTooLong, .targetTooLong, .unsupportedVersion,
            .headTooLarge, .tooManyHeaders, .bodyNotAccepted,
        ]
        for error in errors { #expect(statuses.contains(String(error.status)), "\(error)") }
        let codes = try table("| code | when Relay sends it |", in: "Reasons").map { $0[0] }
        let mistakes: [WebSocketError] = [.messageTooBig, .invalidUTF8, .reservedBitSet]
        for code in mistakes.map(\.closeCode) + [CloseCode.goingAway, CloseCode.tooSlow] {
            #expect(codes.contains(String(code)))
        }
    }

    @Test func everyBoundIsExplained() throws {
        let head = "| `bound` | what is bounded | default | beyond it |"
        let rows = try table(head, in: "RunningForGood")
        #expect(rows.map(\.first) == Bound.allCases.map { "`\($0.name)`" })
    }

    /// Each of the three lists all flags of the server.
    @Test func everySettingOfTheServerIsExplained() throws {
        let manual = try file("Sources/Packaging/icy-relay.1").replacing("\\-", with: "-")
        let rows = try table("| flag | key | value | default | what it does |", in: "Options")
        let names = SettingKey.allCases.map { ["`\($0.flag)`", "`\($0.key)`"] }
        #expect(rows.map { Array($0.prefix(2)) } == names)
        for (setting, row) in zip(SettingKey.allCases, rows) {
            #expect(Usage.text.contains("\(setting.flag) "), "\(setting.flag)")
            #expect(manual.contains("\(setting.flag) "), "\(setting.flag)")
            if case .number(let range) = setting.kind {
                let values = "\(range.lowerBound) to \(range.upperBound)"
                #expect(row[2].replacing(",", with: "") == values, "\(setting.flag)")
            }
        }
    }

    @Test func everyPathOfTheServerIsExplained() throws {
        let text = try article("PushInterface")
        for path in ["/healthz/live", "/healthz/ready", "/metrics", "?since=", "Last-Event-ID"] {
            #expect(text.contains(path))
        }
        for (subprotocol, _) in MessageFormat.subprotocols { #expect(text.contains(subprotocol)) }
        for state in StationStatus.State.allCases {
            #expect(text.contains("\n| `\(state.rawValue)` | "), "\(state)")
        }
    }

    @Test func everyLayerIsExplainedInItsOrder() throws {
        for (module, folders) in LayerRules.order {
            let rows = try table("| `Sources/\(module)` | what it has |", in: "Architecture")
            #expect(
                rows.map(\.first)
                    == folders.map { $0.isEmpty ? "the folder itself" : "`\($0)`" })
        }
    }
}
