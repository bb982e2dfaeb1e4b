import Synchronization

/// The memory for the pictures of all streams that share it: those that are being read, those that
/// are kept, and those that are being sent.
public final class PictureRoom: Sendable {
    /// The most bytes at a time.
    public let limit: Int
    private let used = Atomic(0)
    private let release: @Sendable () -> Bool

    /// - Parameters:
    ///   - limit: the most bytes at a time; 0 if no picture may be kept.
    ///   - release: called when there is no room. It drops a picture that is kept, and returns
    ///     false if there is none.
    public init(limit: Int, release: @escaping @Sendable () -> Bool = { false }) {
        self.limit = limit
        self.release = release
    }

    /// The bytes in use.
    public var byteCount: Int { used.load(ordering: .relaxed) }

    /// Takes room for more bytes.
    ///
    /// - Returns: whether there is room.
    fileprivate func take(_ count: Int) -> Bool {
        while true {
            if used.add(count, ordering: .relaxed).newValue <= limit { return true }
            used.subtract(count, ordering: .relaxed)
            guard release() else { return false }
        }
    }

    fileprivate func give(_ count: Int) { used.subtract(count, ordering: .relaxed) }
}

/// What one picture takes of the room. It is given back when nothing holds the picture any more.
final class PictureShare: Sendable {
    private let room: PictureRoom
    private let count = Atomic(0)

    init(_ room: PictureRoom) { self.room = room }

    deinit { room.give(count.load(ordering: .relaxed)) }

    /// - Returns: whether there is room for more bytes.
    func take(_ more: Int) -> Bool {
        guard room.take(more) else { return false }
        count.add(more, ordering: .relaxed)
        return true
    }
}

extension PictureRoom: Equatable {
    /// Whether both are the same room.
    public static func == (one: PictureRoom, other: PictureRoom) -> Bool { one === other }
}
