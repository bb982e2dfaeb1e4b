import Fixtures
import ICYReader
import Testing

/// Values of `StreamTitle` from public reports and from real servers, each with what is right.
@Suite struct ReportedTitleTests {
    /// A line of `titles/reports.tsv`.
    struct Report: Sendable, CustomTestStringConvertible {
        let id: String
        let kind: String
        let charset: Charset?
        /// The titles that the station sends, after `Alpha - First`.
        let titles: [[UInt8]]
        /// What is right of the last one.
        let right: String

        var testDescription: String { "\(id) \(kind)" }
    }

    static let reports = reports(in: "reports")
    /// Others of the same kinds, and titles that only look like them.
    static let variants = reports(in: "variants")

    static func reports(in file: String) -> [Report] {
        let bytes = (try? Fixtures.bytes(of: "titles/\(file).tsv")) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            let columns = line.split(separator: "\t").map(String.init)
            return Report(
                id: columns[0], kind: columns[1],
                charset: columns[2] == "-" ? nil : Charset(named: columns[2]),
                titles: columns[3].split(separator: ",").map { Hex.bytes(String($0)) },
                right: columns[4])
        }
    }

    /// The two characters of a Korean song are common Chinese ones in GBK, and `Dã vina` may be
    /// Portuguese or Romanian: nothing else in these titles says which.
    static let undecided: Set<String> = ["11.17", "09.32"]

    /// Where one or two letters decide, and decide wrongly: Turkish that may be Icelandic, Croatian
    /// that may be Lithuanian, Slovak whose letters are signs in Windows-1252.
    static let misread: Set<String> = ["r5d.4", "r5d.56", "r5d.64", "r5l.3", "r5l.9"]

    @Test func thereAreAllReports() {
        #expect(Self.reports.count == 108)
        #expect(Self.variants.count == 496)
    }

    @Test(arguments: variants.filter { misread.contains($0.id) == false })
    func aVariantIsReadAsItWasMeant(_ report: Report) throws {
        let titles = [text("Alpha - First")] + report.titles
        let blocks = titles.map { text("StreamTitle='") + $0 + text("';") }
        let last = try #require(try readings(blocks, charset: report.charset).last)
        #expect(said(last, report.right) == report.right)
    }

    /// What a reading says in the words of a report.
    private func said(_ reading: MetadataReading, _ right: String) -> String {
        if reading.ad != nil { return "ad" }
        let title = reading.title
        if right.hasPrefix("flag ") {
            let flag = String(right.dropFirst(5))
            let has = title?.flags.contains { $0.rawValue == flag } ?? false
            return has ? right : "no \(right)"
        }
        if right.hasPrefix("parts ") {
            return "parts \(title?.artist ?? "")|\(title?.song ?? "")"
        }
        let shown = reading.change == .title ? reading.newTitle?.display ?? "" : ""
        return shown.isEmpty ? "none" : "display \(shown)"
    }

    @Test(arguments: reports.filter { undecided.contains($0.id) == false })
    func theTitleIsReadAsItWasMeant(_ report: Report) throws {
        let titles = [text("Alpha - First")] + report.titles
        let blocks = titles.map { text("StreamTitle='") + $0 + text("';") }
        let whole = try readings(blocks, charset: report.charset)
        let last = try #require(whole.last)
        #expect(said(last, report.right) == report.right)
        // The same at every cut of the last block.
        let count = response(blocks).count
        let places = (count - (blocks.last?.count ?? 0) - 24)...count
        for place in places {
            #expect(try readings(blocks, .cut(at: place), charset: report.charset) == whole)
        }
    }

    /// What a view shows has no control characters, whatever was sent.
    @Test(arguments: reports + variants) func noViewHasAControlCharacter(_ report: Report) throws {
        let blocks = report.titles.map { text("StreamTitle='") + $0 + text("';") }
        for reading in try readings(blocks, charset: report.charset) {
            let title = try #require(reading.title)
            let views =
                [title.display, title.artist, title.song, title.streamTitle] + title.parts
                + title.attributes.map(\.value)
            for view in views {
                let controls = view.unicodeScalars.filter {
                    $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
                }
                #expect(controls.isEmpty, "\(view.debugDescription)")
            }
        }
    }
}
