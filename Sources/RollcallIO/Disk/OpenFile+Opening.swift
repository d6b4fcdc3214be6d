import Glibc

extension OpenFile {
    /// A regular file by its path, to read. Waits for nobody: a FIFO or device is refused, not read.
    ///
    /// - Parameter following: Whether the last part of the path may be a symbolic link.
    static func regular(_ path: String, following: Bool) throws(SystemFailure) -> OpenFile {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (following ? 0 : O_NOFOLLOW)
        return try OpenFile(path, adopting: try system("open") { open(path, flags) }).requireRegular()
    }

    /// Whether anybody on this machine may read the regular file that a path leads to.
    public static func isReadByEverybody(_ path: String) -> Bool {
        guard let status = try? regular(path, following: true).status() else { return false }
        return status.st_mode & S_IROTH != 0
    }

    func requireRegular() throws(SystemFailure) -> OpenFile {
        switch try status().st_mode & S_IFMT {
        case S_IFREG: return self
        case S_IFDIR: throw SystemFailure("open", EISDIR)
        default: throw SystemFailure("open", SystemFailure.notRegular)
        }
    }

    /// What there is, at most `count` bytes; empty at the end.
    func readSome(_ count: Int) throws(SystemFailure) -> [UInt8] {
        let descriptor = descriptor
        var bytes = [UInt8](repeating: 0, count: min(count, 65536))
        let read = try system("read") { bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) } }
        return Array(bytes.prefix(read))
    }
}

/// The path with no symbolic link, `.` or `..` in it; what it names must be there.
func realPath(_ path: String) throws(SystemFailure) -> String {
    guard let real = realpath(path, nil) else { throw SystemFailure(SystemFailure.resolving) }
    defer { free(real) }
    return String(cString: real)
}

/// Where paths lead.
public enum RealPath {
    /// Whether both are there and lead to the same place.
    public static func areSame(_ left: String, _ right: String) -> Bool {
        guard let left = try? realPath(left), let right = try? realPath(right) else { return false }
        return left.utf8.elementsEqual(right.utf8)
    }
}
