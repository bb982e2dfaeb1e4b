/// A charset that text can have.
///
/// The raw value is what is printed and what a user names it by. Charsets are compared by it.
public struct Charset: RawRepresentable, Sendable, Hashable {
    /// The name, in lower case; the one of the WHATWG Encoding Standard where it has one.
    public let rawValue: String

    /// A charset with this name; whether it can be decoded is not checked.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// UTF-8, valid throughout.
    public static let utf8 = Charset(rawValue: "utf-8")
    /// Windows-1252 as the WHATWG Encoding Standard defines it: every byte has a character.
    public static let windows1252 = Charset(rawValue: "windows-1252")
}
