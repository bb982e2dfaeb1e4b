/// Notices that a live stream shows no title, and why.
///
/// A title usually comes with the first block, and the first block after `icy-metaint` bytes:
/// before that there is nothing to report.
struct TitleWatch: Sendable {
    /// A change to report: the problem, or nil once there is none any more.
    struct Verdict: Sendable, Equatable {
        let problem: StreamSession.Problem?
    }

    /// How long to wait for the first block.
    private struct Wait: Sendable {
        let due: StreamSession.Instant
        let patience: Duration
    }

    @OnDemand private var wait: Wait?
    @OnDemand private var reported: StreamSession.Problem?
    private var hasTitle = false

    /// When to call `timePassed`.
    var due: StreamSession.Instant? { wait?.due }

    /// The last report, while it still holds; nil if there is no problem.
    var standing: Verdict? { reported.map { Verdict(problem: $0) } }

    /// Whether a title was seen, and there is nothing to report before the next one.
    var isSettled: Bool { hasTitle && _wait.isEmpty && _reported.isEmpty }

    /// Starts watching a stream that is live from now on.
    mutating func begin(_ reader: StreamReader, _ now: StreamSession.Instant) {
        // Comments and tags are at the beginning of a stream, unless it is joined later.
        if reader.framing == .ogg || reader.framing == .tagged {
            wait = Wait(due: now + Limits.stallNotice, patience: Limits.stallNotice)
        }
        guard case .interleaved(let interval) = reader.framing else { return }
        let bitrate = reader.head?.bitrate ?? Limits.bitrateAssumed
        // Bytes times 8 divided by kbit/s are milliseconds. A server may announce any number.
        let expected = Duration.milliseconds(12 * interval / max(1, min(bitrate, 10_000)))
        let patience = max(expected, Limits.stallTimeout)
        wait = Wait(due: now + patience, patience: patience)
    }

    /// Reports a missing first block, if it is due. Do not call this for a stalled stream, which
    /// has a different problem.
    mutating func timePassed(
        _ now: StreamSession.Instant, _ reader: StreamReader, at url: StreamURL
    ) -> Verdict? {
        guard let wait, now >= wait.due else { return nil }
        self.wait = nil
        guard reader.blockCount == 0 else { return nil }
        if reader.framing == .ogg {
            return reader.isOggWithoutHeaders ? say(.oggWithoutHeaders, url.shown) : nil
        }
        if reader.framing == .tagged {
            return say(reader.isFLACWithoutHead ? .flacWithoutHead : .untitled, url.shown)
        }
        return say(.noBlock, "\(url.shown), within \(wait.patience)")
    }

    /// Handles a block or comments that were read.
    mutating func saw(
        _ reading: MetadataReading, in reader: StreamReader, at url: StreamURL
    ) -> Verdict? {
        wait = nil
        // Content that cannot be metadata says nothing about titles.
        if reading.fields.flags.contains(.suspicious) { return nil }
        switch reading.change {
        case .title:
            hasTitle = true
            return sayNothing()
        case .clear:
            hasTitle = true
            return say(Self.reason(reading, in: reader), url.shown)
        case .unchanged:
            hasTitle = true
            // After a reconnect the first block may repeat what was known before.
            guard let title = reading.title, reading.ad == nil, reading.adRepeatCount == 0 else {
                return reported?.reason == .noBlock ? sayNothing() : nil
            }
            guard title.isBlank else { return sayNothing() }
            return say(Self.reason(reading, in: reader), url.shown)
        case .unknown: return sawNothing(in: reader, at: url)
        }
    }

    /// Why there is no title: comments that have a place for it, and it is empty, are a clear.
    private static func reason(
        _ reading: MetadataReading, in reader: StreamReader
    ) -> NoTitleReason {
        if reading.title?.flags.contains(.operatorRule) == true { return .titleDropped }
        guard reader.framing == .ogg || reader.framing == .tagged else { return .cleared }
        let hasTags = ["TITLE", "ARTIST", "PERFORMER", "StreamTitle"].contains {
            reading.fields[$0] != nil
        }
        if hasTags { return .cleared }
        return reader.framing == .ogg ? .oggWithoutTags : .untitled
    }

    /// Handles a block that leaves it unknown whether there is a title.
    private mutating func sawNothing(in reader: StreamReader, at url: StreamURL) -> Verdict? {
        if reported?.reason == .noBlock { return sayNothing() }
        guard hasTitle == false else { return nil }
        // A file has one tag.
        if reader.framing == .tagged { return say(.untitled, url.shown) }
        guard reader.blockCount >= Limits.untitledBlocks else { return nil }
        return say(.untitled, "\(url.shown), \(reader.blockCount) blocks")
    }

    private mutating func say(
        _ reason: NoTitleReason, _ detail: @autoclosure () -> String
    ) -> Verdict? {
        guard reported?.reason != reason else { return nil }
        reported = StreamSession.Problem(reason, detail())
        return standing
    }

    private mutating func sayNothing() -> Verdict? {
        guard reported != nil else { return nil }
        reported = nil
        return Verdict(problem: nil)
    }
}
