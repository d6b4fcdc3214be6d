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
    let parts: PathParts
    private let console: Console
    /// In seconds; 0 for a command that does not wait.
    private let lockTimeout: Int

    init(_ project: Project, _ console: Console, lockTimeout: Int = 0) {
        path = project.statePath
        key = StateKey(project.seal)
        parts = PathParts(path)
        self.console = console
        self.lockTimeout = lockTimeout
    }

    /// Where an embedded server keeps its clients.
    func embeddedPath(_ server: String) -> String { "\(path).\(server).embedded.json" }

    /// Whether a path names the state, or a file beside it that is named after it: the journal, the lock, a backup.
    func owns(_ other: String) -> Bool {
        let other = PathParts(other)
        let isNamedSo = other.name.utf8.elementsEqual(parts.name.utf8) || other.name.utf8.starts(with: "\(parts.name).".utf8)
        return isNamedSo && RealPath.areSame(other.folder, parts.folder)
    }

    /// Where an answer goes that cannot be recorded.
    var recoveryPath: String {
        if let named = Environment.all["ROLLCALL_RECOVERY_DIR"], !named.isEmpty { return named }
        return parts.folder == "." ? "recovery" : parts.folder == "/" ? "/recovery" : "\(parts.folder)/recovery"
    }

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

    /// The same without a word, with what its files look like.
    func loaded() async throws -> LoadedState? {
        guard let keeper = try keeper() else { return nil }
        return try await load(keeper)
    }

    /// A key is read only if sealed answers wait in the journal.
    private func load(_ keeper: StateKeeper) async throws -> LoadedState? {
        try await keyless(keeper) { () throws(StateStoreFailure) in try await keeper.load() }
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
            console.report(await keeper.incidents.found(path: path))
            return try await body(keeper)
        }
    }

    /// The same for a command that touches no credential: it needs a key only if answers wait in the journal.
    func runKeyless<Result: Sendable>(
        _ command: String, _ body: (StateKeeper) async throws -> Result
    ) async throws -> Result {
        try await locked(command) { keeper in
            try await keyless(keeper) { () throws(StateStoreFailure) in try await keeper.begin(run: RunID.random()) }
            console.report(await keeper.incidents.found(path: path))
            return try await body(keeper)
        }
    }

    /// Says what happened to the store while a run went on, although nothing was lost.
    func reportIncidents(of keeper: StateKeeper) async { console.report(await keeper.incidents.happened(path: path)) }

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

    /// What references are bound to is durable before what is behind one is used.
    func bind(_ references: [String: [String]], _ keeper: StateKeeper) async throws {
        var state = await keeper.state
        guard state.references != references else { return }
        state.references = references
        let bound = state
        try await storing { try await keeper.checkpoint(bound) }
    }

    /// What is wrong with a key is said together with the one that the state wants.
    func readKey() async throws -> Seal {
        do { return try await key.read() } catch {
            let loaded = try? await keeper()?.load()
            throw error.wanting(loaded?.state.survey.keyIDs ?? [])
        }
    }

    /// Without a key, unless answers that wait in the journal want one.
    func keyless<Result>(
        _ keeper: StateKeeper, _ work: () async throws(StateStoreFailure) -> Result
    ) async throws -> Result {
        do throws(StateStoreFailure) { return try await work() } catch .sealedAnswers {
            await keeper.use(try await readKeyToAnswers())
            return try await storing { try await work() }
        } catch {
            throw CommandFailure(error.diagnostic(path: path))
        }
    }

    /// For a command that would need none, if the run before had come to its end.
    private func readKeyToAnswers() async throws(CommandFailure) -> Seal {
        do throws(CommandFailure) { return try await key.read() } catch {
            throw error.adding(
                "Answers of a run that did not end wait in \(path).journal: until a command takes them up, all need the key.")
        }
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
            guard let disk = try PosixDisk(directory: parts.folder, following: true) else { return nil }
            return StateKeeper(disk: disk, name: parts.name, path: path, recovery: recoveryPath, seal: .unread)
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
