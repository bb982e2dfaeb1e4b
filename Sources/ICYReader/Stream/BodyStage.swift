/// What reads the bytes of the body, where neither blocks nor Ogg pages do.
enum BodyStage: Sendable {
    /// The head is not complete.
    case head(ResponseHeadParser)
    /// It is open what the body is: no interval is announced.
    case probing(BodyProbe)
    /// It may have blocks, at an interval that nobody has said.
    case detecting(IntervalDetector)
    /// It has blocks, at one of several intervals.
    case choosing(IntervalChoice)
    /// A document, which has been handed out.
    case document
    /// All of it is audio.
    case plain

    var framing: BodyFraming {
        switch self {
        case .head: .head
        case .probing, .document: .sniffing
        case .detecting, .choosing: .detecting
        case .plain: .plain
        }
    }

    /// What was consumed and is not handed out yet.
    var held: [UInt8] {
        switch self {
        case .head, .document, .plain: []
        case .probing(let probe): probe.held
        case .detecting(let detector): detector.held
        case .choosing(let choice): choice.held
        }
    }

    /// Whether it is open what the body is.
    var isOpen: Bool {
        switch self {
        case .head, .document, .plain: false
        case .probing, .detecting, .choosing: true
        }
    }
}
