import OAuthRegistration
import RollcallCore
import StrictJSON

/// What must hold between any two rounds, whatever has happened.
struct Invariants {
    private let world: World
    private let state: StateDocument
    /// Every registration that state knows, by its id at the server.
    private let registrations: [FormerRegistration]
    /// Those that labels have now.
    private let own: Set<RegistrationID>

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
        own = Set(state.labels.compactMap { state[$0]?.registration })
        registrations = state.orphans + state.labels.compactMap { state[$0] }.flatMap { [FormerRegistration($0)] + $0.former }
    }

    private func check() {
        world.truth.hear { state.doubts[$0] != nil }
        for index in world.truth.clients.indices { check(index) }
        world.truth.tidy { state.doubts[$0] != nil }
        for kept in world.truth.kept where !keptFiles(of: kept).contains(kept.bytes) {
            world.report(.lostAnswer, "what was kept of call \(kept.call)")
        }
        if world.seal.isOn { checkSealed() }
    }

    private func check(_ index: Int) {
        let client = world.truth[index]
        let recorded = registrations.first { $0.registration == client.registration && $0.clientID.isText(client.id) }
        if client.isLettingGo, recorded == nil, !client.isForgotten { world.truth.forget(index) }
        let isInDoubt = state.doubts.values.contains { $0.intent.registration == client.registration }
        world.truth.hearImport(
            index, isOwn: own.contains(client.registration), isRecorded: recorded != nil, isInDoubt: isInDoubt)
        guard !client.isExtra, !world.truth[index].isForgotten, !world.truth[index].isBeingImported,
            let alive = world.servers[client.server][client.id]
        else { return }
        let doubts = state.doubts.values.filter { $0.intent.registration == client.registration }
        guard let recorded else {
            if client.isKnown { return world.report(.lostAnswer, client.id) }
            if !doubts.contains(where: { $0.intent.operation == .register }) { world.report(.lostClient, client.id) }
            return
        }
        checkCredentials(of: index, alive, recorded, isInDoubt: !doubts.isEmpty)
    }

    private func keptFiles(of kept: Truth.Kept) -> [[UInt8]] {
        ["json", "part"].compactMap { world.recovery["\(kept.call).\($0)"] }
    }

    /// Nothing that a server issued stands in plain on the state's disk.
    private func checkSealed() {
        for (name, bytes) in world.disk.files where bytes.holdsNumbered("token") || bytes.holdsNumbered("secret") {
            world.report(.secretInPlain, name)
        }
    }

    private func checkCredentials(
        of index: Int, _ alive: SimulatedServer.Client, _ recorded: FormerRegistration, isInDoubt: Bool
    ) {
        let client = world.truth[index]
        let token = recorded.registrationAccessToken(in: state, world.seal)
        let secret = recorded.clientSecret(in: state, world.seal)
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

extension FormerRegistration {
    /// The number of the token that state has.
    func registrationAccessToken(in state: StateDocument, _ seal: Seal) -> Int? {
        number(of: credentials.registrationAccessToken, .registrationAccessToken, state, seal)
    }

    func clientSecret(in state: StateDocument, _ seal: Seal) -> Int? {
        number(of: credentials.clientSecret, .clientSecret, state, seal)
    }

    private func number(of stored: StoredSecret?, _ member: CredentialMember, _ state: StateDocument, _ seal: Seal) -> Int? {
        switch stored {
        case nil: nil
        case .plain(let secret)?: secret.number
        case .sealed?: (try? seal.open(stored!, .credential(member, of: registration, lineage: state.lineage)))?.number
        }
    }
}

extension Seal {
    var isOn: Bool { if case .keys = self { true } else { false } }
}

extension [UInt8] {
    /// Whether the word stands in it with a digit behind, as what the simulated servers issue.
    fileprivate func holdsNumbered(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        return word.withUTF8Buffer { word in
            withUnsafeBytes { bytes in
                guard bytes.count > count else { return false }
                for start in 0..<bytes.count - count where bytes[start] == word[0] {
                    let digit = bytes[start + count]
                    if digit >= 0x30, digit <= 0x39, (1..<count).allSatisfy({ bytes[start + $0] == word[$0] }) { return true }
                }
                return false
            }
        }
    }
}

extension JSONString {
    fileprivate func isText(_ text: String) -> Bool { utf8.elementsEqual(text.utf8) }
}
