import OAuthRegistration
import RollcallCore
import StrictJSON

/// `rollcall recover`: what is in doubt is asked about, or somebody says what became of it.
extension Round {
    mutating func recover(_ request: Request) throws(Cut) {
        let doubts = keeper.state.doubts.values.sorted { $0.intent.id < $1.intent.id }
        if !doubts.isEmpty {
            if request.isToldWhatBecame {
                try listen(about: doubts[world.choices.below(doubts.count)])
            } else {
                try ask(about: doubts)
            }
            try fold()
        }
        try storing { () throws(StateStoreFailure) in try keeper.end() }
    }

    // MARK: Asking

    /// As `Settling` does it.
    private mutating func ask(about doubts: [Doubt]) throws(Cut) {
        var queue = SettlingQueue(doubts.filter { canBeAsked($0) })
        while true {
            let state = keeper.state
            let round = queue.next(in: state, opening: keeper.seal)
            if round.isEmpty { return }
            world.tell("  asking about \(round.map(\.intent.id.text).joined(separator: " "))")
            let assignments = round.map { queue.assignment(settling: lost($0, state), in: state) }
            let contexts = contexts(for: assignments, on: state).contexts
            let end = try drive(assignments, contexts)
            if let failure = keeper.failures.first { throw Self.cut(failure, world) }
            if end.isInterrupted { return }
        }
    }

    private func canBeAsked(_ doubt: Doubt) -> Bool {
        doubt.intent.operation != .register || lost(doubt, keeper.state).canBeAsked || heedsKeys(doubt.intent.server)
    }

    private func lost(_ doubt: Doubt, _ state: StateDocument) -> LostCall {
        do { return try LostCall(doubt, in: state, opening: keeper.seal) } catch {
            preconditionFailure("the key is there: \(error)")
        }
    }

    // MARK: Words

    /// As `GivenWord` does it. What is said may be wrong; then it is the user's.
    private mutating func listen(about doubt: Doubt) throws(Cut) {
        let lost = lost(doubt, keeper.state)
        let intent = lost.intent
        switch world.choices.below(3) {
        case 0:
            world.tell("  \(intent.id) is abandoned")
            try say(keeper.state.abandoning(lost, sealing: keeper.seal), of: intent)
        case 1 where intent.operation == .register && lost.part.clientID == nil:
            world.tell("  \(intent.id) may be registered again")
            try say(keeper.state.withdrawing(intent), of: intent)
        default: try give(lost)
        }
    }

    private func say(_ state: StateDocument, of intent: Intent) throws(Cut) {
        world.truth.say(
            Truth.Word(
                call: intent.id, registration: intent.registration, subject: Truth.subject(of: intent.label),
                isRegister: intent.operation == .register))
        try storing { () throws(StateStoreFailure) in try keeper.checkpoint(state) }
    }

    /// The file from the recovery folder, or what whoever runs the server says of the client.
    private func give(_ lost: LostCall) throws(Cut) {
        guard let body = body(of: lost), let given = try? GivenAnswer(body, to: lost, in: keeper.state),
            let issue = SimulatedServer.Issue(given.information), !world.isOlder(issue)
        else { return world.tell("  nobody has an answer to \(lost.intent.id)") }
        world.tell("  an answer to \(lost.intent.id) is given")
        try storing { () throws(StateStoreFailure) in try keeper.reserve(callsInFlight: 1) }
        let recording = keeper.append(given.records(to: lost.intent, run: world.nextRunName(), at: World.now))
        if world.disk.isOff { throw .power }
        guard recording == .durable else { throw .process }
        world.truth.noted(issue, isNewest: world.isNewest(issue))
    }

    private func body(of lost: LostCall) -> [UInt8]? {
        if let kept = world.truth.kept.last(where: { $0.call == lost.intent.id }) { return kept.bytes }
        let client = world.truth.clients.first { $0.registration == lost.intent.registration && !$0.isExtra }
        return client.flatMap { world.servers[$0.server].information(of: $0.id)?.body }
    }
}

extension SimulatedServer.Issue {
    fileprivate init?(_ information: ClientInformation) {
        guard let secret = information.clientSecret?.number else { return nil }
        self.init(clientID: information.clientID.text, token: information.registrationAccessToken?.number, secret: secret)
    }
}

extension World {
    /// Whether a durable answer has brought something newer.
    fileprivate func isOlder(_ issue: SimulatedServer.Issue) -> Bool {
        guard let index = truth.index(of: issue.clientID) else { return true }
        return issue.token ?? 0 < truth[index].token ?? 0 || issue.secret < truth[index].secret ?? 0
    }
}
