/// What a block does to the title that is shown.
public enum TitleChange: Sendable, Equatable {
    /// A new title.
    case title(SongTitle)
    /// No title any more: the station sent an empty one, or a separator alone.
    case clear
    /// Nothing new: an empty block, the same title again, a block without a title, an
    /// advertisement.
    case unchanged
    /// Nothing new either, and no block so far has said whether there is a title.
    case unknown
}

extension TitleChange {
    init(_ change: TitleTracker.Change, _ title: SongTitle?) {
        switch change {
        case .title: self = title.map { .title($0) } ?? .unchanged
        case .clear: self = .clear
        case .unchanged: self = .unchanged
        case .unknown: self = .unknown
        }
    }
}

/// Tells new titles from repeated ones. It outlives a connection: the same title after a reconnect
/// is unchanged.
public struct TitleTracker: Sendable {
    /// `TitleChange` without the title: who gave it has it.
    enum Change: Sendable { case title, clear, unchanged, unknown }

    /// Of a title its hash: two that differ are taken for the same once in 2^64 changes.
    private enum Last: Sendable { case nothing, cleared, title(Int) }
    private var last = Last.nothing
    private var repeats: UInt32 = 0

    /// How often the current title, or the current absence of one, was sent again.
    public var repeatCount: Int { Int(repeats) }

    /// Starts without knowing a title; a first empty title is a clear.
    public init() {}

    /// What a block without a title does.
    public var idle: TitleChange { TitleChange(idleChange, nil) }

    var idleChange: Change {
        if case .nothing = last { return .unknown }
        return .unchanged
    }

    /// Takes the fields of the next block.
    public mutating func update(_ fields: MetadataFields) -> TitleChange {
        let title = SongTitle(fields)
        return TitleChange(update(title, isAd: AdBreak(fields, title) != nil), title)
    }

    /// Takes the title of the next block.
    ///
    /// Titles are the same if they are shown the same: how the text was encoded, entities, Unicode
    /// normalisation and runs of blanks do not count, and neither do other keys, as some networks
    /// change one in every block. The title of an advertisement is not the song's.
    mutating func update(_ title: SongTitle?, isAd: Bool) -> Change {
        guard let title else { return idleChange }
        let text = title.comparable
        if title.isBlank(text) {
            if case .cleared = last {
                repeats &+= 1
                return .unchanged
            }
            last = .cleared
            repeats = 0
            return .clear
        }
        guard isAd == false else { return idleChange }
        // Strings that are canonically equivalent have the same.
        let hash = text.hashValue
        if case .title(let known) = last, hash == known {
            repeats &+= 1
            return .unchanged
        }
        last = .title(hash)
        repeats = 0
        return .title
    }
}
