import Glibc
import OAuthRegistration
import RollcallCore
import RollcallIO

/// Where a project's state is, and the ways to it: to look at it, or to hold its lock while a command runs.
struct StatePlace: Sendable {
    /// From the folder of `rollcall.yaml`; messages name it so too.
    let path: String
    private let parts: PathParts
    private let console: Console
    /// In seconds; 0 for a command that does not wait.
    private let lockTimeout: Int

    init(_ project: Project, _ console: Console, lockTimeout: Int = 0) {
        path = project.statePath
        parts = PathParts(path)
        self.console = console
        self.lockTimeout = lockTimeout
    }

    /// Where an embedded server keeps its clients.
    func embeddedPath(_ server: String) -> String { "\(path).\(server).embedded.json" }

    /// Where an answer goes that cannot be recorded.
    private var recoveryPath: String {
        if let named = Environment.all["ROLLCALL_RECOVERY_DIR"], !named.isEmpty { return named }
        return parts.folder == "." ? "recovery" : parts.folder == "/" ? "/recovery" : "\(parts.folder)/recovery"
    }

    /// The state as it is, without its lock; `nil` if there is none.
    func load(_ console: Console) async throws -> StateDocument? {
        guard let keeper = try keeper(), let loaded = try await storing({ try await keeper.load() }) else { return nil }
        console.report(loaded.diagnostics(path: path))
        return loaded.state
    }

    /// The state as it is; without one the command ends.
    func required(_ console: Console) async throws -> StateDocument {
        guard let state = try await load(console) else { throw CommandFailure(StateStoreFailure.absent.diagnostic(path: path)) }
        return state
    }

    /// Makes an empty state, and its folder. The state must not be there.
    func create(command: String) async throws {
        do { try FolderCreation.create(parts.folder) } catch {
            throw CommandFailure(StateStoreFailure.disk(error).diagnostic(path: path))
        }
        try await locked(command) { keeper in
            var generator = SystemRandomNumberGenerator()
            try await storing { try await keeper.create(lineage: RegistrationID(using: &generator).text) }
        }
    }

    /// Holds the lock and a run of the state while `body` goes on.
    func run<Result: Sendable>(
        _ command: String, _ body: (StateKeeper) async throws -> Result
    ) async throws -> Result {
        try await locked(command) { keeper in
            try await storing { try await keeper.begin(run: RunID.random()) }
            console.report(await keeper.incidents.found(path: path))
            return try await body(keeper)
        }
    }

    /// Turns a failure of the store into one of the command.
    func storing<Result>(_ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch let failure as StateStoreFailure {
            throw CommandFailure(failure.diagnostic(path: path))
        }
    }

    /// The store without its lock; without its folder the command ends.
    func opened() throws -> StateKeeper {
        guard let keeper = try keeper() else { throw CommandFailure(StateStoreFailure.absent.diagnostic(path: path)) }
        return keeper
    }

    /// Holds the lock while `body` goes on, without beginning a run.
    func locked<Result: Sendable>(
        _ command: String, _ body: (StateKeeper) async throws -> Result
    ) async throws -> Result {
        let keeper = try opened()
        try await lock(keeper, command)
        let result: Result
        do { result = try await body(keeper) } catch {
            // The first failure is the one to tell; the lock ends with the process at the latest.
            try? await keeper.end()
            throw error
        }
        // What was done is done, and recorded.
        do { try await keeper.end() } catch { console.report(Diagnostics([error.diagnostic(path: path)])) }
        return result
    }

    private func lock(_ keeper: StateKeeper, _ command: String) async throws {
        let holder = LockHolder(
            id: RunID.random(), command: command, host: HostName.current(), process: Int(getpid()), started: WallClock.now())
        let end = ContinuousClock.now + .seconds(lockTimeout)
        var isTold = false
        while try await !storing({ try await keeper.lock(as: holder) }) {
            let other = try? await keeper.lockHolder()
            guard ContinuousClock.now < end else { throw CommandFailure(LockHolder.diagnostic(other, path: path)) }
            if !isTold { console.say("waiting for \(InertText.escaped(other?.inWords ?? "another process"))") }
            isTold = true
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// `nil` if the state's folder is not there.
    private func keeper() throws -> StateKeeper? {
        do {
            guard let disk = try PosixDisk(directory: parts.folder) else { return nil }
            return StateKeeper(disk: disk, name: parts.name, path: path, recovery: recoveryPath)
        } catch { throw CommandFailure(StateStoreFailure.disk(error).diagnostic(path: path)) }
    }
}

/// Names a run: eight random hex digits.
enum RunID {
    static func random() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
