import Glibc
import OAuthRegistration
import RollcallCore
import RollcallIO

/// Where a project's state is, and the ways to it: to look at it, or to hold its lock while a command runs.
struct StatePlace: Sendable {
    /// From the folder of `rollcall.yaml`; messages name it so too.
    let path: String
    /// What the state is sealed with; read when it is needed.
    let key: StateKey
    private let parts: PathParts

    init(_ project: Project) {
        path = project.statePath
        key = StateKey(project.seal)
        parts = PathParts(path)
    }

    /// Where an embedded server keeps its clients.
    func embeddedPath(_ server: String) -> String { "\(path).\(server).embedded.json" }

    /// The state as it is, without its lock; `nil` if there is none.
    ///
    /// - Parameter needsKey: The command will say what is wrong with a key, so that it is not said twice.
    func load(_ console: Console, needsKey: Bool = false) async throws -> StateDocument? {
        guard let keeper = try keeper(), let loaded = try await load(keeper) else { return nil }
        console.report(loaded.diagnostics(path: path))
        if !needsKey, !key.isNamed, let id = loaded.state.survey.keyIDs.first {
            console.report(Diagnostics([key.unnamed(id, path: path)]))
        }
        return loaded.state
    }

    /// A key is read only if sealed answers wait in the journal.
    private func load(_ keeper: StateKeeper) async throws -> LoadedState? {
        do throws(StateStoreFailure) {
            return try await keeper.load()
        } catch .sealedAnswers {
            await keeper.use(try await readKeyToAnswers())
            return try await storing { try await keeper.load() }
        } catch {
            throw CommandFailure(error.diagnostic(path: path))
        }
    }

    /// The state as it is; without one the command ends.
    func required(_ console: Console, needsKey: Bool = false) async throws -> StateDocument {
        guard let state = try await load(console, needsKey: needsKey) else {
            throw CommandFailure(StateStoreFailure.absent.diagnostic(path: path))
        }
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

    /// Holds the lock and a run of the state while `body` goes on. The keys are read before the lock is taken: without them nothing
    /// is begun.
    func run<Result: Sendable>(
        _ command: String, _ body: (StateKeeper) async throws -> Result
    ) async throws -> Result {
        let seal = try await readKey()
        return try await locked(command) { keeper in
            await keeper.use(seal)
            try await storing { try await keeper.begin(run: RunID.random()) }
            return try await body(keeper)
        }
    }

    /// The same for a command that touches no credential: it needs a key only if answers wait in the journal.
    func runKeyless<Result: Sendable>(
        _ command: String, _ body: (StateKeeper) async throws -> Result
    ) async throws -> Result {
        try await locked(command) { keeper in
            do throws(StateStoreFailure) {
                try await keeper.begin(run: RunID.random())
            } catch .sealedAnswers {
                await keeper.use(try await readKeyToAnswers())
                try await storing { try await keeper.begin(run: RunID.random()) }
            } catch {
                throw CommandFailure(error.diagnostic(path: path))
            }
            return try await body(keeper)
        }
    }

    /// Turns a failure of the store into one of the command.
    func storing<Result>(_ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch let failure as StateStoreFailure {
            throw CommandFailure(failure.diagnostic(path: path))
        }
    }

    /// What is wrong with a key is said together with the one that the state wants.
    func readKey() async throws -> Seal {
        do { return try await key.read() } catch {
            let loaded = try? await keeper()?.load()
            throw error.wanting(loaded?.state.survey.keyIDs ?? [])
        }
    }

    /// For a command that would need none, if the run before had come to its end.
    private func readKeyToAnswers() async throws(CommandFailure) -> Seal {
        do throws(CommandFailure) { return try await key.read() } catch {
            throw error.adding(
                "Answers of a run that did not end wait in \(path).journal: until a command takes them up, all need the key.")
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
        do { return try PosixDisk(directory: parts.folder).map { StateKeeper(disk: $0, name: parts.name, seal: .unread) } } catch
        {
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
