import Glibc

/// The embedded authorization server as a process of its own, on a free port: a fast server that keeps nothing on the disk.
struct LocalServer {
    let registrationEndpoint: String
    let initialAccessToken: String
    private let process: pid_t

    init(_ rollcall: String) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { Files.fail("no pipe") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var words: [UnsafeMutablePointer<CChar>?] = [strdup(rollcall), strdup("dev-server"), nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        guard posix_spawnp(&process, rollcall, &actions, nil, &words, environ) == 0 else { Files.fail("cannot run \(rollcall)") }
        close(ends[1])
        self.process = process
        let parts = Self.line(ends[0]).split(separator: " ")
        close(ends[0])
        guard parts.count == 3, parts[0] == "READY" else { Files.fail("\(rollcall) dev-server is not ready") }
        registrationEndpoint = String(parts[1])
        initialAccessToken = String(parts[2])
    }

    func stop() {
        kill(process, SIGTERM)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    private static func line(_ file: Int32) -> String {
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while read(file, &byte, 1) == 1, byte != UInt8(ascii: "\n") { text.append(byte) }
        return String(decoding: text, as: UTF8.self)
    }
}
