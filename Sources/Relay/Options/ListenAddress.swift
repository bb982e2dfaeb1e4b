/// The address to listen on, as typed.
struct ListenAddress: Sendable, Equatable {
    let host: String
    let port: UInt16

    static let standard = ListenAddress(host: "127.0.0.1", port: 8000)
    static let anyLoopbackPort = ListenAddress(host: "127.0.0.1", port: 0)

    private init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Parses the value of `--listen`: `HOST:PORT`, `[IPv6]:PORT`, or only a port, which means
    /// 127.0.0.1.
    init(_ text: String) throws(UsageError) {
        do throws(WrongValue) {
            try self.init(reading: text)
        } catch {
            throw UsageError("--listen", text, error)
        }
    }

    /// Parses the same forms from any source.
    init(reading text: String) throws(WrongValue) {
        let wrong = WrongValue.expected("HOST:PORT, such as 127.0.0.1:8000")
        guard let colon = text.lastIndex(of: ":") else {
            guard let port = UInt16(text) else { throw wrong }
            self.init(host: ListenAddress.standard.host, port: port)
            return
        }
        var host = text[..<colon]
        guard let port = UInt16(text[text.index(after: colon)...]) else { throw wrong }
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .advice("write an IPv6 address in brackets, such as [::1]:8000")
        }
        guard !host.isEmpty else { throw wrong }
        self.init(host: String(host), port: port)
    }

    /// An address to suggest if this one is in use.
    var neighbour: ListenAddress {
        ListenAddress(host: host, port: port < UInt16.max ? port + 1 : 8000)
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
