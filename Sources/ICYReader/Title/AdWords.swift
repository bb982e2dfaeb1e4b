/// The words for an advertisement in the languages of radio, as automation systems send them in
/// place of a title.
enum AdWords {
    /// Whether a text consists of such words only: one of them, perhaps with a number after it or
    /// signs around it, or several with separators between them.
    static func areAll(of text: String) -> Bool {
        let size = text.utf8.count
        guard size > 1, size <= longest else { return false }
        // A quick check, because nearly no title is one.
        guard let first = text.unicodeScalars.first(where: { $0.properties.isAlphabetic }),
            firstLetters.contains(folded(first))
        else { return false }
        let parts = TitleParts(text).parts
        return parts.isEmpty == false && parts.allSatisfy(isWord)
    }

    private static func isWord(_ text: String) -> Bool {
        let scalars = Array(text.lowercased().unicodeScalars)
        var kept = scalars[...]
        while let last = kept.last, last.properties.isAlphabetic == false { kept.removeLast() }
        while let first = kept.first, first.properties.isAlphabetic == false { kept.removeFirst() }
        return words.contains(String(String.UnicodeScalarView(kept)))
    }

    private static func folded(_ scalar: UnicodeScalar) -> UnicodeScalar {
        scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    private static let longest = 80

    private static let firstLetters = Set(words.compactMap { $0.unicodeScalars.first })

    private static let words: Set<String> = [
        // English
        "ads", "advert", "adverts", "advertisement", "advertisements", "advertising",
        "commercial", "commercials", "commercial break", "ad break", "adbreak", "advert break",
        "advertising break", "sponsored message", "commercial block",
        // German, Dutch
        "werbung", "werbeblock", "werbepause", "werbeunterbrechung", "werbespot", "werbespots",
        "reclame", "reclameblok", "reclamespot",
        // French
        "publicité", "publicite", "publicités", "publicites", "pub", "pubs",
        "page de publicité", "pause publicitaire", "page de pub", "coupure pub",
        "coupure publicitaire", "écran publicitaire",
        // Spanish, Portuguese, Catalan, Italian, Romanian
        "publicidad", "anuncio", "anuncios", "corte publicitario", "corte comercial",
        "pausa publicitaria", "tanda publicitaria", "tanda comercial", "comerciales",
        "bloque publicitario", "publicidade", "comercial", "comerciais", "intervalo comercial",
        "bloco comercial", "break comercial", "publicitat", "anunci", "anuncis", "pubblicità",
        "pubblicita", "spot pubblicitario", "spot pubblicitari", "pausa pubblicitaria",
        "blocco pubblicitario", "publicitate", "reclamă", "reclama", "reclame publicitare",
        "pauză publicitară", "calup publicitar",
        // Polish, Czech, Slovak, Croatian, Serbian, Slovenian, Bosnian
        "reklama", "reklamy", "blok reklamowy", "przerwa reklamowa", "spot reklamowy",
        "reklamní blok", "reklamní přestávka", "reklamný blok", "reklame", "reklamni blok",
        "reklamna pauza", "oglas", "oglasi", "oglasni blok", "ekonomsko propagandni program",
        "epp",
        // Danish, Norwegian, Swedish, Finnish, Hungarian, Turkish, Baltic
        "reklameblok", "reklamepause", "reklam", "reklampaus", "reklamavbrott", "reklamblock",
        "mainos", "mainokset", "mainoskatko", "mainostauko", "reklám", "reklámok", "reklámblokk",
        "reklamlar", "reklam kuşağı", "reklam arası", "reklaam", "reklaamid", "reklaamipaus",
        "reklāma", "reklāmas",
        // Russian, Ukrainian, Bulgarian, Serbian
        "реклама", "рекламный блок", "рекламная пауза", "рекламный ролик", "рекламна пауза",
        "рекламний блок", "рекламен блок", "рекламе", "рекламы", "огласи",
        // Greek, Hebrew, Arabic, Persian
        "διαφήμιση", "διαφημίσεις", "διαφημιση", "διαφημισεις", "פרסומת", "פרסומות",
        "إعلان", "إعلانات", "اعلان", "اعلانات", "فاصل إعلاني", "فاصل اعلاني", "آگهی", "تبلیغات",
        "پیام بازرگانی",
        // Chinese, Japanese, Korean, Vietnamese, Thai, Indonesian, Hindi
        "广告", "廣告", "广告时间", "廣告時間", "広告", "コマーシャル", "광고", "quảng cáo", "โฆษณา", "iklan",
        "विज्ञापन",
    ]
}
