import ICYReader

/// A packet of a broker.
struct MQTTPacket: Sendable, Equatable {
    /// The upper half of the first byte.
    let type: UInt8
    /// The lower half.
    let flags: UInt8
    /// What follows the length: the first `Limits.mqttPacketBytes` of it.
    let body: [UInt8]

    static let connectAcknowledgement: UInt8 = 2
    static let publish: UInt8 = 3
    static let publishAcknowledgement: UInt8 = 4
    static let subscribeAcknowledgement: UInt8 = 9
    static let unsubscribeAcknowledgement: UInt8 = 11
    static let pingResponse: UInt8 = 13
    static let disconnect: UInt8 = 14
}

/// What a broker does that MQTT does not allow, as a phrase.
struct MQTTError: Error, Equatable {
    let reason: String
}

/// Splits a broker's bytes into packets, however they are cut. Of a long packet it keeps the
/// beginning.
struct MQTTReader: Sendable {
    /// The most that the length of a packet can say (section 2.2.3 of 3.1.1).
    static let longest = 268_435_455

    private enum State: Sendable {
        case first
        case length(shift: Int)
        case body
    }

    private var state = State.first
    private var first: UInt8 = 0
    private var remaining = 0
    private var body: [UInt8] = []

    /// Reads from `bytes` at `offset` up to the end of a packet.
    ///
    /// - Returns: the packet; nil if all of `bytes` is read and the packet goes on.
    mutating func next(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(MQTTError) -> MQTTPacket? {
        while true {
            switch state {
            case .first:
                guard offset < bytes.count else { return nil }
                first = bytes[offset]
                offset += 1
                (remaining, body) = (0, [])
                state = .length(shift: 0)
            case .length(let shift):
                guard offset < bytes.count else { return nil }
                let byte = bytes[offset]
                offset += 1
                guard shift < 28 else { throw MQTTError(reason: "a packet without a length") }
                remaining |= Int(byte & 0x7F) << shift
                state = byte & 0x80 == 0 ? .body : .length(shift: shift + 7)
                if case .body = state { try check() }
            case .body:
                let count = min(remaining, bytes.count - offset)
                let kept = min(count, Limits.mqttPacketBytes - body.count)
                if kept > 0 {
                    body.append(addingCapacity: kept) {
                        $0.append(copying: bytes.extracting(offset..<offset + kept))
                    }
                }
                offset += count
                remaining -= count
                guard remaining == 0 else { return nil }
                state = .first
                return MQTTPacket(type: first >> 4, flags: first & 0x0F, body: body)
            }
        }
    }

    /// Only what is published may be long.
    private func check() throws(MQTTError) {
        guard first >> 4 != MQTTPacket.publish, remaining > Limits.mqttPacketBytes else { return }
        throw MQTTError(reason: "a packet of type \(first >> 4) with \(remaining) bytes")
    }
}

/// Takes values out of the body of a packet, in order.
struct MQTTFields {
    private var rest: ArraySlice<UInt8>

    init(_ body: [UInt8]) { rest = body[...] }

    var isEmpty: Bool { rest.isEmpty }
    /// All that was not taken.
    var remainder: ArraySlice<UInt8> { rest }

    mutating func byte() throws(MQTTError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw MQTTError(reason: "a packet that is cut") }
        return byte
    }

    mutating func number() throws(MQTTError) -> Int { Int(try byte()) << 8 | Int(try byte()) }

    mutating func bytes(_ count: Int) throws(MQTTError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw MQTTError(reason: "a packet that is cut") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Bytes after their number: a text or binary data.
    mutating func counted() throws(MQTTError) -> ArraySlice<UInt8> { try bytes(try number()) }

    mutating func variable() throws(MQTTError) -> Int {
        var value = 0
        for shift in stride(from: 0, through: 21, by: 7) {
            let byte = try byte()
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw MQTTError(reason: "a number that is too long")
    }

    /// The properties that MQTT 5 has in most packets (section 2.2.2).
    mutating func properties() throws(MQTTError) -> MQTTProperties {
        // Packets may end before their properties.
        guard !isEmpty else { return MQTTProperties() }
        let content = try bytes(try variable())
        return try MQTTProperties(Array(content))
    }
}
