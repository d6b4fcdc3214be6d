import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON

/// One run over a store, with every kind of write in it, and what it was promised until it ended or was cut off.
struct StoreScript {
    /// Calls whose intent is durable: the request may have left.
    private(set) var sent: Set<OperationID> = []
    /// Calls whose answer is durable, and the secret that it brought.
    private(set) var answered: [OperationID: Secret] = [:]
    /// `create` returned once.
    private(set) var hasState = false
    /// A checkpoint that fails within the run does not end it.
    var goesOn = false
    private let run: String
    private let disk: SimulatedDisk
    private let seal: Seal

    init(run: String, on disk: SimulatedDisk, hasState: Bool = false, seal: Seal = .off) {
        self.run = run
        self.seal = seal
        self.disk = disk
        self.hasState = hasState
    }

    static let name = "demo.json"
    static let holder = LockHolder(command: "apply", host: "here", process: 1, started: Timestamp("2026-01-01T00:00:00Z"))

    static func store(on disk: SimulatedDisk, _ seal: Seal = .off) -> FileStateStore<SimulatedDisk> {
        FileStateStore(disk: disk, name: name, digest: quickDigest, seal: seal)
    }

    /// Three registrations: one ends before a checkpoint, one spans it, one is never answered.
    mutating func perform() throws(StateStoreFailure) {
        let store = Self.store(on: disk, seal)
        guard try store.lock(as: Self.holder) else { preconditionFailure("nobody else has the lock") }
        if try store.load() == nil { try store.create(lineage: StateSamples.lineage) }
        hasState = true
        var ledger = try store.begin(run: run)
        try store.reserve(callsInFlight: 2)
        try intend(1, &ledger, store)
        try answer(1, &ledger, store)
        try intend(2, &ledger, store)
        do { ledger = Ledger(try store.checkpoint(ledger.closed()), seal: seal) } catch { if !goesOn { throw error } }
        try answer(2, &ledger, store)
        try intend(3, &ledger, store)
        if goesOn {
            ledger = Ledger(try store.checkpoint(ledger.closed()), seal: seal)
            try answer(3, &ledger, store)
        }
        try store.end()
    }

    func operation(_ number: Int) -> OperationID { OperationID("\(run)-\(number)") }

    private mutating func intend(
        _ number: Int, _ ledger: inout Ledger, _ store: FileStateStore<SimulatedDisk>
    ) throws(StateStoreFailure) {
        // No two registrations of two runs are one.
        let registration = number + 10 * Int(run.utf8.reduce(0) { $0 &* 31 &+ UInt16($1) })
        let intent = StateSamples.intent(
            .register, "c-\(run)-\(number)", id: operation(number).text, registration: registration,
            requested: ClientMetadata(["n": 1]))
        try store.append([.intended(intent)])
        ledger.apply(.intended(intent))
        sent.insert(intent.id)
    }

    private mutating func answer(
        _ number: Int, _ ledger: inout Ledger, _ store: FileStateStore<SimulatedDisk>
    ) throws(StateStoreFailure) {
        let secret = JSONString("secret-\(run)-\(number) " + String(repeating: "x", count: 520))
        let body: JSONObject = ["client_id": "id", "client_secret": .string(secret)]
        let record = JournalRecord.answered(
            operation(number), HTTPAnswer(status: 201, body: body.canonicalBytes), at: Timestamp("2026-01-01T00:00:00Z"))
        try store.append([record])
        ledger.apply(record)
        answered[operation(number)] = Secret(secret.utf8)
    }

    private func opened(_ client: RecordedClient, in state: StateDocument) -> Secret? {
        try? seal.open(client.credentials, of: client.registration, lineage: state.lineage).clientSecret
    }

    /// Files on which a secret of this run stands in plain, as it is or in the base64 of an answer.
    func filesInPlain() throws -> [String] {
        var texts: [String] = []
        for secret in answered.values.map({ $0.expose { $0 } }) {
            texts.append(String(decoding: secret.prefix(30), as: UTF8.self))
            for skipped in 0..<3 { texts.append(Base64.encode(Array(secret.dropFirst(skipped).prefix(30)))) }
        }
        var files: [String] = []
        for name in try disk.names() {
            let text = String(decoding: disk[name] ?? [], as: UTF8.self)
            if texts.contains(where: { text.contains($0) }) { files.append(name) }
        }
        return files
    }

    /// Which of the promises the disk does not keep. Empty is good.
    func brokenPromises() -> [String] {
        let loaded: LoadedState?
        do { loaded = try Self.store(on: disk, seal).load() } catch { return ["\(error)"] }
        guard let state = loaded?.state else { return hasState ? ["the state is gone"] : [] }
        return sent.sorted().compactMap { id in
            let secret = state[ClientLabel("c-\(id)")!].flatMap { opened($0, in: state) }
            if let promised = answered[id] { return secret == promised ? nil : "\(id): its secret is lost" }
            return secret != nil || state.doubts[id] != nil ? nil : "\(id): nobody knows that it was sent"
        }
    }
}
