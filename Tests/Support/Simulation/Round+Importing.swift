import OAuthRegistration
import RollcallCore
import StrictJSON

/// The part of a round that takes in a registration which no label has, as `Importing` does it: from an answer that somebody has, or by a
/// read with its token, or an administrator's.
extension Round {
    mutating func importClient() throws(Cut) {
        if let index = stranger() {
            world.user.declare(world.truth[index].subject, at: world.truth[index].server)
            let manner = world.servers[world.truth[index].server].manner
            let isOrphan = orphan(of: world.truth[index]) != nil
            if manner.manages, isOrphan || world.choices.chance(60) { try read(index) } else if !isOrphan { try take(index) }
        }
        try fold()
        try storing { () throws(StateStoreFailure) in try keeper.end() }
    }

    // MARK: Who

    /// One that is alive, and that nobody manages any more, whose label is free.
    private func stranger() -> Int? {
        let state = keeper.state
        let recorded = state.labels.compactMap { state[$0] }.flatMap { [FormerRegistration($0)] + $0.former }.map(\.clientID.text)
        let strangers = world.truth.clients.indices.filter { index in
            let client = world.truth[index]
            guard !client.isExtra, world.servers[client.server][client.id] != nil, !recorded.contains(client.id) else {
                return false
            }
            let place = world.user.places[client.subject]
            let isFree = [place.label, place.formerLabel].allSatisfy { label in
                state[label] == nil
                    && !state.doubts.values.contains { $0.intent.label == label && $0.intent.operation != .read }
            }
            return isFree && (client.isForgotten || client.isBeingImported || orphan(of: client) != nil)
        }
        return strangers.isEmpty ? nil : strangers[world.choices.below(strangers.count)]
    }

    private func orphan(of client: Truth.Client) -> FormerRegistration? {
        keeper.state.orphans.first { $0.server == World.keys[client.server] && $0.clientID.text == client.id }
    }

    private func label(_ index: Int) -> ClientLabel { world.user.places[world.truth[index].subject].label }

    private func intent(_ operation: RegistrationOperation, _ index: Int, _ registration: RegistrationID) -> Intent {
        Intent(
            id: OperationID(run: world.nextRunName(), number: 1), operation: operation, label: label(index),
            registration: registration, server: World.keys[world.truth[index].server], requested: ClientMetadata(),
            protect: false, tags: [:], sentAt: World.now)
    }

    private func newRegistration() -> RegistrationID {
        var generator = SeededGenerator(seed: UInt64(world.round) << 8)
        return RegistrationID(using: &generator)
    }

    // MARK: By an answer

    private mutating func take(_ index: Int) throws(Cut) {
        let client = world.truth[index]
        var notes: [AnswerNote] = []
        guard let (body, issue) = world.servers[client.server].information(of: client.id),
            let information = ClientInformation(of: .register, reading: body, notes: &notes)
        else { return }
        world.tell("  an answer brings \(client.id) in as \(label(index))")
        try record(information, issue, index, as: newRegistration())
    }

    private mutating func record(
        _ information: ClientInformation, _ issue: SimulatedServer.Issue, _ index: Int, as registration: RegistrationID
    ) throws(Cut) {
        var intent = intent(.register, index, registration)
        intent.requested = information.metadata
        let imported = keeper.state.importing(information, as: intent, at: World.now, sealing: keeper.seal)
        world.truth.imports(index, as: registration)
        try cut()
        try storing { () throws(StateStoreFailure) in try keeper.checkpoint(imported) }
        world.truth.noted(issue, isNewest: world.isNewest(issue))
    }

    // MARK: By a read

    private mutating func read(_ index: Int) throws(Cut) {
        let client = world.truth[index]
        let key = World.keys[client.server]
        let (registration, token) = beginning(of: client, label(index), key)
        let uri = JSONString(World.endpoints[client.server].text + "/" + client.id)
        let known = RecordedClient(
            registration: registration, server: key, protect: false, tags: [:], clientID: JSONString(client.id),
            registrationClientURI: uri, credentials: Credentials(), requested: ClientMetadata(), granted: ClientMetadata(),
            registeredAt: World.now, updatedAt: World.now)
        let reading = Assignment(label: label(index), server: key, work: .observe(known), credentials: OpenCredentials())
        let ready = contexts(for: [reading], on: keeper.state)
        guard let context = ready.contexts[key], let address = context.managementAddress(given: uri) else { return }
        if ready.state.servers != keeper.state.servers {
            try storing { () throws(StateStoreFailure) in try keeper.checkpoint(ready.state) }
        }
        world.tell("  a read brings \(client.id) in as \(label(index))")
        try storing { () throws(StateStoreFailure) in try keeper.reserve(callsInFlight: 1) }
        let intent = intent(.read, index, registration)
        world.truth.imports(index, as: registration)
        try append(.intended(intent))
        let request = RegistrationRequest.read(address: address, bearer: nil)
            .authorized(by: context.isManagedByAdministrator ? context.accessToken : .token(token))
        let (outcome, issue) = Wire(world: world, assignment: reading).send(request)
        switch outcome {
        case .notSent(let failure): try append(.refused(intent.id, reason: failure.text))
        case .noAnswer(let received, let failure):
            world.truth.isTold(of: registration)
            try append(.inDoubt(intent.id, received: received, reason: failure.text))
        case .answer(let answer):
            try append(.answered(intent.id, answer, at: World.now))
            guard case .client(let information, _) = RegistrationAnswer(to: .read, of: answer, profile: context.traits.profile),
                let issue
            else { return world.truth.isTold(of: registration) }
            world.truth.noted(issue, isNewest: world.isNewest(issue))
            try record(information, issue, index, as: registration)
        }
    }

    /// What an earlier attempt has brought is newer than what somebody has.
    private func beginning(of client: Truth.Client, _ label: ClientLabel, _ key: String) -> (RegistrationID, Secret) {
        let given = Secret(world.servers[client.server][client.id]?.token ?? "")
        let state = keeper.state
        if let orphan = orphan(of: client) {
            let opened = try? keeper.seal.open(orphan.credentials, of: orphan.registration, lineage: state.lineage)
            return (orphan.registration, opened?.registrationAccessToken ?? given)
        }
        guard client.isBeingImported,
            let doubt = state.doubts.values.filter({ $0.intent.registration == client.registration }).min(by: {
                $0.intent.id < $1.intent.id
            })
        else { return (newRegistration(), given) }
        let part = try? keeper.seal.received(of: doubt, lineage: state.lineage)
        return (client.registration, part.flatMap { PartialAnswer($0).registrationAccessToken } ?? given)
    }

    // MARK: Moments

    private func append(_ record: JournalRecord) throws(Cut) {
        try cut()
        let recording = keeper.append([record])
        if world.disk.isOff { throw .power }
        guard recording == .durable else { throw .process }
        try cut()
    }

    private func cut() throws(Cut) { if world.isCutNow() { throw .power } }
}
