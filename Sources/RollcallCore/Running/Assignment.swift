public import OAuthRegistration

/// What one step is to do: one client's part of a plan, or one client to be observed.
public struct Assignment: Hashable, Sendable {
    public var label: ClientLabel
    /// The server's key in state.
    public var server: String
    public var work: Work
    /// Of the registration that the work is about, opened before the run begins: what cannot be opened stops it there.
    public var credentials: OpenCredentials
    /// For a delete: a read of the same command was accepted with its token. If its answer is lost and the token is refused then, it is
    /// because the client is gone.
    public var tokenWasAccepted = false
    /// For a delete: of a registration that was replaced. The client lacks nothing if it stays.
    public var isOfFormer = false
    /// A read of the registration is in doubt. The next one is journaled, so that it settles that one, too.
    public var hasReadInDoubt = false
    /// What came of answers about the registration that were lost: a server may repeat it in its own words.
    public var heard: [Secret] = []

    public enum Work: Hashable, Sendable {
        /// A new registration, under an id of its own.
        case register(RegistrationID, Change.Target)
        /// Read, compose, update. The fields are those the plan mentions.
        case update(RecordedClient, Change.Target, fields: [FieldChange])
        /// Of a client, or of one of its former registrations.
        case delete(FormerRegistration)
        case observe(RecordedClient)
        /// Find out what became of a call that is in doubt since an earlier run.
        case settle(LostCall)

        /// The registration that it is about.
        public var registration: RegistrationID {
            switch self {
            case .register(let registration, _): registration
            case .update(let client, _, _), .observe(let client): client.registration
            case .delete(let former): former.registration
            case .settle(let lost): lost.intent.registration
            }
        }
    }

    /// Opens what the work needs.
    ///
    /// - Parameter lineage: of the state that the work comes from.
    public init(
        label: ClientLabel, server: String, work: Work, opening seal: Seal, lineage: String
    ) throws(CredentialFault) {
        self.init(label: label, server: server, work: work, credentials: try work.opened(with: seal, lineage: lineage))
    }

    public init(label: ClientLabel, server: String, work: Work, credentials: OpenCredentials) {
        self.label = label
        self.server = server
        self.work = work
        self.credentials = credentials
    }

    /// Of a call that is in doubt since an earlier run; it is open already.
    public init(settling lost: LostCall) {
        self.init(
            label: lost.intent.label, server: lost.intent.server, work: .settle(lost),
            credentials: lost.registration?.credentials ?? OpenCredentials())
    }

    /// Deletes run last: what is needed is there before what is not is gone.
    var runsLast: Bool {
        switch work {
        case .delete: true
        case .register, .update, .observe, .settle: false
        }
    }
}

extension Assignment.Work {
    fileprivate func opened(with seal: Seal, lineage: String) throws(CredentialFault) -> OpenCredentials {
        switch self {
        case .register: OpenCredentials()
        case .settle(let lost): lost.registration?.credentials ?? OpenCredentials()
        case .update(let client, _, _), .observe(let client):
            try seal.open(client.credentials, of: client.registration, lineage: lineage)
        case .delete(let registration):
            try seal.open(registration.credentials, of: registration.registration, lineage: lineage)
        }
    }
}
