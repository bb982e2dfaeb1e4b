import Testing

@testable import ICYReader

/// What is told of a body in each of its stages.
@Suite struct BodyStageTests {
    private static let interval = IntervalChoice([8, 16])

    static let cases: [(BodyStage, BodyFraming, isOpen: Bool)] = [
        (.head(ResponseHeadParser()), .head, false), (.probing(BodyProbe()), .sniffing, true),
        (.detecting(IntervalDetector()), .detecting, true), (.choosing(interval), .detecting, true),
        (.document, .sniffing, false), (.plain, .plain, false),
    ]

    @Test(arguments: cases)
    func aStageHasItsFraming(stage: BodyStage, framing: BodyFraming, isOpen: Bool) {
        #expect(stage.framing == framing)
        #expect(stage.isOpen == isOpen)
        #expect(stage.held == [])
    }

    @Test func whatIsConsumedAndNotEmittedIsHeld() {
        let bytes = run("A", 5)
        var offset = 0
        var probe = BodyProbe()
        #expect(probe.next(bytes.span, &offset, upTo: 5) == nil)
        #expect(BodyStage.probing(probe).held == bytes)
        offset = 0
        var choice = Self.interval
        #expect(choice.add(bytes.span, &offset, upTo: 5) == nil)
        #expect(BodyStage.choosing(choice).held == bytes)
    }
}
