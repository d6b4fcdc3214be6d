import CPosix
import Glibc

/// What a command writes to its output. It runs without a shell and with nothing to read; its messages are discarded, for they may
/// repeat a secret. It ends in time, or is killed with every process of its group.
struct CommandOutput {
    private let words: [String]
    private let folder: String
    private let environment: [String: String]
    private let limit: Int

    /// - Parameters:
    ///   - words: The program, looked up in PATH unless it has a `/`, and its arguments.
    ///   - limit: A command that writes so many bytes is killed.
    init(_ words: [String], in folder: String, environment: [String: String], limit: Int) {
        self.words = words
        self.folder = folder
        self.environment = environment
        self.limit = limit
    }

    /// Blocks until the output's end and the command's.
    func read(for patience: Duration) throws(ReferenceFault) -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        let (output, process) = try start()
        let (bytes, fault) = read(output, until: deadline, patience)
        // Before it is waited for: until then nobody else can have its number.
        if fault != nil { kill(-process, SIGKILL) }
        let status = wait(for: process, until: deadline)
        if let fault { throw fault }
        guard let status else { throw .tooSlow(patience) }
        try Self.check(status)
        return bytes
    }

    // MARK: Its parts

    private func start() throws(ReferenceFault) -> (output: OpenFile, process: pid_t) {
        if words.isEmpty { throw .notStarted("it has no words") }
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { throw .notStarted(SystemFailure("pipe").reason) }
        let (output, input) = (OpenFile("output", adopting: ends[0]), OpenFile("input", adopting: ends[1]))
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        var process: pid_t = 0
        let error = withCStrings(words) { words in
            withCStrings(variables) { variables in
                // Closed here only after the child has it.
                withExtendedLifetime(input) { rollcall_spawn(folder, words, variables, input.descriptor, &process) }
            }
        }
        if error != 0 { throw .notStarted(SystemFailure("spawn", error).reason) }
        return (output, process)
    }

    /// To the output's end, unless there is a fault first.
    private func read(
        _ output: OpenFile, until deadline: ContinuousClock.Instant, _ patience: Duration
    ) -> (bytes: [UInt8], fault: ReferenceFault?) {
        var bytes: [UInt8] = []
        while true {
            var waiting = pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, deadline.milliseconds)
            if ready < 0, errno == EINTR { continue }
            if ready == 0 { return (bytes, .tooSlow(patience)) }
            guard let part = try? output.readSome(limit - bytes.count), !part.isEmpty else { return (bytes, nil) }
            bytes += part
            if bytes.count >= limit { return (bytes, .tooLong) }
        }
    }

    /// The status of a process that is no more; `nil` if it had to be killed. Looks every two milliseconds: there is no portable way
    /// to wait for a process and for a time.
    private func wait(for process: pid_t, until deadline: ContinuousClock.Instant) -> Int32? {
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            if deadline.milliseconds == 0 {
                kill(-process, SIGKILL)
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                return nil
            }
            poll(nil, 0, 2)
        }
        return status
    }

    /// The macros of wait(2), which Swift does not see.
    private static func check(_ status: Int32) throws(ReferenceFault) {
        let signal = Int(status & 0x7F)
        if signal != 0 { throw .killed(signal: signal) }
        let code = Int(status >> 8 & 0xFF)
        if code != 0 { throw .exited(code) }
    }
}

extension ContinuousClock.Instant {
    /// From now, rounded up; 0 if it is past.
    fileprivate var milliseconds: Int32 {
        let (seconds, attoseconds) = (self - ContinuousClock.now).components
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }
}

/// An array of C strings with a null at its end, as exec wants it, while `use` runs.
private func withCStrings<Result>(
    _ strings: [String], _ use: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeMutableBufferPointer { use($0.baseAddress!) }
}
