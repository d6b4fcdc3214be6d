import OAuthRegistration
public import RollcallCore
import StrictJSON

/// What every `StateStore` does, whatever is behind it. Each store's tests run it; an empty answer is a store that keeps it.
public struct StateStoreContract<Store: StateStore> {
    /// Another store at the same place, as another process opens it.
    private let open: () throws -> Store
    /// Takes the room for answers away, or gives it back; `nil` where a test cannot.
    private let setRoom: ((Bool) -> Void)?
    private let findings = Findings()

    private final class Findings {
        var broken: [String] = []
    }

    /// - Parameter open: at a place where there is nothing yet.
    public init(open: @escaping () throws -> Store, setRoom: ((Bool) -> Void)? = nil) {
        self.open = open
        self.setRoom = setRoom
    }

    /// Which clauses the store breaks.
    public static func broken(open: @escaping () throws -> Store, setRoom: ((Bool) -> Void)? = nil) async throws -> [String] {
        let contract = StateStoreContract(open: open, setRoom: setRoom)
        try await contract.beginning()
        try await contract.recording()
        try await contract.writing()
        try await contract.folding()
        try await contract.running(short: setRoom)
        return contract.findings.broken
    }

    private static var lineage: String { "3f0e1a52-7c1d-4b7e-9a55-0d6f1c2b3a49" }

    // MARK: Clauses

    private func beginning() async throws {
        let (first, second) = (try open(), try open())
        check(try await first.load() == nil, "where there is nothing, nothing is loaded")
        check(try await first.lockHolder() == nil, "nobody holds a lock that was never taken")
        check(try await first.lock(as: holder("first")), "a free lock is taken")
        check(try await !second.lock(as: holder("second")), "a lock is taken once")
        check(try await second.lockHolder() == holder("first"), "others see who holds the lock")
        await check(fails: .absent, "a run needs a state") { _ = try await first.begin(run: "r0") }
        try await first.create(lineage: Self.lineage)
        await check(fails: .exists, "a state is created once") { try await first.create(lineage: Self.lineage) }
        let state = try await first.begin(run: "r1").state
        check(state.lineage == Self.lineage && state.serial == 0 && state.count == 0, "a new state is empty")
        try await first.end()
        check(try await first.lockHolder() == nil, "who ends leaves no holder")
        check(try await second.lock(as: holder("second")), "a lock that was released is free")
        try await second.end()
    }

    private func recording() async throws {
        let (store, reader) = (try open(), try open())
        _ = try await store.lock(as: holder("r2"))
        _ = try await store.begin(run: "r2")
        try await store.reserve(callsInFlight: 2)
        try await store.append([])
        try await store.append([intended(1), intended(2)])
        check(try await reader.load()?.state.doubts.count == 2, "an intent is known when append returns")
        try await store.append([answered(1)])
        let state = try await reader.load()?.state
        check(state?.doubts.count == 1 && state?[label(1)]?.clientID == "c1", "an answer is known when append returns")
        check(state?.serial == 0, "records change no serial")
        try await store.end()
    }

    private func writing() async throws {
        let (store, reader) = (try open(), try open())
        _ = try await store.lock(as: holder("r3"))
        let begun = try await store.begin(run: "r3")
        check(
            begun.state.serial == 1 && begun.state.count == 1 && begun.state.doubts.count == 1,
            "a run folds what the last one left")
        let written = try await store.checkpoint(begun.state)
        check(written.serial == 2 && written.journal != nil, "a checkpoint has the next serial, and names what it folded")
        await check(fails: .stale(serial: 1, recorded: 2), "a former serial is not written") {
            _ = try await store.checkpoint(begun.state)
        }
        var stranger = written
        stranger.lineage = "another"
        await check(fails: .stale(serial: 2, recorded: 2), "another lineage is not written") {
            _ = try await store.checkpoint(stranger)
        }
        check(try await reader.load()?.state.serial == 2, "what was refused changes nothing")
        try await store.append([answered(2), intended(3)])
        var ledger = Ledger(written)
        for record in [answered(2), intended(3)] { ledger.apply(record) }
        check(try await store.checkpoint(ledger.closed()).serial == 3, "a run goes on with what a checkpoint returned")
        try await store.append([answered(3)])
        try await store.end()
    }

    private func folding() async throws {
        let store = try open()
        _ = try await store.lock(as: holder("r4"))
        let state = try await store.begin(run: "r4").state
        check(state.serial == 4 && state.doubts.isEmpty && state.count == 3, "an answer after a checkpoint settles its doubt")
        try await store.end()
        _ = try await store.lock(as: holder("r5"))
        check(try await store.begin(run: "r5").state.serial == 4, "where nothing was recorded, nothing is written")
        try await store.end()
    }

    private func running(short setRoom: ((Bool) -> Void)?) async throws {
        guard let setRoom else { return }
        let (store, reader) = (try open(), try open())
        _ = try await store.lock(as: holder("r6"))
        _ = try await store.begin(run: "r6")
        try await store.reserve(callsInFlight: 1)
        try await store.append([intended(4)])
        setRoom(false)
        await check(failsForSpace: "no room is promised that is not there") { try await store.reserve(callsInFlight: 4096) }
        await check(failsForSpace: "no call is announced without room") { try await store.append([answered(4), intended(5)]) }
        let state = try await reader.load()?.state
        check(state?[label(4)] != nil && state?.doubts.isEmpty == true, "all but the announcement is recorded")
        setRoom(true)
        try await store.append([intended(5)])
        check(try await reader.load()?.state.doubts.count == 1, "with room, a run goes on")
        try await store.end()
    }

    // MARK: Checking

    private func check(_ holds: Bool, _ clause: String) { if !holds { findings.broken.append(clause) } }

    private func check(
        fails expected: StateStoreFailure, _ clause: String, _ body: () async throws -> Void
    ) async {
        do { try await body() } catch {
            return check(error as? StateStoreFailure == expected, "\(clause): \(error)")
        }
        findings.broken.append(clause)
    }

    private func check(failsForSpace clause: String, _ body: () async throws -> Void) async {
        do { try await body() } catch {
            if case .noSpace? = error as? StateStoreFailure { return }
            return findings.broken.append("\(clause): \(error)")
        }
        findings.broken.append(clause)
    }

    // MARK: Samples

    private func holder(_ id: String) -> LockHolder {
        LockHolder(id: id, command: "apply", host: "here", process: 1, started: Timestamp("2026-01-01T00:00:00Z"))
    }

    private func label(_ number: Int) -> ClientLabel { ClientLabel("client\(number)")! }

    private func intended(_ number: Int) -> JournalRecord {
        let registration = RegistrationID("00000000-0000-4000-8000-00000000000\(number)")!
        return .intended(
            Intent(
                id: OperationID(run: "00000001", number: number), operation: .register, label: label(number),
                registration: registration, server: "demo", requested: ClientMetadata(["client_name": "a"]), protect: false,
                tags: [:], sentAt: Timestamp("2026-01-01T00:00:00Z")))
    }

    private func answered(_ number: Int) -> JournalRecord {
        let body: JSONObject = ["client_id": .string("c\(number)"), "client_secret": "s"]
        return .answered(
            OperationID(run: "00000001", number: number), HTTPAnswer(status: 201, body: body.canonicalBytes),
            at: Timestamp("2026-01-01T00:00:01Z"))
    }
}
