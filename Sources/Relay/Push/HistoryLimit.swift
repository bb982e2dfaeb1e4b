/// How many titles of the history a client wants: `?limit=5`.
struct HistoryLimit {
    /// Nil: all.
    let count: Int?

    /// Nil if it is not a number in the range, or is there twice.
    init?(_ request: Request) {
        let values = request.queryValues("limit")
        guard let value = values.first else {
            count = nil
            return
        }
        guard values.count == 1,
            let number = DecimalText.number(value[...], upTo: Limits.historyTitles)
        else { return nil }
        count = number
    }

    static let wrong = Response.text(
        400,
        "limit is how many titles song_history may have, once: 0 to \(Limits.historyTitles).",
        headers: Routes.negotiatedHeaders)
}
