/// The last titles of a station: at most a hundred, and at most as many bytes as a station may use.
struct History {
    private(set) var newest: Title?
    /// The titles before the newest, oldest first.
    private var older: [Title] = []
    /// Their sizes as JSON: a client that resumes on many stations asks for those of thousands.
    private var olderSizes: [Int32] = []
    private var olderBytes = 0
    /// Titles up to this number may be missing here.
    private(set) var floor: Int

    init(floor: Int = 0) { self.floor = floor }

    /// - Returns: how many titles were dropped because the others use up the bytes.
    @discardableResult
    mutating func append(_ title: Title) -> Int {
        if let newest {
            let size = newest.event.jsonCount
            older.append(newest)
            olderSizes.append(Int32(clamping: size))
            olderBytes += size
        }
        newest = title
        var dropped = 0
        if older.count == Limits.historyTitles { dropOldest() }
        while !older.isEmpty, olderBytes + title.event.jsonCount > Limits.historyBytes {
            dropOldest()
            dropped += 1
        }
        return dropped
    }

    private mutating func dropOldest() {
        let oldest = older.removeFirst()
        olderBytes -= Int(olderSizes.removeFirst())
        floor = max(floor, oldest.number)
    }

    /// Notes that titles up to this number may be missing.
    mutating func raiseFloor(to number: Int) { floor = max(floor, number) }

    /// Bytes of its titles, as JSON.
    var byteCount: Int { olderBytes + (newest?.event.jsonCount ?? 0) }

    /// Bytes of its titles above a number, as JSON.
    func byteCount(above number: Int) -> Int {
        guard let newest, newest.number > number else { return 0 }
        return olderSizes[place(above: number)...].reduce(newest.event.jsonCount) { $0 + Int($1) }
    }

    /// The number of the newest title that does not fit, if the newer ones have at most so many
    /// bytes as JSON; 0 if all fit. The newest title always fits.
    func lastNumber(outside bytes: Int) -> Int {
        var count = newest?.event.jsonCount ?? 0
        for index in older.indices.reversed() {
            count += Int(olderSizes[index])
            if count > bytes { return older[index].number }
        }
        return 0
    }

    var count: Int { older.count + (newest == nil ? 0 : 1) }

    /// The title at a position; the oldest is at 0.
    subscript(place: Int) -> Title? { place < older.count ? older[place] : newest }

    var newestFirst: [Title] {
        guard let newest else { return [] }
        return [newest] + older.reversed()
    }

    /// The position of the first title above a number; `count` if there is none.
    func place(above number: Int) -> Int {
        guard let newest, newest.number > number else { return count }
        // The numbers are in ascending order: a binary search.
        var (low, high) = (0, older.count)
        while low < high {
            let middle = (low + high) / 2
            if older[middle].number > number { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
