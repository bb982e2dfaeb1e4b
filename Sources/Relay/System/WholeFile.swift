/// Small files that are read in one go: a configuration, tokens.
enum WholeFile {
    /// All bytes of a file. If the file is larger than a configuration may be, returns one byte
    /// more than that limit: the caller reports the problem, and an endless device does no harm.
    static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let descriptor = try FileDescriptor.open(path: path)
        var bytes: [UInt8] = []
        while bytes.count <= Limits.configurationBytes {
            let room = Limits.configurationBytes + 1 - bytes.count
            let piece = try StandardStream.read(
                descriptor.rawValue, capacity: min(room, Limits.receiveBuffer))
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }
}
