/// Idioms that this code base used to have, and that a reader stumbles over. The glossary in
/// CONTRIBUTING.md says what to write instead.
enum ProseRules {
    private static let idioms = [
        "whoever", "lets go", "let go", "letting go", "heed", "heeds", "heeded", "says again",
        "said again", "tells again", "told again", "anew", "stands in", "stands at", "stands there",
        "stand there", "stands behind", "stand behind", "stands before", "stand before",
    ]

    /// A text for each idiom in a comment of Swift source.
    static func comments(_ file: TidyTests.File) -> [String] {
        file.lines.enumerated().flatMap { number, line -> [String] in
            guard let comment = line.firstRange(of: "//"),
                !line[..<comment.lowerBound].contains("\"")
            else { return [] }
            return found(in: line[comment.upperBound...]).map { "line \(number + 1): \($0)" }
        }
    }

    /// A text for each idiom in a document. Tables repeat words of the program, which stay.
    static func document(_ file: TidyTests.File) -> [String] {
        file.lines.enumerated().filter { !$1.hasPrefix("|") }.flatMap { number, line in
            found(in: line).map { "line \(number + 1): \($0)" }
        }
    }

    private static func found(in line: Substring) -> [String] {
        let words = line.lowercased().split { !($0.isLetter || $0 == "'") }
        let text = " " + words.joined(separator: " ") + " "
        var found = idioms.filter { text.contains(" \($0) ") }
        for (index, word) in words.enumerated() where word == "no" && index > 0 {
            let isVerb = ["is", "are", "was", "were"].contains(words[index - 1])
            let isThere = index > 1 && ["there", "that"].contains(words[index - 2])
            let next = index + 1 < words.count ? words[index + 1] : ""
            if isVerb, !isThere, !["longer", "more", "less"].contains(next) {
                found.append("\(words[index - 1]) no")
            }
        }
        return found
    }
}
