/// Something unusual about a head, a block, a field or a text.
///
/// A flag means that the reader had to tolerate or to guess something. The raw value is the stable
/// name that is printed. Names are only added, never changed or removed.
public enum Flag: String, Sendable, Hashable, CaseIterable {
    // Response head
    /// Lines end with LF alone.
    case bareLF = "bare_lf"
    /// Blank lines come before the status line.
    case leadingBlankLine = "leading_blank_line"
    /// A header line has no colon; it is kept as a header without a name.
    case noColon = "no_colon"
    /// There are spaces or tabs between a header's name and the colon.
    case blankBeforeColon = "blank_before_colon"
    /// A header value is continued on the next line (obs-fold).
    case foldedHeader = "folded_header"
    /// A value contains control characters; its text has spaces in their place.
    case controlCharacters = "control_characters"
    /// One or more 1xx responses came first.
    case interimResponse = "interim_response"
    /// `icy-metaint` occurs more than once, always with the same value.
    case duplicateMetaint = "duplicate_metaint"
    /// `icy-metaint` occurs with different values. The one at whose distance a block is found
    /// counts; until then, the first usable one does.
    case conflictingMetaint = "conflicting_metaint"
    /// `icy-metaint` is not a number from 1 to `Limits.metadataInterval`.
    case invalidMetaint = "invalid_metaint"
    /// `icy-metaint` is 0: the server does not interleave.
    case metaintZero = "metaint_zero"
    /// The body began with another response head. Its headers take precedence.
    case secondHead = "second_head"

    // Framing
    /// The length byte was written as a two-byte UTF-8 character; the true length was used.
    case utf8LengthByte = "utf8_length_byte"
    /// No header announced the interval; it was found in the body and confirmed.
    case metaintDetected = "metaint_detected"
    /// The counting was lost. This block was found by its shape, and counting resumes from it.
    case reanchored
    /// The content cannot be metadata: the framing is probably lost.
    case suspicious

    // Ogg
    /// A page of the headers fails its checksum; it was read anyway.
    case oggChecksum = "ogg_checksum"
    /// Bytes that are not a page came before these comments; the reader searched for the next page.
    case oggLostCapture = "ogg_lost_capture"
    /// The comment header is missing or ends early: a page is lost, or a length is wrong. What came
    /// before is used.
    case oggIncomplete = "ogg_incomplete"
    /// The comment header is larger than `Limits.oggCommentBytes`; its raw bytes end there.
    case oggLargeHeader = "ogg_large_header"
    /// A comment, or all comments together, exceed the limit on what is kept; the value was cut.
    case commentTooLong = "comment_too_long"
    /// A comment has no `=`.
    case unnamedComment = "unnamed_comment"

    // Fields
    /// A byte order mark comes before the first key, or is within the title.
    case byteOrderMark = "byte_order_mark"
    /// A value has a closing quote, but no `;` after it.
    case noTerminator = "no_terminator"
    /// A value's closing quote is missing.
    case truncated
    /// A value has no quotes.
    case unquoted
    /// A value has double quotes.
    case doubleQuoted = "double_quoted"
    /// The same key occurs more than once; the first one counts.
    case duplicateKey = "duplicate_key"
    /// A `';` inside a value was read as text: neither a key nor the end follows it.
    case innerTerminator = "inner_terminator"
    /// The bytes after the last field are left over from an earlier block.
    case residue
    /// Bytes that are not a field follow a field, or come before the first one.
    case tailGarbage = "tail_garbage"
    /// The block is text without any `key=`.
    case unstructured
    /// The block has more than `Limits.fieldsPerBlock` fields, or the comment header more than
    /// `Limits.oggComments`; the rest were not read.
    case tooManyFields = "too_many_fields"

    /// The block is UTF-16.
    case utf16

    // Title
    /// The title, or the version of it for display, had HTML entities, as in `&amp;`.
    case htmlEntities = "html_entities"
    /// The title was URL-encoded, as in `Artist%20-%20Song`.
    case urlEncoded = "url_encoded"
    /// Quotes in the title had a backslash before them.
    case escapedQuotes = "escaped_quotes"
    /// The title had escapes of JSON, as in `\u00f6` or `\/`.
    case jsonEscapes = "json_escapes"
    /// The title had characters without width, other than a byte order mark.
    case zeroWidth = "zero_width"
    /// The title is JSON.
    case jsonTitle = "json_title"
    /// The title is XML.
    case xmlTitle = "xml_title"
    /// The title is a list like `text="..." song_spot="M"`.
    case attributeTitle = "attribute_title"
    /// The title is a list like `A~Song~~2020~~`.
    case tildeTitle = "tilde_title"
    /// The title is, or was within, the answer of a web server. It is not shown if it contains no
    /// song.
    case webReply = "web_reply"
    /// The title is only an address, and is not shown.
    case addressOnly = "address_only"
    /// `StreamUrl` is a query string about the song, as SAM Broadcaster writes it.
    case queryString = "query_string"
    /// The title, the artist or the song is the default text of a server, an encoder or a template.
    case placeholder
    /// The title is only a separator: artist and song are empty.
    case separatorOnly = "separator_only"
    /// The title marks the start or the end of advertisements.
    case adMarker = "ad_marker"
    /// A rule of the operator changed the title, its artist or its song, or took it for an
    /// advertisement or for none.
    case operatorRule = "operator_rule"

    // Text
    /// The value ends inside a character; the incomplete character is not in the text.
    case cutCharacter = "cut_character"
    /// Bytes that are not a character in the charset became U+FFFD, here or before they were sent.
    case replacedCharacter = "replaced_character"
    /// The charset is a guess with a confidence below 0.6; about one in three is wrong.
    case charsetGuessed = "charset_guessed"
    /// The charset was chosen because of what the station sent before.
    case charsetRemembered = "charset_remembered"
    /// Parts of the value are in different charsets.
    case mixedCharsets = "mixed_charsets"
    /// The text was encoded twice; the original is given in addition.
    case doubleEncoded = "double_encoded"
    /// The value is neither UTF-8 nor text without control characters: it is not shown.
    case binary
}

extension Array where Element == Flag {
    /// Adds a flag once.
    mutating func insert(_ flag: Flag) {
        if contains(flag) == false { append(flag) }
    }

    /// Adds each flag once.
    mutating func insert(contentsOf flags: [Flag]) {
        for flag in flags { insert(flag) }
    }
}
