import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Asks the servers what the clients are now. Under the state's lock: a read can rotate a token (RFC 7592, section 2.1).
struct Refresh {
    let maker: PlanMaker
    let keeper: StateKeeper
    /// Leaves clients out whose token a read would replace, unless somebody named them.
    let isSparing: Bool

    struct Result: Sendable {
        /// With what the reads brought: tokens, expiry, addresses.
        var state: StateDocument
        var observations: [ClientLabel: ObservedClient]
        var endpoints: [String: HTTPAddress]
        /// What was odd about the answers.
        var reports: [ClientLabel: Settlement.Report] = [:]
        /// What was to be asked about, and what was left out to spare its token. Ascending.
        var labels: [ClientLabel] = []
        /// Of clients whose read was refused: what else there is to know.
        var triages: [ClientLabel: Triage] = [:]

        /// What there is to say of addresses and credentials that the answers name.
        var oddities: Diagnostics {
            var diagnostics = StrayAddresses(reports.compactMapValues(\.strayAddress), in: state).diagnostics
            diagnostics.report(contentsOf: ShownCredentials(reports, in: state).diagnostics)
            return diagnostics
        }

        /// What was shown with the recorded token.
        var accepted: Set<RegistrationID> {
            Set(
                observations.compactMap { label, observed in
                    if case .present = observed { state[label]?.registration } else { nil }
                })
        }
    }

    private let declaredTags: [ClientLabel: JSONObject]

    init(maker: PlanMaker, keeper: StateKeeper, isSparing: Bool = false) {
        self.maker = maker
        self.keeper = keeper
        self.isSparing = isSparing
        declaredTags = maker.options.tags.isEmpty ? [:] : maker.manifest.tags
    }

    func run() async throws -> Result {
        let project = maker.manifest.project
        let access = ServerAccess(connections: Connections(project, maker.console), place: maker.place)
        let endpoints = await access.endpoints(unknownTo: await keeper.state)
        let state = try await maker.place.followRenames(
            of: project, endpoints: endpoints, acceptedOrigins: maker.options.acceptedOrigins, keeper)
        let all = self.labels(in: state)
        let spared = isSparing && maker.options.labels.isEmpty ? state.costlyToRead(all, project) : []
        let labels = all.filter { !spared.contains($0) }
        let (described, new) = describedServers(in: state)
        let keys = described.union(new).union(labels.compactMap { state[$0]?.server }).sorted()
        let reads = state.observing(labels, opening: await keeper.seal)
        if !reads.faults.isEmpty { throw CommandFailure(maker.place.diagnostics(reads.faults)) }
        if keys.isEmpty { return Result(state: state, observations: [:], endpoints: endpoints, labels: all) }
        if !labels.isEmpty {
            maker.console.say(
                "asking \(labels.count == 1 ? "a server about 1 client" : "the servers about \(labels.count) clients")")
        }
        let read = try await access.withServers(
            keys, in: state, discover: described.union(new), known: described.union(new)
        ) { located, diagnostics in
            var preflight = Preflight(project: project, state: state)
            for (key, server) in located.sorted(by: { $0.key < $1.key }) {
                if new.contains(key) {
                    preflight.describe(key, server)
                } else {
                    preflight.add(key, server, registers: false, acceptedOrigins: maker.options.acceptedOrigins)
                }
            }
            var all = Diagnostics(diagnostics.all + preflight.diagnostics.all)
            let means = await CallMeans(
                preflight, project, to: located.keys.filter { !new.contains($0) }, over: access.connections, &all)
            if all.hasErrors { throw CommandFailure(all) }
            try await record(preflight.state, of: described.union(new))
            let ways = await means.ways(&all)
            if all.hasErrors { throw CommandFailure(all) }
            maker.console.report(all)
            let servers = preflight.contexts(tokens: means.tokens, parallelism: nil)
            let read = try await observe(reads.assignments, servers, ways)
            let triaging = Triaging(access: access, servers: servers, ways: ways)
            return (read.clients, read.reports, await triaging.run(reads.assignments, read.clients))
        }
        var reports = read.1
        let masked = try await putBackMaskedSecrets(shownIn: reports)
        for label in masked {
            reports[label, default: Settlement.Report()].newSecret = nil
            reports[label]?.notes.append(.masked("client_secret"))
        }
        return Result(
            state: try await recorded(), observations: read.0, endpoints: endpoints, reports: reports, labels: all,
            triages: read.2)
    }

    /// The servers that say of themselves what they take: what they say now holds from here on, so that no plan is blocked by what a server
    /// said once, and the first plan at a new one knows it. Of a part of the clients, only theirs; of the new ones, those that a client is
    /// to be registered at, if that is what is asked about.
    private func describedServers(in state: StateDocument) -> (recorded: Set<String>, new: Set<String>) {
        let described = Set(maker.manifest.project.servers.filter { $1.namedBy.isByDocument }.keys)
        let recorded = described.filter { state.servers[$0] != nil }
        let theirs = maker.options.isPartial || !isSparing && recorded != described ? serversOfClients : []
        return (
            maker.options.isPartial ? recorded.intersection(theirs) : recorded,
            isSparing ? [] : described.subtracting(recorded).intersection(theirs)
        )
    }

    /// Of those that are declared and asked about.
    private var serversOfClients: Set<String> {
        let (labels, tags) = (Set(maker.options.labels), maker.options.tags)
        var servers: Set<String> = []
        for sheet in maker.manifest.sheets {
            for row in sheet.rows where !servers.contains(sheet.servers[Int(row.server)]) {
                let client = maker.options.isPartial ? sheet.client(row) : nil
                let isMeant = client.map { client in
                    labels.contains(client.label) || !tags.isEmpty && tags.allSatisfy { client.tags[$0.key]?.string == $0.value }
                }
                if isMeant ?? true { servers.insert(sheet.servers[Int(row.server)]) }
            }
        }
        return servers
    }

    /// What the servers say of themselves, and what references are bound to, is durable before a read is sent.
    private func record(_ found: StateDocument, of described: Set<String>) async throws {
        let before = await keeper.state
        var state = before
        state.references = found.references
        for key in described {
            if let record = found.servers[key] { state.describe(key, as: record) }
        }
        guard state.references != before.references || state.servers != before.servers else { return }
        let recorded = state
        try await maker.place.storing { try await keeper.checkpoint(recorded) }
    }

    private func labels(in state: StateDocument) -> [ClientLabel] {
        let labels = Set(maker.options.labels)
        let moved = maker.manifest.project.moved.filter { labels.contains($0.to) }.map(\.from)
        let named = labels.isEmpty ? state.labels : labels.union(moved).sorted().filter { state[$0] != nil }
        return maker.options.tags.isEmpty ? named : named.filter { isTagged($0, in: state) }
    }

    /// Whether the client has the tags, as it is recorded or as it is to be: the plan decides which of them counts.
    private func isTagged(_ label: ClientLabel, in state: StateDocument) -> Bool {
        [state[label]?.tags, declaredTags[label]].compactMap(\.self).contains { tags in
            maker.options.tags.allSatisfy { tags[$0.key]?.string == $0.value }
        }
    }

    private func observe(
        _ reads: [Assignment], _ servers: [String: ServerContext], _ transports: [String: any HTTPTransport]
    ) async throws -> (clients: [ClientLabel: ObservedClient], reports: [ClientLabel: Settlement.Report]) {
        if reads.isEmpty { return ([:], [:]) }
        let inFlight = servers.values.reduce(0) { $0 + $1.parallelism }
        try await maker.place.storing { try await keeper.reserve(callsInFlight: min(inFlight, reads.count)) }
        let interruption = Interruption { maker.console.say($0) }
        defer { interruption.end() }
        let loop = RunLoop.over(keeper, transports)
        let read = await loop.observe(reads, servers: servers, id: RunID.random(), inbox: interruption.inbox())
        let failures = await keeper.failures
        if !failures.isEmpty { throw CommandFailure(await told(failures), status: .undone) }
        if interruption.isStopped { throw CommandFailure(Diagnostics(), status: .undone) }
        return read
    }

    /// What could not be recorded, and where it is instead: a read that brought a new token is in doubt then.
    private func told(_ failures: [StateStoreFailure]) async -> Diagnostics {
        let incidents = await keeper.incidents
        var diagnostics = incidents.happened(path: maker.place.path)
        for failure in failures { diagnostics.report(failure.diagnostic(path: maker.place.path)) }
        for kept in incidents.kept { diagnostics.report(kept.diagnostic) }
        return diagnostics
    }

    /// What is shown for several clients is no secret of any. A crash before this loses nothing: the secrets are kept as what was replaced.
    private func putBackMaskedSecrets(shownIn reports: [ClientLabel: Settlement.Report]) async throws -> [ClientLabel] {
        if reports.isEmpty { return [] }
        var state = await keeper.state
        let masked = state.putBackMaskedSecrets(opening: await keeper.seal)
        guard !masked.isEmpty else { return [] }
        let corrected = state
        try await maker.place.storing { try await keeper.checkpoint(corrected) }
        return masked
    }

    /// What the reads brought is in the journal; a checkpoint is due only if there is something.
    private func recorded() async throws -> StateDocument {
        if await keeper.hasRecords { try await maker.place.storing { try await keeper.checkpoint(await keeper.state) } }
        return await keeper.state
    }
}

extension Manifest {
    /// Of every client, by the label it is recorded under.
    fileprivate var tags: [ClientLabel: JSONObject] {
        var tags: [ClientLabel: JSONObject] = [:]
        let sources = Dictionary(project.moved.map { ($0.to, $0.from) }) { first, _ in first }
        for sheet in sheets {
            for row in sheet.rows {
                let client = sheet.client(row)
                tags[sources[client.label] ?? client.label] = client.tags
            }
        }
        return tags
    }
}
