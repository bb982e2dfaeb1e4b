/// The body of a response: which part reads its bytes, and when another takes over.
extension StreamReader {
    mutating func begin(_ head: ResponseHead) {
        opening.head = head
        opening.detector = nil
        opening.choice = nil
        body = nil
        isCounting = false
        opening.probe = nil
        ogg = nil
        opening.bodyKind = nil
        framingBefore = .plain
        // Compressed bytes have no blocks between them, and nothing could be read of the audio.
        guard head.isSuccess, head.contentCoding == nil else { return }
        if case .bytes(let interval) = head.metadataInterval {
            guard head.metadataIntervals.count > 1 else {
                body = InterleavedBody(metadataInterval: interval)
                return
            }
            framingBefore = .detecting
            opening.choice = IntervalChoice(head.metadataIntervals)
        } else {
            framingBefore = .sniffing
            opening.probe = BodyProbe(contentLength: head.contentLength)
        }
    }

    /// What the body is, now that it is known.
    mutating func settle(_ result: BodyProbe.Result) -> Event? {
        opening.probe = nil
        switch result {
        case .document(let kind, let document):
            opening.bodyKind = kind
            return .document(kind, document)
        case .stream(.text, let held) where isPlaylistPromised:
            opening.bodyKind = .playlist(.m3u)
            return .document(.playlist(.m3u), held)
        case .stream(let kind, let held):
            opening.bodyKind = kind == .text && head?.promisesAudio == true ? .audio : kind
            opening.replay = held
            let isSwitchedOff =
                head?.metadataInterval != .absent || head?.flags.contains(.metaintZero) == true
            if kind == .ogg {
                framingBefore = .ogg
                ogg = OggReader()
            } else if opening.bodyKind == .audio, isSwitchedOff == false {
                framingBefore = .detecting
                opening.detector = IntervalDetector()
            } else {
                framingBefore = .plain
            }
            return nil
        }
    }

    mutating func nextInBody(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        let isOpening = isOpening
        if isOpening, opening.secondHead != nil {
            return readSecondHead(input, &offset, upTo: end)
        }
        if body != nil { return body?.next(input, &offset, upTo: end) }
        if framingBefore == .ogg { return nextInOgg(input, &offset, upTo: end) }
        if isOpening { return find(input, &offset, upTo: end) }
        return takePlain(&offset, upTo: end)
    }

    private mutating func takePlain(_ offset: inout Int, upTo end: Int) -> Event {
        let start = offset
        offset = end
        opening.plainCount += end - start
        return .audio(start..<end)
    }

    /// Finds out what the body is.
    private mutating func find(
        _ input: Span<UInt8>, _ offset: inout Int, upTo end: Int
    ) -> Event? {
        if opening.detector != nil { return detect(input, &offset, upTo: end) }
        if opening.probe != nil {
            guard let result = opening.probe?.next(input, &offset, upTo: end) else { return nil }
            return settle(result)
        }
        if opening.choice != nil {
            guard let interval = opening.choice?.add(input, &offset, upTo: end) else { return nil }
            beginBlocks(interval, isDetected: false, opening.choice?.held ?? [])
            opening.choice = nil
            return nil
        }
        return takePlain(&offset, upTo: end)
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
        switch opening.secondHead?.add(input, &offset, upTo: end) {
        case .undecided: return nil
        case .head(let joined):
            opening.secondHead = nil
            begin(joined)
            return .head(joined)
        case .some(.none), nil:
            opening.lead = opening.secondHead?.held ?? []
            opening.secondHead = nil
            return nil
        }
    }

    /// The start of a body that looked like a second head and is none.
    mutating func nextOfLead() -> Event? {
        guard isOpening else { return nil }
        while opening.leadIndex < opening.lead.count {
            let bytes = opening.lead
            var index = opening.leadIndex
            let event = nextInBody(bytes.span, &index, upTo: bytes.count)
            opening.leadIndex = index
            if opening.replay.isEmpty == false {
                opening.lead = opening.replay + bytes[index...]
                opening.leadIndex = 0
                opening.replay = []
            } else if index == bytes.count {
                opening.lead = []
                opening.leadIndex = 0
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
        offset = min(end, start + (opening.detector?.room ?? 0))
        guard let verdict = opening.detector?.add(input, start..<offset), verdict != .undecided
        else {
            return nil
        }
        let held = opening.detector?.held ?? []
        opening.detector = nil
        guard case .interval(let interval) = verdict else {
            framingBefore = .plain
            opening.plainCount = held.count
            return .heldAudio(held)
        }
        beginBlocks(interval, isDetected: true, held)
        return nil
    }

    private mutating func beginBlocks(_ interval: Int, isDetected: Bool, _ held: [UInt8]) {
        framingBefore = .interleaved(interval)
        body = InterleavedBody(
            metadataInterval: interval, isDetected: isDetected, replay: held)
    }
}
