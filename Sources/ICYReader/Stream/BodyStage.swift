/// The part that reads the bytes of the body while neither blocks nor Ogg pages are read.
indirect enum BodyStage: Sendable {
    /// The head is not complete.
    case head(ResponseHeadParser)
    /// No interval is announced, and the kind of the body is not known yet.
    case probing(BodyProbe)
    /// The body may have blocks, at an interval that is not announced.
    case detecting(IntervalDetector)
    /// The body has blocks, at one of several announced intervals.
    case choosing(IntervalChoice)
    /// The body is Ogg and has blocks, or is Ogg although blocks are announced.
    case oggOrBlocks(OggOrBlocks)
    /// The body of a refusal, which says why.
    case refusal([UInt8])
    /// A document, which has been emitted.
    case document
    /// The whole body is audio.
    case plain

    /// What a stage makes of some bytes.
    enum Outcome: Sendable {
        /// All of them are consumed, and more are needed.
        case undecided
        /// These of them are audio.
        case audio(Range<Int>)
        /// The kind of the body is known.
        case probed(BodyProbe.Result)
        /// The body has blocks at an interval, from the first of these bytes on.
        case blocks(interval: Int, held: [UInt8], isDetected: Bool)
        /// The body is Ogg, and begins with these bytes.
        case ogg(held: [UInt8])
        /// The whole body is audio, and begins with these bytes.
        case plain(held: [UInt8])
    }

    /// Reads bytes of the body up to `end`. With an outcome, the stage is over, and `plain`.
    mutating func next(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Outcome {
        // The part that holds bytes back has one owner while it changes.
        switch self {
        case .probing(var probe):
            self = .plain
            if let result = probe.next(input, &offset, upTo: end) { return .probed(result) }
            self = .probing(probe)
        case .detecting(var detector):
            self = .plain
            let start = offset
            offset = min(end, start + detector.room)
            switch detector.add(input, start..<offset) {
            case .undecided: self = .detecting(detector)
            case .interval(let interval):
                return .blocks(interval: interval, held: detector.held, isDetected: true)
            case .none: return .plain(held: detector.held)
            }
        case .choosing(var choice):
            self = .plain
            if let interval = choice.add(input, &offset, upTo: end) {
                return .blocks(interval: interval, held: choice.held, isDetected: false)
            }
            self = .choosing(choice)
        case .oggOrBlocks(var doubt):
            self = .plain
            switch doubt.add(input, &offset, upTo: end) {
            case .undecided: self = .oggOrBlocks(doubt)
            case .blocks:
                return .blocks(interval: doubt.interval, held: doubt.held, isDetected: false)
            case .ogg: return .ogg(held: doubt.held)
            }
        case .refusal(var said):
            self = .plain
            for index in offset..<min(end, offset + Limits.refusalBytes - said.count) {
                said.append(input[index])
            }
            offset = end
            self = .refusal(said)
        case .head, .document, .plain:
            defer { offset = end }
            return .audio(offset..<end)
        }
        return .undecided
    }

    var framing: BodyFraming {
        switch self {
        case .head: .head
        case .probing, .document, .refusal: .sniffing
        case .detecting, .choosing, .oggOrBlocks: .detecting
        case .plain: .plain
        }
    }

    /// Bytes consumed but not emitted yet.
    var held: [UInt8] {
        switch self {
        case .head, .document, .plain, .refusal: []
        case .oggOrBlocks(let doubt): doubt.held
        case .probing(let probe): probe.held
        case .detecting(let detector): detector.held
        case .choosing(let choice): choice.held
        }
    }

    /// Whether the kind of the body, or its interval, is still to be decided.
    var isOpen: Bool {
        switch self {
        case .head, .document, .plain: false
        case .probing, .detecting, .choosing, .oggOrBlocks, .refusal: true
        }
    }
}
