import Fixtures
import Testing

@testable import ICYReader

/// Blocks made of meaningful pieces, in any order: nothing that a station may send crashes the
/// program.
@Suite struct BlockFuzzTests {
    private static let texts = [
        "StreamTitle='", "StreamTitle=", "streamtitle=\"", "StreamTitle ='", "\u{1}", "StreamUrl='",
        "StreamNext='", "foo=",
        "';", "'", "\"", ";", "\\", " ", " - ", "\t", "=", ",", ":", "-", "/", "|", "~", "&", "#",
        "<", ">", "</", "/>", "</>", "<>", "<b>", "</b>", "<a b='c'/>", "<!", "<?x", "?>",
        "<![CDATA[", "]]>", "{", "}", "[", "]", "{\"", "\":\"", "\"}", "\\u", "\\u00e9", "\\ud83d",
        "null", "true", "-1e999", "0", "99999999999999999999", "&#", "&#x", "&amp;", "&#233;",
        "&#1114112;", "%", "%2", "%20", "%C3%A9", "%FF", "%u00e9", "+", "a=b&", "?artist=",
        "text=\"", "\" song_spot=\"M\"", " length=\"", "adw_ad='true';",
        "durationMilliseconds='9223372036854775807';", "adId='", "insertionType='preroll';",
        "SPOT ", "AD_BREAK", "START ADBREAK 0:30", "advert:", "--:--", "http://", "Artist", "Song",
        "é", "Ã©", "â€™", "Привет", "日本", "\u{FEFF}", "\u{FFFD}", "e\u{301}", "😀", "\u{202E}",
        "\u{1B}$B", "\u{1B}(B", "~{", "+AOk-",
    ]
    private static let bytes: [[UInt8]] = [
        [0], [0, 0], [0x20, 0x20], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB], [0xFF, 0xFE], [0xFE, 0xFF],
        [0x53, 0x00], [0x00, 0x53], [0xC5, 0xB8], [0xC2], [0xE2, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xED, 0xA0, 0x80], [0x82, 0xA0], [0x8F], [0xA4, 0xC6], [0x7F], [0x1B], [0x80],
        [0xFF, 0xFB],
        Array("OggS".utf8),
    ]
    private static let pieces = texts.map { Array($0.utf8) } + bytes

    private func block(_ generator: inout SeededGenerator) -> [UInt8] {
        var block = Bool.random(using: &generator) ? Array("StreamTitle='".utf8) : []
        for _ in 0..<Int.random(in: 0...9, using: &generator) {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: block.append(UInt8.random(in: 0...255, using: &generator))
            default: block += Self.pieces.randomElement(using: &generator) ?? []
            }
        }
        if Bool.random(using: &generator) { block += Array("';".utf8) }
        if Bool.random(using: &generator) {
            block += [UInt8](repeating: 0, count: (16 - block.count % 16) % 16)
        }
        return block
    }

    /// Each of these once crashed the program: nothing may be assumed about what a station sends.
    @Test(arguments: ["</>", "</> Radio - Code", "<b>Hit</> - Song", "</ >", "<>", "</", "<//>"])
    func whatIsNoMarkupIsText(_ title: String) throws {
        var reader = MetadataReader()
        for block in ["StreamTitle='\(title)';", "StreamTitle='A';StreamNext='\(title)';"] {
            let reading = reader.read(self.block(Array(block.utf8)))
            let read = try #require(reading.title)
            #expect(read.display == title || read.next == title)
            #expect(read.attributes.isEmpty)
        }
    }

    @Test(arguments: [0x00, 0x20] as [UInt8])
    func aByteOrderMarkAloneSaysNothing(padding: UInt8) {
        let bytes = [0xEF, 0xBB, 0xBF] + [UInt8](repeating: padding, count: 13)
        #expect(BlockPlausibility(bytes) == .blank)
        var reader = MetadataReader()
        _ = reader.read(block(Array("StreamTitle='A';".utf8)))
        #expect(reader.read(block(bytes)).change == .unchanged)
    }

    private func block(_ bytes: [UInt8], index: Int = 0) -> MetadataBlock {
        MetadataBlock(index: index, wireOffset: 0, audioOffset: 0, lengthByte: 1, bytes: bytes)
    }

    /// It looks like a block where one is searched for, and like audio where one is read.
    @Test(arguments: [
        "StreamTitle ='a\u{1}b';", "StreamTitle\t  =a\0b;", "\u{FEFF}StreamTitle ='\u{1}';",
        " streamurl ='\u{2}';",
    ])
    func aBlockThatIsFoundIsNotLookedForAgain(_ content: String) {
        for isWide in [false, true] {
            let filler = isWide ? String(repeating: "y", count: 2060 - content.utf8.count) : ""
            var block = Array(content.replacing("';", with: filler + "';").utf8)
            let units = isWide ? 129 : 2
            block += [UInt8](repeating: 0, count: units * 16 - block.count)
            let length = isWide ? [0xC2, 0x81] : [UInt8(units)]
            let audio = [UInt8](repeating: 0x55, count: 16)
            // Enough for the intended length, and for the length that the first byte alone means.
            let body = audio + length + block + [UInt8](repeating: 0x00, count: 17 * 120) + audio
            let reader = StreamReader(metadataInterval: 16)
            let whole = Transcript(reader, [body[...]], keepsBytes: true)
            #expect(isWide || whole.blocks.first?.bytes == block)
            #expect(whole.audioBytes.count < body.count)
            for partition in Partition.all(of: body.count, seed: 5).prefix(20) {
                #expect(Transcript(reader, partition.pieces(of: body), keepsBytes: true) == whole)
            }
        }
    }

    /// One reader for many blocks: what a block leaves behind matters too.
    @Test func anyBlockIsRead() {
        for seed in UInt64(0)..<300 {
            var generator = SeededGenerator(seed: seed)
            let hint = ["", "", "windows-1251", "shift_jis", "utf-16"].randomElement(
                using: &generator)
            var reader = MetadataReader(charset: hint.flatMap { Charset(named: $0) })
            for index in 0..<20 {
                let bytes = block(&generator)
                let reading = reader.read(self.block(bytes, index: index))
                let raw = reading.fields.fields.reduce(0) { $0 + $1.raw.count }
                #expect(raw <= bytes.count, "seed \(seed), block \(index)")
            }
        }
    }

    /// In a stream, where the shape of a block decides whether the framing holds.
    @Test func anyStreamIsRead() {
        for seed in UInt64(0)..<300 {
            var generator = SeededGenerator(seed: seed &+ 1_000_000)
            var body: [UInt8] = []
            for _ in 0..<12 {
                body += [UInt8](repeating: 0x55, count: 8)
                let content = Bool.random(using: &generator) ? block(&generator) : []
                let units = (content.count + 15) / 16
                body += [UInt8(units)] + content
                body += [UInt8](repeating: 0, count: units * 16 - content.count)
            }
            let reader = StreamReader(metadataInterval: 8)
            let whole = Transcript(reader, [body[...]], keepsBytes: true)
            for partition in Partition.random(2, seed: seed) {
                let cut = Transcript(reader, partition.pieces(of: body), keepsBytes: true)
                #expect(cut == whole, "seed \(seed), \(partition)")
            }
        }
    }
}
