/// The lookups of a loop that are not answered yet, by their number.
struct PendingLookups {
    /// One lookup.
    struct Lookup {
        let completion: (Result<[Address], Address.LookupFailure>) -> Void
        /// Makes the resolver forget it; nil where no resolver was asked.
        let cancel: (() -> Void)?
    }

    private var lookups: [UInt64: Lookup] = [:]
    private var lastNumber: UInt64 = 0

    /// A number for the next lookup.
    mutating func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    mutating func add(_ lookup: Lookup, _ number: UInt64) { lookups[number] = lookup }

    /// Removes one; nil where it was answered or cancelled before.
    mutating func take(_ number: UInt64) -> Lookup? {
        let lookup = lookups.removeValue(forKey: number)
        // At the start every station has one, and then hardly any.
        if lookups.isEmpty { lookups = [:] }
        return lookup
    }
}
