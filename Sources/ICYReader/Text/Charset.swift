/// A charset that text can have.
///
/// The raw value is the name that is printed and that operators write. Charsets are compared by it.
public struct Charset: RawRepresentable, Sendable, Hashable {
    /// The name in lower case; that of the WHATWG Encoding Standard if it has one.
    public let rawValue: String

    /// A charset with this name; whether it can be decoded is not checked.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The charset with this name, whatever its case; nil for a name that iconv does not know.
    ///
    /// The names and labels of the WHATWG Encoding Standard mean what that standard says:
    /// `iso-8859-1` is Windows-1252, `shift_jis` is Microsoft's code page 932.
    public init?(named name: String) {
        let label = name.trimmingBlanks.lowercased()
        // iconv reads an empty name as the locale's charset, and options after slashes.
        guard label.isEmpty == false, label.utf8.count <= 64,
            label.utf8.allSatisfy({ byte in
                byte.isASCIIAlphanumeric || "-_.:+()".utf8.contains(byte)
            })
        else { return nil }
        rawValue = Self.standardName(label)
        guard CharacterConverter(self) != nil else { return nil }
    }

    /// UTF-8, valid throughout.
    public static let utf8 = Charset(rawValue: "utf-8")
    /// UTF-16, the low byte first.
    public static let utf16LE = Charset(rawValue: "utf-16le")
    /// Central European.
    public static let windows1250 = Charset(rawValue: "windows-1250")
    /// Cyrillic.
    public static let windows1251 = Charset(rawValue: "windows-1251")
    /// Windows-1252 as the WHATWG Encoding Standard defines it: every byte has a character.
    public static let windows1252 = Charset(rawValue: "windows-1252")
    /// Greek.
    public static let windows1253 = Charset(rawValue: "windows-1253")
    /// Turkish.
    public static let windows1254 = Charset(rawValue: "windows-1254")
    /// Hebrew.
    public static let windows1255 = Charset(rawValue: "windows-1255")
    /// Arabic, Persian, Urdu.
    public static let windows1256 = Charset(rawValue: "windows-1256")
    /// Baltic.
    public static let windows1257 = Charset(rawValue: "windows-1257")
    /// Thai.
    public static let windows874 = Charset(rawValue: "windows-874")
    /// Russian, as used on Unix.
    public static let koi8R = Charset(rawValue: "koi8-r")
    /// Ukrainian and Russian, as used on Unix.
    public static let koi8U = Charset(rawValue: "koi8-u")
    /// Central European, as used on Unix.
    public static let iso88592 = Charset(rawValue: "iso-8859-2")
    /// Japanese: Microsoft's code page 932, so 5C is a backslash.
    public static let shiftJIS = Charset(rawValue: "shift_jis")
    /// Japanese, as used on Unix.
    public static let eucJP = Charset(rawValue: "euc-jp")
    /// Korean: Microsoft's code page 949, which includes EUC-KR.
    public static let eucKR = Charset(rawValue: "euc-kr")
    /// Simplified Chinese: Microsoft's code page 936, which includes GB 2312.
    public static let gbk = Charset(rawValue: "gbk")
    /// Traditional Chinese, with the characters of Hong Kong.
    public static let big5 = Charset(rawValue: "big5")

    /// The name for iconv.
    var converterName: String { Self.converterNames[rawValue] ?? rawValue }

    /// Whether each byte is a character of its own, whatever its neighbours are. Known only for the
    /// charsets that can be detected.
    var isSingleByte: Bool { Self.singleByte.contains(self) }

    static let singleByte: Set<Charset> = [
        .windows1250, .windows1251, .windows1252, .windows1253, .windows1254, .windows1255,
        .windows1256, .windows1257, .windows874, .koi8R, .koi8U, .iso88592,
    ]

    /// iconv's names, where it has another one or means something else by the standard's name.
    private static let converterNames = [
        "shift_jis": "cp932", "euc-jp": "euc-jp-ms", "euc-kr": "uhc", "gbk": "cp936",
        "big5": "big5-hkscs", "windows-874": "cp874", "iso-8859-8-i": "iso-8859-8",
        "x-mac-cyrillic": "mac-cyrillic",
    ]
}

// The labels of the WHATWG Encoding Standard (section 4.2) that are in use, and iconv's own names
// for the same charsets.
extension Charset {
    /// The standard's name for a label in lower case; the label itself if the standard has none.
    private static func standardName(_ label: String) -> String {
        if let name = names[label] { return name }
        for prefix in ["x-cp", "cp", "windows-", "windows", "win-", "win", "ms-", "ms"]
        where label.hasPrefix(prefix) {
            if let name = codePages[String(label.dropFirst(prefix.count))] { return name }
        }
        // `iso8859-2`, `iso_8859-2`, `8859-2`, `iso-8859-2:1987`
        for prefix in ["iso-8859-", "iso8859-", "iso_8859-", "8859-", "iso8859_"]
        where label.hasPrefix(prefix) {
            let number = label.dropFirst(prefix.count).prefix { $0.isNumber }
            return isoParts[String(number)] ?? "iso-8859-\(number)"
        }
        return label
    }

    private static let codePages = [
        "1250": "windows-1250", "1251": "windows-1251", "1252": "windows-1252",
        "1253": "windows-1253", "1254": "windows-1254", "1255": "windows-1255",
        "1256": "windows-1256", "1257": "windows-1257", "1258": "windows-1258",
        "874": "windows-874", "932": "shift_jis", "31j": "shift_jis", "949": "euc-kr",
        "936": "gbk", "950": "big5", "866": "ibm866", "819": "windows-1252",
        "51932": "euc-jp", "51949": "euc-kr", "20866": "koi8-r", "21866": "koi8-u",
        "65001": "utf-8", "54936": "gb18030",
    ]

    private static let isoParts = [
        "1": "windows-1252", "9": "windows-1254", "11": "windows-874",
    ]

    private static let names = [
        "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
        "utf16": "utf-16le", "utf-16": "utf-16le", "utf16le": "utf-16le", "ucs-2": "utf-16le",
        "unicode": "utf-16le", "utf16be": "utf-16be",
        "ascii": "windows-1252", "us-ascii": "windows-1252", "latin1": "windows-1252",
        "latin-1": "windows-1252", "l1": "windows-1252", "ansi_x3.4-1968": "windows-1252",
        "iso_8859-1": "windows-1252", "iso88591": "windows-1252",
        "latin2": "iso-8859-2", "latin-2": "iso-8859-2", "l2": "iso-8859-2",
        "iso88592": "iso-8859-2", "latin3": "iso-8859-3", "latin4": "iso-8859-4",
        "cyrillic": "iso-8859-5", "arabic": "iso-8859-6", "greek": "iso-8859-7",
        "hebrew": "iso-8859-8", "latin5": "windows-1254", "latin-5": "windows-1254",
        "latin6": "iso-8859-10", "latin-9": "iso-8859-15", "latin9": "iso-8859-15",
        "tis-620": "windows-874", "tis620": "windows-874", "dos-874": "windows-874",
        "koi8": "koi8-r", "koi8r": "koi8-r", "koi": "koi8-r", "koi8_r": "koi8-r",
        "cskoi8r": "koi8-r", "koi8u": "koi8-u", "koi8-ru": "koi8-u",
        "ibm866": "ibm866", "866": "ibm866", "csibm866": "ibm866", "cp866": "ibm866",
        "mac": "macintosh", "macroman": "macintosh", "x-mac-roman": "macintosh",
        "mac-cyrillic": "x-mac-cyrillic", "maccyrillic": "x-mac-cyrillic",
        "sjis": "shift_jis", "shift-jis": "shift_jis", "x-sjis": "shift_jis",
        "ms_kanji": "shift_jis", "csshiftjis": "shift_jis", "mskanji": "shift_jis",
        "eucjp": "euc-jp", "x-euc-jp": "euc-jp", "euc-jp-ms": "euc-jp", "ujis": "euc-jp",
        "cseucpkdfmtjapanese": "euc-jp", "csiso2022jp": "iso-2022-jp",
        "euckr": "euc-kr", "uhc": "euc-kr", "ks_c_5601-1987": "euc-kr", "ksc5601": "euc-kr",
        "ks_c_5601-1989": "euc-kr", "ksc_5601": "euc-kr", "korean": "euc-kr",
        "cseuckr": "euc-kr", "iso-ir-149": "euc-kr",
        "gb2312": "gbk", "gb_2312": "gbk", "gb_2312-80": "gbk", "chinese": "gbk",
        "euc-cn": "gbk", "euccn": "gbk", "x-gbk": "gbk", "csgb2312": "gbk",
        "big5-hkscs": "big5", "big5hkscs": "big5", "cn-big5": "big5", "x-x-big5": "big5",
        "big-5": "big5", "big-five": "big5", "bigfive": "big5", "csbig5": "big5",
    ]
}
