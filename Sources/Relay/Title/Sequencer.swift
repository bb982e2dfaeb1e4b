/// Numbers the titles of all stations, in one order that every loop sees. A client that has
/// received number 17 has received every lower number of its stations, or was told that some are
/// missing, whichever loop it reconnects to.
final class Sequencer: Sendable {
    /// Names the run that these numbers belong to, so that a number of an earlier run is never
    /// mistaken for one of this run. With a play log, several runs count as one.
    let epoch: String
    private let number = Lock(0)

    init(epoch: String = TitleID.newEpoch) { self.epoch = epoch }

    /// Calls `body` with the next id. No other title is numbered before `body` returns, so the
    /// order in every inbox is the order of the numbers. `body` should only make the title and
    /// append it.
    func next<Result>(_ body: (TitleID) -> Result) -> Result {
        number.withLock { number in
            number += 1
            return body(TitleID(epoch: epoch, number: number))
        }
    }
}
