/// What `OnDemand` can leave out.
protocol StartsEmpty: Sendable {
    /// As it is when there is nothing to keep.
    init()
}

/// A part that is as it began nearly always. It stands behind a reference, and only once it has
/// been changed: for one that is as it began, nothing is kept.
///
/// A copy is a value of its own, as without it: a part that is shared is copied before it changes.
@propertyWrapper
struct OnDemand<Value: StartsEmpty>: @unchecked Sendable {
    // Only a part that is the sole owner of its storage changes it.
    private final class Storage {
        var value: Value

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage?

    init() {}

    /// Whether nothing is kept.
    var isEmpty: Bool { storage == nil }

    /// As it began; nothing is kept any more.
    mutating func clear() { storage = nil }

    var wrappedValue: Value {
        _read {
            if let storage { yield storage.value } else { yield Value() }
        }
        _modify {
            let own: Storage
            // Asked before anything else holds the storage: that would be a second owner.
            if isKnownUniquelyReferenced(&storage), let storage {
                own = storage
            } else {
                own = Storage(wrappedValue)
                storage = own
            }
            yield &own.value
        }
    }
}
