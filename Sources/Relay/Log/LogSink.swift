/// Writes the lines of the log.
struct LogSink: Sendable {
    var format = LogFormat.text
    /// Whether a line waits until it can be written. Otherwise it is dropped, and the next line
    /// that is written reports how many were dropped.
    var waits = true
    /// Lines dropped so far.
    private(set) var lostCount = 0
    private let descriptor: Int32
    /// Lines dropped since the last line that was written.
    private var lostSince = 0

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    mutating func write(_ text: String, _ level: Log.Level, _ station: String?, at now: WallClock) {
        guard waits || StandardStream.isWritable(descriptor) else {
            lostCount += 1
            lostSince += 1
            return
        }
        var lines = Log.written(text, level, station, format, at: now) + "\n"
        if lostSince > 0 {
            let count = lostSince == 1 ? "1 line" : "\(lostSince) lines"
            let said = "\(count) of the log lost: nobody was reading standard error"
            lines = Log.written(said, .warning, nil, format, at: now) + "\n" + lines
            lostSince = 0
        }
        // There is nowhere to report that standard error is gone.
        try? StandardStream.write(lines, to: descriptor)
    }
}
