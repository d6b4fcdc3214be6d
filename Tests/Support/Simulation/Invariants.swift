import OAuthRegistration
import RollcallCore
import StrictJSON

/// What must hold between any two rounds, whatever has happened.
struct Invariants {
    private let world: World
    private let state: StateDocument
    /// Every registration that state knows, by its id at the server.
    private let registrations: [FormerRegistration]

    /// Loads the state, without the lock and without changing anything, as any command would. `nil` if it cannot be loaded.
    static func check(_ world: World) -> StateDocument? {
        guard let state = load(world) else { return nil }
        Invariants(world, state).check()
        return state
    }

    private static func load(_ world: World) -> StateDocument? {
        do {
            if let state = try world.store().load()?.state { return state }
            world.report(.unreadableState, "there is none")
        } catch {
            guard world.weakening == .emptyMeansNew, error.isUnreadable else {
                world.report(.unreadableState, "\(error)")
                return nil
            }
            return StateDocument(lineage: "")
        }
        return nil
    }

    private init(_ world: World, _ state: StateDocument) {
        (self.world, self.state) = (world, state)
        registrations = state.orphans + state.labels.compactMap { state[$0] }.flatMap { [FormerRegistration($0)] + $0.former }
    }

    private func check() {
        for index in world.truth.clients.indices { check(index) }
    }

    private func check(_ index: Int) {
        let client = world.truth[index]
        let recorded = registrations.first { $0.registration == client.registration && $0.clientID.isText(client.id) }
        if client.isLettingGo, recorded == nil, !client.isForgotten { world.truth.forget(index) }
        guard !client.isExtra, !world.truth[index].isForgotten,
            let alive = world.servers[client.server][client.id]
        else { return }
        let isInDoubt = state.doubts.values.contains { $0.intent.registration == client.registration }
        guard let recorded else {
            if client.isKnown { return world.report(.lostAnswer, client.id) }
            if !isInDoubt { world.report(.lostClient, client.id) }
            return
        }
        checkCredentials(of: index, alive, recorded, isInDoubt: isInDoubt)
    }

    private func checkCredentials(
        of index: Int, _ alive: SimulatedServer.Client, _ recorded: FormerRegistration, isInDoubt: Bool
    ) {
        let client = world.truth[index]
        let token = recorded.credentials.registrationAccessToken?.number
        let secret = recorded.credentials.clientSecret?.number
        if let newest = client.token, (token ?? 0) < newest { return world.report(.lostAnswer, "the token of \(client.id)") }
        if let newest = client.secret, (secret ?? 0) < newest { return world.report(.lostAnswer, "the secret of \(client.id)") }
        // What state says without having promised it holds from now on, unless only the memory of a machine says so.
        if world.isAllDurable { world.truth.holds(index, token: token, secret: secret) }
        guard let token, !alive.tokens.contains(token) else { return }
        if isInDoubt { world.truth[index].isOutOfHand = true }
        if !world.truth[index].isOutOfHand {
            world.report(.lostToken, "\(client.id): state has \(token), its server wants \(alive.tokens)")
        }
    }
}

extension JSONString {
    fileprivate func isText(_ text: String) -> Bool { utf8.elementsEqual(text.utf8) }
}
