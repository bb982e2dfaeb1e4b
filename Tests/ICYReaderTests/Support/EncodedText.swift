import Testing

@testable import ICYReader

/// Text as sent by a station that uses one byte for each character.
func encoded(_ text: String, _ charset: Charset) throws -> [UInt8] {
    let table = (0...255).map { charset.decode([UInt8($0)]) }
    return try text.map { character in
        UInt8(try #require(table.firstIndex { $0 == String(character) }))
    }
}
