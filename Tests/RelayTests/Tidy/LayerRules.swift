/// The layers of `Sources`: which folder may name the declarations of which.
///
/// Nothing is compiled: a name is taken for the type, or for the member of an extension, that is
/// declared under it. A value whose type is not named is not seen.
struct LayerRules {
    typealias File = TidyTests.File

    /// The folders of each module, lowest first. "" is the module's own folder.
    static let order: [String: [String]] = [
        "ICYReader": [
            "Basics", "Text", "Address", "Document", "Head", "Body", "Framing", "Picture",
            "Ogg", "Tags", "Fields", "Title", "Stream", "Session",
        ],
        "Relay": [
            "", "Bytes", "System", "JSON", "Log", "HTTP", "Access", "Options", "Loop", "Upstream",
            "WebSocket", "Title", "Compatible", "Metrics", "PlayLog", "Station", "Notify", "Push",
            "Demo", "Commands",
        ],
    ]

    /// Folders that know nothing of streams and stations: of ICYReader they name only bytes and
    /// points in time.
    private static let pure: Set<String> = ["Bytes", "JSON", "HTTP", "Access", "WebSocket"]
    private static let vocabulary = "Basics"

    /// Where something is declared.
    private struct Place: Equatable {
        let path: String
        let module: String
        let folder: String

        /// nil if the file is not in a module.
        init?(_ path: String) {
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count > 2, parts[0] == "Sources" else { return nil }
            self.path = path
            module = parts[1]
            folder = parts.dropFirst(2).dropLast().joined(separator: "/")
        }

        /// nil if the folder is not in `order`.
        var height: Int? { LayerRules.order[module]?.firstIndex(of: folder) }
    }

    /// "Name" and "Outer.Name", by module.
    private var types: [String: [String: Place]] = [:]
    /// What extensions add to types of other files; only names that are declared nowhere else.
    private var members: [String: [String: Place]] = [:]
    private let scans: [(place: Place, scan: SourceScan)]

    init(_ files: [File]) {
        scans = files.compactMap { file in
            Place(file.path).map { ($0, SourceScan(file.code)) }
        }
        for (place, scan) in scans {
            for name in scan.types where types[place.module]?[name] == nil {
                types[place.module, default: [:]][name] = place
            }
        }
        var owners: [String: [String: [Place]]] = [:]
        for (place, scan) in scans {
            for name in scan.memberNames {
                owners[place.module, default: [:]][name, default: []].append(place)
            }
        }
        for (place, scan) in scans {
            for (base, name) in scan.extensionMembers
            where !scan.types.contains(base) && owners[place.module]?[name] == [place] {
                members[place.module, default: [:]][name] = place
            }
        }
    }

    /// A text for each name of a higher folder, and for each folder without a place in the order.
    func problems() -> [String] {
        var found: Set<String> = []
        for (place, scan) in scans {
            guard let height = place.height else {
                found.insert("\(place.path): \(place.module)/\(place.folder) is in no layer")
                continue
            }
            for (name, owner) in named(by: scan, in: place) {
                let isForbidden =
                    owner.module == place.module
                    ? (owner.height ?? 0) > height
                    : Self.pure.contains(place.folder) && owner.folder != Self.vocabulary
                if isForbidden { found.insert("\(place.path) names \(name) of \(owner.folder)") }
            }
        }
        return found.sorted()
    }

    private func named(by scan: SourceScan, in place: Place) -> [(String, Place)] {
        let outers = Set(scan.types.map { $0.prefix { $0 != "." } }).union(
            scan.extended.map { $0[...] })
        let own = Set(
            scan.types.filter { $0.contains(".") }.compactMap { $0.split(separator: ".").last })
        // A module's own names hide those of the module it imports.
        let declared = (types["ICYReader"] ?? [:]).merging(types[place.module] ?? [:]) { $1 }
        var found: [(String, Place)] = []
        for chain in scan.chains {
            var chain = chain[...]
            if chain.first == place.module { chain = chain.dropFirst() }
            guard let first = chain.first else { continue }
            let candidates: [String]
            if own.contains(first[...]), !scan.types.contains(first) {
                // A nested type of this file hides types of the same name elsewhere.
                candidates = []
            } else {
                candidates =
                    [chain.prefix(2).joined(separator: ".")] + outers.map { "\($0).\(first)" }
                    + [first]
            }
            if let name = candidates.first(where: { declared[$0] != nil }),
                let owner = declared[name]
            {
                found.append((name, owner))
            }
        }
        for name in scan.accessed {
            if let owner = members[place.module]?[name] { found.append((".\(name)", owner)) }
        }
        return found
    }
}

/// What one Swift file declares and names.
private struct SourceScan {
    private(set) var types: Set<String> = []
    /// The types that the file extends.
    private(set) var extended: Set<String> = []
    /// Members of extensions that are not private: the type, and the member.
    private(set) var extensionMembers: [(String, String)] = []
    /// Every property, function, case and parameter with `let` or `var`.
    private(set) var memberNames: Set<String> = []
    /// Capitalised names in a row: `Outer.Inner`.
    private(set) var chains: [[String]] = []
    /// Names after a dot.
    private(set) var accessed: Set<String> = []

    private enum Scope: Equatable {
        case type(String)
        case addition(String)
        case other
    }

    private var scopes: [Scope] = []
    private var pending: Scope?
    private var isPrivate = false

    init(_ lines: [String]) {
        let tokens = SourceScan.tokens(lines)
        for index in tokens.indices { take(tokens, index) }
        collectNames(tokens)
    }

    /// Words, and single characters of everything else except blanks. A line's end is a token, too.
    private static func tokens(_ lines: [String]) -> [String] {
        var tokens: [String] = []
        for line in lines {
            var word: [UInt8] = []
            func end() {
                if !word.isEmpty { tokens.append(String(decoding: word, as: UTF8.self)) }
                word = []
            }
            for byte in line.utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
                    word.append(byte)
                default:
                    end()
                    if byte != UInt8(ascii: " "), byte != UInt8(ascii: "`") {
                        tokens.append(String(decoding: [byte], as: UTF8.self))
                    }
                }
            }
            end()
            tokens.append("\n")
        }
        return tokens
    }

    private static let declarations: Set = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "extension",
    ]

    private mutating func take(_ tokens: [String], _ index: Int) {
        let token = tokens[index]
        let next = index + 1 < tokens.count ? tokens[index + 1] : ""
        switch token {
        case "{":
            scopes.append(pending ?? .other)
            pending = nil
            isPrivate = false
        case "}":
            _ = scopes.popLast()
            isPrivate = false
        case "private", "fileprivate":
            // `private(set)` hides nothing.
            isPrivate = next != "("
        case "\n":
            if pending == nil { isPrivate = false }
        case _ where SourceScan.declarations.contains(token):
            guard index == 0 || tokens[index - 1] != "." else { return }
            if token == "extension", next == "[" { return declare(token, "Array") }
            if next.first?.isUppercase == true { declare(token, next) }
        case "var", "func", "let":
            memberNames.insert(next)
            if case .addition(let base) = scopes.last, !isPrivate {
                extensionMembers.append((base, next))
            }
        case "case":
            memberNames.insert(next)
        default: break
        }
    }

    private mutating func declare(_ kind: String, _ name: String) {
        if kind == "extension" {
            extended.insert(name)
            pending = .addition(name)
            return
        }
        if kind != "typealias" { pending = .type(name) }
        switch (scopes.count, scopes.last) {
        case (0, _): types.insert(name)
        case (1, .type(let outer)), (1, .addition(let outer)): types.insert("\(outer).\(name)")
        default: break
        }
    }

    private mutating func collectNames(_ tokens: [String]) {
        var index = 0
        while index < tokens.count {
            if index > 0, tokens[index - 1] == "." { accessed.insert(tokens[index]) }
            guard tokens[index].first?.isUppercase == true else {
                index += 1
                continue
            }
            var chain = [tokens[index]]
            // A name after a dot belongs to a value: `.Element` says nothing.
            let isInner = index > 0 && tokens[index - 1] == "."
            while index + 2 < tokens.count, tokens[index + 1] == ".",
                tokens[index + 2].first?.isUppercase == true
            {
                chain.append(tokens[index + 2])
                index += 2
            }
            if !isInner { chains.append(chain) }
            index += 1
        }
    }
}
