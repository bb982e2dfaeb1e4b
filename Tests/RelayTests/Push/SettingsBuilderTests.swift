import ICYReader
import Testing

@testable import Relay

/// What a reload makes of the options.
@Suite struct SettingsBuilderTests {
    private func options(_ names: [String], _ change: (inout Options.Serve) -> Void = { _ in })
        throws -> Options.Serve
    {
        var options = Options.Serve(
            stations: try names.map {
                Options.StationChoice(name: $0, url: try StreamURL("http://h/\($0)"))
            })
        change(&options)
        return options
    }

    private func ids(_ settings: LiveSettings) -> [String] {
        settings.stations.map { "\($0.choice.name) \($0.id)" }
    }

    @Test func aNameKeepsItsNumberUntilItIsGone() throws {
        let source = SettingsBuilder()
        #expect(ids(try source.settings(of: options(["a", "b"]), since: 0)) == ["a 0", "b 1"])
        #expect(
            ids(try source.settings(of: options(["c", "b", "a"]), since: 7)) == [
                "c 2", "b 1", "a 0",
            ])
        #expect(ids(try source.settings(of: options(["b"]), since: 8)) == ["b 1"])
        let back = try source.settings(of: options(["a", "b"]), since: 9)
        #expect(ids(back) == ["a 3", "b 1"])
        // It is unknown whether titles from before it came back were missed.
        #expect(back.stations.map(\.floor) == [9, 0])
    }

    /// Stations and loops keep the entry they began with: another one would be kept in addition.
    @Test func whatHasNotChangedStaysTheSame() throws {
        let source = SettingsBuilder()
        let before = try source.settings(of: options(["a", "b"]), since: 0).stations
        let after = try source.settings(
            of: options(["b", "a"]) { $0.stations[1].isOnDemand = true }, since: 5
        ).stations
        #expect(after[0] === before[1])
        #expect(after[1] !== before[0])
        #expect(after[1].id == before[0].id)
        #expect(after[1].figures === before[0].figures)
    }

    /// Only while the operator has not said who may read, and only this machine can connect.
    @Test func pagesOfThisMachineAreAdmittedByDefault() throws {
        func admits(
            isLocal: Bool = true, _ change: (inout Options.Serve) -> Void = { _ in }
        ) throws -> Bool {
            let source = SettingsBuilder(isLocal: isLocal)
            return try source.settings(of: options(["a"], change), since: 0)
                .access.admitsLocalPages
        }
        let origin = try #require(OriginPattern("null"))
        let proxy = try #require(AddressRange("127.0.0.1"))
        #expect(try admits())
        #expect(try !admits(isLocal: false))
        #expect(try !admits { $0.access.allowedOrigins = [origin] })
        #expect(try !admits { $0.access.trustedProxies = [proxy] })
    }

    @Test func whatCannotBeReadChangesNothing() throws {
        let source = SettingsBuilder()
        _ = try source.settings(of: options(["a", "b"]), since: 0)
        let broken = [
            try options(["b"]) {
                $0.certificate = CertificateFiles(certificate: "/nowhere.pem", key: "/nowhere")
            },
            try options(["b"]) { $0.access.tokenFile = "/nowhere" },
        ]
        for options in broken {
            let error = #expect(throws: UsageError.self) {
                try source.settings(of: options, since: 5)
            }
            #expect(error?.exitCode == .configuration)
            #expect(error?.message.contains("/nowhere") == true)
        }
        #expect(ids(try source.settings(of: options(["a", "b"]), since: 5)) == ["a 0", "b 1"])
    }

    @Test func titlesOfEarlierRunsGoToTheirStationsOnce() throws {
        var contents = PlayLogContents(epoch: "e", lastNumber: 9)
        contents.readFrom = 2
        contents.floors = ["a": 4]
        let bench = try TestHub()
        contents.titles = ["a": [bench.title("x", station: "a")], "gone": [bench.title("y")]]
        let source = SettingsBuilder(contents)
        let settings = try source.settings(of: options(["a", "b"]), since: 0)
        #expect(settings.stations.map(\.floor) == [4, 2])
        let restored = source.takeRestored()
        #expect(restored.lastNumber == 9)
        #expect(restored.titles.mapValues(\.count) == [0: 1])
        #expect(restored.newest == [0: bench.title("x", station: "a").event.fingerprint])
        #expect(source.takeRestored().titles.isEmpty)
    }
}
