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

    /// The reading that waits.
    @OnDemand private(set) var held: Held?
    /// The last titles that were told, the newest last: parts of their hash values. 0 is none.
    private var told: InlineArray<6, UInt32> = InlineArray(repeating: 0)
    /// What listeners see: the hash of a title, 0 for none; nil before anything was told.
    private var shown: UInt32?
    /// In the first seconds of a new connection: the place in `told` of the last title that it
    /// repeated; `told.count` before the first one. Nil once it says something new.
    private var repeated: UInt8?
    private var isFirst = false
    private var until = Instant(nanoseconds: 0)

    /// When to call `takeDue`.
    var due: Instant? { _held.isEmpty ? nil : held?.due }

    /// A new connection came up.
    mutating func beginConnection(_ now: Instant) {
        // What the last connection left open is not told: the new one says what is true.
        held = nil
        isFirst = true
        until = now + Limits.repeatedTitles
        repeated = told[told.count - 1] == 0 ? nil : UInt8(told.count)
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
            if wasFirst, repeated != nil {
                held = hold(Limits.heldClear)
                return .hold
            }
            held = nil
            tellClear()
            return .tell
        case .title:
            let hash = Self.hash(reading)
            held = nil
            if hash == shown {
                if isRepeated(hash, now) == false { repeated = nil }
                return .known
            }
            if isRepeated(hash, now) {
                held = hold(until - now)
                return .hold
            }
            tell(hash)
            return .tell
        }
    }

    /// The reading that waited long enough.
    mutating func takeDue(_ now: Instant) -> Held? {
        guard _held.isEmpty == false, let waiting = held, now >= waiting.due else { return nil }
        held = nil
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
        repeated = nil
    }

    private mutating func tell(_ hash: UInt32) {
        for index in 1..<told.count { told[index - 1] = told[index] }
        told[told.count - 1] = hash
        shown = hash
        repeated = nil
    }

    /// Whether a title repeats one that was told before, as the next in order.
    private mutating func isRepeated(_ hash: UInt32, _ now: Instant) -> Bool {
        guard let last = repeated, now < until else { return false }
        let next = Int(last) + 1
        if Int(last) < told.count {
            guard next < told.count, told[next] == hash else { return false }
            repeated = UInt8(next)
            return true
        }
        // The newest title of that name, where one came twice.
        guard let place = told.indices.last(where: { told[$0] == hash }) else { return false }
        repeated = UInt8(place)
        return true
    }

    /// Two titles collide with probability 2⁻³².
    private static func hash(_ reading: MetadataReading) -> UInt32 {
        let value = UInt32(
            truncatingIfNeeded: reading.title?.comparable.hashValue ?? 0)
        return max(value, 1)
    }
}
