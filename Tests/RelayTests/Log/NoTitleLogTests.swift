import ICYReader
import Testing

@testable import Relay

/// What is kept out of the log.
@Suite struct NoTitleLogTests {
    private let untitled = StreamSession.Problem(.untitled, "http://h/")
    private let cleared = StreamSession.Problem(.cleared, "http://h/")
    private let ogg = StreamSession.Problem(.oggWithoutTags, "http://h/")

    /// Which of these are logged.
    private func said(_ problems: [StreamSession.Problem?]) -> [Bool] {
        var log = NoTitleLog()
        return problems.map { log.report($0) }
    }

    @Test func aReasonIsSaidOnceUntilItIsOver() {
        #expect(said([untitled, untitled, nil, untitled]) == [true, false, false, true])
    }

    /// Between two songs, it would be a line every few minutes, for ever.
    @Test func whatComesBetweenSongsIsNoNews() {
        #expect(said([cleared, nil, cleared]) == [false, false, false])
        #expect(
            said([ogg, nil, ogg, nil, ogg, untitled]) == [true, false, false, false, false, true])
    }
}
