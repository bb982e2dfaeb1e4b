@testable import Relay

/// Listens on a free port of 127.0.0.1 and reports the port to the driver over a connection. That
/// connection is also the stop signal: however the driver ends, the kernel closes it.
final class EchoEndpoint: EventHandler {
    /// Why the driver was never reached.
    private(set) var failure: SystemError?

    private let loop: EventLoop
    private let port: UInt16
    private var listener: ListeningSocket?
    private var driver: FileDescriptor?
    private var isConnected = false

    init(loop: EventLoop, driver address: Address) throws {
        self.loop = loop
        let listening = try Socket.listen(on: address.with(port: 0), .first)
        port = try Address(boundBy: listening.rawValue).port
        listener = try ListeningSocket(loop: loop, descriptor: listening) {
            [unowned loop] accepted in
            // A connection that cannot be registered is closed again, and its test case fails.
            _ = try? EchoConnection(loop: loop, descriptor: accepted.release())
        }
        let connecting = try Socket.connect(to: address)
        let raw = connecting.rawValue
        driver = consume connecting
        try loop.register(raw, for: .writable, self)
    }

    func ready(_ readiness: Readiness) {
        guard let raw = driver?.rawValue else { return }
        guard isConnected else { return connected(raw) }
        switch Socket.receive(raw, into: loop.receiveBuffer) {
        case .count, .wouldBlock: break
        case .end, .failed: loop.stop()
        }
    }

    private func connected(_ raw: Int32) {
        failure = Socket.pendingError(raw)
        guard failure == nil else { return loop.stop() }
        isConnected = true
        // The send buffer is empty, so it accepts the whole line.
        _ = Socket.send(raw, Array("\(port)\n".utf8))
        loop.setInterest(raw, .readable)
    }

    func close() {
        listener?.close()
        guard let owned = driver.take() else { return }
        loop.deregister(owned.rawValue)
    }
}
