import ICYReader
import Testing

@testable import Relay

@Suite struct CharsetChoiceTests {
    private func charsets(_ line: String) throws(UsageError) -> [String?] {
        let options = try OptionsParser.parse(line.split(separator: " ").map(String.init))
        switch options {
        case .serve(let serve): return serve.stations.map(\.charset?.rawValue)
        case .watch(let watch): return [watch.charset?.rawValue]
        case .dump(let dump): return [dump.charset?.rawValue]
        case .demo, .checkConfig, .help, .version: return []
        }
    }

    @Test(
        arguments: [
            ("http://h/a", [nil]),
            ("http://h/a --charset cp1251", ["windows-1251"]),
            ("a=http://h/a b=http://h/b --charset koi8-r", ["koi8-r", "koi8-r"]),
            ("a=http://h/a b=http://h/b --charset b=cp1250", [nil, "windows-1250"]),
            (
                "--charset b=cp1250 a=http://h/a b=http://h/b --charset sjis",
                ["shift_jis", "windows-1250"]
            ),
            (
                "--charset sjis a=http://h/a b=http://h/b --charset=b=cp1250",
                ["shift_jis", "windows-1250"]
            ),
            ("watch http://h/a --charset ISO-8859-5", ["iso-8859-5"]),
            ("dump http://h/a --charset=big5", ["big5"]),
            ("dump - --charset cp866", ["ibm866"]),
        ] as [(String, [String?])])
    func saysWhatTheTitlesAreWrittenIn(_ line: String, _ expected: [String?]) throws {
        #expect(try charsets(line) == expected)
    }

    @Test(arguments: [
        ("http://h/a --charset klingon", "\"klingon\" is no charset"),
        ("watch http://h/a --charset klingon", "`iconv -l` lists them"),
        ("dump http://h/a --charset", "--charset needs a value"),
        ("a=http://h/a --charset b=cp1251", "\"b\", but the stations are a"),
        ("demo --charset cp1251", "no option --charset here"),
    ])
    func saysWhatIsWrong(_ line: String, _ words: String) {
        let error = #expect(throws: UsageError.self) { try charsets(line) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
