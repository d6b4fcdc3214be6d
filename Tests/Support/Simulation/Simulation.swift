import OAuthRegistration
import RollcallCore
import StrictJSON

/// One history: several runs of `Run` over a real `FileStateStore` on a simulated disk, against a simulated server, with every
/// interleaving that threads could produce, power cuts at any effect of the disk or of the run, lost requests, lost answers
/// and stops; then quiet runs without any of it. All of it follows from the seed.
public struct Simulation {
    /// What is true after every round, and what a weakened protocol breaks.
    public enum Violation: String, Hashable, Sendable {
        /// One label, two clients at the server: it was registered twice.
        case registeredTwice
        /// A client is alive at the server, and neither state nor a doubt knows of it.
        case lostClient
        /// The recorded token does not open the client, and no doubt says so.
        case lostToken
        /// The state does not load.
        case unreadableState
        /// Quiet runs do not come to the end of what there is to do.
        case doesNotConverge
    }

    /// A protocol that must be caught.
    public enum Weakening: Hashable, Sendable, CaseIterable {
        /// The request leaves without a durable intent.
        case noIntent
        /// What is in doubt is registered again.
        case repeatsDoubts
        /// "Durable" is said before the records are on the disk.
        case noSync
    }

    private var generator: SeededGenerator
    private let weakening: Weakening?
    private var server = SimulatedServer()
    private let disk = SimulatedDisk()
    private var labels: [ClientLabel]
    private var desired: [ClientLabel: ClientMetadata] = [:]
    private var rounds = 0
    private var isQuiet = false
    /// With `noSync`: what was called durable and is not.
    private var unwritten: [JournalRecord] = []

    public init(seed: UInt64, weakening: Weakening? = nil) {
        generator = SeededGenerator(seed: seed)
        self.weakening = weakening
        labels = (0..<Int.random(in: 1...3, using: &generator)).map { ClientLabel("client\($0)")! }
        server.rotatesOnRead = generator.chance(50)
        server.rotatesOnUpdate = generator.chance(50)
    }

    /// `nil` if everything holds.
    public static func run(seed: UInt64, weakening: Weakening? = nil) -> Violation? {
        var simulation = Simulation(seed: seed, weakening: weakening)
        return simulation.play()
    }

    private mutating func play() -> Violation? {
        create()
        for _ in 0..<3 {
            edit()
            round()
            if let violation = check() { return violation }
        }
        isQuiet = true
        for _ in 0..<3 {
            round()
            if let violation = check() { return violation }
        }
        return isConverged ? nil : .doesNotConverge
    }

    // MARK: A round

    private func store() -> FileStateStore<SimulatedDisk> {
        FileStateStore(disk: disk, name: "rollcall.json", digest: Self.digest)
    }

    /// Not SHA-256: a history is all bytes, and here nobody forges them.
    private static let digest: Digest = { bytes in
        let sum = bytes.withContiguousStorageIfAvailable { $0.reduce(into: 5381 as UInt64) { $0 = $0 &* 33 &+ UInt64($1) } }
        return withUnsafeBytes(of: (sum ?? 0).bigEndian) { Array($0) + [UInt8](repeating: 0, count: 24) }
    }

    private static let holder = LockHolder(command: "apply", host: "test", process: 1, started: now)
    private static let now = Timestamp("2026-01-01T00:00:00Z")

    private mutating func create() {
        let store = store()
        do {
            guard try store.lock(as: Self.holder) else { preconditionFailure("nobody else has the lock") }
            try store.create(lineage: "0f0e0d0c-0b0a-4908-8706-050403020100")
            try store.end()
        } catch { preconditionFailure("an empty disk takes a state: \(error)") }
    }

    /// Each client is wanted or not, as it was or edited.
    private mutating func edit() {
        for label in labels {
            guard generator.chance(80) else {
                desired[label] = nil
                continue
            }
            guard desired[label] == nil || generator.chance(40) else { continue }
            let version = Int.random(in: 0..<3, using: &generator)
            desired[label] = ClientMetadata([
                "client_name": .string(label.text), "software_version": .string("\(version)"),
            ])
        }
    }

    private mutating func round() {
        rounds += 1
        let cut = isQuiet || generator.chance(50) ? nil : disk.effects + Int.random(in: 0..<60, using: &generator)
        disk.fault = cut.map { number in { $0.number == number ? .powerCut : nil } }
        defer { disk.fault = nil }
        let store = store()
        do {
            guard try store.lock(as: Self.holder) else { preconditionFailure("the one before is dead") }
            var ledger = try store.begin(run: "\(rounds)")
            if ledger.state.servers.isEmpty {
                ledger.state.servers["demo"] = Self.serverRecord
                ledger.state = try store.checkpoint(ledger.state)
            }
            guard try perform(assignments(for: ledger.state), &ledger, store) else { return cutPower() }
            if !unwritten.isEmpty { try store.append(unwritten) }
            unwritten = []
            _ = try store.checkpoint(ledger.closed())
            try store.end()
            disk.kill()
        } catch { cutPower() }
    }

    private mutating func cutPower() {
        unwritten = []
        disk.fault = nil
        disk.cutPower(using: &generator)
    }

    private static let serverRecord = ServerRecord(
        namedBy: ["registration_endpoint": .string(SimulatedServer.endpoint.text)], profile: "generic",
        registrationClientURI: .asGiven, origin: SimulatedServer.endpoint.origin.text,
        registrationEndpoint: SimulatedServer.endpoint.text)

    private mutating func assignments(for state: StateDocument) -> [Assignment] {
        labels.compactMap { label in
            let doubts = state.doubts.values.filter { $0.intent.label == label }
            let isRepeatable = weakening == .repeatsDoubts && doubts.allSatisfy { $0.intent.operation == .register }
            guard doubts.isEmpty || isRepeatable else { return nil }
            let work: Assignment.Work
            switch (desired[label], state[label]) {
            case (nil, nil): return nil
            case (nil, let client?): work = .delete(FormerRegistration(client))
            case (let metadata?, nil): work = .register(RegistrationID(using: &generator), target(metadata))
            case (let metadata?, let client?):
                guard metadata != client.requested else { return nil }
                let fields = metadata.names.map { FieldChange($0, .edited) }
                work = .update(client, target(metadata), fields: fields)
            }
            return Assignment(label: label, server: "demo", work: work)
        }
    }

    private func target(_ metadata: ClientMetadata) -> Change.Target {
        Change.Target(metadata: metadata, tags: [:], protect: false, ignore: [])
    }

    /// `false` if the power was cut.
    private mutating func perform(
        _ assignments: [Assignment], _ ledger: inout Ledger, _ store: FileStateStore<SimulatedDisk>
    ) throws -> Bool {
        let learned = ledger.state.servers["demo"]?.learned ?? ServerEvidence()
        let context = ServerContext(
            registrationEndpoint: SimulatedServer.endpoint, initialAccessToken: nil, registrationClientURI: .asGiven,
            traits: ServerTraits(profile: .generic, evidence: learned), parallelism: Int.random(in: 1...3, using: &generator))
        var run = Run(assignments, servers: ["demo": context], id: "\(rounds)")
        var ready = run.handle(.begin, now: Self.now)
        while !ready.isEmpty {
            if !isQuiet, generator.chance(1) { return false }
            if !isQuiet, generator.chance(1) {
                ready += run.handle(generator.chance(50) ? .stop : .abandon, now: Self.now)
                continue
            }
            let command = ready.remove(at: Int.random(in: 0..<ready.count, using: &generator))
            switch command {
            case .settled: break
            case .done: return true
            case .sync(let records):
                try append(records, &ledger, store)
                ready += run.handle(.synced, now: Self.now)
            case .perform(let index, let effect):
                ready += run.handle(.outcome(index, outcome(of: effect)), now: Self.now)
            }
        }
        return true
    }

    private mutating func append(
        _ records: [JournalRecord], _ ledger: inout Ledger, _ store: FileStateStore<SimulatedDisk>
    ) throws {
        var records = records
        if weakening == .noIntent { records.removeAll { if case .intended = $0 { true } else { false } } }
        if weakening == .noSync { unwritten += records } else { try store.append(records) }
        for record in records { ledger.apply(record) }
    }

    private mutating func outcome(of effect: Step.Effect) -> Step.Outcome {
        guard case .send(let request) = effect else { return .waited }
        if isQuiet { return .http(.answer(server.handle(request))) }
        if generator.chance(5) { return .http(.notSent(TransportFailure(.refused, "connection refused"))) }
        if generator.chance(5) { return .http(.noAnswer(received: [], TransportFailure(.closed, "request lost"))) }
        let answer = server.handle(request)
        if generator.chance(5) { return .http(.noAnswer(received: [], TransportFailure(.closed, "answer lost"))) }
        return .http(.answer(answer))
    }

    // MARK: What must hold

    private func check() -> Violation? {
        guard let state = try? store().load()?.state else { return .unreadableState }
        for label in labels {
            let alive = server.alive(named: JSONString(label.text))
            let isInDoubt = state.doubts.values.contains { $0.intent.label == label }
            if alive.count > 1 { return .registeredTwice }
            if isInDoubt { continue }
            let recorded = state[label]
            guard let id = alive.first else { continue }
            guard let recorded, recorded.clientID == JSONString(id) else { return .lostClient }
            if recorded.credentials.registrationAccessToken != server.clients[id].map({ StoredSecret.plain(Secret($0.token)) }) {
                return .lostToken
            }
        }
        return nil
    }

    private var isConverged: Bool {
        guard let state = try? store().load()?.state else { return false }
        return labels.allSatisfy { label in
            state.doubts.values.contains { $0.intent.label == label } || state[label]?.requested == desired[label]
        }
    }
}

extension SeededGenerator {
    /// True `percent` times in a hundred.
    fileprivate mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
