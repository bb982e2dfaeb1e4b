import ICYReader
import Testing

@testable import Relay

@Suite struct MQTTReaderTests {
    private func packets(_ pieces: [[UInt8]]) throws -> [MQTTPacket] {
        var reader = MQTTReader()
        var found: [MQTTPacket] = []
        for piece in pieces {
            var offset = 0
            while let packet = try reader.next(piece.span, &offset) { found.append(packet) }
            #expect(offset == piece.count)
        }
        return found
    }

    @Test func lengthsHaveUpToFourBytes() throws {
        for (length, count) in [
            ("00", 0), ("7F", 127), ("8001", 128), ("FF7F", 16_383), ("808001", 16_384),
        ] {
            let bytes = hex("31" + length) + [UInt8](repeating: 7, count: count)
            let packet = try #require(try packets([bytes]).first)
            #expect(packet.type == MQTTPacket.publish && packet.flags == 1)
            #expect(packet.body.count == min(count, Limits.mqttPacketBytes))
        }
    }

    /// Of a packet that a broker never ends, little is kept.
    @Test func aLongPacketIsPassedOver() throws {
        var reader = MQTTReader()
        var offset = 0
        let start = hex("30 FFFFFF7F")
        #expect(try reader.next(start.span, &offset) == nil)
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        for _ in 0..<255 {
            offset = 0
            #expect(try reader.next(piece.span, &offset) == nil)
        }
        let end = [UInt8](repeating: 7, count: (1 << 20) - 1) + hex("D000")
        offset = 0
        #expect(try reader.next(end.span, &offset)?.body.count == Limits.mqttPacketBytes)
        #expect(try reader.next(end.span, &offset)?.type == MQTTPacket.pingResponse)
    }

    @Test(arguments: ["30 8080808001", "30 FFFFFFFF7F", "40 8140", "20 FFFFFF7F"])
    func aWrongLengthIsAnError(start: String) {
        #expect(throws: MQTTError.self) { try packets([hex(start)]) }
    }

    @Test func theEncoderWritesWhatTheReaderReads() throws {
        for count in [0, 100, 200, 20_000] {
            let payload = [UInt8](repeating: 9, count: count)
            let packet = MQTTEncoder(version: .v311).publish("a/b", payload, id: 258)
            let read = try packets([packet])
            let body = hex("0003 61 2F 62 0102") + payload
            #expect(read.map(\.body) == [Array(body.prefix(Limits.mqttPacketBytes))])
        }
    }

    @Test func propertiesOfEveryTypeArePassedOver() throws {
        let all = """
            01 00 02 00000000 03 0001 41 08 0000 09 0000 0B 8001 11 00000000 12 0000 13 0005 15 0000
            16 0000 17 00 18 00000000 19 00 1A 0000 1C 0000 1F 0002 4F4B 21 0003 22 0000 23 0000
            24 01 25 01 26 0001 41 0001 42 27 00001000 28 00 29 00 2A 00
            """
        let bytes = hex(all.replacing("\n", with: " "))
        let properties = try MQTTProperties(bytes)
        #expect(properties.receiveMaximum == 3 && properties.maximumPacketBytes == 4096)
        #expect(properties.allowsRetained && properties.allowsAcknowledged)
        #expect(properties.keepAlive == 5 && properties.reason == "OK")
        // Cut within any of them, it is an error or the end of one.
        for count in bytes.indices { _ = try? MQTTProperties(Array(bytes.prefix(count))) }
        for wrong in ["00", "21 0000", "21 00", "26 0001 41", "0B FFFFFFFF", "7F 00"] {
            #expect(throws: MQTTError.self) { try MQTTProperties(hex(wrong)) }
        }
    }
}
