import Testing

@testable import Relay

/// The layers of the source tree. The rule must also catch bad samples, so that it cannot fail
/// unnoticed.
@Suite struct LayerTests {
    @Test func noFolderNamesATypeOfAHigherOne() throws {
        let files = try TidyTests.swiftFiles.get().filter { $0.isIn("Sources") }
        #expect(files.count > 200)
        #expect(LayerRules(files).problems() == [])
    }

    /// What the rule reports for a file of `Loop`, given a declaration in `Push`.
    private func problems(_ low: String, of high: String) -> [String] {
        LayerRules([
            TidyTests.File("Sources/Relay/Loop/Turn.swift", low + "\n"),
            TidyTests.File("Sources/Relay/Push/LocalStation.swift", high + "\n"),
        ]).problems()
    }

    private static let localStation = """
        final class LocalStation: Sendable {
            struct Member {}
            let count = 0
        }

        extension Int {
            var inBoards: Int { self }
            private var hidden: Int { self }
        }
        """

    @Test(arguments: [
        ("let x: LocalStation", "LocalStation"),
        ("func f() -> [LocalStation] { [] }", "LocalStation"),
        ("let x = LocalStation.Member()", "LocalStation.Member"),
        ("extension LocalStation {}", "LocalStation"),
        ("let x = \"\\(LocalStation())\"", "LocalStation"), ("let x = 5.inBoards", ".inBoards"),
        ("func f() { struct Own {}; let x = Relay.LocalStation() }", "LocalStation"),
    ])
    func aNameOfAHigherFolderIsCaught(line: String, name: String) {
        #expect(
            problems(line, of: Self.localStation) == [
                "Sources/Relay/Loop/Turn.swift names \(name) of Push"
            ])
    }

    @Test(arguments: [
        "// LocalStation", "let x = \"LocalStation\"", "let localStation = 1",
        "struct LocalStation {}", "let x = y.LocalStation",
        "struct Turn { struct LocalStation {}\n let x: LocalStation }", "let x = 5.hidden",
        "let x = y.count",
        "let x: BoardMember",
    ])
    func harmlessWordsAreNot(line: String) {
        #expect(problems(line, of: Self.localStation) == [])
    }

    @Test func lowerFoldersMayBeNamed() {
        let files = [
            TidyTests.File("Sources/Relay/Push/LocalStation.swift", "let x: Turn\n"),
            TidyTests.File("Sources/Relay/Loop/Turn.swift", "struct Turn {}\n"),
        ]
        #expect(LayerRules(files).problems() == [])
    }

    @Test func aFolderWithoutAPlaceIsCaught() {
        let files = [TidyTests.File("Sources/Relay/Other/A.swift", "struct A {}\n")]
        #expect(
            LayerRules(files).problems() == [
                "Sources/Relay/Other/A.swift: Relay/Other is in no layer"
            ])
    }

    @Test(arguments: ["HTTP", "JSON", "WebSocket"])
    func whatKnowsNothingOfStreamsMayNameBytesAlone(folder: String) {
        func problems(_ line: String) -> [String] {
            LayerRules([
                TidyTests.File("Sources/ICYReader/Basics/Flag.swift", "public enum Flag {}\n"),
                TidyTests.File("Sources/ICYReader/Head/Head.swift", "public struct Head {}\n"),
                TidyTests.File("Sources/Relay/\(folder)/A.swift", "import ICYReader\n\(line)\n"),
            ]).problems()
        }
        #expect(problems("let x: Flag") == [])
        #expect(problems("let x: Head") == ["Sources/Relay/\(folder)/A.swift names Head of Head"])
        #expect(problems("struct Head {}; let x: Head") == [])
    }
}
