/// The IDs of Matroska's elements (RFC 9559 section 5) that a reader of titles knows.
enum MatroskaID {
    static let ebml: UInt32 = 0x1A45_DFA3
    static let segment: UInt32 = 0x1853_8067
    static let info: UInt32 = 0x1549_A966
    static let title: UInt32 = 0x7BA9
    static let muxer: UInt32 = 0x4D80
    static let tags: UInt32 = 0x1254_C367
    static let tag: UInt32 = 0x7373
    static let targets: UInt32 = 0x63C0
    static let targetLevel: UInt32 = 0x68CA
    static let simpleTag: UInt32 = 0x67C8
    static let tagName: UInt32 = 0x45A3
    static let tagString: UInt32 = 0x4487
    static let cluster: UInt32 = 0x1F43_B675

    static let trackUID: UInt32 = 0x63C5

    /// Whether a `Targets` with this element is about a part: a track, an edition, a chapter or an
    /// attachment.
    static func isPart(_ id: UInt32) -> Bool { (0x63C4...0x63C6).contains(id) || id == 0x63C9 }

    /// Whether this is any other element in a segment or in a cluster. One that is not may come
    /// from the middle of audio.
    static func isPassedOver(_ id: UInt32) -> Bool {
        switch id {
        // SeekHead, Tracks, Cues, Chapters, Attachments, Void, CRC-32.
        case 0x114D_9B74, 0x1654_AE6B, 0x1C53_BB6B, 0x1043_A770, 0x1941_A469, 0xEC, 0xBF: true
        // In a cluster: Timestamp, SilentTracks, Position, PrevSize, SimpleBlock, BlockGroup,
        // EncryptedBlock.
        case 0xE7, 0x5854, 0xA7, 0xAB, 0xA3, 0xA0, 0xAF: true
        default: false
        }
    }
}
