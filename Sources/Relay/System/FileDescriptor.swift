import Glibc

/// The sole owner of an open descriptor. The descriptor is closed once: by `close`, or when the
/// owner is destroyed. The owner cannot be copied, so nothing can use a number that has been
/// reassigned.
struct FileDescriptor: ~Copyable, Sendable {
    let rawValue: Int32

    init(owning rawValue: Int32) {
        precondition(rawValue >= 0, "a descriptor that was never opened")
        self.rawValue = rawValue
    }

    deinit { FileDescriptor.closeOrTrap(rawValue) }

    consuming func close() {
        FileDescriptor.closeOrTrap(rawValue)
        discard self
    }

    /// Gives up ownership without closing, to pass the descriptor on (when a thread is started, for
    /// example).
    consuming func release() -> Int32 {
        let value = rawValue
        discard self
        return value
    }

    /// `EINTR` is not retried: on Linux the descriptor is closed by then, and its number may
    /// already be in use again. `EBADF` means that exactly this mistake was made, so it stops the
    /// program.
    private static func closeOrTrap(_ rawValue: Int32) {
        let result = Glibc.close(rawValue)
        let code = errno
        precondition(result == 0 || code != EBADF, "closed a descriptor that was not open")
    }
}

/// Blocking reads and writes of ordinary files and standard streams.
extension FileDescriptor {
    /// Opens a file for reading from its beginning.
    static func open(path: String) throws(SystemError) -> FileDescriptor {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open") }
        return FileDescriptor(owning: descriptor)
    }

    /// Opens a file for writing and creates it if it does not exist. Existing content is kept.
    static func openForWriting(path: String) throws(SystemError) -> FileDescriptor {
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError("open") }
        return FileDescriptor(owning: descriptor)
    }

    /// Empties the file and goes back to its beginning. A pipe or a device has nothing to empty.
    borrowing func truncate() throws(SystemError) {
        let result = ftruncate(rawValue, 0)
        let code = errno
        guard result == 0 else {
            if code == EINVAL { return }
            throw SystemError("truncate", code: code)
        }
        guard lseek(rawValue, 0, SEEK_SET) == 0 else { throw SystemError("seek") }
    }

    /// - Parameter signals: see `StandardStream.write`.
    borrowing func write(
        _ bytes: Span<UInt8>, unless signals: Int32? = nil
    ) throws(SystemError) {
        try StandardStream.writeAll(rawValue, bytes, unless: signals)
    }
}

/// Descriptors 0, 1 and 2, which have no owner.
enum StandardStream {
    static let input: Int32 = 0
    static let output: Int32 = 1
    static let error: Int32 = 2

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Up to `capacity` bytes, or an empty array at the end of the file.
    static func read(_ descriptor: Int32, capacity: Int) throws(SystemError) -> [UInt8] {
        while true {
            var count = 0
            var code: Int32 = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
                count = unsafe Glibc.read(descriptor, buffer.baseAddress, capacity)
                code = errno
                filled = max(count, 0)
            }
            if count >= 0 { return bytes }
            guard code == EINTR else { throw SystemError("read", code: code) }
        }
    }

    /// - Parameter signals: a descriptor that becomes readable when the program is asked to end.
    ///   With it, a reader that does not read (`dump | less`) cannot block the program: the write
    ///   fails with `EINTR`.
    static func write(
        _ text: String, to descriptor: Int32, unless signals: Int32? = nil
    ) throws(SystemError) {
        try writeAll(descriptor, Array(text.utf8).span, unless: signals)
    }

    static func writeAll(
        _ descriptor: Int32, _ bytes: Span<UInt8>, unless signals: Int32? = nil
    ) throws(SystemError) {
        var offset = 0
        while offset < bytes.count {
            var piece = bytes.count - offset
            if let signals {
                // A pipe that is writable accepts this much without blocking (pipe(7)).
                piece = min(piece, Int(PIPE_BUF))
                try waitUntilWritable(descriptor, unless: signals)
            }
            let (count, code) = unsafe bytes.withUnsafeBufferPointer { buffer in
                let count = unsafe Glibc.write(
                    descriptor, buffer.baseAddress?.advanced(by: offset), piece)
                return (count, errno)
            }
            if count > 0 {
                offset += count
            } else if code == EAGAIN {
                // We were given a non-blocking terminal or pipe.
                try waitUntilWritable(descriptor, unless: signals)
            } else if code != EINTR {
                throw SystemError("write", code: code)
            }
        }
    }

    /// Whether a page (4 KiB) can be written without blocking, or a write would report an error.
    static func isWritable(_ descriptor: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&watched, 1, 0) > 0
    }

    private static func waitUntilWritable(
        _ descriptor: Int32, unless signals: Int32?
    ) throws(SystemError) {
        var watched = [
            pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
            // poll(2) ignores a negative descriptor.
            pollfd(fd: signals ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&watched, 2, -1) < 0 {}
        if watched[0].revents == 0 { throw SystemError("write", code: EINTR) }
    }
}
