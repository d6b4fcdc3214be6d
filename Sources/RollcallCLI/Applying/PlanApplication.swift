import OAuthRegistration
import RollcallCore
import RollcallIO
import Synchronization

/// Applies a plan that was agreed to: checks the servers, records what they are, makes the calls, writes the state.
/// Whatever refuses it does so before anything is begun.
struct PlanApplication {
    let plan: Plan
    let project: Project
    let place: StatePlace
    let keeper: StateKeeper
    let endpoints: [String: HTTPAddress]
    /// What a read of this command was shown with the recorded token.
    var acceptedTokens: Set<RegistrationID> = []
    let parallelism: Int?
    /// `nil` for a saved plan: then nothing says where a field is written.
    var manifest: Manifest?
    let console: Console

    func run() async throws -> ExitStatus {
        let expired = await keeper.state.expiredOrphans(now: WallClock.seconds())
        let (execution, before) = try await execution(dropping: expired)
        let keys = Set(execution.assignments.map(\.server)).union(moved(in: execution.state)).sorted()
        let registering = Set(execution.assignments.filter(\.isRegistration).map(\.server))
        let access = ServerAccess(connections: Connections(project, console), place: place)
        return try await access.withServers(keys, in: execution.state, discover: registering) { located, diagnostics in
            let runnable = execution.assignments(at: Set(located.keys))
            if runnable.isEmpty, diagnostics.hasErrors { throw CommandFailure(diagnostics) }
            var preflight = Preflight(project: project, state: execution.state)
            for key in keys {
                guard let server = located[key] else { continue }
                preflight.add(key, server, registers: registering.contains(key), acceptedOrigins: plan.acceptedOrigins)
            }
            preflight.check(plan.changes)
            var refusals = preflight.diagnostics
            let means = await CallMeans(preflight, project, to: located.keys, over: access.connections, &refusals)
            if refusals.hasErrors {
                try await recordRefusal(preflight, over: before)
                throw CommandFailure(manifest.map { WrittenFields($0).placed(refusals) } ?? refusals)
            }
            // A server that was not found keeps its own clients waiting, and no others.
            let doubts = preflight.doubts(about: means.tokens, now: WallClock.seconds())
            let diagnostics = Diagnostics(diagnostics.all + refusals.all + doubts.all)
            console.report(diagnostics)
            try await record(preflight.state)
            console.report(Diagnostics(expired.map(\.droppedDiagnostic)))
            var failures = Diagnostics()
            let ways = await means.ways(&failures)
            if failures.hasErrors { throw CommandFailure(failures) }
            let contexts = preflight.contexts(tokens: means.tokens, parallelism: parallelism)
            let authorities = preflight.authorities(tokens: means.tokens, now: WallClock.seconds())
            return try await apply(execution, runnable, contexts, authorities, over: ways)
        }
    }

    /// Servers whose new place somebody may have agreed to: that is recorded also where no client is to be changed.
    private func moved(in state: StateDocument) -> [String] {
        if plan.acceptedOrigins.isEmpty { return [] }
        return project.servers.filter { key, server in state.servers[key].map { $0.namedBy != server.namedBy.json } ?? false }
            .map(\.key)
    }

    /// On the state with its servers under the project's keys, which is given beside it.
    private func execution(dropping expired: [FormerRegistration]) async throws -> (Execution, before: StateDocument) {
        var diagnostics = Diagnostics()
        let state = await keeper.state
        let servers = PlannedServers(
            project, state, endpoints: endpoints, acceptedOrigins: plan.acceptedOrigins, diagnostics: &diagnostics)
        if diagnostics.hasErrors { throw CommandFailure(diagnostics) }
        let matching = servers.matching
        var generator = SystemRandomNumberGenerator()
        let renamed = state.renaming(matching.renames)
        let execution = Execution(
            plan, on: renamed.dropping(expired), accepted: acceptedTokens, opening: await keeper.seal,
            recordedKey: { matching.recordedKey(of: $0).map(matching.planKey) ?? $0 },
            deletes: { servers.deletes($0, at: $0.server) }, generator: &generator)
        if !execution.faults.isEmpty { throw CommandFailure(place.diagnostics(execution.faults)) }
        return (execution, renamed)
    }

    /// What a server has just said that it does not take, the next plan knows without asking. Nothing else is recorded of a plan that was
    /// refused.
    private func recordRefusal(_ preflight: Preflight, over before: StateDocument) async throws {
        guard preflight.diagnostics.all.contains(where: { $0.code == .valueNotSupported }) else { return }
        try await record(preflight.described(over: before))
    }

    /// What no call changes has no record in the journal: it is durable before the first call that relies on it.
    private func record(_ state: StateDocument) async throws {
        if !state.recordsTheSame(as: await keeper.state) { try await place.storing { try await keeper.checkpoint(state) } }
    }

    private func apply(
        _ execution: Execution, _ runnable: [Int], _ contexts: [String: ServerContext],
        _ authorities: [String: CallAuthority], over transports: [String: any HTTPTransport]
    ) async throws -> ExitStatus {
        let assignments = runnable.map { execution.assignments[$0] }
        let interruption = Interruption { console.say($0) }
        defer { interruption.end() }
        let before = await keeper.state
        let hadPlain = before.survey.holdsPlain
        let run = Run(assignments, servers: contexts, id: RunID.random())
        try await place.storing { try await keeper.reserve(callsInFlight: run.callsInFlight) }
        let progress = Progress(plan, execution, authorities, console: console)
        progress.begin()
        let ending = await RunLoop.over(keeper, transports).drive(run, inbox: interruption.inbox()) {
            progress.settled(runnable[$0], $1)
        }
        let results = progress.end()
        let plain = hadPlain ? [] : await place.notesOnPlain(in: keeper.state)
        let shared = newlyShared(SharedClients(in: await keeper.state), since: SharedClients(in: before))
        console.report(Diagnostics(ending.diagnostics.all + plain + shared.all))
        let store = await close()
        console.report(store)
        ApplyReport(plan: plan, console: console).end(results)
        return store.hasErrors || shared.hasErrors || interruption.isStopped || results.contains(where: \.isUndone)
            ? .undone : .done
    }

    /// A server may answer a registration with the client that another label has.
    private func newlyShared(_ now: SharedClients, since before: SharedClients) -> Diagnostics {
        now.diagnostics(.error) { !before.holds($0) }
    }

    /// Folds what was done into the state. If that cannot be done, the journal still says it, and the next run folds it.
    private func close() async -> Diagnostics {
        var failures = await keeper.failures
        if await keeper.hasRecords, !failures.contains(where: \.endsRecording) {
            do { try await keeper.checkpoint(await keeper.state) } catch { failures.append(error) }
        }
        var diagnostics = await keeper.incidents.happened(path: place.path)
        for failure in failures { diagnostics.report(failure.diagnostic(path: place.path)) }
        return diagnostics
    }
}

extension Assignment {
    fileprivate var isRegistration: Bool {
        switch work {
        case .register: true
        case .update, .delete, .observe, .settle: false
        }
    }
}

extension StateDocument {
    /// Whether nothing differs that a checkpoint would write.
    fileprivate func recordsTheSame(as other: StateDocument) -> Bool {
        servers == other.servers && references == other.references && doubts == other.doubts && orphans == other.orphans
            && edits == other.edits
    }
}
