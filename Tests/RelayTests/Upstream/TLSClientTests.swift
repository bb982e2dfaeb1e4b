import Testing

@testable import Relay

/// What does not need a server; the live tests make real handshakes.
@Suite struct TLSClientTests {
    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }

    private func firstFlight(_ host: String) throws -> [UInt8] {
        let client = try TLSClient(context: try TLSContext(), host: host)
        #expect(try client.handshake() == false)
        let output = client.takeOutput()
        #expect(client.takeOutput().isEmpty)
        return output
    }

    @Test func theFirstFlightNamesTheServer() throws {
        let output = try firstFlight("radio.example")
        // RFC 8446 §5.1: a handshake record.
        #expect(Array(output.prefix(2)) == [0x16, 0x03])
        #expect(contains(output, "radio.example"))
    }

    /// RFC 6066 §3 allows no addresses in the server name.
    @Test(arguments: ["192.0.2.7", "2001:db8::7"])
    func anAddressIsNotNamed(host: String) throws {
        let output = try firstFlight(host)
        #expect(output.first == 0x16)
        #expect(!contains(output, host))
    }

    /// The C library would read it as 127.0.0.1; a certificate can name it only as text.
    @Test func whatOnlyLooksLikeAnAddressIsAName() throws {
        #expect(contains(try firstFlight("127.1"), "127.1"))
    }

    @Test func anAnswerThatIsNoTLSFailsWithAReason() throws {
        let client = try TLSClient(
            context: try TLSContext(), host: "radio.example")
        #expect(try client.handshake() == false)
        client.receive(Array("HTTP/1.0 400 Bad Request\r\n\r\n".utf8).span)
        let failure = #expect(throws: TLSFailure.self) { try client.handshake() }
        #expect(failure?.reason.isEmpty == false)
    }
}
