import OAuthRegistration

/// What one step is to do: one client's part of a plan, or one client to be observed.
public struct Assignment: Hashable, Sendable {
    public var label: ClientLabel
    /// The server's key in state.
    public var server: String
    public var work: Work

    public enum Work: Hashable, Sendable {
        /// A new registration, under an id of its own.
        case register(RegistrationID, Change.Target)
        /// Read, compose, update. The fields are those the plan mentions.
        case update(RecordedClient, Change.Target, fields: [FieldChange])
        /// Of a client, or of one of its former registrations.
        case delete(FormerRegistration)
        case observe(RecordedClient)
    }

    public init(label: ClientLabel, server: String, work: Work) {
        self.label = label
        self.server = server
        self.work = work
    }

    /// Deletes run last: what is needed is there before what is not is gone.
    var runsLast: Bool {
        switch work {
        case .delete: true
        case .register, .update, .observe: false
        }
    }
}
