import OAuthRegistration
import RollcallCore

/// Everything that a history happens to: a disk, servers, a user, and the truth about them. A class, because the disk's calls come
/// back to it in the middle of a run.
final class World {
    let weakening: Weakening?
    var disk: SimulatedDisk
    var servers: [SimulatedServer]
    var user: SimulatedUser
    var truth: Truth
    var choices: Choices
    /// Rounds so far.
    var round = 0
    /// Requests that are still on their way when nobody waits for them any more.
    var delayed: [Delayed] = []
    /// The first one.
    private(set) var violation: Violation?
    /// What happened, for a person; `nil` if nobody reads it.
    var story: [String]?
    var memory = DiskMemory()
    /// The last round ended well, or with a power cut: what is read now is what the disk holds.
    var isAllDurable = true
    /// Calls at once, where it is no choice.
    var parallelism: Int?
    /// Moments of this round at which the power could have gone.
    private var moments = 0
    /// At each: somebody tries what comes of it, with a copy.
    var onMoment: ((World) -> Void)?
    /// And here it goes.
    var cut: Cut?

    /// A power cut, by the round and the moment within it.
    struct Cut: Hashable {
        var round: Int
        var moment: Int
    }

    struct Delayed: Hashable {
        let server: Int
        let request: HTTPRequest
        /// Of a registration.
        let registration: RegistrationID?
        let subject: Int
    }

    init(clients: Int, servers count: Int, choices: Choices, weakening: Weakening?) {
        self.weakening = weakening
        self.choices = choices
        disk = SimulatedDisk(copying: Self.newDisk)
        servers = (0..<count).map { SimulatedServer(at: Self.endpoints[$0], prefix: Self.keys[$0]) }
        user = SimulatedUser(clients: clients)
        truth = Truth(subjects: clients)
    }

    /// The same, as it stands between two rounds, to go on with in another way.
    init(copying other: World, choices: Choices) {
        weakening = other.weakening
        self.choices = choices
        disk = SimulatedDisk(copying: other.disk)
        disk.fault = nil
        (servers, user, truth, round, delayed, story) = (
            other.servers, other.user, other.truth, other.round, other.delayed, other.story
        )
    }

    // MARK: Fixed things

    static let keys = ["a", "b"]
    static let now = Timestamp("2026-01-01T00:00:00Z")
    static let holder = LockHolder(command: "apply", host: "test", process: 1, started: now)
    static let endpoints = keys.map { try! HTTPAddress("https://\($0).example.com/register") }

    static let projectServers: [[String: Project.Server]] = (0...keys.count).map { count in
        Dictionary(
            uniqueKeysWithValues: zip(keys, endpoints).prefix(count).map { key, endpoint in
                let location = SourceLocation(file: "rollcall.yaml", line: 1, column: 1)
                return (key, Project.Server(namedBy: .registrationEndpoint(endpoint), location: location))
            })
    }

    /// With an empty state, as `rollcall init` leaves it. Every history begins with a copy of it.
    nonisolated(unsafe) private static let newDisk: SimulatedDisk = {
        let disk = SimulatedDisk()
        let store = FileStateStore(disk: disk, name: FileNames.state, digest: chunkDigest)
        do {
            guard try store.lock(as: holder) else { preconditionFailure("nobody else has the lock") }
            try store.create(lineage: "0f0e0d0c-0b0a-4908-8706-050403020100")
            try store.end()
        } catch { preconditionFailure("an empty disk takes a state: \(error)") }
        disk.kill()
        return disk
    }()

    func store() -> FileStateStore<SimulatedDisk> {
        FileStateStore(disk: disk, name: FileNames.state, digest: chunkDigest)
    }

    /// Whether the token is the one that the server gave last.
    func isNewest(_ issue: SimulatedServer.Issue) -> Bool {
        guard let index = truth.index(of: issue.clientID) else { return false }
        return servers[truth[index].server][issue.clientID]?.tokens.first == issue.token
    }

    // MARK: What is said

    func report(_ kind: Violation.Kind, _ subject: @autoclosure () -> String = "") {
        if violation == nil { violation = Violation(kind: kind, subject: subject()) }
    }

    func tell(_ line: @autoclosure () -> String) {
        if story != nil { story?.append(line()) }
    }

    // MARK: Moments

    /// Called at each moment at which a power cut makes a difference; `true` if it comes now.
    func isCutNow() -> Bool {
        moments += 1
        let here = Cut(round: round, moment: moments)
        if cut == here {
            choices.start(anew: here)
            tell("  the power is cut")
            return true
        }
        onMoment?(self)
        return false
    }

    /// The moment that is now.
    var now: Cut { Cut(round: round, moment: moments) }

    /// Whatever comes now comes after the cut.
    var isPastCut: Bool { cut.map { round >= $0.round } ?? false }

    /// Another process begins.
    func startRound() {
        round += 1
        moments = 0
        isAllDurable = true
    }

    // MARK: The disk's faults

    /// What happens at the disk's effects of a round.
    func arm(_ faults: RoundFaults) {
        guard faults.disk != nil || weakening?.isOnDisk == true || onMoment != nil || cut?.round == round else {
            disk.fault = nil
            return
        }
        var remaining = faults.disk?.number ?? 0
        disk.fault = { [unowned self] effect in fault(effect, faults, &remaining) }
    }

    private func fault(_ effect: SimulatedDisk.Effect, _ faults: RoundFaults, _ remaining: inout Int) -> SimulatedDisk.Fault? {
        if effect.changesSomething, isCutNow() { return .powerCut }
        let weakened = weakening?.fault(effect, on: disk, &memory)
        guard let fault = faults.disk, remaining >= 0, fault.of == .all || effect.changesNames else { return weakened }
        remaining -= 1
        guard remaining < 0 else { return weakened }
        tell("  \(effect.operation) \(effect.name): \(fault.fault.inWords)")
        return fault.fault
    }

    func cutPower() {
        disk.fault = nil
        disk.cutPower { choices.fate($0) }
        tell("  the power is back: \(disk.inventory)")
    }

    /// Requests that nobody waits for arrive.
    func deliverDelayed() {
        let arriving = delayed
        delayed = []
        for message in arriving {
            tell("  late: \(message.request.method.rawValue) \(message.request.address.path) arrives at \(Self.keys[message.server])")
            _ = process(message.request, at: message.server, for: message.subject, as: message.registration)
        }
    }

    /// A request at its server, and what is true from then on. `nil` if there is no answer.
    func process(
        _ request: HTTPRequest, at server: Int, for subject: Int, as registration: RegistrationID?, isExtra: Bool = false
    ) -> HTTPAnswer {
        let id = request.method == .post ? nil : String(request.address.path.split(separator: "/").last ?? "")
        let answer = servers[server].handle(request)
        if servers[server].heldForbiddenMember { report(.forbiddenMember, request.address.path) }
        switch (request.method, answer.status) {
        case (.post, 201):
            guard let registration, let new = servers[server].issue?.clientID else { break }
            truth.registered(new, for: subject, as: registration, at: server, isExtra: isExtra)
        case (.delete, 204): if let id { truth.deleted(id) }
        default: break
        }
        return answer
    }
}

extension SimulatedDisk.Effect {
    /// Whether a cut after it can leave another disk than a cut before it.
    fileprivate var changesSomething: Bool {
        switch operation {
        case "read", "stat", "list", "close", "lock", "reserve": false
        default: true
        }
    }

    fileprivate var changesNames: Bool { operation == "rename" || operation == "sync directory" }
}

extension SimulatedDisk.Fault {
    fileprivate var inWords: String {
        switch self {
        case .powerCut: "the power is cut before it"
        case .failure(let reason, let written): "fails, \(reason)\(written > 0 ? ", after \(written) bytes" : "")"
        case .skipped: "does nothing"
        }
    }
}
