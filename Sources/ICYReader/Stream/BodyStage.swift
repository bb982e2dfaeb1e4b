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
    /// A document, which has been emitted.
    case document
    /// The whole body is audio.
    case plain

    var framing: BodyFraming {
        switch self {
        case .head: .head
        case .probing, .document: .sniffing
        case .detecting, .choosing: .detecting
        case .plain: .plain
        }
    }

    /// Bytes consumed but not emitted yet.
    var held: [UInt8] {
        switch self {
        case .head, .document, .plain: []
        case .probing(let probe): probe.held
        case .detecting(let detector): detector.held
        case .choosing(let choice): choice.held
        }
    }

    /// Whether the kind of the body, or its interval, is still to be decided.
    var isOpen: Bool {
        switch self {
        case .head, .document, .plain: false
        case .probing, .detecting, .choosing: true
        }
    }
}
