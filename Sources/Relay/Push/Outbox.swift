/// What one client has still to be sent. A title is state, not a log: a client that is slow gets
/// the newest and never a queue, so it holds one frame that is partly sent and the newest of each
/// kind behind it.
struct Outbox {
    private var current: [UInt8] = []
    private var sentCount = 0
    /// Whole frames (or the response head) that must not be dropped or overtaken.
    private var control: [UInt8] = []
    private var status: [UInt8] = []
    private var title: [UInt8] = []
    private var ad: [UInt8] = []

    var isEmpty: Bool {
        current.isEmpty && control.isEmpty && status.isEmpty && title.isEmpty && ad.isEmpty
    }

    /// How many bytes of control frames wait: a peer that sends pings and never reads makes it
    /// grow.
    var controlCount: Int { control.count }

    mutating func appendControl(_ bytes: [UInt8]) {
        if control.isEmpty { control = bytes } else { control += bytes }
    }

    mutating func replaceStatus(_ frame: [UInt8]) { status = frame }

    mutating func replaceTitle(_ frame: [UInt8]) { title = frame }

    mutating func replaceAd(_ frame: [UInt8]) { ad = frame }

    /// Nothing but control frames from now on: after a Close no data may follow (RFC 6455 §5.5.1).
    mutating func dropData() {
        status = []
        title = []
        ad = []
    }

    /// The first part of `frame` is sent already; the rest must follow before anything else.
    mutating func startedSending(_ frame: [UInt8], count: Int) {
        precondition(isEmpty)
        current = frame
        sentCount = count
    }

    /// The bytes to send next and where to start in them; nil when there are none.
    mutating func next() -> (bytes: [UInt8], offset: Int)? {
        if current.isEmpty {
            sentCount = 0
            if !control.isEmpty {
                swap(&current, &control)
            } else if !status.isEmpty {
                swap(&current, &status)
            } else if !title.isEmpty {
                swap(&current, &title)
            } else if !ad.isEmpty {
                swap(&current, &ad)
            } else {
                return nil
            }
        }
        return (current, sentCount)
    }

    mutating func sent(_ count: Int) {
        sentCount += count
        precondition(sentCount <= current.count)
        if sentCount == current.count { current = [] }
    }
}
