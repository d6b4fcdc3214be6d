import OAuthRegistration
import RollcallCore
import StrictJSON

/// One command, from the lock to the end, as `rollcall apply` does it: begin, refresh, plan, limits, execution, preflight, calls,
/// checkpoint. Everything but the transport and the disk is the product's own.
struct Round {
    let world: World
    var keeper: SimulatedKeeper
    let faults: RoundFaults
    /// What a read of this command was shown with the recorded token.
    private var accepted: Set<RegistrationID> = []

    enum Cut: Error {
        /// The machine lost its power.
        case power
        /// The process was killed, or gave up.
        case process
    }

    /// What a command asks for.
    struct Request {
        var isRefreshing = false
        /// The plan on paper is applied; no manifest is read.
        var isSaved = false
        /// `apply LABEL`: one client only.
        var label: ClientLabel?
        /// `destroy`: every client is deleted.
        var isDestroying = false
        /// The limits are lifted.
        var allowsAll = false
        /// The plan is put on paper, and nothing is done.
        var isForPaper = false
        /// `recover`: what is in doubt is asked about.
        var isRecovering = false
        /// `import`: a client that is at its server, and in no label's record, is taken in.
        var isImporting = false
        /// `drift`: the servers are asked, and nothing is planned.
        var isDrift = false
        /// And this: somebody says what became of one of them.
        var isToldWhatBecame = false
    }

    /// Plays the round; then the world is as it stands when the next process starts.
    static func play(_ request: Request, _ faults: RoundFaults, in world: World) {
        world.startRound()
        world.arm(faults)
        do throws(Cut) {
            var round = Round(world: world, keeper: try begin(world), faults: faults)
            if request.isRecovering {
                try round.recover(request)
            } else if request.isImporting {
                try round.importClient()
            } else if request.isDrift {
                try round.drift()
            } else {
                try round.run(request)
            }
            world.kill()
            round.checkLeftovers()
        } catch {
            switch error {
            case .power: world.cutPower()
            case .process:
                world.isAllDurable = false
                world.kill()
            }
        }
    }

    private static func begin(_ world: World) throws(Cut) -> SimulatedKeeper {
        do { return try SimulatedKeeper(world) } catch { throw cut(error, world) }
    }

    /// A failure of the store ends the command; if the power has failed, it ends more than that.
    static func cut(_ failure: StateStoreFailure, _ world: World) -> Cut {
        if world.disk.isOff { return .power }
        world.tell("  the command fails: \(failure)")
        return .process
    }

    func storing<Value>(_ body: () throws(StateStoreFailure) -> Value) throws(Cut) -> Value {
        do { return try body() } catch { throw Self.cut(error, world) }
    }

    // MARK: The command

    private mutating func run(_ request: Request) throws(Cut) {
        var observations: [ClientLabel: ObservedClient] = [:]
        if world.weakening == .replacedForgotten { try forgetReplaced() }
        let former = world.weakening == .refreshForgotten ? keeper.state : nil
        if request.isRefreshing { observations = try observe(keeper.state.labels) }
        if let plan = plan(request, observations) {
            try apply(plan, on: former ?? keeper.state)
            try fold()
        }
        try storing { () throws(StateStoreFailure) in try keeper.end() }
    }

    private mutating func forgetReplaced() throws(Cut) {
        var state = keeper.state
        for label in state.labels {
            state[label]?.credentials.replacedClientSecret = nil
            state[label]?.credentials.replacedRegistrationAccessToken = nil
        }
        let forgetful = state
        try storing { () throws(StateStoreFailure) in try keeper.checkpoint(forgetful) }
    }

    /// Recorded clients read, as `Refresh` does it.
    mutating func observe(_ labels: [ClientLabel]) throws(Cut) -> [ClientLabel: ObservedClient] {
        let state = keeper.state
        if labels.isEmpty { return [:] }
        let assignments = state.observing(labels, opening: keeper.seal).assignments
        let contexts = contexts(for: assignments, on: state).contexts
        world.tell("  reading \(labels.map(\.text).joined(separator: " "))")
        let settlements = try drive(assignments, contexts).settlements
        if let failure = keeper.failures.first { throw Self.cut(failure, world) }
        try fold()
        var observations: [ClientLabel: ObservedClient] = [:]
        for (assignment, settlement) in zip(assignments, settlements) {
            observations[assignment.label] = ObservedClient(settlement)
            if case .observed(.present, _) = settlement { accepted.insert(assignment.work.registration) }
        }
        return observations
    }

    private func apply(_ plan: Plan, on state: StateDocument) throws(Cut) {
        var diagnostics = Diagnostics()
        let servers = PlannedServers(project, state, endpoints: [:], acceptedOrigins: [], diagnostics: &diagnostics)
        let matching = servers.matching
        var generator = SeededGenerator(seed: UInt64(world.round))
        let execution = Execution(
            plan, on: state.renaming(matching.renames), accepted: accepted, opening: keeper.seal,
            recordedKey: { matching.recordedKey(of: $0).map(matching.planKey) ?? $0 },
            deletes: { servers.deletes($0, at: $0.server) }, generator: &generator)
        let ready = contexts(for: execution.assignments, on: execution.state)
        let forgotten = plan.changes.filter { $0.action == .forget }.compactMap { state[$0.label]?.registration }
        world.truth.letGo(forgotten)
        if !ready.state.recordsTheSame(as: state) {
            try storing { () throws(StateStoreFailure) in try keeper.checkpoint(ready.state) }
        }
        var assignments = execution.assignments
        if world.weakening == .doubledCalls { assignments += assignments.filter(\.isUpdate) }
        if world.weakening == .deadTokenMeansDeleted {
            for index in assignments.indices { assignments[index].tokenWasAccepted = true }
        }
        if !assignments.isEmpty { _ = try drive(assignments, ready.contexts) }
    }

    var project: Project { Project(servers: World.projectServers[world.servers.count]) }

    func contexts(
        for assignments: [Assignment], on state: StateDocument
    ) -> (state: StateDocument, contexts: [String: ServerContext]) {
        var preflight = Preflight(project: project, state: state)
        let keys = Set(assignments.map(\.server)).sorted()
        for key in keys {
            guard let index = World.keys.firstIndex(of: key) else { continue }
            preflight.add(key, LocatedServer(at: World.endpoints[index]), registers: true, acceptedOrigins: [])
        }
        let parallelism = 1 + world.choices.below(4)
        var contexts = preflight.contexts(tokens: [:], parallelism: world.parallelism ?? parallelism)
        for key in keys where heedsKeys(key) { contexts[key]?.traits.profile.heedsIdempotencyKeys = .declared(true) }
        for key in keys where hasAdministrator(key) {
            contexts[key]?.accessToken = .obtained
            contexts[key]?.isManagedByAdministrator = true
        }
        return (preflight.state, contexts)
    }

    private func hasAdministrator(_ key: String) -> Bool {
        World.keys.firstIndex(of: key).map { world.servers[$0].manner.hasAdministrator } ?? false
    }

    /// As the server's profile would say.
    func heedsKeys(_ key: String) -> Bool {
        guard let index = World.keys.firstIndex(of: key) else { return false }
        return world.servers[index].manner.heedsKeys || world.weakening == .keysTrusted
    }

    // MARK: Calls

    func drive(
        _ assignments: [Assignment], _ contexts: [String: ServerContext]
    ) throws(Cut) -> (settlements: [Settlement], isInterrupted: Bool) {
        var calls = Calls(world, keeper, assignments, contexts, faults.process)
        try storing { () throws(StateStoreFailure) in try keeper.reserve(callsInFlight: calls.callsInFlight) }
        let settlements = try calls.toTheirEnd()
        return (settlements, calls.isInterrupted)
    }

    // MARK: Its end

    /// What was recorded goes into the state.
    func fold() throws(Cut) {
        if let failure = keeper.failures.first(where: \.endsRecording) { throw Self.cut(failure, world) }
        if keeper.hasRecords { try storing { () throws(StateStoreFailure) in try keeper.checkpoint(keeper.state) } }
    }

    private func checkLeftovers() {
        for name in [FileNames.temporaryState, FileNames.temporaryJournal] where world.disk[name] != nil {
            world.report(.leftoverFile, name)
        }
    }
}

extension Assignment {
    fileprivate var isUpdate: Bool { if case .update = work { true } else { false } }
}

extension StateDocument {
    /// Whether nothing differs that a checkpoint would write.
    fileprivate func recordsTheSame(as other: StateDocument) -> Bool {
        servers == other.servers && references == other.references && doubts == other.doubts && orphans == other.orphans
            && edits == other.edits
    }
}
