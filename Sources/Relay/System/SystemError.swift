import Glibc

/// A failed system call: its name, and the `errno` it set.
struct SystemError: Error, Equatable, CustomStringConvertible {
    let operation: String
    let code: Int32

    /// Reads `errno`, so create the error on the very next line after the call: anything in between
    /// may call into the C library and change it.
    init(_ operation: String) {
        let code = errno
        self.operation = operation
        self.code = code
    }

    init(_ operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// The causes that callers distinguish.
    enum Cause {
        case addressInUse, addressNotAvailable, notPermitted
        case refused, timedOut, connectionLost
        case noDescriptors, interrupted
        case other
    }

    var cause: Cause {
        switch code {
        case EADDRINUSE: .addressInUse
        case EADDRNOTAVAIL: .addressNotAvailable
        case EACCES: .notPermitted
        case ECONNREFUSED: .refused
        case ETIMEDOUT: .timedOut
        case ECONNRESET, EPIPE: .connectionLost
        case EMFILE, ENFILE: .noDescriptors
        case EINTR: .interrupted
        default: .other
        }
    }

    /// The C library's text for the error, such as "Address already in use".
    var reason: String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    var description: String { "\(operation): \(reason)" }
}
