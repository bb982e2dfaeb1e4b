/// A value that `OnDemand` can omit.
protocol StartsEmpty {
    /// Makes the initial value, for which nothing is stored.
    init()

    /// Whether the value is known to be the initial one again, so that nothing need be stored.
    var isInitial: Bool { get }
}

extension StartsEmpty {
    var isInitial: Bool { false }
}

/// An optional part is absent at first.
extension Optional: StartsEmpty {
    init() { self = nil }

    var isInitial: Bool {
        if case .none = self { true } else { false }
    }
}

/// A part that nearly always has its initial value, or is absent. It is stored behind a reference,
/// and only while it differs: an unchanged part takes no space. Of ten thousand streams, hardly one
/// is still looking for its interval.
///
/// Copies keep value semantics: a shared part is copied before it changes.
@propertyWrapper
struct OnDemand<Value: StartsEmpty & Sendable>: @unchecked Sendable {
    // A part changes its storage only if it is the sole owner.
    private final class Storage {
        var value: Value

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage?

    init() {}

    init(wrappedValue: Value) {
        storage = wrappedValue.isInitial ? nil : Storage(wrappedValue)
    }

    /// Whether the part has its initial value, and nothing is stored.
    var isEmpty: Bool { storage == nil }

    /// Restores the initial value and releases the storage.
    mutating func clear() { storage = nil }

    var wrappedValue: Value {
        _read {
            if let storage { yield storage.value } else { yield Value() }
        }
        _modify {
            // Checked before anything else holds the storage: that would be a second owner.
            if isKnownUniquelyReferenced(&storage), let own = storage {
                // Also if the change throws.
                defer { if own.value.isInitial { storage = nil } }
                yield &own.value
            } else {
                // Nothing is allocated where nothing changes: `part?.change()` of an absent part.
                var new = wrappedValue
                defer { storage = new.isInitial ? nil : Storage(new) }
                yield &new
            }
        }
    }
}
