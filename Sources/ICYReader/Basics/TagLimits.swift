/// Limits on the tags in the audio of a stream.
extension Limits {
    /// Bytes of an ID3 tag. With its pictures, a tag has some megabytes at most.
    static let id3Bytes = 16 * 1024 * 1024

    /// Bytes of an element of Matroska that is passed over, mostly a cluster: a hundred seconds at
    /// 20 Mbit/s. A size beyond that is an error, after which there would be no title for hours.
    static let matroskaElementBytes = 256 * 1024 * 1024

    /// Bytes kept of a tag as received: text frames, comments and names come first, and fit.
    public static let tagRawBytes = 4096

    /// Bytes of all values of a tag that are kept.
    static let tagTextBytes = 16 * 1024
}
