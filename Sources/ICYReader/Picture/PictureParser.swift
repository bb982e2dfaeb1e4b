/// Reads one picture of a tag as its bytes arrive. No memory is allocated by a length.
struct PictureParser: Sendable, Equatable {
    /// How a picture is written.
    enum Form: Sendable {
        /// A picture block of FLAC (RFC 9639, section 8.8): also in Ogg comments.
        case block
        /// The image alone.
        case image
    }

    /// The parts of a block. Numbers have four bytes, the first one is the highest.
    private enum Part: Sendable, Equatable {
        case role
        case textSize(isLast: Bool)
        case text(left: Int, isLast: Bool)
        /// Width, height, depth and number of colours.
        case dimensions
        case imageSize
        /// nil: up to the end.
        case image(left: Int?)
        case end
    }

    private var part: Part
    private var gathered: [UInt8] = []
    private var role = 0
    private var size = 0
    /// The first bytes of the image, which tell its format.
    private var start: [UInt8] = []
    private var bytes: [UInt8] = []
    private var version: UInt64 = 0xCBF2_9CE4_8422_2325
    private var share: PictureShare?

    /// - Parameter room: nil if only the format and the size are wanted.
    init(_ form: Form, in room: PictureRoom?) {
        part = form == .block ? .role : .image(left: nil)
        role = form == .block ? 0 : StreamPicture.frontCover
        share = room.map { PictureShare($0) }
    }

    /// Consumes the next byte.
    mutating func add(_ byte: UInt8) {
        switch part {
        case .role:
            guard let number = number(byte) else { return }
            (role, part) = (number, .textSize(isLast: false))
        case .textSize(let isLast):
            guard let number = number(byte) else { return }
            part = number > 0 ? .text(left: number, isLast: isLast) : after(isLast)
        case .text(let left, let isLast):
            part = left > 1 ? .text(left: left - 1, isLast: isLast) : after(isLast)
        case .dimensions:
            gathered.append(byte)
            guard gathered.count == 16 else { return }
            gathered = []
            part = .imageSize
        case .imageSize:
            if let number = number(byte) { part = number > 0 ? .image(left: number) : .end }
        case .image(let left):
            keep(byte)
            guard let left else { return }
            part = left > 1 ? .image(left: left - 1) : .end
        case .end: break
        }
    }

    /// The picture, if no byte follows; nil if there is none.
    func finish() -> StreamPicture? {
        guard size > 0 else { return nil }
        let format = StreamPicture.Format(start: start)
        var isWhole = false
        switch part {
        case .end, .image(left: nil): isWhole = true
        default: break
        }
        let isKept = isWhole && format != nil && share != nil
        // Growing has left unused room behind the bytes.
        let exact = bytes.capacity > bytes.count + Self.step ? Array(bytes[...]) : bytes
        var announced = size
        if case .image(let left?) = part { announced += left }
        return StreamPicture(
            format: format, role: role, size: announced, bytes: isKept ? exact : [],
            version: isKept ? version : 0, share: isKept ? share : nil)
    }

    private func after(_ isLast: Bool) -> Part { isLast ? .dimensions : .textSize(isLast: true) }

    private mutating func number(_ byte: UInt8) -> Int? {
        gathered.append(byte)
        guard gathered.count == 4 else { return nil }
        defer { gathered = [] }
        return gathered.reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func keep(_ byte: UInt8) {
        size += 1
        if start.count < StreamPicture.Format.startSize {
            start.append(byte)
            if start.count == StreamPicture.Format.startSize,
                StreamPicture.Format(start: start) == nil
            {
                drop()
            }
        }
        guard let share else { return }
        if bytes.count % Self.step == 0 {
            guard bytes.count < Limits.pictureBytes, share.take(Self.step) else { return drop() }
        }
        bytes.append(byte)
        // FNV-1a.
        version = (version ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// The picture is too large, of no known format, or there is no room.
    private mutating func drop() {
        share = nil
        bytes = []
    }

    /// Bytes for which room is taken at once.
    private static let step = 4096

    static func == (one: Self, other: Self) -> Bool {
        one.part == other.part && one.gathered == other.gathered && one.role == other.role
            && one.size == other.size && one.start == other.start && one.bytes == other.bytes
    }
}
