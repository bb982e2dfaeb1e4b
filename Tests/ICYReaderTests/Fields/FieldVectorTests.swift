import Fixtures
import ICYReader
import Testing

/// Group C, and the cases of group D about fields and views, with the full result of each.
@Suite struct FieldVectorTests {
    static let expected: [String: String] = [
        "C01": "title [Yazoo|Don't Go]",
        "C03": "title [CLEAN BANDIT; JESS GLYNNE|Rather Be]",
        "C04": "title [THE WEEKND & KENDRICK LAMAR|PRAY FOR ME] from "
            + "[THE WEEKND &amp; KENDRICK LAMAR - PRAY FOR ME] #html_entities",
        "C06": "title [|odcień bluesa] from [odcie&#324; bluesa] #html_entities",
        "C07": "title [|Say 'Hi'; then go] url=u #inner_terminator",
        "C09": "title [|TO:11 Transport FROM:2307] #residue",
        "C11": "title [|TO:11 Transport FROM:2307]",
        "C13": "title [A|B] #no_terminator",
        "C14": "title [A|Don't] #no_terminator",
        "C15": "title [A|B] #truncated",
        "C17": "clear #no_terminator",
        "C18": "clear",
        "C19": "clear",
        "C20": "clear ad=preroll,20427,10233",
        "C21": "unknown ad=ad,10135,",
        "C23": "title [A|B] url=http://x/",
        "C24": "title [|LNY TNZ] next=Rogue Zero - Walk Away",
        "C25": "title [A|B] #unquoted",
        "C26": "title [A|B] #double_quoted",
        "C28": "title [A|B]",
        "C29": "title [A|B]",
        "C31": "title [A|B] #byte_order_mark",
        "C32": "title [A|B] #control_characters",
        "C34": "title [|A] #duplicate_key",
        "C35": "title [|A]",
        "C37": "title [E=MC2|x=y]",
        "C38": "title [|a] url=b' - c",
        "C39": "title ['Heroes'|Bowie]",
        "C41": #"title [|Don't Stop] from [Don\'t Stop] #escaped_quotes"#,
        "C43": "title [Taio Cruz|Dynamite] from [Taio Cruz - text=\"Dynamite\" song_spot=\"M\" "
            + "MediaBaseId=\"1734278\" itunesTrackId=\"0\" length=\"00:04:42\"] text=(Dynamite) "
            + "song_spot=(M) MediaBaseId=(1734278) itunesTrackId=(0) length=(00:04:42) "
            + "#attribute_title",
        "C45": "title [A|B] url=&artist=A&title=B%20C&album=&duration=17894&picture=az_1.jpg "
            + "artist=(A) title=(B C) album=() duration=(17894) picture=(az_1.jpg) #query_string",
        "C46": "title [x';y|B] from [{\"a\":\"x';y\",\"t\":\"B\"}] a=(x';y) t=(B) "
            + "#inner_terminator #json_title",
        "C47": "title [X|] from [<?xml version=\"1.0\"?><RadioInfo><Table><DB_DALET_ARTIST_NAME>X"
            + "</DB_DALET_ARTIST_NAME></Table></RadioInfo>] Table.DB_DALET_ARTIST_NAME=(X) "
            + "#xml_title",
        "C49": "unknown #unstructured",
        "C50": "title [A|B] url=http://x/i.png #no_terminator",
        "C52": "clear #separator_only",
        "C53": "title [|This is my server name] #placeholder",
        "C54": "title [A|B - C (feat. D) - Live] parts=4",
        "D20": "title [|été]",
        "D21": "title [A|B] #utf16",
        "D22": "unknown",
        "D23": "title [|Rock На dance] from [Rock &#1053;&#1072; dance] #html_entities",
    ]

    static let vectors =
        Fixtures.vectors(group: "C")
        + ["D20", "D21", "D22", "D23"].map {
            Fixtures.vector($0)
        }

    @Test(arguments: vectors)
    func saysAllOfIt(_ vector: Vector) throws {
        let bytes = try #require(vector.bytes)
        let expected = try #require(Self.expected[vector.id], "not in the table")
        #expect(try readings([bytes]).map(summary) == [expected])
        for partition in Partition.all(of: response([bytes]).count, seed: 31) {
            #expect(try readings([bytes], partition).map(summary) == [expected])
        }
    }

    @Test func keepsTheBytes() throws {
        let wide = try #require(Fixtures.vector("D21").bytes)
        #expect(MetadataFields(wide)["StreamTitle"]?.raw == Array(wide[26..<36]))
        #expect(MetadataFields(wide)["StreamTitle"]?.text.charset.rawValue == "utf-16le")
        let binary = MetadataFields(try #require(Fixtures.vector("D22").bytes))
        #expect(binary["StreamTitle"]?.text.flags.contains(.binary) == true)
        #expect(binary["StreamTitle"]?.raw == [0xFF, 0xFE, 0, 1, 2, 3, 0x9F])
        #expect(SongTitle(binary) == nil)
    }
}
