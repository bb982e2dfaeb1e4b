import ICYReader

/// Whether the way to a stream may lead to internal addresses.
///
/// The operator's own addresses are as written: their hosts may be internal. Once the host of one
/// has had only public addresses, nothing leads inside from there: no redirect, no playlist, and no
/// changed name.
struct InternalAccess: Sendable, Equatable {
    private let isAllowed: Bool
    /// A bit for each of the operator's addresses: whether it is public.
    private var publicBits: UInt8 = 0

    /// - Parameter isAllowed: whether the operator allows it in any case.
    init(isAllowed: Bool) { self.isAllowed = isAllowed }

    /// Whether internal addresses of the next host are left out.
    ///
    /// - Parameter index: which of the operator's addresses leads there.
    func isRefused(from index: Int = 0) -> Bool { publicBits & bit(index) != 0 && !isAllowed }

    /// Takes notice of the addresses of a host.
    ///
    /// - Parameters:
    ///   - index: which of the operator's addresses leads there.
    ///   - isGiven: whether it is that address itself.
    mutating func saw(_ addresses: [Address], from index: Int = 0, isGiven: Bool) {
        if isGiven, !addresses.contains(where: \.client.isInternal) { publicBits |= bit(index) }
    }

    private func bit(_ index: Int) -> UInt8 {
        precondition(0..<ICYReader.Limits.stationAddresses ~= index)
        return 1 << UInt8(index)
    }
}
