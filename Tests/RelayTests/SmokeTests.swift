import Fixtures
import Testing

@testable import Relay

@Suite struct RelaySmokeTests {
    @Test func builds() { #expect(Fixtures.folder.isEmpty == false) }
}
