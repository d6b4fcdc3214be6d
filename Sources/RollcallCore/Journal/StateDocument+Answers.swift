public import OAuthRegistration
import StrictJSON

/// What an accepted answer changes in the state.
extension StateDocument {
    /// Whom an answer must be about; `nil` for a register, whose client is still to be named. One that is in doubt may have named it in
    /// the part of its answer that came.
    func clientID(of intent: Intent, opening seal: Seal) -> JSONString? {
        if intent.operation == .register { return nil }
        if let registration = registration(intent.registration, label: intent.label) { return registration.clientID }
        let doubt = doubts.values.first { $0.intent.operation == .register && $0.intent.registration == intent.registration }
        return doubt.flatMap { try? seal.received(of: $0, lineage: lineage) }.flatMap { PartialAnswer($0).clientID }
    }

    /// Those of which a read is in doubt: it may have brought another token.
    public var registrationsWithReadInDoubt: Set<RegistrationID> {
        Set(doubts.values.lazy.filter { $0.intent.operation == .read }.map(\.intent.registration))
    }

    /// What came of answers that were lost, by what they are about: credentials that a server may repeat in its own words. What cannot
    /// be opened is not known.
    public func heard(opening seal: Seal) -> [RegistrationID: [Secret]] {
        var heard: [RegistrationID: [Secret]] = [:]
        for (_, doubt) in doubts.sorted(by: { $0.key < $1.key }) {
            guard let received = try? seal.received(of: doubt, lineage: lineage) else { continue }
            heard[doubt.intent.registration, default: []] += PartialAnswer(received).secrets
        }
        return heard
    }

    /// The registration with this id: a client's own, a former one, or one that no label has.
    public func registration(_ id: RegistrationID, label: ClientLabel) -> FormerRegistration? {
        if let client = self[label] {
            if client.registration == id { return FormerRegistration(client) }
            if let former = client.former.first(where: { $0.registration == id }) { return former }
        }
        return orphans.first { $0.registration == id }
    }

    /// A new registration. One that the label had before is still at its server, and becomes a former one; unless the server has
    /// answered with the same client, which is then one registration, and keeps what the answer leaves out. What a read has recorded
    /// of it, while nobody knew yet that it was this one, is kept where the answer says nothing else.
    mutating func register(_ information: ClientInformation, of intent: Intent, at: Timestamp, _ seal: Seal) {
        var credentials = orphans.first { $0.registration == intent.registration }?.credentials ?? Credentials()
        orphans.removeAll { $0.registration == intent.registration }
        let before = self[intent.label]
        let isSame = before?.server == intent.server && before?.clientID == information.clientID
        let information =
            isSame ? information.completed(by: before, lineage: lineage, seal, at: servers[intent.server]) : information
        credentials.merge(information, for: intent.registration, lineage: lineage, seal)
        let former = before.map {
            isSame || $0.registration == intent.registration ? $0.former : $0.former + [FormerRegistration($0)]
        }
        self[intent.label] = RecordedClient(
            registration: intent.registration, server: intent.server, protect: intent.protect, tags: intent.tags,
            clientID: information.clientID, clientIDIssuedAt: information.clientIDIssuedAt,
            clientSecretExpiresAt: information.clientSecretExpiresAt,
            registrationClientURI: information.registrationClientURI, credentials: credentials,
            requested: intent.requested, granted: information.storableMetadata, former: former ?? [], registeredAt: at,
            updatedAt: at)
    }

    /// What was asked for and granted, and whatever was issued with it.
    mutating func update(_ information: ClientInformation, of intent: Intent, at: Timestamp, _ seal: Seal) {
        merge(information, into: intent.registration, of: intent, seal)
        guard var client = self[intent.label], client.registration == intent.registration else { return }
        client.requested = intent.requested
        client.granted = information.storableMetadata
        client.protect = intent.protect
        client.tags = intent.tags
        client.updatedAt = at
        self[intent.label] = client
    }

    /// An update that was to clear some fields was not made. The one before it, which left them out, has been accepted: so they count as
    /// asked for again, as the server has them, and the next plan takes them away.
    mutating func reopen(_ intent: Intent) {
        guard !intent.clearing.isEmpty, var client = self[intent.label], client.registration == intent.registration else {
            return
        }
        client.requested = client.requested(beforeClearing: intent.clearing)
        self[intent.label] = client
    }

    /// What was issued: an answer without secret, token or URI leaves the recorded ones in place.
    mutating func merge(
        _ information: ClientInformation, into registration: RegistrationID, of intent: Intent, _ seal: Seal
    ) {
        var information = information
        if let server = servers[intent.server], let recorded = self.registration(registration, label: intent.label) {
            information.registrationClientURI = server.preferred(
                information.registrationClientURI, over: recorded.registrationClientURI)
        }
        if var client = self[intent.label] {
            if client.registration == registration {
                client.merge(information, lineage: lineage, seal)
                self[intent.label] = client
                return
            }
            if let index = client.former.firstIndex(where: { $0.registration == registration }) {
                client.former[index].merge(information, lineage: lineage, seal)
                self[intent.label] = client
                return
            }
        }
        mergeIntoOrphan(information, of: intent, seal)
    }

    /// A registration that no label has: what the server issued for it is kept all the same.
    private mutating func mergeIntoOrphan(_ information: ClientInformation, of intent: Intent, _ seal: Seal) {
        if let index = orphans.firstIndex(where: { $0.registration == intent.registration }) {
            orphans[index].merge(information, lineage: lineage, seal)
        } else {
            orphans.append(
                FormerRegistration(
                    registration: intent.registration, server: intent.server, clientID: information.clientID,
                    clientSecretExpiresAt: information.clientSecretExpiresAt,
                    registrationClientURI: information.registrationClientURI,
                    credentials: Credentials(information, for: intent.registration, lineage: lineage, seal)))
        }
    }

    /// A registration that was replaced and will not be deleted at its server becomes an orphan. The client's own stays its own.
    mutating func leaveBehind(_ registration: RegistrationID, label: ClientLabel) {
        guard var client = self[label], let index = client.former.firstIndex(where: { $0.registration == registration }) else {
            return
        }
        orphans.append(client.former.remove(at: index))
        self[label] = client
    }

    /// A registration that was left behind, and that a read has shown: its client has it still to be deleted.
    mutating func findAgain(_ registration: RegistrationID, label: ClientLabel) {
        guard var client = self[label], let index = orphans.firstIndex(where: { $0.registration == registration }) else { return }
        client.former.append(orphans.remove(at: index))
        self[label] = client
    }

    /// Gone at its server. What a client leaves behind elsewhere becomes an orphan.
    mutating func remove(_ registration: RegistrationID, label: ClientLabel) {
        guard var client = self[label] else { return orphans.removeAll { $0.registration == registration } }
        if client.registration == registration {
            orphans += client.former
            self[label] = nil
        } else if let index = client.former.firstIndex(where: { $0.registration == registration }) {
            client.former.remove(at: index)
            self[label] = client
        } else {
            orphans.removeAll { $0.registration == registration }
        }
    }
}

extension RecordedClient {
    fileprivate mutating func merge(_ information: ClientInformation, lineage: String, _ seal: Seal) {
        let recorded = try? seal.open(credentials, of: registration, lineage: lineage, only: [.clientSecret]).clientSecret
        let hasNewSecret = information.clientSecret.map { $0 != recorded } ?? false
        // A new secret's expiry is unknown if the answer does not tell: the former one's would be wrong.
        clientSecretExpiresAt = information.clientSecretExpiresAt ?? (hasNewSecret ? nil : clientSecretExpiresAt)
        clientIDIssuedAt = information.clientIDIssuedAt ?? clientIDIssuedAt
        registrationClientURI = information.registrationClientURI ?? registrationClientURI
        credentials.merge(information, for: registration, lineage: lineage, seal)
    }
}

extension RecordedClient {
    /// With the fields that an update is to clear, as the server has them.
    func requested(beforeClearing fields: [JSONString]) -> ClientMetadata {
        var before = requested
        for name in fields where requested.value(of: name) == nil { before[name] = granted.value(of: name) }
        return before
    }
}

extension FormerRegistration {
    public init(_ client: RecordedClient) {
        self.init(
            registration: client.registration, server: client.server, clientID: client.clientID,
            clientSecretExpiresAt: client.clientSecretExpiresAt, registrationClientURI: client.registrationClientURI,
            credentials: client.credentials)
    }

    fileprivate mutating func merge(_ information: ClientInformation, lineage: String, _ seal: Seal) {
        // As of a client: a new secret's expiry is unknown if the answer does not tell.
        let recorded = try? seal.open(credentials, of: registration, lineage: lineage, only: [.clientSecret]).clientSecret
        let hasNewSecret = information.clientSecret.map { $0 != recorded } ?? false
        clientSecretExpiresAt = information.clientSecretExpiresAt ?? (hasNewSecret ? nil : clientSecretExpiresAt)
        registrationClientURI = information.registrationClientURI ?? registrationClientURI
        credentials.merge(information, for: registration, lineage: lineage, seal)
    }
}

extension Credentials {
    /// As they were issued.
    fileprivate init(_ information: ClientInformation, for registration: RegistrationID, lineage: String, _ seal: Seal) {
        self.init()
        merge(information, for: registration, lineage: lineage, seal)
    }
}

extension ClientInformation {
    /// With what was issued before, where the answer says nothing.
    fileprivate func completed(by client: RecordedClient?, lineage: String, _ seal: Seal, at server: ServerRecord?)
        -> ClientInformation
    {
        guard let client, let known = try? seal.open(client.credentials, of: client.registration, lineage: lineage) else {
            return self
        }
        var information = self
        information.clientSecret = clientSecret ?? known.clientSecret
        information.clientSecretExpiresAt = clientSecretExpiresAt ?? (clientSecret == nil ? client.clientSecretExpiresAt : nil)
        information.registrationAccessToken = registrationAccessToken ?? known.registrationAccessToken
        information.registrationClientURI =
            server?.preferred(registrationClientURI, over: client.registrationClientURI)
            ?? registrationClientURI ?? client.registrationClientURI
        return information
    }

    /// How deep a granted member may nest: the state adds four levels to what the server sent, and must stay readable.
    private static let deepestMember = JSONScanner.depthLimit - 4

    /// What was granted, less members that the state could not be read back with.
    fileprivate var storableMetadata: ClientMetadata {
        let members = metadata.members.members.filter { $0.value.depth <= Self.deepestMember }
        return ClientMetadata(JSONObject(members.map { ($0.name, $0.value) }))
    }
}
