import OAuthRegistration
import RollcallCore

/// Everything that a history happens to: a disk, servers, a user, and the truth about them. A class, because the disk's calls come
/// back to it in the middle of a run.
final class World {
    let weakening: Weakening?
    var disk: SimulatedDisk
    /// Where answers go that the state's disk does not take.
    var recovery: SimulatedDisk
    let seal: Seal
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
    /// Of a thousand messages, with how many something goes wrong.
    var weather = 110
    var memory = DiskMemory()
    /// Effects until the one that fails, and whether it has come.
    var effectsToGo = 0
    var isFailing = false
    /// Calls in doubt after the last round.
    var doubts = 0
    /// How it came to be what it is, where all histories are tried.
    var trail: [Trail] = []
    /// The last round ended well, or with a power cut: what is read now is what the disk holds.
    var isAllDurable = true
    /// Calls at once, where it is no choice.
    var parallelism: Int?
    /// Moments of this round at which the power could have gone.
    private var moments = 0
    /// Runs of this round.
    private var runs = 0
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

    /// - Parameter isKnown: state knows the servers and has learned what they do with tokens, so that no call teaches.
    init(
        clients: Int, manners: [ServerManner], isKnown: Bool, isSealed: Bool = false, choices: Choices, weakening: Weakening?
    ) {
        self.weakening = weakening
        seal = isSealed ? Self.simulatedSeal : .off
        recovery = SimulatedDisk()
        self.choices = choices
        disk = SimulatedDisk(copying: FirstDisks.of(manners, isKnown: isKnown))
        servers = manners.indices.map { SimulatedServer(at: Self.endpoints[$0], prefix: Self.keys[$0], manner: manners[$0]) }
        user = SimulatedUser(clients: clients)
        truth = Truth(subjects: clients)
    }

    /// The same, as it stands between two rounds, to go on with in another way.
    init(copying other: World, choices: Choices) {
        (weakening, seal) = (other.weakening, other.seal)
        self.choices = choices
        disk = SimulatedDisk(copying: other.disk)
        recovery = SimulatedDisk(copying: other.recovery)
        (servers, user, truth, round, delayed) = (other.servers, other.user, other.truth, other.round, other.delayed)
        (story, trail, parallelism) = (other.story, other.trail, other.parallelism)
        (weather, doubts) = (other.weather, other.doubts)
        disarm()
        disk.limit(to: nil)
    }

    // MARK: Fixed things

    static let keys = ["a", "b"]
    private static let simulatedSeal = ToySeal.seal()
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

    func store() -> FileStateStore<SimulatedDisk> {
        FileStateStore(disk: disk, name: FileNames.state, digest: chunkDigest, seal: seal)
    }

    /// Whether the token is the one that the server gave last.
    func isNewest(_ issue: SimulatedServer.Issue) -> Bool {
        guard let index = truth.index(of: issue.clientID) else { return false }
        return servers[truth[index].server][issue.clientID]?.tokens.first == issue.token
    }

    /// Whether a client is alive of which state is to know nothing, so that it can be imported.
    var hasStranger: Bool {
        truth.clients.contains { ($0.isForgotten || $0.isBeingImported) && !$0.isExtra && servers[$0.server][$0.id] != nil }
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
        runs = 0
        moments = 0
        isAllDurable = true
    }

    /// Eight digits, as a run's id has.
    func nextRunName() -> String {
        runs += 1
        return Self.runNames[min(round * Self.mostRuns + runs, Self.runNames.count - 1)]
    }

    private static let mostRuns = 16
    private static let runNames = (0..<512).map { String("0000000\($0)".suffix(8)) }

    // MARK: After a cut

    func cutPower() {
        disarm()
        disk.cutPower { choices.fate($0) }
        recovery.cutPower { choices.fate($0) }
        tell("  the power is back: \(disk.inventory)")
    }

    /// Requests that nobody waits for arrive.
    func deliverDelayed() {
        let arriving = delayed
        delayed = []
        for message in arriving {
            tell("  late: \(message.request.method.rawValue) \(message.request.address.path)")
            _ = process(message.request, at: message.server, for: message.subject, as: message.registration)
            // Whoever asked in the meantime was told what the client was before it.
            loseHold(of: message.request)
        }
    }

    /// Nobody can know which token the client has after this.
    func loseHold(of request: HTTPRequest) {
        if let index = Self.clientID(in: request).flatMap(truth.index) { truth[index].isOutOfHand = true }
    }

    static func clientID(in request: HTTPRequest) -> String? {
        request.method == .post ? nil : request.address.path.split(separator: "/").last.map(String.init)
    }

    /// The process ends, or dies.
    func kill() {
        disarm()
        disk.limit(to: nil)
        disk.kill()
        recovery.kill()
    }

    /// A request at its server, and what is true from then on.
    func process(
        _ request: HTTPRequest, at server: Int, for subject: Int, as registration: RegistrationID?, isExtra: Bool = false
    ) -> HTTPAnswer {
        let id = Self.clientID(in: request)
        let answer = servers[server].handle(request)
        if servers[server].heldForbiddenMember { report(.forbiddenMember, request.address.path) }
        switch (request.method, answer.status) {
        case (.post, 201):
            guard !servers[server].isReplay, let registration, let new = servers[server].issue?.clientID else { break }
            truth.registered(new, for: subject, as: registration, at: server, isExtra: isExtra)
        case (.delete, 204): if let id { truth.deleted(id) }
        default: break
        }
        return answer
    }
}
