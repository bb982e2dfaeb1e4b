/// An optional part that exists only for a while. It is stored behind a reference, so that an
/// absent part takes no space: of ten thousand streams, hardly one is still looking for its
/// interval.
///
/// Copies keep value semantics: a shared part is copied before it changes.
@propertyWrapper
struct Boxed<Value: Sendable>: @unchecked Sendable {
    // A box changes its storage only if it is the sole owner.
    private final class Storage {
        var value: Value?

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage?

    init(wrappedValue: Value?) { storage = wrappedValue.map { Storage($0) } }

    /// Whether the part is absent: `wrappedValue` is nil.
    var isEmpty: Bool { storage == nil }

    var wrappedValue: Value? {
        _read {
            if let storage { yield storage.value } else { yield nil }
        }
        _modify {
            // Released for the moment, so that the part has one owner while it changes.
            var own = storage
            storage = nil
            if isKnownUniquelyReferenced(&own) == false, let shared = own?.value {
                own = Storage(shared)
            }
            // The storage is restored even if the change throws.
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
