import Glibc
import RollcallCore

/// A call of the operating system that failed, and `errno`.
struct SystemFailure: Error {
    let operation: String
    let code: Int32

    init(_ operation: String, _ code: Int32 = errno) {
        self.operation = operation
        self.code = code
    }

    /// Following all symbolic links on a path.
    static let resolving = "resolve"

    /// For what Linux has no code for.
    static let notRegular: Int32 = -1
    static let tooLarge: Int32 = -2

    var isAbsence: Bool { code == ENOENT }

    /// The system's words, except where they would puzzle: `O_NOFOLLOW` makes `ELOOP` of one symbolic link.
    var reason: String {
        switch code {
        case ELOOP where operation == Self.resolving: "symbolic links lead in a circle"
        case ELOOP: "it is a symbolic link"
        case Self.notRegular: "it is not a regular file"
        case Self.tooLarge: "it is too large"
        case let code: String(cString: strerror(code))
        }
    }

    func about(_ name: String) -> DiskFailure {
        DiskFailure(operation, name, reason: reason, isOutOfSpace: [ENOSPC, EDQUOT, EFBIG].contains(code))
    }
}

/// Calls until the answer is not -1 with `EINTR`; every other -1 throws. Not for `close`: on Linux the descriptor is gone even then.
@discardableResult
func system<Value: SignedInteger>(_ operation: String, _ call: () -> Value) throws(SystemFailure) -> Value {
    while true {
        let value = call()
        if value != -1 { return value }
        let code = errno
        if code != EINTR { throw SystemFailure(operation, code) }
    }
}

/// Names the file that a failure is about.
func naming<Value>(_ name: String, _ call: () throws(SystemFailure) -> Value) throws(DiskFailure) -> Value {
    do { return try call() } catch { throw error.about(name) }
}
