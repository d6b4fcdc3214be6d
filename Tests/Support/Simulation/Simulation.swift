import OAuthRegistration
import RollcallCore
import StrictJSON

/// One history: several commands of the product's planner, `Run`, journal and file store on a simulated disk, against simulated
/// servers, with whatever can go wrong between them; then quiet commands without any of it. All of it follows from its choices,
/// and its choices follow from a seed.
public struct Simulation {
    let world: World

    /// Rounds in which things can go wrong, at most: in most histories, and in the long ones, where less goes wrong in each.
    private static let mostRounds = (short: 3, long: 8)
    /// Quiet rounds until there is nothing left to do, at most.
    private static let mostQuietRounds = 6

    /// What a seed came to.
    public struct Outcome: Hashable, Sendable {
        /// One that goes to its end, and one for each moment at which the power was cut aside.
        public var histories = 1
        public var violation: Violation?
        /// If it came of a cut aside: which one.
        var cut: World.Cut?
    }

    /// - Parameter cuts: of a thousand moments, at how many the power is cut aside: a copy of the world goes on without it.
    public static func run(seed: UInt64, weakening: Weakening? = nil, cuts: Int = 0) -> Outcome {
        let cutting = Cutting(seed: seed, inThousand: cuts)
        let world = run(Choices(seed: seed), weakening, onMoment: cuts > 0 ? cutting.tryCut : nil)
        var outcome = cutting.outcome
        if outcome.violation == nil { outcome.violation = world.violation }
        return outcome
    }

    static func run(
        _ choices: Choices, _ weakening: Weakening?, cut: World.Cut? = nil, isTold: Bool = false,
        onMoment: ((World) -> Void)? = nil
    ) -> World {
        var choices = choices
        let clients = 1 + choices.below(3)
        let manners = (0..<(choices.chance(25) ? 2 : 1)).map { _ in ServerManner(choosing: &choices) }
        let isKnown = manners.allSatisfy(\.isPlainAboutFields) && choices.chance(50)
        let isSealed = choices.chance(15)
        let world = World(
            clients: clients, manners: manners, isKnown: isKnown, isSealed: isSealed, choices: choices, weakening: weakening)
        if world.choices.chance(30) { world.weather = 330 }
        world.cut = cut
        world.onMoment = onMoment
        if isTold { world.story = [] }
        Simulation(world: world).play()
        world.onMoment = nil
        return world
    }

    private func play() {
        if world.seal.isOn { world.tell("sealed") }
        for index in world.servers.indices {
            world.tell("server \(World.keys[index]): \(world.servers[index].manner)")
        }
        let isLong = world.choices.chance(15)
        let rounds = 1 + world.choices.below(isLong ? Self.mostRounds.long : Self.mostRounds.short)
        for number in 0..<rounds where !world.isPastCut {
            interfere()
            if world.choices.chance(10) { world.registerStranger() }
            world.user.edit(servers: world.servers.count, isFirst: number == 0, choosing: &world.choices)
            guard play(request(), RoundFaults(isLong ? 15 : 45, choosing: &world.choices)) != nil else { return }
        }
        world.onMoment = nil
        calmDown()
    }

    /// Quiet rounds until a plan is empty.
    func calmDown() {
        world.choices.isQuiet = true
        world.user.stopReplacing()
        for number in 0..<Self.mostQuietRounds {
            // What others did at the servers is known after a look only.
            guard let state = play(Round.Request(isRefreshing: number > 0, allowsAll: true), .none) else { return }
            if number == 0 { world.user.giveWay(to: state, World.keys) }
            let remaining = Convergence(world: world, state: state).remaining
            if number == 0, !state.doubts.isEmpty {
                guard play(Round.Request(isRecovering: true), .none) != nil else { return }
                continue
            }
            if remaining.isEmpty { return checkDoubts(of: state) }
            if number == Self.mostQuietRounds - 1 {
                world.report(.doesNotConverge, remaining.map { "\($0.label) \($0.action.rawValue)" }.joined(separator: ", "))
            }
        }
    }

    private func checkDoubts(of state: StateDocument) {
        guard let doubt = Convergence(world: world, state: state).untold.first else { return }
        world.report(.doesNotConverge, "\(doubt.intent.id), a \(doubt.intent.operation.rawValue), is still in doubt")
    }

    /// The state after the round; `nil` where the history ends.
    private func play(_ request: Round.Request, _ faults: RoundFaults) -> StateDocument? {
        world.tell("round \(world.round + 1)\(request.inWords)\(world.choices.isQuiet ? ", quiet" : "")")
        world.deliverDelayed()
        Round.play(request, faults, in: world)
        return settle()
    }

    /// What must hold after a round; what the user learns from it.
    func settle() -> StateDocument? {
        world.truth.withdrawReplaces()
        if world.violation != nil { return nil }
        guard let state = Invariants.check(world), world.violation == nil else { return nil }
        world.doubts = state.doubts.count
        if world.isAllDurable { world.user.tidy(after: state) }
        return state
    }

    private func request() -> Round.Request {
        var request = Round.Request()
        if world.doubts > 0, world.choices.chance(50) {
            return Round.Request(isRecovering: true, isToldWhatBecame: world.choices.chance(40))
        }
        if world.round > 0, world.choices.chance(world.hasStranger ? 50 : 4) { return Round.Request(isImporting: true) }
        if world.round > 0, world.choices.chance(5) { return Round.Request(isDrift: true) }
        switch world.choices.below(12) {
        case 6: request.isDestroying = world.choices.chance(30)
        case 7, 8: request.isForPaper = world.user.savedPlan == nil
        case 9: request.label = world.user.places[world.choices.below(world.user.places.count)].label
        default: break
        }
        if world.user.savedPlan != nil, world.choices.chance(50) { request = Round.Request(isSaved: true) }
        request.isRefreshing = !request.isSaved && !request.isDestroying && world.choices.chance(30)
        request.allowsAll = world.choices.chance(80)
        return request
    }

    /// Somebody else at the servers.
    private func interfere() {
        guard world.choices.chance(12) else { return }
        for index in world.servers.indices {
            guard !world.servers[index].clients.isEmpty else { continue }
            let id = world.servers[index].clients[world.choices.below(world.servers[index].clients.count)].id
            interfere(with: id, at: index)
        }
    }

    private func interfere(with id: String, at server: Int) {
        switch world.choices.below(3) {
        case 0:
            world.tell("somebody edits \(id)")
            world.servers[server][id]?.metadata["software_version"] = "by hand"
        case 1:
            world.tell("somebody deletes \(id)")
            world.servers[server][id] = nil
        default:
            world.tell("somebody resets the token of \(id)")
            world.servers[server].resetToken(of: id)
            if let index = world.truth.index(of: id) { world.truth[index].isOutOfHand = true }
        }
    }
}

extension Round.Request {
    fileprivate var inWords: String {
        let words = [
            isRefreshing ? "refreshed" : nil, isSaved ? "the plan on paper" : nil, isForPaper ? "a plan for paper" : nil,
            label.map { "\($0) only" }, isDestroying ? "destroy" : nil,
            isRecovering ? isToldWhatBecame ? "recover, with a word" : "recover" : nil, isImporting ? "import" : nil,
            isDrift ? "drift" : nil,
        ]
        let said = words.compactMap(\.self)
        return said.isEmpty ? "" : ", " + said.joined(separator: ", ")
    }
}
