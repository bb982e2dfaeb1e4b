import Glibc

/// Sole owner of an open descriptor: it is closed once, by `close` or at the latest when the owner
/// goes away. It cannot be copied, so nothing can use a number that has been given to another.
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

    /// Takes it out of this owner's care, to be handed to another (a thread's start, for example).
    consuming func release() -> Int32 {
        let value = rawValue
        discard self
        return value
    }

    /// `EINTR` is not repeated: on Linux the descriptor is gone by then, and the number may already
    /// be somebody else's. `EBADF` means exactly that mistake was made, so it stops the program.
    private static func closeOrTrap(_ rawValue: Int32) {
        let result = Glibc.close(rawValue)
        let code = errno
        precondition(result == 0 || code != EBADF, "closed a descriptor that was not open")
    }
}

/// Blocking reads and writes of ordinary files and standard streams.
extension FileDescriptor {
    /// Opens a file to be read from its beginning.
    static func open(path: String) throws(SystemError) -> FileDescriptor {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open") }
        return FileDescriptor(owning: descriptor)
    }

    /// Creates the file if it was not there; what it holds is left alone.
    static func openForWriting(path: String) throws(SystemError) -> FileDescriptor {
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError("open") }
        return FileDescriptor(owning: descriptor)
    }

    /// Goes back to an empty file. A pipe or a device has nothing to empty.
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

/// Descriptors 0, 1 and 2, which nobody owns.
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
    ///   With it, a reader that does not read (`dump | less`) cannot hold the program up: the write
    ///   is given up with `EINTR`.
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
                // A pipe that is ready takes this much without waiting (pipe(7)).
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
                // Somebody gave us a non-blocking terminal or pipe.
                try waitUntilWritable(descriptor, unless: signals)
            } else if code != EINTR {
                throw SystemError("write", code: code)
            }
        }
    }

    /// Whether a page (4 KiB) can be written without waiting, or an error is there to be found.
    static func isWritable(_ descriptor: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&watched, 1, 0) > 0
    }

    private static func waitUntilWritable(
        _ descriptor: Int32, unless signals: Int32?
    ) throws(SystemError) {
        var watched = [
            pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
            // poll(2) passes over a negative number.
            pollfd(fd: signals ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&watched, 2, -1) < 0 {}
        if watched[0].revents == 0 { throw SystemError("write", code: EINTR) }
    }
}
