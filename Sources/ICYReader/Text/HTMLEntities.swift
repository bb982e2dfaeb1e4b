/// The entities of HTML, as they occur in titles.
enum HTMLEntities {
    /// The text with each entity replaced, once: `&amp;amp;` becomes `&amp;`.
    ///
    /// Only text that is certainly an entity is replaced: `&name;` of HTML 4, `&#number;`,
    /// `&#xnumber;`. The semicolon may be missing after a number, and after a name of Latin-1 that
    /// can be nothing else, as browsers have it. Two numbers that are the halves of a surrogate
    /// pair are one character. An entity for
    /// a line break or a tab is a blank; one for another control character is left unchanged.
    ///
    /// - Returns: nil if there is none.
    static func decode(_ text: String) -> String? {
        decode(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same for text in any charset that includes ASCII. Decoded entities become UTF-8.
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = bytes.startIndex
        var index = copied
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "&")) {
            index = start + 1
            guard let (scalar, end) = entity(bytes, index) else { continue }
            result += bytes[copied..<start]
            result.append(utf8: scalar)
            copied = end
            index = copied
        }
        guard copied > bytes.startIndex else { return nil }
        return result + bytes[copied...]
    }

    /// The character of the entity after an `&`, and the index after it.
    private static func entity(
        _ bytes: ArraySlice<UInt8>, _ start: Int
    ) -> (UnicodeScalar, Int)? {
        guard start < bytes.endIndex else { return nil }
        guard bytes[start] == UInt8(ascii: "#") else { return named(bytes, start) }
        guard let (value, end) = number(bytes, start) else { return nil }
        if (0xD800..<0xDC00).contains(value), end < bytes.endIndex, bytes[end] == UInt8(ascii: "&"),
            end + 1 < bytes.endIndex, bytes[end + 1] == UInt8(ascii: "#"),
            let (low, end) = number(bytes, end + 1), (0xDC00..<0xE000).contains(low)
        {
            let scalar = UnicodeScalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00))
            return scalar.map { ($0, end) }
        }
        // What is a line break or a tab there is a blank here.
        if value == 9 || value == 10 || value == 13 { return (" ", end) }
        guard value >= 0x20, value != 0x7F else { return nil }
        // Browsers read 128 to 159 as Windows-1252, because that is what authors mean.
        if value >= 0x80, value < 0xA0 {
            let scalar = Windows1252.decode([UInt8(value)]).unicodeScalars.first
            return scalar.flatMap { $0.value < 0xA0 && $0.value >= 0x80 ? nil : ($0, end) }
        }
        return UnicodeScalar(value).map { ($0, end) }
    }

    /// The number after `&`, at its `#`, and the index after it and its semicolon.
    private static func number(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (UInt32, Int)? {
        var digits = bytes[(start + 1)...]
        let isHexadecimal = digits.first.map { $0.asciiLowercased == UInt8(ascii: "x") } ?? false
        if isHexadecimal { digits = digits.dropFirst() }
        digits = digits.prefix(longestName).prefix {
            isHexadecimal ? $0.hexadecimalValue != nil : $0.isASCIIDigit
        }
        guard
            let value = UInt32(
                String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10)
        else { return nil }
        return (value, afterSemicolon(bytes, digits.endIndex))
    }

    private static func afterSemicolon(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Int {
        index < bytes.endIndex && bytes[index] == UInt8(ascii: ";") ? index + 1 : index
    }

    private static func named(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (UnicodeScalar, Int)? {
        let name = bytes[start...].prefix(longestName).prefix(while: \.isASCIIAlphanumeric)
        let end = afterSemicolon(bytes, name.endIndex)
        if end > name.endIndex {
            let text = String(decoding: name, as: UTF8.self)
            let scalar =
                scalars[text] ?? (text == text.uppercased() ? scalars[text.lowercased()] : nil)
            if let scalar { return (scalar, end) }
        }
        // `Beyonc&eacute`, `M&uumlller`, `R&ampB`, `Jack &amp Kate`
        for count in stride(from: name.count, to: 1, by: -1) {
            let text = String(decoding: name.prefix(count), as: UTF8.self)
            guard let scalar = scalars[text] else { continue }
            let next = name.dropFirst(count).first
            let isAccented =
                scalar.value < 0x100
                && accents.contains { text.hasSuffix($0) && text.utf8.count > $0.utf8.count }
            let isSign = ["amp", "quot", "lt", "gt", "nbsp", "szlig"].contains(text)
            let isEnd = next.map { $0.isASCIILetter && $0 == $0.asciiUppercased } ?? true
            if isAccented || isSign && (isEnd || text == "szlig") {
                return (scalar, start + count)
            }
        }
        return nil
    }

    /// The ends of the names of accented letters.
    private static let accents = [
        "acute", "grave", "circ", "tilde", "uml", "ring", "cedil", "slash", "lig",
    ]

    /// `&thetasym;`, `&#1114111;`
    private static let longestName = 10

    private static let scalars: [String: UnicodeScalar] = {
        var scalars: [String: UnicodeScalar] = [:]
        let words = table.split { $0 == " " || $0 == "\n" }
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            guard let value = UInt32(words[index + 1], radix: 16) else { continue }
            scalars[String(words[index])] = UnicodeScalar(value)
        }
        return scalars
    }()

    /// Name and code point, in hexadecimal, of each entity of HTML 4, and of XML's `apos`.
    private static let table = """
        AElig c6 Aacute c1 Acirc c2 Agrave c0 Alpha 391 Aring c5 Atilde c3 Auml c4 Beta 392
        Ccedil c7 Chi 3a7 Dagger 2021 Delta 394 ETH d0 Eacute c9 Ecirc ca Egrave c8 Epsilon 395
        Eta 397 Euml cb Gamma 393 Iacute cd Icirc ce Igrave cc Iota 399 Iuml cf Kappa 39a
        Lambda 39b Mu 39c Ntilde d1 Nu 39d OElig 152 Oacute d3 Ocirc d4 Ograve d2 Omega 3a9
        Omicron 39f Oslash d8 Otilde d5 Ouml d6 Phi 3a6 Pi 3a0 Prime 2033 Psi 3a8 Rho 3a1
        Scaron 160 Sigma 3a3 THORN de Tau 3a4 Theta 398 Uacute da Ucirc db Ugrave d9 Upsilon 3a5
        Uuml dc Xi 39e Yacute dd Yuml 178 Zeta 396 aacute e1 acirc e2 acute b4 aelig e6
        agrave e0 alefsym 2135 alpha 3b1 amp 26 and 2227 ang 2220 aring e5 asymp 2248 atilde e3
        auml e4 bdquo 201e beta 3b2 brvbar a6 bull 2022 cap 2229 ccedil e7 cedil b8 cent a2
        chi 3c7 circ 2c6 clubs 2663 cong 2245 copy a9 crarr 21b5 cup 222a curren a4 dArr 21d3
        dagger 2020 darr 2193 deg b0 delta 3b4 diams 2666 divide f7 eacute e9 ecirc ea egrave e8
        empty 2205 emsp 2003 ensp 2002 epsilon 3b5 equiv 2261 eta 3b7 eth f0 euml eb euro 20ac
        exist 2203 fnof 192 forall 2200 frac12 bd frac14 bc frac34 be frasl 2044 gamma 3b3
        ge 2265 gt 3e hArr 21d4 harr 2194 hearts 2665 hellip 2026 iacute ed icirc ee iexcl a1
        igrave ec image 2111 infin 221e int 222b iota 3b9 iquest bf isin 2208 iuml ef kappa 3ba
        lArr 21d0 lambda 3bb lang 2329 laquo ab larr 2190 lceil 2308 ldquo 201c le 2264
        lfloor 230a lowast 2217 loz 25ca lrm 200e lsaquo 2039 lsquo 2018 lt 3c macr af
        mdash 2014 micro b5 middot b7 minus 2212 mu 3bc nabla 2207 nbsp a0 ndash 2013 ne 2260
        ni 220b not ac notin 2209 nsub 2284 ntilde f1 nu 3bd oacute f3 ocirc f4 oelig 153
        ograve f2 oline 203e omega 3c9 omicron 3bf oplus 2295 or 2228 ordf aa ordm ba oslash f8
        otilde f5 otimes 2297 ouml f6 para b6 part 2202 permil 2030 perp 22a5 phi 3c6 pi 3c0
        piv 3d6 plusmn b1 pound a3 prime 2032 prod 220f prop 221d psi 3c8 quot 22 rArr 21d2
        radic 221a rang 232a raquo bb rarr 2192 rceil 2309 rdquo 201d real 211c reg ae
        rfloor 230b rho 3c1 rlm 200f rsaquo 203a rsquo 2019 sbquo 201a scaron 161 sdot 22c5
        sect a7 shy ad sigma 3c3 sigmaf 3c2 sim 223c spades 2660 sub 2282 sube 2286 sum 2211
        sup 2283 sup1 b9 sup2 b2 sup3 b3 supe 2287 szlig df tau 3c4 there4 2234 theta 3b8
        thetasym 3d1 thinsp 2009 thorn fe tilde 2dc times d7 trade 2122 uArr 21d1 uacute fa
        uarr 2191 ucirc fb ugrave f9 uml a8 upsih 3d2 upsilon 3c5 uuml fc weierp 2118 xi 3be
        yacute fd yen a5 yuml ff zeta 3b6 zwj 200d zwnj 200c apos 27
        """
}
