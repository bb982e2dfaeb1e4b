/// What the play log of an earlier run says.
struct PlayLogContents: Sendable {
    var epoch: String
    /// The newest number in use; the next title gets the one behind it.
    var lastNumber: Int
    /// The newest titles of each station, the oldest first.
    var titles: [String: [TitleEvent]] = [:]
    /// By station: the number of its newest title that is not in `titles`. A station that is not
    /// named here has none above `readFrom`.
    var floors: [String: Int] = [:]
    /// Every title with a number above this one was read.
    var readFrom: Int
    /// Lines that are none of a play log. They stay in the file.
    var unreadableLines = 0

    /// Of a station, the number up to which its titles may be missing in `titles`.
    func floor(of station: String) -> Int { floors[station] ?? readFrom }

    /// Of a log without a title.
    init(epoch: String, lastNumber: Int) {
        self.epoch = epoch
        self.lastNumber = lastNumber
        readFrom = lastNumber
    }
}

/// Gathers what the lines of a play log say, the last one first.
struct PlayLogRestoration {
    private let titleLimit: Int
    private let byteLimit: Int
    /// What the titles of each station hold.
    private var byteCounts: [String: Int] = [:]
    private var contents: PlayLogContents?
    private var unreadableLines = 0
    /// The number that the next line should have.
    private var expected = 0
    /// Whether a number was missing: what is below that one is not all there.
    private var hasGap = false

    init(
        titleLimit: Int = Limits.historyTitles, byteLimit: Int = Limits.playLogRestoredBytes
    ) {
        self.titleLimit = titleLimit
        self.byteLimit = byteLimit
    }

    /// Nil if no line could be read.
    var result: PlayLogContents? {
        guard var result = contents else { return nil }
        result.titles = result.titles.mapValues { $0.reversed() }
        result.floors = result.floors.mapValues { max($0, result.readFrom) }
        result.unreadableLines = unreadableLines
        return result
    }

    mutating func add(_ line: ArraySlice<UInt8>) {
        guard
            let mark = PlayLogMark(beginningOf: line) ?? PlayLogMark(decoding: line)
        else { return unreadableLines += 1 }
        // A file that was begun anew keeps what it had; those numbers mean nothing here.
        if let contents, contents.epoch != mark.epoch { return }
        // The same number twice, or one that goes back: not written by us.
        guard contents == nil || mark.number <= expected else { return unreadableLines += 1 }
        var all = contents ?? newest(mark)
        contents = nil
        if mark.number < expected { hasGap = true }
        if let station = mark.station {
            expected = mark.number - 1
            if !add(line, mark, station, &all) { hasGap = true }
        } else {
            expected = mark.number
        }
        // With a gap it stays at the number that is missing.
        if !hasGap { all.readFrom = expected }
        contents = all
    }

    /// The newest line that can be read. Each one behind it that cannot may have been a title, and
    /// its number must not be given to another.
    private mutating func newest(_ mark: PlayLogMark) -> PlayLogContents {
        expected = mark.number + unreadableLines
        return PlayLogContents(epoch: mark.epoch, lastNumber: expected)
    }

    /// - Returns: false if the title cannot be read, though its number can.
    private mutating func add(
        _ line: ArraySlice<UInt8>, _ mark: PlayLogMark, _ station: String,
        _ all: inout PlayLogContents
    ) -> Bool {
        // Behind one that found no room: what is kept has no gaps.
        if all.floors[station] != nil { return true }
        let count = all.titles[station]?.count ?? 0
        guard count < titleLimit else {
            all.floors[station] = mark.number
            return true
        }
        guard let event = TitleEvent(mark, decoding: line) else {
            unreadableLines += 1
            return false
        }
        let bytes = byteCounts[station, default: 0] + event.byteCount
        guard count == 0 || bytes <= byteLimit else {
            all.floors[station] = mark.number
            return true
        }
        byteCounts[station] = bytes
        all.titles[station, default: []].append(event)
        return true
    }
}
