/// Numbers the titles of all stations, in one order that every loop sees: a client that has heard
/// number 17 has heard everything below it that it listens to, on whichever loop it comes back.
final class Sequencer: Sendable {
    /// Names the run that counts, so that a number of an earlier one is never taken for one of
    /// this. A play log makes one run of many.
    let epoch: String
    private let number = Lock(0)

    init(epoch: String = TitleEvent.newEpoch) { self.epoch = epoch }

    /// Gives the next number, and hands the title out before another one can be numbered: the
    /// order in every inbox is the order of the numbers. `body` only makes and appends.
    func next<Result>(_ body: (_ epoch: String, _ number: Int) -> Result) -> Result {
        number.withLock { number in
            number += 1
            return body(epoch, number)
        }
    }
}
