import ICYReader

/// The pictures of the stations' current titles, for all loops. When there is no room for a new
/// one, the oldest is dropped.
final class PictureStore: Sendable {
    /// A picture, and its bytes as the body of answers.
    struct Kept: Sendable {
        let picture: StreamPicture
        let body: SharedBody
    }

    private struct Place: Sendable {
        let kept: Kept
        let station: StationEntry
        /// Counts up: the lowest is the oldest.
        let order: Int
    }

    private struct Shelf: Sendable {
        var places: [StationID: Place] = [:]
        var nextOrder = 0

        mutating func takeOldest() -> Place? {
            guard let oldest = places.min(by: { $0.value.order < $1.value.order }) else {
                return nil
            }
            return places.removeValue(forKey: oldest.key)
        }
    }

    /// The memory of all pictures, including those that are still being read or sent.
    let room: PictureRoom
    private let shelf: Lock<Shelf>
    private let held = HeldBytes()
    /// The number of pictures, for a look without the lock.
    private let count = Counter()

    /// - Parameter limit: bytes of all pictures together.
    init(limit: Int = Limits.artworkBytes) {
        let shelf = Lock(Shelf())
        self.shelf = shelf
        room = PictureRoom(limit: limit) {
            // What is dropped is released after the lock.
            guard let oldest = shelf.withLock({ $0.takeOldest() }) else { return false }
            oldest.station.figures.shed(.artwork, station: oldest.station.choice.name)
            return true
        }
    }

    /// Keeps the picture of a station's new title in place of the one before it.
    func put(_ picture: StreamPicture?, of station: StationEntry) {
        guard let picture, !picture.bytes.isEmpty else { return remove(station.id) }
        let kept = Kept(
            picture: picture, body: SharedBody(picture.bytes, held, of: picture))
        let old = shelf.withLock { shelf in
            shelf.nextOrder += 1
            let place = Place(kept: kept, station: station, order: shelf.nextOrder)
            defer { count.set(shelf.places.count) }
            return shelf.places.updateValue(place, forKey: station.id)
        }
        _ = old
    }

    /// Drops the picture of a station.
    func remove(_ station: StationID) {
        guard count.value > 0 else { return }
        let old = shelf.withLock { shelf in
            defer { count.set(shelf.places.count) }
            return shelf.places.removeValue(forKey: station)
        }
        _ = old
    }

    /// The picture of a station's current title; nil if it has none.
    func picture(of station: StationID) -> Kept? {
        shelf.withLock { $0.places[station]?.kept }
    }
}
