/// A part that is there for a while only. It stands behind a reference, so that nothing is kept
/// for it where it is not: of ten thousand streams hardly one is still looking for its interval.
///
/// A copy is a value of its own, as without it: a part that is shared is copied before it changes.
@propertyWrapper
struct Boxed<Value: Sendable>: @unchecked Sendable {
    // Only a box that is the sole owner of its storage changes it.
    private final class Storage {
        var value: Value?

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage?

    init(wrappedValue: Value?) { storage = wrappedValue.map { Storage($0) } }

    /// Whether it is not there: `wrappedValue` is nil.
    var isEmpty: Bool { storage == nil }

    var wrappedValue: Value? {
        _read {
            if let storage { yield storage.value } else { yield nil }
        }
        _modify {
            // Given up for the moment, so that the part has one owner while it changes.
            var own = storage
            storage = nil
            if isKnownUniquelyReferenced(&own) == false, let shared = own?.value {
                own = Storage(shared)
            }
            // Also where what changes it throws.
            if let own {
                defer { storage = own.value == nil ? nil : own }
                yield &own.value
            } else {
                var new: Value?
                defer { storage = new.map { Storage($0) } }
                yield &new
            }
        }
    }
}
