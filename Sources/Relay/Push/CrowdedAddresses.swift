import ICYReader

/// The addresses with many clients that were logged: each one once, whichever loop noticed it.
///
/// All clients of a proxy that is not trusted come from its address, and share the limit of one.
final class CrowdedAddresses: Sendable {
    private let logged = LoggedOnce<UInt64>(limit: Limits.loggedAddresses)

    /// Logs an address that has half of the connections that it may have, with the flag that counts
    /// the clients of a proxy one by one.
    func log(_ address: ClientAddress, maximum: Int) {
        guard logged.note(address.limitKey).isNew else { return }
        Log.line(CrowdedAddresses.message(address, maximum: maximum), .warning)
    }

    static func message(_ address: ClientAddress, maximum: Int) -> String {
        "half of the \(maximum) connections that one address may have come from \(address); "
            + "if it is a proxy, start with --trusted-proxy \(address)"
    }

    /// Forgets them, since the settings have changed.
    func forget() { logged.forget() }
}
