import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// A refresh at a server that rotates the token on every read, killed or cut from power at every effect of its disk: the new token is
/// recorded, or the read is in doubt; and no request leaves before that can be said.
@Suite struct RefreshGateTests {
    private static let web = ClientLabel("web")
    private static let digest: Digest = quickDigest
    private static let holder = LockHolder(command: "plan", host: "test", process: 1, started: RunningSamples.now)

    private func store(on disk: SimulatedDisk) -> FileStateStore<SimulatedDisk> {
        FileStateStore(disk: disk, name: "rollcall.json", digest: Self.digest)
    }

    /// A state with one client, whose token is `t`.
    private func disk() throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = store(on: disk)
        #expect(try store.lock(as: Self.holder))
        try store.create(lineage: StateSamples.lineage)
        var state = try store.begin(run: "a").state
        state.servers["x"] = Scene.record("https://id.example.com")
        guard case .observe(let client) = RunningSamples.observe("web").work else { preconditionFailure("it observes") }
        state[Self.web] = client
        _ = try store.checkpoint(state)
        try store.end()
        disk.kill()
        return disk
    }

    /// - Parameter sent: becomes true when the request has left, and the server has given another token for it.
    private func refresh(on disk: SimulatedDisk, sent: inout Bool) throws {
        let store = store(on: disk)
        #expect(try store.lock(as: Self.holder))
        var ledger = try store.begin(run: "b")
        let client = try #require(ledger.state[Self.web])
        try store.reserve(callsInFlight: 1)
        var run = Run(
            [Assignment(label: Self.web, server: "x", work: .observe(client))],
            servers: ["x": RunningSamples.server(parallelism: 1)], id: "00000001")
        var events = [Run.Event.begin]
        while !events.isEmpty {
            for command in run.handle(events.removeFirst(), now: RunningSamples.now) {
                switch command {
                case .sync(let records):
                    try store.append(records)
                    records.forEach { ledger.apply($0) }
                    events.append(.synced)
                case .perform:
                    sent = true
                    let body: JSONObject = ["client_id": "c", "registration_access_token": "t2"]
                    events.append(.outcome(0, .http(.json(200, body))))
                case .settled, .done: break
                }
            }
        }
        _ = try store.checkpoint(ledger.closed())
        try store.end()
    }

    @Test func aTokenThatAReadBroughtIsRecordedOrInDoubt() throws {
        let start = try disk()
        let whole = SimulatedDisk(copying: start)
        var sent = false
        try refresh(on: whole, sent: &sent)
        let effects = whole.effects - start.effects
        var ends: [String: Int] = [:]
        for number in 0...effects {
            for isPowerCut in [false, true] {
                let disk = SimulatedDisk(copying: start)
                let cut = disk.effects + number
                disk.fault = { $0.number == cut ? .powerCut : nil }
                var sent = false
                do { try refresh(on: disk, sent: &sent) } catch {}
                disk.fault = nil
                var generator = SeededGenerator(seed: UInt64(number))
                if isPowerCut { disk.cutPower(using: &generator) } else { disk.kill() }
                let state = try #require(try store(on: disk).load()).state
                let token = state[Self.web]?.credentials.registrationAccessToken
                let isInDoubt = state.doubts.values.contains { $0.intent.operation == .read }
                #expect(!sent || token == .plain(Secret("t2")) || isInDoubt, "effect \(number), power cut: \(isPowerCut)")
                ends["\(token == .plain(Secret("t2"))) \(isInDoubt)", default: 0] += 1
            }
        }
        // Each way to end was met: before the call, between call and answer, after the answer.
        #expect(Set(ends.keys).isSuperset(of: ["false false", "false true", "true false"]))
    }
}
