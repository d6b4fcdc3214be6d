import OAuthRegistration

/// What one step is to do: one client's part of a plan, or one client to be observed.
public struct Assignment: Hashable, Sendable {
    public var label: ClientLabel
    /// The server's key in state.
    public var server: String
    public var work: Work
    /// Of the registration that the work is about, opened before the run begins: what cannot be opened stops it there.
    public var credentials: OpenCredentials

    public enum Work: Hashable, Sendable {
        /// A new registration, under an id of its own.
        case register(RegistrationID, Change.Target)
        /// Read, compose, update. The fields are those the plan mentions.
        case update(RecordedClient, Change.Target, fields: [FieldChange])
        /// Of a client, or of one of its former registrations.
        case delete(FormerRegistration)
        case observe(RecordedClient)
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

    /// Deletes run last: what is needed is there before what is not is gone.
    var runsLast: Bool {
        switch work {
        case .delete: true
        case .register, .update, .observe: false
        }
    }
}

extension Assignment.Work {
    fileprivate func opened(with seal: Seal, lineage: String) throws(CredentialFault) -> OpenCredentials {
        switch self {
        case .register: OpenCredentials()
        case .update(let client, _, _), .observe(let client):
            try seal.open(client.credentials, of: client.registration, lineage: lineage)
        case .delete(let registration):
            try seal.open(registration.credentials, of: registration.registration, lineage: lineage)
        }
    }
}
