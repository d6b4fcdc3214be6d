import OAuthRegistration

/// A state with everything that it holds sealed under the current key, and how much of it that changed.
public struct Resealing: Sendable {
    public private(set) var state: StateDocument
    /// By how they were kept before.
    public private(set) var counts = Counts()
    private let seal: Seal
    private let keyID: String

    public struct Counts: Hashable, Sendable {
        public var plain = 0, previous = 0, current = 0

        public init() {}

        /// What is written anew.
        public var changed: Int { plain + previous }
    }

    public init(_ state: StateDocument, with keys: SealKeys) throws(OpeningFault) {
        self.state = state
        seal = .keys(keys)
        keyID = keys.current.id
        for label in state.labels { try reseal(label) }
        for index in state.orphans.indices {
            let orphan = state.orphans[index]
            let credentials = try resealed(orphan.credentials, of: orphan.registration, nil)
            self.state.orphans[index].credentials = credentials
        }
        for (id, var doubt) in state.doubts.sorted(by: { $0.key < $1.key }) {
            do throws(SealFault) {
                doubt.received = try resealed(doubt.received, .answer(to: id, lineage: state.lineage))
            } catch {
                throw .answer(id, error)
            }
            self.state.doubts[id] = doubt
        }
    }

    /// A client is edited only if something in it changes, so that the others are copied.
    private mutating func reseal(_ label: ClientLabel) throws(OpeningFault) {
        guard var client = state[label] else { return }
        let before = counts.changed
        client.credentials = try resealed(client.credentials, of: client.registration, label)
        for index in client.former.indices {
            let former = client.former[index]
            client.former[index].credentials = try resealed(former.credentials, of: former.registration, label)
        }
        if counts.changed > before { state[label] = client }
    }

    private mutating func resealed(
        _ credentials: Credentials, of registration: RegistrationID, _ label: ClientLabel?
    ) throws(OpeningFault) -> Credentials {
        var credentials = credentials
        for member in CredentialMember.allCases {
            guard let stored = credentials[member] else { continue }
            do throws(SealFault) {
                credentials[member] = try resealed(stored, .credential(member, of: registration, lineage: state.lineage))
            } catch {
                throw .credential(label, CredentialFault(fault: error, registration: registration, member: member))
            }
        }
        return credentials
    }

    private mutating func resealed(_ stored: StoredSecret, _ binding: SealBinding) throws(SealFault) -> StoredSecret {
        if stored.isEmpty { return stored }
        // Opened even where it stays: whoever reseals wants to know that everything can be opened.
        let secret = try seal.open(stored, binding)
        switch stored {
        case .plain: counts.plain += 1
        case .sealed(let sealed) where sealed.keyID.utf8.elementsEqual(keyID.utf8):
            counts.current += 1
            return stored
        case .sealed: counts.previous += 1
        }
        return seal.close(secret, binding)
    }
}

/// What of a state could not be opened; nothing is written or sent then.
public enum OpeningFault: Error, Hashable, Sendable {
    /// Of a client, or of a registration that no label has.
    case credential(ClientLabel?, CredentialFault)
    case answer(OperationID, SealFault)

    public func diagnostic(path: String) -> Diagnostic {
        switch self {
        case .credential(let label?, let fault): fault.diagnostic(path: path, client: label)
        case .credential(nil, let fault):
            fault.fault.diagnostic(path: path, what: "the \(fault.member.rawValue) of registration \(fault.registration)")
        case .answer(let id, let fault): fault.diagnostic(path: path, what: "what came of the answer to call \(id)")
        }
    }
}
