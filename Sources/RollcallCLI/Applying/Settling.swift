import OAuthRegistration
import RollcallCore
import RollcallIO

/// Asks the servers what became of calls in doubt. Under the state's lock: what a read answers is recorded like any other answer.
struct Settling {
    let project: Project
    let place: StatePlace
    let keeper: StateKeeper
    let console: Console

    /// What was found out, by call; a call whose server cannot be had is not among them.
    func run(_ calls: [OperationID]) async throws -> [OperationID: Settlement] {
        let access = ServerAccess(connections: Connections(project, console), place: place)
        let endpoints = await access.endpoints(unknownTo: await keeper.state)
        let state = try await place.followRenames(of: project, endpoints: endpoints, acceptedOrigins: [], keeper)
        let seal = await keeper.seal
        let known = try calls.compactMap { state.doubts[$0] }.filter { try canBeAsked($0, state, seal) }
        if known.isEmpty { return [:] }
        let keys = Set(known.map(\.intent.server)).sorted()
        console.say(
            "asking \(keys.count == 1 ? "a server" : "the servers") about \(known.count) call\(known.count == 1 ? "" : "s")")
        return try await access.withServers(keys, in: state, discover: []) { located, diagnostics in
            let ways = try await ways(
                to: located, in: state, registering: repeatable(known, state), access.connections, diagnostics)
            return try await settle(known, ways)
        }
    }

    /// Whether there is anything to ask with, or a doubt to be said again.
    private func canBeAsked(_ doubt: Doubt, _ state: StateDocument, _ seal: Seal) throws(CommandFailure) -> Bool {
        let lost = try place.open(doubt, in: state, with: seal)
        return doubt.intent.operation != .register || lost.canBeAsked || !repeatable([doubt], state).isEmpty
    }

    /// Servers at which a register may be sent again: only there is an initial access token wanted.
    private func repeatable(_ doubts: [Doubt], _ state: StateDocument) -> Set<String> {
        Set(doubts.filter { $0.intent.operation == .register }.map(\.intent.server)).filter { key in
            state.servers[key]?.knownProfile.heedsIdempotencyKeys?.value ?? false
        }
    }

    /// The servers that can be asked, and how each is connected to; by their keys.
    private struct Ways {
        var servers: [String: ServerContext]
        var transports: [String: any HTTPTransport]
    }

    private func ways(
        to located: [String: LocatedServer], in state: StateDocument, registering: Set<String>, _ connections: Connections,
        _ diagnostics: Diagnostics
    ) async throws -> Ways {
        var preflight = Preflight(project: project, state: state)
        for (key, server) in located.sorted(by: { $0.key < $1.key }) {
            preflight.add(key, server, registers: registering.contains(key), acceptedOrigins: [])
        }
        var said = Diagnostics(diagnostics.all + preflight.diagnostics.all)
        let means = await CallMeans(preflight, project, to: located.keys, over: connections, &said)
        try await place.bind(preflight.state.references, keeper)
        let transports = await means.ways(&said)
        // A server that cannot be had keeps its own calls in doubt, and no others.
        console.report(said)
        let servers = preflight.contexts(tokens: means.tokens, parallelism: nil).filter { transports[$0.key] != nil }
        return Ways(servers: servers, transports: transports)
    }

    // MARK: Asking

    private func settle(_ doubts: [Doubt], _ ways: Ways) async throws -> [OperationID: Settlement] {
        let interruption = Interruption { console.say($0) }
        defer { interruption.end() }
        let askable = doubts.filter { ways.servers[$0.intent.server] != nil }
        var queue = SettlingQueue(askable)
        var settlements: [OperationID: Settlement] = [:]
        while !interruption.isStopped {
            let state = await keeper.state
            let seal = await keeper.seal
            let round = queue.next(in: state, opening: seal)
            if round.isEmpty { break }
            let assignments = try round.map { queue.assignment(settling: try place.open($0, in: state, with: seal), in: state) }
            let run = Run(assignments, servers: ways.servers, id: RunID.random())
            try await place.storing { try await keeper.reserve(callsInFlight: run.callsInFlight) }
            let ends = await RunLoop.over(keeper, ways.transports).drive(run, inbox: interruption.inbox()).settlements
            if let failure = await keeper.failures.first { throw CommandFailure(failure.diagnostic(path: place.path)) }
            for (doubt, end) in zip(round, ends) { settlements[doubt.intent.id] = end }
        }
        return settlements
    }
}
