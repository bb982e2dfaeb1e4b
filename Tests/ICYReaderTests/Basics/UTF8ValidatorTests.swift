import Testing

@testable import ICYReader

@Suite struct UTF8ValidatorTests {
    /// Against the standard library: all pairs of bytes, and all triples and quadruples of the
    /// bytes at which a rule changes.
    @Test func agreesWithTheStandardLibrary() {
        let edges: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
            0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        var sequences = (0...65_535).map { [UInt8($0 / 256), UInt8($0 % 256)] }
        for first in edges {
            for second in edges {
                for third in edges {
                    sequences.append([first, second, third])
                    sequences += edges.map { [first, second, third, $0] }
                }
            }
        }
        let wrong = sequences.first { sequence in
            var validator = UTF8Validator()
            let isValid = sequence.allSatisfy { validator.accept($0) } && validator.isComplete
            return isValid != (String(validating: sequence, as: UTF8.self) != nil)
        }
        #expect(wrong == nil)
    }
}
