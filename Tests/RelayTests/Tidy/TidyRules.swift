/// What `TidyTests` checks: a file in, a text for each thing that is wrong with it out.
enum TidyRules {
    typealias File = TidyTests.File

    private static let maximumFileLines = 300
    /// Types whose state would have to be open to a second file.
    private static let maximumLinesOfWholeTypes = 500
    private static let wholeTypes: Set<String> = [
        "Sources/ICYReader/Framing/InterleavedBody.swift",
        "Sources/ICYReader/Stream/StreamReader.swift",
        "Sources/ICYReader/Session/StreamSession.swift",
        "Sources/Relay/Notify/MQTT.swift",
        "Sources/Relay/Push/Connection.swift",
        "Sources/Relay/Push/Hub.swift",
    ]
    private static let maximumFunctionLines = 70
    private static let maximumColumns = 100
    private static let maximumWebBytes = 15 * 1024

    // MARK: Imports

    /// What single files may import beside what their folder may.
    private static let fileImports: [String: Set<String>] = [
        // iconv
        "Sources/ICYReader/Text/CharacterConverter.swift": ["Glibc"],
        // The memory of pictures, which the streams of all loops share.
        "Sources/ICYReader/Picture/PictureRoom.swift": ["Synchronization"],
        // What the first loop that needs it makes for all.
        "Sources/Relay/Title/Publication.swift": ["Synchronization"],
        "Sources/Relay/Title/Title.swift": ["Synchronization"],
        // Figures that any loop reads.
        "Sources/Relay/Metrics/StationFigures.swift": ["Synchronization"],
        // SHA-1
        "Sources/Relay/WebSocket/Handshake.swift": ["COpenSSL"],
        // HMAC
        "Sources/Relay/Notify/WebhookSignature.swift": ["COpenSSL"],
        "Sources/Relay/Upstream/TLS.swift": ["COpenSSL"],
        "Sources/Relay/Push/TLSServer.swift": ["COpenSSL"],
        // `MSG_PEEK` and its kind.
        "Sources/Relay/Push/ClientSocket.swift": ["Glibc"],
        // `exit`
        "Sources/Relay/Commands/Main.swift": ["Glibc"],
    ]

    private static func folderImports(_ file: File) -> Set<String> {
        if file.isIn("Sources/ICYReader") { return [] }
        for system in ["Loop", "System", "Upstream"] where file.isIn("Sources/Relay/\(system)") {
            return ["CEpoll", "Glibc", "ICYReader", "Synchronization"]
        }
        return ["ICYReader"]
    }

    static func imports(_ file: File) -> [String] {
        guard file.isIn("Sources") else { return [] }
        let allowed = folderImports(file).union(fileImports[file.path] ?? [])
        return importedModules(file).filter { !allowed.contains($0) }.map { "imports \($0)" }
    }

    private static func importedModules(_ file: File) -> [String] {
        file.code.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
                words[..<index].allSatisfy({ word in
                    word.hasPrefix("@")
                        || ["public", "package", "internal", "fileprivate", "private"].contains(
                            word)
                })
            else { return nil }
            // `import struct Module.Name`
            let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "var"]
            let name = kinds.contains(words[index + 1]) ? words.last : words[index + 1]
            return name.map { String($0.prefix { $0 != "." }) }
        }
    }

    // MARK: Unsafe and forced code

    static func unsafeCode(_ file: File) -> [String] {
        let system = ["Loop", "System", "Upstream"].map { "Sources/Relay/\($0)" }
        guard file.isIn("Sources"), !system.contains(where: file.isIn),
            // iconv and OpenSSL take pointers.
            file.path != "Sources/ICYReader/Text/CharacterConverter.swift",
            file.path != "Sources/Relay/Push/TLSServer.swift"
        else { return [] }
        let uses = file.code.filter { line in
            line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains("unsafe")
        }
        // The one call of SHA-1, and that of HMAC.
        let digests = ["WebSocket/Handshake", "Notify/WebhookSignature"]
        let allowed = digests.contains { file.path == "Sources/Relay/\($0).swift" } ? 1 : 0
        return uses.count > allowed ? ["unsafe code: \(uses.count) lines"] : []
    }

    /// A `!` right behind a name or a closing bracket forces, in code and in types; before a name
    /// it negates, and `!=` has a blank before it.
    static func forcing(_ file: File) -> [String] {
        file.code.enumerated().compactMap { number, line in
            let bytes = Array(line.utf8)
            let isForced = bytes.indices.dropFirst().contains { index in
                guard bytes[index] == UInt8(ascii: "!") else { return false }
                let before = bytes[index - 1]
                let isName =
                    before == UInt8(ascii: "_") || before >= 0x80
                    || UnicodeScalar(before).properties.isAlphabetic
                    || (0x30...0x39).contains(before)
                return isName || ")]}>?".utf8.contains(before)
            }
            guard isForced || line.contains("fatalError(") else { return nil }
            return "line \(number + 1) forces: \(line)"
        }
    }

    private static let leftoverWords = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

    static func leftovers(_ file: File) -> [String] {
        file.lines.enumerated().compactMap { number, line in
            leftoverWords.contains { line.contains($0) } ? "line \(number + 1): \(line)" : nil
        }
    }

    // MARK: Sizes

    static func sizes(_ file: File) -> [String] {
        var problems: [String] = []
        var lines = file.lines
        if lines.last?.isEmpty == true { lines.removeLast() }
        let maximum =
            wholeTypes.contains(file.path) ? maximumLinesOfWholeTypes : maximumFileLines
        if lines.count > maximum { problems.append("\(lines.count) lines") }
        for (number, line) in lines.enumerated()
        where line.utf8.count > maximumColumns && line.count > maximumColumns {
            problems.append("line \(number + 1) has \(line.count) columns")
        }
        let code = file.code
        for (number, line) in code.enumerated() where startsFunction(line) {
            let count = functionLength(code, from: number)
            if count > maximumFunctionLines {
                problems.append("line \(number + 1) starts a function of \(count) lines")
            }
        }
        return problems
    }

    private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

    private static func startsFunction(_ line: String) -> Bool {
        for word in line.split(separator: " ") {
            let name = word.prefix { $0.isLetter }
            if name == "func" || name == "deinit" { return true }
            if name == "init" { return word.dropFirst(4).first.map { "(?<".contains($0) } ?? false }
            // A modifier or an attribute may stand before.
            let isModifier =
                word.first == "@" || word.allSatisfy { $0.isLetter || "()".contains($0) }
            if !isModifier || ["let", "var", "case", "return", "if"].contains(name) {
                return false
            }
        }
        return false
    }

    /// From the line of `func` to the brace that closes it, which has the same indentation.
    private static func functionLength(_ code: [String], from start: Int) -> Int {
        let depth = indentation(code[start])
        var hasBody = false
        for number in start..<code.count {
            let line = code[number]
            let text = line.drop { $0 == " " }
            if number > start, !text.isEmpty, indentation(line) <= depth {
                if text.hasPrefix("}") { return hasBody ? number - start + 1 : 1 }
                // The end of the parameters; anything else is the next declaration.
                guard text.hasPrefix(")") || text.hasPrefix("where") else { return 1 }
            }
            if text.hasSuffix("{") { hasBody = true }
        }
        return 1
    }

    static func webFile(_ file: File) -> [String] {
        let count = file.text.utf8.count
        return count < maximumWebBytes ? [] : ["\(file.path) has \(count) bytes"]
    }

    // MARK: The package

    static func package(_ file: File) -> [String] {
        var problems: [String] = []
        if !file.text.contains("    dependencies: [],\n") {
            problems.append("`dependencies` is not empty")
        }
        for forbidden in [".package(", ".product("] where file.text.contains(forbidden) {
            problems.append("has \(forbidden)")
        }
        return problems
    }

    /// Names that say nothing collect whatever has no place.
    static func isDrawer(_ path: String) -> Bool {
        let words = ["Util", "Helper", "Extension", "Manager"]
        return path.split(separator: "/").contains { part in words.contains { part.contains($0) } }
    }
}

/// Takes comments and the text of string literals out of Swift source, and leaves the lines as they
/// are. What is interpolated is code, and stays.
struct LiteralStripper {
    private let source: [UInt8]
    private var index = 0
    private var output: [UInt8] = []

    init(_ text: String) { source = Array(text.utf8) }

    var code: String {
        mutating get {
            copyCode(untilClosing: false)
            return String(decoding: output, as: UTF8.self)
        }
    }

    private func starts(with text: String, at place: Int? = nil) -> Bool {
        source[min(place ?? index, source.count)...].starts(with: text.utf8)
    }

    /// - Parameter untilClosing: ends at the bracket that closes an interpolation.
    private mutating func copyCode(untilClosing: Bool) {
        var depth = 0
        while index < source.count {
            let byte = source[index]
            if starts(with: "//") {
                while index < source.count, source[index] != UInt8(ascii: "\n") { index += 1 }
            } else if starts(with: "/*") {
                skipBlockComment()
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") {
                copyLiteralOrHash()
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                output.append(byte)
                index += 1
                if untilClosing, depth < 0 { return }
            }
        }
    }

    private mutating func skipBlockComment() {
        while index < source.count, !starts(with: "*/") {
            if source[index] == UInt8(ascii: "\n") { output.append(source[index]) }
            index += 1
        }
        index = min(index + 2, source.count)
    }

    private mutating func copyLiteralOrHash() {
        let hashCount = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
        guard starts(with: "\"", at: index + hashCount) else {
            output += source[index..<index + hashCount]
            index += hashCount
            return
        }
        let hashes = String(repeating: "#", count: hashCount)
        let quotes = starts(with: "\"\"\"", at: index + hashCount) ? "\"\"\"" : "\""
        index += hashCount + quotes.utf8.count
        output.append(UInt8(ascii: "\""))
        let end = quotes + hashes
        let escape = "\\" + hashes
        while index < source.count, !starts(with: end) {
            if starts(with: escape + "(") {
                index += escape.utf8.count + 1
                output.append(UInt8(ascii: "("))
                copyCode(untilClosing: true)
            } else if starts(with: escape) {
                index += escape.utf8.count + 1
            } else {
                if source[index] == UInt8(ascii: "\n") { output.append(source[index]) }
                index += 1
            }
        }
        index = min(index + end.utf8.count, source.count)
        output.append(UInt8(ascii: "\""))
    }
}
