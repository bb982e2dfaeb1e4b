import Testing

@testable import ICYReader

/// What announces an advertisement.
@Suite struct AdBreakTests {
    private func ad(_ block: String) -> AdBreak? { AdBreak(MetadataFields(Array(block.utf8))) }

    static let keys: [(String, AdBreak?)] = [
        // C20, C21
        (
            "StreamTitle='';StreamUrl='';adw_ad='true';durationMilliseconds='20427';"
                + "adId='10233';insertionType='preroll';",
            AdBreak(kind: "preroll", durationMilliseconds: 20427, id: "10233")
        ),
        (
            "adw_ad='true';durationMilliseconds='10135';",
            AdBreak(kind: "ad", durationMilliseconds: 10135, id: "")
        ),
        ("adw_ad='1';", AdBreak(kind: "ad", durationMilliseconds: nil, id: "")),
        ("ADW_AD=' Yes ';", AdBreak(kind: "ad", durationMilliseconds: nil, id: "")),
        ("insertionType='Midroll';", AdBreak(kind: "Midroll", durationMilliseconds: nil, id: "")),
        ("adId='7';", AdBreak(kind: "ad", durationMilliseconds: nil, id: "7")),
        ("AdTitle='Sofa';", AdBreak(kind: "ad", durationMilliseconds: nil, id: "Sofa")),
        (
            "adId='0';AdCreativeId='c';AdTitle='t';",
            AdBreak(kind: "ad", durationMilliseconds: nil, id: "c")
        ),
        (
            "StreamTitle='START ADBREAK 1';adId='7';",
            AdBreak(kind: "ad", durationMilliseconds: nil, id: "7")
        ),
        ("adw_ad='false';adId='7';insertionType='preroll';", nil), ("adw_ad='0';", nil),
        ("adw_ad='';", nil), ("durationMilliseconds='10135';", nil), ("adId='';", nil),
        ("adId='0';", nil), ("adId='-1';", nil), ("adId='NULL';", nil), ("", nil),
        ("insertionType='song';", nil), ("insertionType='Content';", nil),
        ("insertionType='';", nil), ("StreamTitle='A - B';adw_tag='true';", nil),
        ("StreamTitle='A - B';", nil), ("artist='A';", nil),
    ]

    @Test(arguments: keys) func theKeysOfANetwork(_ block: String, _ expected: AdBreak?) {
        #expect(ad(block) == expected)
    }

    @Test(
        arguments: [
            ("", nil), ("0", 0), ("30024", 30024), ("-1", nil), ("1.5", nil), ("x", nil),
            ("99999999999999999999", nil), ("+7", nil),
        ] as [(String, Int?)])
    func theDurationIsAWholeNumber(_ text: String, _ duration: Int?) {
        #expect(
            ad("adw_ad='true';durationMilliseconds='\(text)';")?.durationMilliseconds == duration)
    }

    static let markers: [(String, String, Int?, String)] = [
        ("START ADBREAK 1", "start", nil, "1"), ("STOP ADBREAK 1", "stop", nil, "1"),
        ("Start Adbreak", "start", nil, ""), ("stop ad break 12", "stop", nil, "12"),
        ("START_AD_BREAK_6000", "start", 6000, ""), ("START ADBREAK 999", "start", nil, "999"),
        ("START ADBREAK 1000", "start", 1000, ""),
        ("ADWTAG_60000 - THIS STATION WILL CONTINUE AFTER THIS BREAK", "ad", 60000, ""),
        ("adwtag_30000", "ad", 30000, ""), ("Advertisement_Start", "start", nil, ""),
        ("Advertisement_Start_Length=00:00:29.960", "start", 29960, ""),
        ("Advertisement_Start_Length=01:02:03.5", "start", 3_723_500, ""),
        ("Advertisement_Start_Length=00:00:30", "start", 30000, ""),
        ("Advertisement_Start_Length=00:60:00", "start", nil, ""),
        ("Advertisement_Start_Length=00:00:1.2.3", "start", nil, ""),
        ("Advertisement_Start_Length=99999999999999999999:00:00", "start", nil, ""),
        ("Advertisement_Start_Length=", "start", nil, ""),
        ("ADVERTISEMENT_STOP", "stop", nil, ""), ("Spot Block Start", "start", nil, ""),
        ("Spot Block End", "stop", nil, ""), ("Ad 3", "ad", nil, "3"), ("AD 12", "ad", nil, "12"),
        ("ADBREAK", "ad", nil, ""), ("Ad Break", "ad", nil, ""), ("ad_break", "ad", nil, ""),
        ("Commercial Break", "ad", nil, ""), ("Advert: - Advert:", "ad", nil, ""),
        ("Ad-Trigger - Ad-Trigger", "ad", nil, ""), ("Live365 - Advertisement", "ad", nil, ""),
        ("This station will continue after this break", "ad", nil, ""),
        ("Advertisement", "ad", nil, ""), ("Adverts - Adverts", "ad", nil, ""),
    ]

    @Test(arguments: markers)
    func aMarkerIsTheWholeTitle(
        _ title: String, _ kind: String, _ duration: Int?, _ id: String
    ) {
        let expected = AdBreak(kind: kind, durationMilliseconds: duration, id: id)
        #expect(AdBreak(marker: title) == expected)
        #expect(ad("StreamTitle='\(title)';") == expected)
    }

    @Test(arguments: [
        "", " ", "-", "é", "Ad Astra", "AD", "Ad 123", "Ad x", "Ad 1 2", "Artist - Advertisement",
        "Advertisement Song", "Advertisement - A", "The Adverts - Gary Gilmore's Eyes", "Start",
        "Stop", "End", "Start Me Up", "Stop Adbreak Now", "Start - Ad Break", "START ADBREAK 1 2",
        "START ADBREAK x", "ADWTAG", "ADWTAG_x", "Spot", "Spot Block", "Spot Block Start 1",
        "Commercial Suicide", "Mr. Adbreak", "Breakfast", "Advertisement_Stop_x",
        "Advertisement " + String(repeating: "advert ", count: 20),
    ])
    func aSongIsNoMarker(_ title: String) {
        #expect(AdBreak(marker: title) == nil)
    }

    @Test(arguments: markers)
    func aMarkerThatIsCutOffBreaksNothing(
        _ title: String, _ kind: String, _ duration: Int?, _ id: String
    ) {
        for count in 0..<title.utf8.count {
            let cut = AdBreak(marker: String(decoding: title.utf8.prefix(count), as: UTF8.self))
            #expect(cut.map { ["start", "stop", "ad"].contains($0.kind) } ?? true)
        }
    }

    @Test(arguments: ["Advertisement_Started A Riot", "Advertisement_Starting", "advertisement_s"])
    func aTitleThatOnlyBeginsLikeAMarkerIsNone(title: String) {
        #expect(AdBreak(marker: title) == nil)
    }
}
