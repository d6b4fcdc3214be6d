import Glibc

/// The registry on disk: one file, 0600, written whole when a server starts, with a line more for each change. A reader sees the
/// registry before a change or after it, never between.
struct RegistryFile: Sendable {
    let path: String
    /// What the file ends with is in doubt: it is to be written whole.
    private var isTorn = true

    init(path: String) { self.path = path }

    /// `nil` if there is no file.
    func load() throws(DevServerFailure) -> Registry? {
        guard let bytes = try read() else { return nil }
        do throws(RegistryCodec.Malformed) { return try RegistryCodec.decode(bytes) } catch {
            throw .data(path: path, reason: "not a file of the embedded server; move it away to begin anew")
        }
    }

    /// Durable when it returns. What a change costs does not grow with the registry.
    mutating func save(_ registry: Registry) throws(DevServerFailure) {
        if isTorn { try replace(registry) } else { try append(RegistryCodec.encodeChanges(of: registry)) }
    }

    private mutating func append(_ line: [UInt8]) throws(DevServerFailure) {
        isTorn = true
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open") }
        let written = write(line, to: descriptor) && fdatasync(descriptor) == 0
        guard close(descriptor) == 0, written else { throw failure("write") }
        isTorn = false
    }

    private mutating func replace(_ registry: Registry) throws(DevServerFailure) {
        let temporary = path + ".tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        let written = write(RegistryCodec.encode(registry), to: descriptor) && fsync(descriptor) == 0
        guard close(descriptor) == 0, written else { throw failure("write") }
        guard rename(temporary, path) == 0 else { throw failure("rename") }
        try syncDirectory()
        isTorn = false
    }

    private func read() throws(DevServerFailure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw failure("read") }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A rename is durable only when its directory is.
    private func syncDirectory() throws(DevServerFailure) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    private func failure(_ call: String) -> DevServerFailure {
        .data(path: path, reason: "\(call): \(String(cString: strerror(errno)))")
    }
}
