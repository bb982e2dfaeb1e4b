/// Decides what is news to a listener after a connection was lost.
///
/// A new connection often leads to a server that is behind: it repeats the titles of the last
/// minutes, in order. None of them is news. And a server that has just started may first send
/// an empty title, before it knows the one that goes on.
struct TitleResumption: Sendable {
    /// The effect of a block or of comments that waits for what follows.
    struct Held: Sendable, Equatable {
        let reading: MetadataReading
        let audioOffset: Int
        let raw: [UInt8]
        /// When it takes effect, if nothing has replaced it.
        let due: Instant

        var action: StreamSession.Action {
            .heldReading(reading, audioOffset: audioOffset, raw: raw)
        }
    }

    /// What a reading means to a listener.
    private enum Verdict {
        /// What it says.
        case tell
        /// Nothing: it was told before.
        case known
        /// Nothing yet: it waits in `held`.
        case hold
    }

    /// What is needed only after the first title: of ten thousand stations, few lose a connection.
    private struct Past: StartsEmpty {
        /// The titles told before the one that is shown, the newest last: parts of their hash
        /// values. 0 is none.
        var told: InlineArray<5, UInt32> = InlineArray(repeating: 0)
        /// The reading that waits.
        var held: Held?
        /// In the first seconds of a new connection: the place in `told`, or `told.count` for the
        /// title that is shown, of the last title that it repeated; one more before the first one.
        /// Nil once it says something new.
        var repeated: UInt8?
        var until = Instant(nanoseconds: 0)
    }

    @OnDemand private var past: Past
    /// What listeners see: the hash of a title, 0 for none; nil before anything was told.
    private var shown: UInt32?
    /// The title that was told last, shown or cleared since.
    private var last: UInt32 = 0
    private var isFirst = false

    /// The reading that waits.
    var held: Held? { _past.isEmpty ? nil : past.held }

    /// When to call `takeDue`.
    var due: Instant? { held?.due }

    /// A new connection came up.
    mutating func beginConnection(_ now: Instant) {
        isFirst = true
        guard last != 0 else { return }
        // What the last connection left open is not told: the new one says what is true.
        past.held = nil
        past.until = now + Limits.repeatedTitles
        past.repeated = UInt8(past.told.count + 1)
    }

    /// Decides about a block or comments with content.
    ///
    /// - Returns: the reading with the effect that it has now, and whether its own may follow.
    mutating func judge(
        _ reading: MetadataReading, audioOffset: Int, _ raw: @autoclosure () -> [UInt8],
        _ now: Instant
    ) -> (told: MetadataReading, isHeld: Bool) {
        let verdict = verdict(reading, audioOffset: audioOffset, raw, now)
        return (verdict == .tell ? reading : reading.withoutEffect(), verdict == .hold)
    }

    private mutating func verdict(
        _ reading: MetadataReading, audioOffset: Int, _ raw: () -> [UInt8], _ now: Instant
    ) -> Verdict {
        let wasFirst = isFirst
        isFirst = false
        func hold(_ duration: Duration) -> Held {
            Held(reading: reading, audioOffset: audioOffset, raw: raw(), due: now + duration)
        }
        switch reading.change {
        case .unchanged, .unknown: return .tell
        case .clear:
            guard shown != 0 else { return .known }
            if wasFirst, _past.isEmpty == false, past.repeated != nil {
                past.held = hold(Limits.heldClear)
                return .hold
            }
            tellClear()
            return .tell
        case .title:
            let hash = Self.hash(reading)
            if _past.isEmpty == false {
                past.held = nil
                if isRepeated(hash, now) {
                    guard hash != shown else { return .known }
                    past.held = hold(past.until - now)
                    return .hold
                }
                past.repeated = nil
            }
            if hash == shown { return .known }
            tell(hash)
            return .tell
        }
    }

    /// The reading that waited long enough.
    mutating func takeDue(_ now: Instant) -> Held? {
        guard let waiting = held, now >= waiting.due else { return nil }
        if waiting.reading.change == .title {
            tell(Self.hash(waiting.reading))
        } else {
            tellClear()
        }
        return waiting
    }

    /// After a clear any title is news.
    private mutating func tellClear() {
        shown = 0
        guard _past.isEmpty == false else { return }
        past.held = nil
        past.repeated = nil
    }

    private mutating func tell(_ hash: UInt32) {
        if last != 0 {
            let newest = past.told.count - 1
            for index in 0..<newest { past.told[index] = past.told[index + 1] }
            past.told[newest] = last
            past.held = nil
            past.repeated = nil
        }
        last = hash
        shown = hash
    }

    /// Whether a title repeats one that was told before, as the next in order.
    private mutating func isRepeated(_ hash: UInt32, _ now: Instant) -> Bool {
        guard let place = past.repeated.map({ Int($0) }), now < past.until else { return false }
        let newest = past.told.count
        func title(_ index: Int) -> UInt32 { index == newest ? last : past.told[index] }
        if place <= newest {
            guard place < newest, title(place + 1) == hash else { return false }
            past.repeated = UInt8(place + 1)
            return true
        }
        // The newest title of that name, where one came twice.
        guard let found = (0...newest).last(where: { title($0) == hash }) else { return false }
        past.repeated = UInt8(found)
        return true
    }

    /// Two titles collide with probability 2⁻³².
    private static func hash(_ reading: MetadataReading) -> UInt32 {
        let value = UInt32(
            truncatingIfNeeded: reading.title?.comparable.hashValue ?? 0)
        return max(value, 1)
    }
}
