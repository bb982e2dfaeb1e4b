/// What the play log of an earlier run contains.
struct PlayLogContents: Sendable {
    var epoch: String
    /// The highest number in use; the next title gets the one after it.
    var lastNumber: Int
    /// The newest titles of each station, oldest first.
    var titles: [String: [Title]] = [:]
    /// The number of each station's newest title that is not in `titles`. A station without an
    /// entry has no such title above `readFrom`.
    var floors: [String: Int] = [:]
    /// Every title with a number above this one has been read.
    var readFrom: Int
    /// Lines that do not belong to a play log. They stay in the file.
    var unreadableLines = 0

    /// The number up to which titles of a station may be missing in `titles`.
    func floor(of station: String) -> Int { floors[station] ?? readFrom }

    /// The contents of a log without titles.
    init(epoch: String, lastNumber: Int) {
        self.epoch = epoch
        self.lastNumber = lastNumber
        readFrom = lastNumber
    }
}

/// Collects the contents of a play log from its lines, last line first.
struct PlayLogRestoration {
    private let titleLimit: Int
    private let byteLimit: Int
    /// The bytes that the titles of each station hold.
    private var byteCounts: [String: Int] = [:]
    private var contents: PlayLogContents?
    private var unreadableLines = 0
    /// The number that the next line should have.
    private var expected = 0
    /// Whether a number was missing: the titles up to that number are incomplete.
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
        // A file that was begun again keeps its old lines, but their numbers mean nothing here.
        if let contents, contents.epoch != mark.id.epoch { return }
        // A repeated number, or one out of order: this program did not write the line.
        guard contents == nil || mark.id.number <= expected else { return unreadableLines += 1 }
        var all = contents ?? newest(mark)
        contents = nil
        if mark.id.number < expected { hasGap = true }
        if let station = mark.station {
            expected = mark.id.number - 1
            if !add(line, mark, station, &all) { hasGap = true }
        } else {
            expected = mark.id.number
        }
        // With a gap it stays at the missing number.
        if !hasGap { all.readFrom = expected }
        contents = all
    }

    /// Starts with the newest readable line. Each unreadable line after it may have been a title,
    /// and the number of that title must not be used again.
    private mutating func newest(_ mark: PlayLogMark) -> PlayLogContents {
        expected = mark.id.number + unreadableLines
        return PlayLogContents(epoch: mark.id.epoch, lastNumber: expected)
    }

    /// - Returns: false if the title cannot be read, although its number can.
    private mutating func add(
        _ line: ArraySlice<UInt8>, _ mark: PlayLogMark, _ station: String,
        _ all: inout PlayLogContents
    ) -> Bool {
        // A newer title was already left out: the titles that are kept have no gaps.
        if all.floors[station] != nil { return true }
        let count = all.titles[station]?.count ?? 0
        guard count < titleLimit else {
            all.floors[station] = mark.id.number
            return true
        }
        guard let title = Title(mark, decoding: line) else {
            unreadableLines += 1
            return false
        }
        let bytes = byteCounts[station, default: 0] + title.event.byteCount
        guard count == 0 || bytes <= byteLimit else {
            all.floors[station] = mark.id.number
            return true
        }
        byteCounts[station] = bytes
        all.titles[station, default: []].append(title)
        return true
    }
}
