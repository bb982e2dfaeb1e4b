import Foundation
import Testing

@testable import Relay

/// The default number of loops.
@Suite struct CoresTests {
    @Test(arguments: [
        ("max 100000\n", nil), ("100000 100000\n", 1), ("50000 100000", 1), ("150000 100000\n", 2),
        ("400000 100000\n", 4), ("400001 100000\n", 5), ("", nil), ("100000", nil),
        ("0 100000", nil),
        ("1 0", nil), ("x y", nil),
    ])
    func aQuotaIsRoundedUp(text: String, cores: Int?) {
        #expect(Cores.cores(ofQuota: text) == cores)
    }

    /// The tightest of all groups, from the process's own up to the root.
    @Test func quotasOfOuterGroupsCount() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        let inner = root.appending(path: "a/b")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        func set(_ path: String, _ text: String) throws {
            try Data(text.utf8).write(to: root.appending(path: path))
        }
        func quota(_ groups: String?) -> Int? { Cores.quota(at: root.path(), groups: groups) }
        #expect(quota("0::/a/b\n") == nil)
        try set("a/b/cpu.max", "max 100000\n")
        #expect(quota("0::/a/b\n") == nil)
        try set("a/cpu.max", "200000 100000\n")
        #expect(quota("0::/a/b\n") == 2)
        try set("a/b/cpu.max", "300000 100000\n")
        #expect(quota("0::/a/b\n") == 2)
        try set("cpu.max", "100000 100000\n")
        #expect(quota("0::/a/b\n") == 1)
        #expect(quota("0::/\n") == 1)
        #expect(quota("12:cpu:/a\n") == nil)
        #expect(quota(nil) == nil)
    }

    @Test func thereIsAtLeastOne() { #expect(Cores.count >= 1) }
}
