/// The body of a response: which part reads its bytes, and when another takes over.
extension StreamReader {
    mutating func begin(_ head: ResponseHead) {
        self.head = head
        detector = nil
        choice = nil
        body = nil
        isCounting = false
        probe = nil
        ogg = nil
        bodyKind = nil
        framingBefore = .plain
        // Compressed bytes have no blocks between them, and nothing could be read of the audio.
        guard head.isSuccess, head.contentCoding == nil else { return }
        if case .bytes(let interval) = head.metadataInterval {
            guard head.metadataIntervals.count > 1 else {
                body = InterleavedBody(metadataInterval: interval)
                return
            }
            framingBefore = .detecting
            choice = IntervalChoice(head.metadataIntervals)
        } else {
            framingBefore = .sniffing
            probe = BodyProbe(contentLength: head.contentLength)
        }
    }

    /// What the body is, now that it is known.
    mutating func settle(_ result: BodyProbe.Result) -> Event? {
        probe = nil
        switch result {
        case .document(let kind, let document):
            bodyKind = kind
            return .document(kind, document)
        case .stream(.text, let held) where isPlaylistPromised:
            bodyKind = .playlist(.m3u)
            return .document(.playlist(.m3u), held)
        case .stream(let kind, let held):
            bodyKind = kind == .text && head?.promisesAudio == true ? .audio : kind
            replay = held
            let isSwitchedOff =
                head?.metadataInterval != .absent || head?.flags.contains(.metaintZero) == true
            if kind == .ogg {
                framingBefore = .ogg
                ogg = OggReader()
            } else if bodyKind == .audio, isSwitchedOff == false {
                framingBefore = .detecting
                detector = IntervalDetector()
            } else {
                framingBefore = .plain
            }
            return nil
        }
    }

    mutating func nextInBody(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        if secondHead != nil { return readSecondHead(input, &offset, upTo: end) }
        if body != nil { return body?.next(input, &offset, upTo: end) }
        if framingBefore == .ogg { return nextInOgg(input, &offset, upTo: end) }
        if detector != nil { return detect(input, &offset, upTo: end) }
        if probe != nil {
            guard let result = probe?.next(input, &offset, upTo: end) else { return nil }
            return settle(result)
        }
        if choice != nil {
            guard let interval = choice?.add(input, &offset, upTo: end) else { return nil }
            beginBlocks(interval, [], choice?.held ?? [])
            choice = nil
            return nil
        }
        let start = offset
        offset = end
        plainCount += end - start
        return .audio(start..<end)
    }

    /// Comments follow the page on which they end, also where the input ends with it.
    mutating func pendingComments() -> Event? {
        guard framingBefore == .ogg, let comments = ogg?.takePending() else { return nil }
        return .comments(comments)
    }

    private mutating func nextInOgg(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        switch ogg?.next(input, &offset, upTo: end) {
        case .audio(let range): .audio(range)
        case .comments(let comments): .comments(comments)
        case nil: nil
        }
    }

    private mutating func readSecondHead(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        switch secondHead?.add(input, &offset, upTo: end) {
        case .undecided: return nil
        case .head(let inner):
            secondHead = nil
            guard let outer = head else { return nil }
            let joined = ResponseHead(inner, inBodyOf: outer)
            begin(joined)
            return .head(joined)
        case .some(.none), nil:
            lead = secondHead?.held ?? []
            secondHead = nil
            return nil
        }
    }

    /// The start of a body that looked like a second head and is none.
    mutating func nextOfLead() -> Event? {
        while leadIndex < lead.count {
            let bytes = lead
            var index = leadIndex
            let event = nextInBody(bytes.span, &index, upTo: bytes.count)
            leadIndex = index
            if replay.isEmpty == false {
                lead = replay + bytes[index...]
                leadIndex = 0
                replay = []
            } else if index == bytes.count {
                lead = []
                leadIndex = 0
            }
            switch event {
            case .audio(let range): return .heldAudio(Array(bytes[range]))
            case nil: continue
            default: return event
            }
        }
        return nil
    }

    /// Holds bytes back until it is known whether there are blocks between them.
    private mutating func detect(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        let start = offset
        offset = min(end, start + (detector?.room ?? 0))
        guard let verdict = detector?.add(input, start..<offset), verdict != .undecided else {
            return nil
        }
        let held = detector?.held ?? []
        detector = nil
        guard case .interval(let interval) = verdict else {
            framingBefore = .plain
            plainCount = held.count
            return .heldAudio(held)
        }
        beginBlocks(interval, [.metaintDetected], held)
        return nil
    }

    private mutating func beginBlocks(_ interval: Int, _ flags: [Flag], _ held: [UInt8]) {
        framingBefore = .interleaved(interval)
        body = InterleavedBody(metadataInterval: interval, flags: flags, replay: held)
    }
}
