import Glibc

/// A failed system call: which one, and the `errno` it left.
struct SystemError: Error, Equatable, CustomStringConvertible {
    let operation: String
    let code: Int32

    /// Takes `errno` from the thread, so it has to be made on the very next line after the call:
    /// anything between may call into the C library and change it.
    init(_ operation: String) {
        let code = errno
        self.operation = operation
        self.code = code
    }

    init(_ operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// What a caller decides on.
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

    /// The C library's own words for the error, such as "Address already in use".
    var reason: String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    var description: String { "\(operation): \(reason)" }
}
