/// The effect of a block on the title that is shown.
public enum TitleChange: Sendable, Equatable {
    /// A new title.
    case title(SongTitle)
    /// No title any more: the station sent an empty one, or only a separator.
    case clear
    /// Nothing new: an empty block, a repeated title, a block without a title, an advertisement.
    case unchanged
    /// Nothing new either, and no block so far has shown whether there is a title.
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

/// Distinguishes new titles from repeated ones. It outlives a connection: a repeated title after a
/// reconnect is unchanged.
package struct TitleTracker: Sendable {
    /// `TitleChange` without the title, which the caller already has.
    enum Change: Sendable { case title, clear, unchanged, unknown }

    /// Only a hash of the title is kept: two different titles collide with probability 2⁻⁶⁴.
    private enum Last: Sendable { case nothing, cleared, title(Int) }
    private var last = Last.nothing
    private var repeats: UInt32 = 0

    /// How often the current title, or its current absence, was repeated.
    package var repeatCount: Int { Int(repeats) }

    /// Starts without knowing a title; an empty first title is a clear.
    package init() {}

    /// The effect of a block without a title.
    package var idle: TitleChange { TitleChange(idleChange, nil) }

    var idleChange: Change {
        if case .nothing = last { return .unknown }
        return .unchanged
    }

    /// Processes the fields of the next block.
    package mutating func update(_ fields: MetadataFields) -> TitleChange {
        let title = SongTitle(fields)
        return TitleChange(update(title, isAd: AdBreak(fields, title) != nil), title)
    }

    /// Processes the title of the next block.
    ///
    /// Titles are the same if they look the same. Differences in encoding, entities, Unicode
    /// normalisation and runs of whitespace do not count, and neither do other keys, because some
    /// networks change one in every block. The title of an advertisement is not that of a song.
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
        // Canonically equivalent strings have the same hash value.
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
