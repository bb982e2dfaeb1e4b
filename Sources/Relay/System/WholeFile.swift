/// Small files that are read at once: a configuration, tokens.
enum WholeFile {
    /// All bytes of a file. Of one that is larger than a configuration may be, one byte more than
    /// that: whoever asked says what is wrong, and a device without an end does no harm.
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
