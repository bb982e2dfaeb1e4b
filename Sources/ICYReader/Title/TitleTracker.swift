/// The effect of a block on the title that is shown.
public enum TitleChange: Sendable, Equatable {
    /// A new title.
    case title
    /// No title any more: the station sent an empty one, or only a separator.
    case clear
    /// Nothing new: an empty block, a repeated title, a block without a title, an advertisement.
    case unchanged
    /// Nothing new either, and no block so far has shown whether there is a title.
    case unknown
}

/// Distinguishes new titles from repeated ones. It outlives a connection: a repeated title after a
/// reconnect is unchanged.
package struct TitleTracker: Sendable {
    /// Only a hash of the title is kept: two different titles collide with probability 2⁻⁶⁴.
    private enum Last: Sendable { case nothing, cleared, title(Int) }
    private var last = Last.nothing
    private var repeats: UInt32 = 0

    /// How often the current title, or its current absence, was repeated.
    package var repeatCount: Int { Int(repeats) }

    /// Starts without knowing a title; an empty first title is a clear.
    package init() {}

    /// The effect of a block without a title.
    package var idle: TitleChange {
        if case .nothing = last { return .unknown }
        return .unchanged
    }

    /// Processes the fields of the next block.
    package mutating func update(_ fields: MetadataFields) -> TitleChange {
        let title = SongTitle(fields)
        return update(title, isAd: AdBreak(fields, title) != nil)
    }

    /// Processes the title of the next block.
    ///
    /// Titles are the same if they look the same. Differences in encoding, entities, Unicode
    /// normalisation and runs of whitespace do not count, and neither do other keys, because some
    /// networks change one in every block. The title of an advertisement is not that of a song.
    mutating func update(_ title: SongTitle?, isAd: Bool) -> TitleChange {
        guard let title else { return idle }
        let text = title.comparable
        // A server without a title does not say that the one before is over. Neither does an
        // advertisement whose marker is all of the title.
        if case .title = last, title.isUnset || isAd && title.flags.contains(.adMarker) {
            return .unchanged
        }
        if title.isBlank(text) {
            if case .cleared = last {
                repeats &+= 1
                return .unchanged
            }
            last = .cleared
            repeats = 0
            return .clear
        }
        guard isAd == false else { return idle }
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
