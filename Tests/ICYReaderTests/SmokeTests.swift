import Fixtures
import Testing

@testable import ICYReader

@Suite struct ICYReaderSmokeTests {
    @Test func builds() { #expect(Fixtures.folder.isEmpty == false) }
}
