import Glibc
import OAuthRegistration
import RollcallCore
import RollcallIO

/// Where a project's state is, and the ways to it: to look at it, or to hold its lock while a command runs.
struct StatePlace: Sendable {
    /// From the folder of `rollcall.yaml`; messages name it so too.
    let path: String
    private let parts: PathParts

    init(_ project: Project) {
        path = project.statePath
        parts = PathParts(path)
    }

    /// Where an embedded server keeps its clients.
    func embeddedPath(_ server: String) -> String { "\(path).\(server).embedded.json" }

    /// Whether a path names the state, or a file beside it that is named after it: the journal, the lock, a backup.
    func owns(_ other: String) -> Bool {
        let other = PathParts(other)
        let isNamedSo = other.name.utf8.elementsEqual(parts.name.utf8) || other.name.utf8.starts(with: "\(parts.name).".utf8)
        return isNamedSo && RealPath.areSame(other.folder, parts.folder)
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
            return try await body(keeper)
        }
    }

    /// Turns a failure of the store into one of the command.
    func storing<Result>(_ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch let failure as StateStoreFailure {
            throw CommandFailure(failure.diagnostic(path: path))
        }
    }

    private func locked<Result: Sendable>(
        _ command: String, _ body: (StateKeeper) async throws -> Result
    ) async throws -> Result {
        guard let keeper = try keeper() else { throw CommandFailure(StateStoreFailure.absent.diagnostic(path: path)) }
        let holder = LockHolder(
            command: command, host: HostName.current(), process: Int(getpid()), started: WallClock.now())
        guard try await storing({ try await keeper.lock(as: holder) }) else {
            throw CommandFailure(LockHolder.diagnostic(try? await keeper.lockHolder(), path: path))
        }
        do {
            let result = try await body(keeper)
            try await storing { try await keeper.end() }
            return result
        } catch {
            // The first failure is the one to tell; the lock ends with the process at the latest.
            try? await keeper.end()
            throw error
        }
    }

    /// `nil` if the state's folder is not there.
    private func keeper() throws -> StateKeeper? {
        do {
            return try PosixDisk(directory: parts.folder, following: true).map { StateKeeper(disk: $0, name: parts.name) }
        } catch {
            throw CommandFailure(StateStoreFailure.disk(error).diagnostic(path: path))
        }
    }
}

/// Names a run: eight random hex digits.
enum RunID {
    static func random() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
