/// A value that `OnDemand` can omit.
protocol StartsEmpty: Sendable {
    /// Makes the initial value, for which nothing is stored.
    init()
}

/// A part that nearly always has its initial value. It is stored behind a reference, and only once
/// it has changed: an unchanged part takes no space.
///
/// Copies keep value semantics: a shared part is copied before it changes.
@propertyWrapper
struct OnDemand<Value: StartsEmpty>: @unchecked Sendable {
    // A part changes its storage only if it is the sole owner.
    private final class Storage {
        var value: Value

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage?

    init() {}

    /// Whether the part has its initial value, and nothing is stored.
    var isEmpty: Bool { storage == nil }

    /// Restores the initial value and releases the storage.
    mutating func clear() { storage = nil }

    var wrappedValue: Value {
        _read {
            if let storage { yield storage.value } else { yield Value() }
        }
        _modify {
            let own: Storage
            // Checked before anything else holds the storage: that would be a second owner.
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
