import Glibc

/// A file that is only appended to, and read at any offset. The calls block, for a long time on a
/// slow disk, so use it on a thread of its own.
final class AppendedFile: Sendable {
    /// Identifies a file whatever its path.
    struct Identity: Sendable, Equatable {
        fileprivate let device: UInt
        fileprivate let number: UInt
    }

    private let descriptor: FileDescriptor
    let identity: Identity

    /// Opens the file, or creates it if it does not exist. Existing content is kept.
    ///
    /// - Parameter path: the path of a regular file. Lines cannot be removed from a pipe or a
    ///   device, so those throw `EINVAL`.
    init(path: String) throws(SystemError) {
        // O_NONBLOCK: do not wait for the other end of a pipe, which is rejected below anyway.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        let raw = unsafe Glibc.open(path, flags, 0o640)
        guard raw >= 0 else { throw SystemError("open") }
        descriptor = FileDescriptor(owning: raw)
        let information = try AppendedFile.information(raw)
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw SystemError("open", code: EINVAL)
        }
        identity = Identity(device: information.st_dev, number: information.st_ino)
    }

    private static func information(_ descriptor: Int32) throws(SystemError) -> stat {
        var information = stat()
        let result = unsafe fstat(descriptor, &information)
        guard result == 0 else { throw SystemError("fstat") }
        return information
    }

    /// Locks the file for this program (advisory: it holds against programs that lock it too). The
    /// kernel releases the lock when the program ends, however it ends.
    ///
    /// - Parameter wait: how long to wait for a program that is about to end, in milliseconds.
    /// - Returns: false if another program holds the lock.
    func lock(wait: Int32) throws(SystemError) -> Bool {
        let pause: Int32 = 10
        for attempt in 0...max(0, wait / pause) {
            if attempt > 0 { _ = poll(nil, 0, pause) }
            let result = flock(descriptor.rawValue, LOCK_EX | LOCK_NB)
            let code = errno
            if result == 0 { return true }
            guard code == EWOULDBLOCK else { throw SystemError("flock", code: code) }
        }
        return false
    }

    var size: Int {
        get throws(SystemError) {
            Int(try AppendedFile.information(descriptor.rawValue).st_size)
        }
    }

    /// - Returns: fewer than `count` bytes if the file ends before.
    func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var got = 0
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while got < count {
                let result = unsafe pread(
                    descriptor.rawValue, buffer.baseAddress?.advanced(by: got), count - got,
                    off_t(offset + got))
                code = result < 0 ? errno : 0
                if result > 0 { got += result } else if code != EINTR { break }
            }
            filled = got
        }
        guard code == 0 else { throw SystemError("read", code: code) }
        return bytes
    }

    /// Appends bytes at the end of the file, in one write while there is room.
    ///
    /// - Returns: how many of them are in the file now, and why not all.
    func append(_ bytes: Span<UInt8>) -> (count: Int, failure: SystemError?) {
        var count = 0
        while count < bytes.count {
            let (result, code) = unsafe bytes.withUnsafeBufferPointer { buffer in
                let result = unsafe Glibc.write(
                    descriptor.rawValue, buffer.baseAddress?.advanced(by: count),
                    bytes.count - count)
                return (result, errno)
            }
            if result > 0 {
                count += result
            } else if result == 0 || code != EINTR {
                return (count, SystemError("write", code: result == 0 ? ENOSPC : code))
            }
        }
        return (count, nil)
    }

    /// Removes everything after the first `size` bytes.
    func truncate(to size: Int) throws(SystemError) {
        let result = ftruncate(descriptor.rawValue, off_t(size))
        guard result == 0 else { throw SystemError("truncate") }
    }

    /// Returns once everything appended so far is on the disk.
    func sync() throws(SystemError) {
        let result = fdatasync(descriptor.rawValue)
        guard result == 0 else { throw SystemError("fdatasync") }
    }

    /// Returns once the name of a new file is on the disk too. Some file systems do not support
    /// this call, and do it by themselves.
    static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let raw = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { return }
        let descriptor = FileDescriptor(owning: raw)
        _ = fsync(descriptor.rawValue)
    }
}
