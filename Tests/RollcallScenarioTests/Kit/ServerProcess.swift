import Foundation
import Glibc

/// A server in a process of its own, running for as long as this is held.
final class ServerProcess: Sendable {
    let endpoint: String
    /// `nil` where registration is open.
    let initialAccessToken: String?
    /// A command that prints another token, where each is good for one registration.
    let mint: [String]?
    private let process: Spawned
    private let folder: ProjectFolder

    /// One of the authorization servers in `Tests/Servers`. The first start ever makes its Python environment. A port that was free
    /// may be somebody else's by the time the server wants it: then another one is tried.
    static func real(_ name: String, settings: [String: String] = [:]) async throws -> ServerProcess {
        for _ in 0..<3 {
            if let server = try? await onFreePort(name, settings) { return server }
        }
        return try await onFreePort(name, settings)
    }

    private static func onFreePort(_ name: String, _ settings: [String: String]) async throws -> ServerProcess {
        let assignments = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let port = String(try freePort())
        let scripts = "\(SourceTree.root)/Tests/Servers/\(name)"
        return try await start(name, mint: (script: "\(scripts)/mint", port)) { folder in
            ["/usr/bin/env"] + assignments + ["\(scripts)/start", port, folder.path + "/data"]
        }
    }

    /// `rollcall dev-server`, as a person starts it.
    static func embedded(_ personality: String) async throws -> ServerProcess {
        try await start(personality) { _ in
            [
                "/usr/bin/timeout", "600", "\(Command.binaries)/rollcall", "dev-server", "--personality", personality, "--port",
                "0",
            ]
        }
    }

    private static func start(
        _ name: String, mint: (script: String, port: String)? = nil,
        _ command: @escaping @Sendable (ProjectFolder) -> [String]
    ) async throws -> ServerProcess {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try ServerProcess(name, mint: mint, command) }) }
            thread.start()
        }
    }

    private init(
        _ name: String, mint: (script: String, port: String)?, _ command: (ProjectFolder) -> [String]
    ) throws {
        folder = try ProjectFolder()
        let ready = folder.path + "/ready"
        guard mkfifo(ready, 0o600) == 0 else { throw ScenarioFailure("no pipe at \(ready)") }
        // The shell opens the pipe's other end; `exec` makes it the server, whose caller is then this process.
        process = try Spawned(
            ["/bin/sh", "-c", #"exec "$@" >"$0""#, ready] + command(folder), input: "/dev/null", output: "/dev/null",
            errors: folder.path + "/errors")
        let words = Self.line(of: ready).split(separator: " ").map(String.init)
        guard words.count == 3, words[0] == "READY" else {
            kill(process.identifier, SIGKILL)
            _ = process.wait()
            throw ScenarioFailure("\(name) did not start: \((try? folder.read("errors")) ?? "")")
        }
        endpoint = words[1]
        initialAccessToken = words[2] == "-" ? nil : words[2]
        let data = folder.path + "/data"
        let isMinted = words[2] != "-" && mint.map { access($0.script, X_OK) == 0 } ?? false
        self.mint = isMinted ? mint.map { [$0.script, $0.port, data] } : nil
    }

    deinit {
        kill(process.identifier, SIGTERM)
        _ = process.wait()
    }

    /// The first line that comes through a pipe; what came, if it ends before.
    private static func line(of pipe: String) -> String {
        let descriptor = open(pipe, O_RDONLY)
        defer { close(descriptor) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    /// Free a moment ago. A server that finds it taken does not start, and says so.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard done else { throw ScenarioFailure("no free port") }
        return in_port_t(bigEndian: address.sin_port)
    }
}

/// 127.0.0.1 at a port.
func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
}
