import Glibc

/// The few things that the benchmarks do with files. What fails ends the program: there is nobody to recover.
enum Files {
    /// Makes the folders on the way.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for count in 1..<parts.count { mkdir(parts.prefix(count).joined(separator: "/"), 0o755) }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { fail("cannot write \(path)") }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { fail("cannot write \(path)") }
            rest = rest.dropFirst(count)
        }
    }

    static func write(_ text: String, to path: String) { write(Array(text.utf8), to: path) }

    /// `nil` if it cannot be read.
    static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.prefix(count)
        }
    }

    /// Removes a folder and all that is in it, or a file, or nothing.
    static func remove(_ path: String) {
        guard access(path, F_OK) == 0 else { return }
        guard Child.run(["rm", "-r", "--", path], output: nil).status == 0 else { fail("cannot remove \(path)") }
    }

    static func fail(_ reason: String) -> Never {
        let text = Array("rollcall-bench: \(reason)\n".utf8)
        _ = text.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
        exit(1)
    }
}
