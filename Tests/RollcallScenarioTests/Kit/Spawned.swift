import Glibc

/// A child process. Its streams are files, so that nobody has to read them while it runs.
struct Spawned: Sendable {
    let identifier: pid_t

    /// - Parameters:
    ///   - command: The program's absolute path, and its arguments. It gets this process's environment.
    ///   - input: A file; so are the others, which are made anew.
    init(_ command: [String], input: String, output: String, errors: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let written = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, written, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, written, 0o600)
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let fault = posix_spawn(&child, command[0], &actions, &attributes, &words, environ)
        guard fault == 0 else { throw ScenarioFailure("\(command[0]) does not start: \(String(cString: strerror(fault)))") }
        identifier = child
    }

    /// Every signal as a shell's child has it: a thread of a queue blocks them all, and a child would inherit that.
    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        return attributes
    }

    /// The exit status, or 128 and the number of the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}

/// Why a scenario cannot go on; not what it is about.
struct ScenarioFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
