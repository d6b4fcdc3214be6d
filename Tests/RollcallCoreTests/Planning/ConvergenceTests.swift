import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore
@testable import RollcallTestKit

/// Plan → apply → plan is empty, whatever the manifest was and has become. Random projects at two simulated servers; the real
/// run, step by step, in one thread. A failure names its seed.
struct ConvergenceTests {
    @Test(arguments: 0..<8) func anEmptyPlanFollowsEveryApply(seed: Int) throws {
        var world = World(seed: UInt64(seed))
        for round in 0..<6 {
            world.edit()
            let first = world.scene.plan().plan
            let isPartial = world.chance(4)
            if isPartial { world.scene.options.labels = world.someLabels(of: first) }
            let plan = world.scene.plan().plan
            let shuffled = world.shuffled()
            #expect(shuffled.plan().plan == plan, "seed \(seed), round \(round)")
            let read = try PlanCodec.read(PlanCodec.write(plan, digest: quickDigest), digest: quickDigest)
            #expect(read == plan, "seed \(seed), round \(round)")
            let others = world.records(without: plan)
            let failures = try world.apply(plan).filter { !$0.isDone }
            #expect(failures == [], "seed \(seed), round \(round)")
            world.scene.options.replace = []
            #expect(world.records(without: plan) == others, "seed \(seed), round \(round)")
            #expect(!PlanSummary(world.scene.plan().plan).hasChanges, "seed \(seed), round \(round)")
            world.scene.options = PlanOptions()
            if isPartial { _ = try world.apply(world.scene.plan().plan) }
            world.observe()
            let again = world.scene.plan().plan
            #expect(!PlanSummary(again).hasChanges, "seed \(seed), round \(round), refreshed: \(again.changes)")
            world.scene.observations = [:]
            #expect(world.liveClients == world.scene.state?.count, "seed \(seed), round \(round)")
        }
    }
}

/// A project that is edited at random, its state, and what its servers hold.
private struct World {
    var scene = Scene()
    private var servers: [String: SimulatedServer] = [:]
    private var generator: SeededGenerator
    private var runs = 0

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        scene.clients = []
        scene.state?["web"] = nil
        for key in ["demo", "other"] {
            // Both answer at one origin; their names tell them apart.
            scene.state?.servers[key]?.origin = SimulatedServer.endpoint.origin.text
            scene.state?.servers[key]?.registrationEndpoint = "\(SimulatedServer.endpoint.text)/\(key)"
            var server = SimulatedServer()
            server.manner.rotatesOnRead = chance(2)
            server.manner.rotatesOnUpdate = chance(2)
            servers[key] = server
        }
    }

    /// How many clients there are at the servers.
    var liveClients: Int { servers.values.reduce(0) { $0 + $1.clients.count } }

    mutating func chance(_ outOf: Int) -> Bool { Int.random(in: 0..<outOf, using: &generator) == 0 }

    // MARK: Editing

    mutating func edit() {
        scene.project.moved = []
        scene.options.replace = []
        for number in 0..<10 {
            let label = StateSamples.label("c\(number)")
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: scene.clients.removeAll { $0.label == label }
            case 1, 2, 3:
                scene.clients.removeAll { $0.label == label }
                scene.clients.append(client(label))
            case 4: move(label, to: StateSamples.label("m\(number)"))
            case 5 where scene.clients.contains { $0.label == label }: scene.options.replace.append(label)
            default: break
            }
        }
    }

    private mutating func move(_ label: ClientLabel, to target: ClientLabel) {
        guard let index = scene.clients.firstIndex(where: { $0.label == label }), scene.state?[target] == nil,
            !scene.clients.contains(where: { $0.label == target })
        else { return }
        scene.clients[index].label = target
        scene.project.moved.append(Project.Move(from: label, to: target))
    }

    private mutating func client(_ label: ClientLabel) -> DesiredClient {
        var metadata: JSONObject = ["client_name": .string("\(label) \(Int.random(in: 0..<3, using: &generator))")]
        if chance(2) { metadata["redirect_uris"] = ["https://a.example.com/", "https://b.example.com/"] }
        if chance(3) { metadata["redirect_uris"] = ["https://b.example.com/", "https://a.example.com/"] }
        if chance(3) { metadata["scope"] = "openid" }
        if chance(4) { metadata["contacts"] = [] }
        if chance(4) { metadata["client_name#ja"] = "ア" }
        if chance(4) { metadata["grant_types"] = ["authorization_code"] }
        var client = Scene.declared(label, at: chance(4) ? "other" : "demo", metadata)
        if chance(3) { client.tags = ["team": "x"] }
        client.protect = chance(5)
        return client
    }

    /// The same project, its clients in another order.
    mutating func shuffled() -> Scene {
        var other = scene
        other.clients.shuffle(using: &generator)
        return other
    }

    mutating func someLabels(of plan: Plan) -> [ClientLabel] {
        plan.changes.map(\.label).filter { _ in Bool.random(using: &generator) }
    }

    /// What the state says of clients that the plan is not about.
    func records(without plan: Plan) -> [ClientLabel: RecordedClient?] {
        let concerned = Set(plan.changes.flatMap { [$0.label, $0.movedFrom ?? $0.label] })
        let labels = (scene.state?.labels ?? []).filter { !concerned.contains($0) }
        return Dictionary(uniqueKeysWithValues: labels.map { ($0, scene.state?[$0]) })
    }

    // MARK: Applying

    mutating func apply(_ plan: Plan) throws -> [Settlement] {
        let state = try #require(scene.state)
        let execution = Execution(plan, on: state, recordedKey: { $0 }, generator: &generator)
        return drive(execution.assignments, on: execution.state)
    }

    mutating func observe() {
        let labels = scene.state?.labels ?? []
        let assignments = labels.compactMap { label in
            scene.state?[label].map { Assignment(label: label, server: $0.server, work: .observe($0)) }
        }
        for (label, settlement) in zip(labels, drive(assignments, on: scene.state!)) {
            if case .observed(let observed, _) = settlement { scene.observations[label] = observed }
        }
    }

    private mutating func drive(_ assignments: [Assignment], on state: StateDocument) -> [Settlement] {
        runs += 1
        let contexts = state.servers.mapValues { record in
            ServerContext(
                registrationEndpoint: SimulatedServer.endpoint, initialAccessToken: nil, registrationClientURI: .asGiven,
                traits: ServerTraits(profile: .generic, evidence: record.learned), parallelism: 3)
        }
        var run = Run(assignments, servers: contexts, id: String("0000000\(runs)".suffix(8)))
        var ledger = Ledger(state)
        var events = [Run.Event.begin]
        var settlements: [Settlement] = []
        while !events.isEmpty {
            for command in run.handle(events.removeFirst(), now: Timestamp("2026-01-01T00:00:00Z")) {
                switch command {
                case .perform(let index, .send(let request)):
                    let answer = servers[assignments[index].server]!.handle(request)
                    events.append(.outcome(index, .http(.answer(answer))))
                case .perform(let index, _): events.append(.outcome(index, .waited))
                case .sync(let records):
                    for record in records { ledger.apply(record) }
                    events.append(.synced)
                case .settled: break
                case .done(let all): settlements = all
                }
            }
        }
        scene.state = ledger.closed()
        return settlements
    }
}

extension Settlement {
    fileprivate var isDone: Bool { if case .done = self { true } else { false } }
}
