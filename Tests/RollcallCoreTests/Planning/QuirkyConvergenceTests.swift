import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore
@testable import RollcallTestKit

/// Plan → apply → plan is empty, offline and refreshed, after two applies at most, whatever a server does with what it is sent. A
/// failure names its seed; to play it again, make it the first.
struct QuirkyConvergenceTests {
    @Test(arguments: [0, 1000]) func noServersHabitsKeepAPlanFromBecomingEmpty(first: Int) throws {
        for seed in first..<first + 10 {
            try play(QuirkyWorld(seed: UInt64(seed)), "seed \(seed)")
        }
    }

    /// Whatever a profile says, and whether it is named or `generic` has to learn all of it.
    @Test(arguments: [true, false]) func anEmptyPlanFollowsAtAServerOfAnyProfile(isNamed: Bool) throws {
        for seed in 0..<16 { try play(QuirkyWorld(profiled: UInt64(seed), isNamed: isNamed), "seed \(seed), named: \(isNamed)") }
    }

    @Test(arguments: ServerProfile.all) func anEmptyPlanFollowsAtEachBuiltInProfile(profile: ServerProfile) throws {
        for isNamed in [true, false] {
            for seed in 0..<2 {
                let world = QuirkyWorld(at: profile, seed: UInt64(seed), isNamed: isNamed)
                try play(world, "\(profile.name), seed \(seed), named: \(isNamed)")
            }
        }
    }

    private func play(_ world: QuirkyWorld, _ name: String) throws {
        var world = world
        for round in 0..<3 {
            try world.play()
            if world.complaints.isEmpty { continue }
            Issue.record("\(name), round \(round), \(world.server.habits):\n\(world.complaints.joined(separator: "\n"))")
            return
        }
    }
}

/// A project at one quirky server.
private struct QuirkyWorld {
    var scene = Scene()
    var server: QuirkyServer
    /// What was not as it must be.
    var complaints: [String] = []
    private var generator: SeededGenerator
    private let random: RandomMetadata
    private var runs = 0
    /// By label: what was taken out of its manifest last.
    private var removed: [ClientLabel: [JSONString]] = [:]
    /// What somebody else has changed, at whatever client.
    private var touched: Set<JSONString> = []
    /// The manifest has a profile with all that is to be known.
    private var isNamed = false

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        let habits = QuirkyServer.Habits(random: &generator)
        server = QuirkyServer(habits)
        random = RandomMetadata(favourites: habits.fates.keys.sorted())
        begin()
    }

    /// A server that is as a profile of any combination of the rows says.
    init(profiled seed: UInt64, isNamed: Bool) {
        var generator = SeededGenerator(seed: seed)
        self.init(at: RandomProfile.make(&generator), seed: seed, isNamed: isNamed)
    }

    init(at profile: ServerProfile, seed: UInt64, isNamed: Bool) {
        generator = SeededGenerator(seed: seed &+ 1_000_000)
        self.isNamed = isNamed
        server = QuirkyServer(QuirkyServer.Habits(of: profile, random: &generator))
        random = RandomMetadata(favourites: (profile.fields.map(\.name) + profile.fieldClearing.keys).sorted())
        begin()
        guard isNamed else { return }
        if ServerProfile.named(profile.name) == nil { scene.project.profiles = [profile] }
        scene.project.servers["demo"]?.profile = profile.name
    }

    private mutating func begin() {
        scene.clients = []
        scene.state?["web"] = nil
        scene.state?.servers["demo"]?.registrationEndpoint = QuirkyServer.endpoint.text
    }

    mutating func play() throws {
        edit()
        if drift() { observe() }
        try apply("first")
        observe()
        try apply("second")
        observe()
        if PlanSummary(try plan()).hasChanges { complain("still to be done", try plan()) }
        scene.observations = [:]
        for client in scene.clients { compare(client) }
        complaints += server.faults
        if server.registrations != scene.state?.count { complaints.append("\(server.registrations) registrations") }
    }

    // MARK: The project

    private mutating func chance(_ outOf: Int) -> Bool { Int.random(in: 0..<outOf, using: &generator) == 0 }

    private mutating func edit() {
        for label: ClientLabel in ["a", "b", "c"] where chance(2) {
            let before = scene.clients.first { $0.label == label }?.metadata.names ?? []
            scene.clients.removeAll { $0.label == label }
            var metadata = random.make(&generator)
            // What such a server refuses outright, a profile says beforehand; without one, its refusal is the answer.
            if !isNamed || !chance(4) {
                for name in metadata.names where server.habits.refuses.refuses(name) { metadata[name] = nil }
            }
            var client = Scene.declared(label, metadata)
            keepNature(of: &client)
            if chance(4) { client.ignore = client.metadata.names.filter { _ in chance(3) } }
            client.protect = chance(5)
            scene.clients.append(client)
            removed[label] = before.filter { client.metadata.value(of: $0) == nil }
        }
        // A client that is recorded stays declared: registrations are counted.
        for label in scene.state?.labels ?? [] where !scene.clients.contains(where: { $0.label == label }) {
            complaints.append("\(label) was lost")
        }
    }

    /// What the client is, somebody says: a plan that would change it by leaving a field out is blocked.
    private func keepNature(of client: inout DesiredClient) {
        // As an empty list that counts as absent, nobody says it.
        if server.habits.refuses.emptyIsAbsent != nil, client.metadata["response_types"] == [] {
            client.metadata["response_types"] = ["none"]
        }
        guard let recorded = scene.state?[client.label] else { return }
        let tenses = [
            server.clients[recorded.clientID].map { ClientMetadata($0.metadata) }, recorded.granted, recorded.requested,
        ].compactMap(\.self)
        for field in NatureField.allCases where client.metadata.value(of: field.name) == nil {
            guard let value = recorded.requested.value(of: field.name) else { continue }
            if tenses.contains(where: { field.isLost($0.value(of: field.name)) }) {
                client.metadata[field.name] = value == [] && server.habits.refuses.emptyIsAbsent != nil ? ["none"] : value
            }
        }
    }

    /// Somebody else changes a client at the server. Returns whether.
    private mutating func drift() -> Bool {
        guard chance(2), let id = server.clients.keys.sorted().randomElement(using: &generator),
            let member = random.make(&generator).members.randomElement(using: &generator)
        else { return false }
        let value = chance(3) ? nil : member.value
        touched.insert(member.name)
        server.clients[id]?.metadata[member.name] = value
        return true
    }

    // MARK: What must hold

    /// The server has what is declared, and no longer has what was taken out, as far as that is for the client to say.
    private mutating func compare(_ client: DesiredClient) {
        guard server.habits.management != .none, !server.habits.lacks.contains(.put),
            !client.metadata.names.contains(where: server.habits.refuses.refuses), let id = scene.state?[client.label]?.clientID,
            let held = server.clients[id]
        else { return }
        for member in client.metadata.members.members where isForClientsToSay(member.name) && !client.ignore.contains(member.name)
        {
            let value = held.metadata[member.name]
            let isEmpty = member.value == "" || member.value == []
            if isEmpty, server.habits.emptyIsAbsent || server.clearing(of: member.name) == .impossible { continue }
            if FieldCatalog.agree(member.name, value, member.value) { continue }
            complaints.append("\(client.label) has \(member.name) as \(value ?? .null), not as \(member.value)")
        }
        for name in removed[client.label] ?? [] where isForClientsToSay(name) && canBeTakenAway(name) {
            if !FieldCatalog.agree(name, held.metadata[name], nil) { complaints.append("\(client.label) still has \(name)") }
        }
    }

    private func canBeTakenAway(_ name: JSONString) -> Bool {
        switch server.clearing(of: name) {
        case .omission: true
        case .emptyValue:
            FieldCatalog.rule(for: name)?.defaultValue == nil && UpdateBody.hasEmptyValue(name, like: nil)
                && FieldCatalog.rule(for: name) != nil
        case .impossible: false
        }
    }

    /// Nobody else has changed it, and the server treats it as it is sent.
    private func isForClientsToSay(_ name: JSONString) -> Bool {
        server.fate(name) == nil && server.habits.additions[name] == nil && !touched.contains(name)
    }

    private mutating func complain(_ what: String, _ plan: Plan) {
        for change in plan.changes where change.action != .nothing {
            let fields = change.fields.map { field in
                let tenses = [field.desired, field.requested, field.granted, field.observed].map { $0.map { "\($0)" } ?? "-" }
                return "\(field.name) \(field.cause.rawValue) \(tenses.joined(separator: " | "))"
            }
            complaints.append(([what, change.label.text, change.action.rawValue] + fields).joined(separator: "; "))
        }
    }

    /// The same bytes twice, and they read back.
    private mutating func plan() throws -> Plan {
        let plan = scene.plan().plan
        let bytes = PlanCodec.write(plan, digest: quickDigest)
        if PlanCodec.write(scene.plan().plan, digest: quickDigest) != bytes { complain("another plan", plan) }
        if try PlanCodec.read(bytes, digest: quickDigest) != plan { complain("read back otherwise", plan) }
        return plan
    }

    private mutating func apply(_ what: String) throws {
        let plan = try plan()
        let execution = Execution(plan, on: try #require(scene.state), recordedKey: { $0 }, generator: &generator)
        var isRefused = false
        for settlement in drive(execution.assignments, on: execution.state) {
            switch settlement {
            case .done: break
            // What it shows otherwise than it granted may be somebody else's doing: only a refreshed plan may undo that.
            case .failed(.drifted) where scene.observations.isEmpty: isRefused = true
            // Found out by trying; known from then on.
            case .failed(.refused(.update, let refusal)) where refusal.status == 405 && !isNamed: isRefused = true
            case .failed, .inDoubt, .unrecorded, .notStarted, .observed: complain("\(what): \(settlement)", plan)
            }
        }
        scene.observations = [:]
        let after = try self.plan()
        if !isRefused, PlanSummary(after).hasChanges { complain("\(what), to be done again", after) }
    }

    private mutating func observe() {
        let assignments = (scene.state?.labels ?? []).compactMap { label in
            scene.state?[label].map { Assignment(label: label, server: $0.server, work: .observe($0)) }
        }
        guard let state = scene.state else { return }
        for (assignment, settlement) in zip(assignments, drive(assignments, on: state)) {
            scene.observations[assignment.label] = ObservedClient(settlement)
        }
    }

    // MARK: Calls

    private mutating func drive(_ assignments: [Assignment], on state: StateDocument) -> [Settlement] {
        runs += 1
        let profile = scene.project.servers["demo"].flatMap { scene.project.profile(named: $0.profile) } ?? .generic
        let contexts = state.servers.mapValues { record in
            ServerContext(
                registrationEndpoint: QuirkyServer.endpoint, initialAccessToken: nil, registrationClientURI: .asGiven,
                traits: ServerTraits(profile: profile, evidence: record.learned), parallelism: 2)
        }
        var run = Run(assignments, servers: contexts, id: String("0000000\(runs)".suffix(8)))
        var ledger = Ledger(state)
        var events = [Run.Event.begin]
        var settlements: [Settlement] = []
        var sent = Array(repeating: [HTTPRequest.Method](), count: assignments.count)
        while !events.isEmpty {
            for command in run.handle(events.removeFirst(), now: Timestamp("2026-01-01T00:00:00Z")) {
                switch command {
                case .perform(let index, .send(let request)):
                    sent[index].append(request.method)
                    events.append(.outcome(index, .http(.answer(server.handle(request)))))
                case .perform(let index, _): events.append(.outcome(index, .waited))
                case .sync(let records):
                    for record in records { ledger.apply(record) }
                    events.append(.synced)
                case .settled: break
                case .done(let all): settlements = all
                }
            }
        }
        for (assignment, methods) in zip(assignments, sent) { check(methods, of: assignment, knowing: contexts["demo"]!.traits) }
        scene.state = ledger.closed()
        return settlements
    }

    /// One write, and one read back where there is something to learn; an update reads first where there is a GET. A second PUT tries the other way
    /// about the secret, about members beyond the catalogue, or takes away what survived: each only while nobody knows.
    private mutating func check(_ methods: [HTTPRequest.Method], of assignment: Assignment, knowing traits: ServerTraits) {
        let count = { (method: HTTPRequest.Method) in methods.count { $0 == method } }
        let knows = traits.profile.knowsAllFields || traits.reads == false
        let isWithin: Bool
        let isNew = { (sent: ClientMetadata) in sent.names.contains { !traits.evidence.readBack.contains(FieldName($0).name) } }
        switch assignment.work {
        case .register(_, let target):
            let reads = knows || traits.evidence.registrationWasReadBack && !isNew(target.metadata) ? 0 : 1
            isWithin = count(.post) == 1 && count(.put) == 0 && count(.get) <= reads
        case .update(let client, let target, let fields):
            let isBack = fields.contains { $0.cause == .drifted }
            let reads =
                (traits.reads == false ? 0 : 1)
                + (isBack || !knows && (!traits.evidence.updateWasReadBack || isNew(target.metadata)) ? 1 : 0)
            let removed = client.requested.names.filter { target.metadata.value(of: $0) == nil }
            let unknown = [
                traits.secretInUpdate == nil,
                traits.profile.refusesUnknownMembers == nil && traits.evidence.refusesUnknownEcho == nil,
                removed.contains { traits.clearing(of: $0) == nil || traits.clearing(of: $0) == .omission },
            ]
            isWithin =
                count(.post) == 0 && count(.put) <= 1 + unknown.count { $0 } && count(.get) <= (traits.reads == false ? 0 : reads)
        case .observe:
            isWithin = count(.get) <= (traits.profile.methods?.value.contains(.get) == false ? 0 : 1) && methods.count <= 1
        case .delete, .settle: isWithin = methods.isEmpty
        }
        if !isWithin { complaints.append("\(assignment.label) was sent \(methods)") }
    }
}

extension QuirkyServer.Habits {
    fileprivate init(random generator: inout SeededGenerator) {
        self.init()
        rotatesOnRead = Bool.random(using: &generator)
        rotatesOnUpdate = Bool.random(using: &generator)
        emptyIsAbsent = Bool.random(using: &generator)
        if Int.random(in: 0..<3, using: &generator) == 0 { management = Management.allCases.randomElement(using: &generator)! }
        secretInUpdate = SecretInUpdate.allCases.randomElement(using: &generator)!
        let usual: [JSONObject] = [
            [:], ["application_type": "web", "grant_types": ["authorization_code"], "require_auth_time": false],
            ["scope": "openid profile", "vendor": "x", "token_endpoint_auth_method": "none"],
            ["default_max_age": "3600", "logo_uri": .null, "contacts": [], "redirect_uris": "https://a.example.com/"],
        ]
        additions = usual.randomElement(using: &generator)!
        for rule in FieldCatalog.rules where Int.random(in: 0..<10, using: &generator) == 0 {
            fates[rule.name] = QuirkyServer.Fate.allCases.randomElement(using: &generator)!
        }
    }
}
