/// Whether the way to a stream may lead to internal addresses.
///
/// The operator's own address is as written: its host may be internal. Once that host has had only
/// public addresses, nothing leads inside: no redirect, no playlist, and no changed name.
struct InternalAccess: Sendable, Equatable {
    private let isAllowed: Bool
    private var isPublic = false

    /// - Parameter isAllowed: whether the operator allows it in any case.
    init(isAllowed: Bool) { self.isAllowed = isAllowed }

    /// Whether internal addresses of the next host are left out.
    var isRefused: Bool { isPublic && !isAllowed }

    /// Takes notice of the addresses of a host.
    ///
    /// - Parameter isGiven: whether it is that of the operator's address.
    mutating func saw(_ addresses: [Address], isGiven: Bool) {
        if isGiven, !addresses.contains(where: \.client.isInternal) { isPublic = true }
    }
}
