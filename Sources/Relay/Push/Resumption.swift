/// What a client that comes back has missed.
struct Resumption {
    /// Oldest first.
    let titles: [TitleRecord]
    /// Whether these are all.
    let isComplete: Bool

    /// - Parameters:
    ///   - text: what the client says it heard last: any text.
    ///   - epochs: what the numbers are called that count now.
    ///   - last: the last one.
    init(since text: String, on boards: [Board], epochs: [String], last: Int) {
        guard let cursor = Cursor(text), epochs.contains(cursor.epoch), cursor.number <= last
        else {
            // Of another run, or of none: nobody knows what was missed. What is on now is told.
            titles = Resumption.inOrder(boards.compactMap(\.title))
            isComplete = false
            return
        }
        let missed = Resumption.inOrder(
            boards.flatMap { $0.history.titles(above: cursor.number) })
        var bytes = 0
        let newest = missed.reversed().prefix { title in
            bytes += title.jsonCount
            return bytes <= Limits.replayBytes
        }
        titles = newest.reversed()
        isComplete =
            titles.count == missed.count
            && boards.allSatisfy { $0.history.floor <= cursor.number }
    }

    /// The oldest first.
    static func inOrder(_ titles: [TitleRecord]) -> [TitleRecord] {
        titles.sorted { $0.number < $1.number }
    }

    var json: JSONObject {
        var object = JSONObject()
        object.add("type", "resumed")
        object.add("complete", isComplete)
        object.add("replayed", titles.count)
        return object
    }
}
