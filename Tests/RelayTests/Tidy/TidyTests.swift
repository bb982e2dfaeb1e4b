import Fixtures
import FoundationEssentials
import Testing

/// The rules of the source tree that no compiler knows. Each rule is shown to catch a small bad
/// sample, so that it cannot have gone blind.
@Suite struct TidyTests {
    /// One text file, its path counted from the root of the package.
    struct File {
        let path: String
        let text: String
        /// The lines without what stands in comments and string literals.
        let code: [String]

        init(_ path: String, _ text: String) {
            self.path = path
            self.text = text
            var stripper = LiteralStripper(text)
            code = stripper.code.split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
        }

        var isSwift: Bool { path.hasSuffix(".swift") }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
    }

    private static let root = Fixtures.folder.replacing("/Tests/Fixtures/", with: "/")

    static func read(_ path: String) throws -> File {
        let data = try Data(contentsOf: URL(filePath: root + path))
        return File(path, String(decoding: data, as: UTF8.self))
    }

    private static func paths() throws -> [String] {
        try ["Sources", "Tests"].flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: root + folder)
                .map { "\(folder)/\($0)" }
        }
    }

    static let swiftFiles = Result {
        try paths().filter { $0.hasSuffix(".swift") }.map(read)
    }

    /// Every Swift file keeps the rule.
    private func check(
        _ rule: (File) -> [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let files = try TidyTests.swiftFiles.get()
        // The rules look at the real tree, not at an empty one.
        #expect(files.count > 60)
        for file in files {
            let problems = rule(file).joined(separator: "; ")
            #expect(problems == "", "\(file.path)", sourceLocation: sourceLocation)
        }
    }

    // MARK: Imports

    @Test func everyFileImportsOnlyWhatItsFolderMay() throws {
        try check(TidyRules.imports)
    }

    @Test(arguments: [
        ("Sources/ICYReader/Framing/Demuxer.swift", "import Glibc"),
        ("Sources/ICYReader/Text/TextDecoding.swift", "import Glibc"),
        ("Sources/ICYReader/Text/CharacterConverter.swift", "import FoundationEssentials"),
        ("Sources/ICYReader/Framing/Demuxer.swift", "import FoundationEssentials"),
        ("Sources/ICYReader/Framing/Demuxer.swift", "import Synchronization"),
        ("Sources/ICYReader/Address/StreamURL.swift", "public import Foundation"),
        ("Sources/ICYReader/Address/StreamURL.swift", "import FoundationEssentials"),
        ("Sources/Relay/JSON/JSONReader.swift", "import FoundationEssentials"),
        ("Sources/Relay/PlayLog/PlayLogLine.swift", "import FoundationEssentials"),
        ("Sources/Relay/HTTP/Response.swift", "import Glibc"),
        ("Sources/Relay/WebSocket/FrameDecoder.swift", "internal import COpenSSL"),
        ("Sources/Relay/WebSocket/Handshake.swift", "import Glibc"),
        ("Sources/Relay/System/Socket.swift", "import COpenSSL"),
        ("Sources/Relay/Push/Hub.swift", "  @preconcurrency import Glibc"),
        ("Sources/Relay/Station/Station.swift", "import CEpoll"),
        ("Sources/Relay/Loop/Timers.swift", "import struct Foundation.Date"),
    ])
    func aForeignImportIsCaught(path: String, text: String) {
        #expect(TidyRules.imports(File(path, "// import Nothing\n\(text)\n")).count == 1)
    }

    // MARK: Unsafe code

    @Test func unsafeCodeStandsInLoopAndSocketAlone() throws {
        try check(TidyRules.unsafeCode)
    }

    @Test func misplacedUnsafeCodeIsCaught() {
        let line = "let x = unsafe y\n"
        #expect(TidyRules.unsafeCode(File("Sources/Relay/Push/Hub.swift", line)).count == 1)
        #expect(TidyRules.unsafeCode(File("Sources/Relay/Loop/EventLoop.swift", line)) == [])
        #expect(TidyRules.unsafeCode(File("Sources/ICYReader/Text/Charset.swift", line)).count == 1)
        let iconv = "Sources/ICYReader/Text/CharacterConverter.swift"
        #expect(TidyRules.unsafeCode(File(iconv, line + line)) == [])
        let handshake = "Sources/Relay/WebSocket/Handshake.swift"
        #expect(TidyRules.unsafeCode(File(handshake, line)) == [])
        #expect(TidyRules.unsafeCode(File(handshake, line + line)).count == 1)
        let comment = "// unsafe\nlet isUnsafe = \"unsafe\"\n"
        #expect(TidyRules.unsafeCode(File("Sources/Relay/Log/Log.swift", comment)) == [])
    }

    // MARK: What may crash, what is unfinished

    @Test func nothingIsForcedAndNothingIsLeftToDo() throws {
        try check(TidyRules.forcing)
        try check(TidyRules.leftovers)
    }

    @Test(arguments: [
        "let x = try! f()", "let x = y as! Int", "fatalError(\"no\")", "let x = y!", "f(x!)",
        "x!.y()", "a[0]!", "f()!.x", "var x: Int!", "let x = y! + 1", "let s = \"\\(y!)\"",
    ])
    func forcedCodeIsCaught(line: String) {
        #expect(TidyRules.forcing(File("Sources/A.swift", line + "\n")).count == 1)
    }

    @Test(arguments: [
        "if !x { }", "x != y", "x !== y", "f(!x)", "let s = \"try! it!\"", "// y! fatalError(",
        "/* x! */", "let s = #\"x!\"#", "let s = \"\"\"\n  x!\n  \"\"\"", "let s = \"\\\"x!\"",
        "let s = \"\\(f(\"x!\"))\"", "[!a, !b]", "a && !b", "return !a",
    ])
    func harmlessCodeIsNot(line: String) {
        #expect(TidyRules.forcing(File("Sources/A.swift", line + "\n")) == [])
    }

    @Test(arguments: ["// TO" + "DO: later", "/// FIX" + "ME", "// XX" + "X"])
    func leftoversAreCaught(line: String) {
        #expect(TidyRules.leftovers(File("Sources/A.swift", line)).count == 1)
    }

    // MARK: Sizes

    @Test func filesFunctionsAndLinesAreShort() throws {
        try check(TidyRules.sizes)
    }

    @Test func longOnesAreCaught() {
        func check(_ text: String) -> [String] { TidyRules.sizes(File("Sources/A.swift", text)) }
        #expect(check(String(repeating: "x\n", count: 300)) == [])
        #expect(check(String(repeating: "x\n", count: 301)).count == 1)
        let whole = "Sources/ICYReader/Session/StreamSession.swift"
        #expect(TidyRules.sizes(File(whole, String(repeating: "x\n", count: 500))) == [])
        #expect(TidyRules.sizes(File(whole, String(repeating: "x\n", count: 501))).count == 1)
        #expect(check(String(repeating: "é", count: 100)) == [])
        #expect(check(String(repeating: "x", count: 101)).count == 1)
        func function(_ head: String, _ lines: Int) -> String {
            "struct A {\n    \(head) {\n" + String(repeating: "        x\n", count: lines - 2)
                + "    }\n}\n"
        }
        for head in [
            "func f()", "private static func f()", "@Test func f()", "init?(x: Int)",
            "mutating func f(\n        x: Int\n    ) throws(E)", "convenience init()", "deinit",
        ] {
            let extra = head.split(separator: "\n").count - 1
            #expect(check(function(head, 70 - extra)) == [], "\(head)")
            #expect(check(function(head, 71 - extra)).count == 1, "\(head)")
        }
        // A requirement has no body, whatever comes after it.
        let requirement = "protocol P {\n    func f()\n    func g() -> Int\n}\n"
        #expect(check(requirement + String(repeating: "x\n", count: 100)) == [])
    }

    /// Large literals compile slowly: the page is embedded as one.
    @Test func embeddedFilesAreSmall() throws {
        let files = try TidyTests.paths()
            .filter { $0.hasPrefix("Sources/Relay/Web/") && !$0.hasSuffix(".swift") }
            .map(TidyTests.read)
        #expect(files.count >= 5)
        #expect(files.flatMap(TidyRules.webFile) == [])
        let sample = File("Sources/Relay/Web/a.js", String(repeating: "x", count: 15 * 1024))
        #expect(TidyRules.webFile(sample).count == 1)
    }

    // MARK: The package

    @Test func thePackageDependsOnNothing() throws {
        #expect(TidyRules.package(try TidyTests.read("Package.swift")) == [])
        for sample in [
            "    dependencies: [.package(url: \"https://x\", from: \"1.0.0\")],",
            "    dependencies: [],\n    targets: [.product(name: \"NIO\", package: \"swift-nio\")]",
            "    targets: []",
        ] {
            #expect(TidyRules.package(File("Package.swift", sample)).isEmpty == false)
        }
    }

    @Test func noNameIsADrawer() throws {
        let paths = try TidyTests.paths()
        #expect(paths.filter { TidyRules.isDrawer($0) } == [])
        for path in [
            "Sources/Relay/Utils/A.swift", "Sources/Relay/StringExtensions.swift",
            "Tests/Helpers.swift", "Sources/ClientManager.swift", "Sources/String+Extensions.swift",
        ] {
            #expect(TidyRules.isDrawer(path), "\(path)")
        }
        #expect(!TidyRules.isDrawer("Sources/Relay/Push/Hub.swift"))
    }
}
