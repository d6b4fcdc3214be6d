import CPosix
import Glibc
import Synchronization

/// An open descriptor with one owner: closed once, at the latest when nobody holds it.
public final class OpenFile: Sendable {
    let name: String
    private let state: Mutex<Int32?>

    init(_ name: String, adopting descriptor: Int32) {
        self.name = name
        state = Mutex(descriptor)
    }

    deinit { if let descriptor = take() { _ = Glibc.close(descriptor) } }

    var descriptor: Int32 {
        guard let descriptor = state.withLock({ $0 }) else { preconditionFailure("\(name) is used after it was closed") }
        return descriptor
    }

    /// Checked: some file systems report a lost write only here.
    func close() throws(SystemFailure) {
        guard let descriptor = take() else { return }
        // A child that is being started has a copy for a moment; a lock ends now, not with the last copy.
        flock(descriptor, LOCK_UN)
        if Glibc.close(descriptor) != 0, errno != EINTR { throw SystemFailure("close") }
    }

    private func take() -> Int32? {
        state.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
    }

    // MARK: Contents

    func status() throws(SystemFailure) -> stat {
        let descriptor = descriptor
        var status = stat()
        try system("stat") { fstat(descriptor, &status) }
        return status
    }

    /// All bytes, or the first `limit`.
    func read(limit: Int = .max) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var room = min(limit, Int(try status().st_size) + 1)
        // A file may have grown since, and some (/proc) say that they are empty.
        while room > 0 {
            let part = try readPart(room)
            if bytes.isEmpty { bytes = part } else { bytes += part }
            if part.count < room { break }
            room = min(limit - bytes.count, max(65536, bytes.count))
        }
        return bytes
    }

    /// `count` bytes; fewer only at the end of the file.
    private func readPart(_ count: Int) throws(SystemFailure) -> [UInt8] {
        let descriptor = descriptor
        var failure: SystemFailure?
        let part = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SystemFailure) {
                while filled < count {
                    let free = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
                    let read = try system("read") { Glibc.read(descriptor, free.baseAddress, free.count) }
                    if read == 0 { break }
                    filled += read
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        return part
    }

    /// All bytes; short writes are continued.
    func write(_ bytes: [UInt8]) throws(SystemFailure) {
        let descriptor = descriptor
        var written = 0
        while written < bytes.count {
            let count = try system("write") {
                bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            }
            if count == 0 { throw SystemFailure("write", ENOSPC) }
            written += count
        }
    }

    /// Data, and what is needed to read it. An error is final for this file: Linux forgets the dirty pages.
    func sync() throws(SystemFailure) {
        let descriptor = descriptor
        try system("sync") { fdatasync(descriptor) }
    }

    func truncate(to size: Int) throws(SystemFailure) {
        let descriptor = descriptor
        try system("truncate") { ftruncate(descriptor, size) }
    }

    /// Space past the end, the size unchanged. Where the file system cannot reserve, there must at least be so much now.
    func reserve(_ count: Int) throws(SystemFailure) {
        let (descriptor, end) = (descriptor, try status().st_size)
        // Space past the end is not held against this limit (`ulimit -f`); writing into it is.
        var limit = rlimit()
        try system("reserve") { getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) }
        if UInt(end) + UInt(count) > limit.rlim_cur { throw SystemFailure("reserve", EFBIG) }
        do {
            try system("reserve") { rollcall_reserve(descriptor, end, count) }
        } catch  where error.code == EOPNOTSUPP {
            var space = statvfs()
            try system("reserve") { fstatvfs(descriptor, &space) }
            if UInt(space.f_bavail) * space.f_frsize < UInt(count) { throw SystemFailure("reserve", ENOSPC) }
        }
    }
}
