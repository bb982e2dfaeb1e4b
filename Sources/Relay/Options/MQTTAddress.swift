import ICYReader

/// The versions of MQTT that Relay speaks.
enum MQTTVersion: String, Sendable, CaseIterable {
    case v311 = "3.1.1"
    case v5 = "5"
}

/// The address of an MQTT broker: `mqtt://[user@]host[:port]`, or `mqtts://` for TLS.
struct MQTTAddress: Sendable, Equatable, CustomStringConvertible {
    /// Host and port as the transport takes them; `https` means TLS.
    let url: StreamURL
    let user: String?

    init(_ text: String) throws(WrongValue) {
        let lowercased = text.lowercased()
        let isSecure = lowercased.hasPrefix("mqtts://")
        guard isSecure || lowercased.hasPrefix("mqtt://") else {
            // What is wrong may have a password in it.
            throw .advice("write mqtt://host:port or mqtts://host:port")
        }
        var rest = text.dropFirst(isSecure ? 8 : 7)
        if rest.last == "/" { rest.removeLast() }
        if let at = rest.lastIndex(of: "@") {
            user = try MQTTAddress.user(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            user = nil
        }
        guard !rest.contains(where: { "/?#".contains($0) }) else {
            throw .advice("nothing comes after the port; the topics begin with --mqtt-prefix")
        }
        // An address of IPv6 is in brackets, and has colons of its own.
        let afterHost = rest.lastIndex(of: "]").map { rest[$0...] } ?? rest
        let hasPort = afterHost.contains(":")
        let port = hasPort ? "" : isSecure ? ":8883" : ":1883"
        do throws(ICYError) {
            url = try StreamURL("\(isSecure ? "https" : "http")://\(rest)\(port)/")
        } catch {
            throw .advice("write mqtt://host:port or mqtts://host:port")
        }
    }

    private static func user(_ text: Substring) throws(WrongValue) -> String {
        guard !text.contains(":") else {
            throw .advice("leave out the password; write it into the file of --mqtt-password-file")
        }
        let bytes = PercentCoding.decodeLeniently(Array(text.utf8))
        guard let user = String(validating: bytes, as: UTF8.self), !user.isEmpty,
            bytes.count <= Limits.mqttUserBytes, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { throw .advice("the user in the address is no text") }
        return user
    }

    var description: String {
        "\(url.scheme == .https ? "mqtts" : "mqtt")://"
            + "\(url.host.contains(":") ? "[\(url.host)]" : url.host):\(url.port)"
    }

    /// A beginning of topics: levels that could be names of stations, with `/` between them.
    static func prefix(_ text: String) throws(WrongValue) -> String {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= Limits.mqttPrefixBytes,
            levels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(StationName.isLegal) })
        else {
            throw .expected(
                "levels of letters, digits, and . _ ~ - with / between them, such as home/radio")
        }
        return text
    }
}
