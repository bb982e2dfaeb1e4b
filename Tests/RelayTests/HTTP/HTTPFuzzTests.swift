import Fixtures
import Testing

@testable import Relay

/// Hostile requests from seeded generators, from the first byte to the response: nothing traps,
/// and cuts change nothing.
@Suite struct HTTPFuzzTests {
    private static let seeds = [
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET /jazz/?a=b HTTP/1.1\nHost: [::1]:80\nAccept: text/html;q=0.5,*/*;q=0.1\n\n",
        "GET http://a.example/%6aazz HTTP/1.1\nHost: a\nContent-Length: 0\nCookie: a=b\n\n",
        "GET /jazz HTTP/1.1\nHost: a\nUpgrade: websocket\nConnection: Upgrade\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Protocol: icy.json.v1\n\n",
        "HEAD /a?b HTTP/1.0\nTransfer-Encoding: chunked\n\n",
    ].map(wire)

    private static let spice: [[UInt8]] = [
        utf8("\r"), utf8("\n"), utf8("\r\n"), utf8(" "), utf8("\t"), utf8(":"), utf8(","),
        utf8(";q="),
        utf8("%"), utf8("%2"), utf8("//"), utf8("?"), utf8("://"), utf8("]"), utf8("\""), [0x00],
        [0x16],
        [0x80], [0xFF], utf8("Host: b\r\n"), utf8("99999999999999999999"), utf8("é"),
    ]

    private func mutated(_ random: inout SeededGenerator) -> [UInt8] {
        var input = Self.seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let place = Int.random(in: 0..<input.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: input[place] = UInt8.random(in: 0...255, using: &random)
            case 1: input.remove(at: place)
            case 2:
                input.insert(contentsOf: Self.spice.randomElement(using: &random) ?? [], at: place)
            default: input[place] ^= 0x20
            }
        }
        return input
    }

    @Test(arguments: 0..<8) func everythingIsAnswered(_ block: UInt64) {
        let routes = Routes(stations: ["jazz", "rock"])
        var answered: Set<Int> = []
        for round in 0..<400 as Range<UInt64> {
            let seed = 0xF22 << 48 | block << 32 | round
            var random = SeededGenerator(seed: seed)
            let input =
                round.isMultiple(of: 16)
                ? random.bytes(Int.random(in: 0...300, using: &random)) : mutated(&random)
            let whole = RequestOutcome.of([input])
            #expect(whole.consumed <= input.count)
            let places = (0..<3).map { _ in Int.random(in: 0...input.count, using: &random) }
            let cut = RequestOutcome.of(EveryCut.pieces(of: input, at: places.sorted()))
            #expect(cut == whole, "seed \(seed)")
            #expect(RequestOutcome.of(input.map { [$0] }) == whole, "seed \(seed)")
            if let error = whole.error { answered.insert(Response(error).status) }
            guard let request = whole.request else { continue }
            #expect(request.path.hasPrefix("/") || ["*", request.target].contains(request.path))
            switch routes.route(request) {
            case .respond(let response):
                answered.insert(response.status)
                let bytes = response.bytes(includingBody: !request.isHead)
                #expect(bytes.count < 2000, "seed \(seed)")
            case .subscribe(let stations, _, let response):
                answered.insert(101)
                #expect(stations.allSatisfy { $0 < 2 }, "seed \(seed)")
                #expect(parts(response).body.isEmpty, "seed \(seed)")
            case .page(let station, _), .snapshot(let station, _):
                answered.insert(200)
                #expect(station < 2)
            default: answered.insert(200)
            }
        }
        // The mutations must reach beyond the parser, or they would show nothing.
        #expect(answered.isSuperset(of: [101, 200, 400, 404]))
    }
}
