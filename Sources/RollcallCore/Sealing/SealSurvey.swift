import OAuthRegistration

/// Which keys open what a state holds, and whether something in it is in plain. It may name more than there still is: what a journal
/// has replaced counts until the next checkpoint.
public struct SealSurvey: Hashable, Sendable {
    private var keys: Set<String> = []
    public private(set) var holdsPlain = false

    public init() {}

    /// Ascending.
    public var keyIDs: [String] { keys.sorted() }

    /// Not sealed, as far as anybody has said: also a state without a credential.
    var isUnsealed: Bool { holdsPlain || keys.isEmpty }

    mutating func note(_ stored: StoredSecret) {
        switch stored {
        case .plain(let secret): if !secret.isEmpty { holdsPlain = true }
        case .sealed(let sealed): keys.insert(sealed.keyID)
        }
    }

    mutating func note(_ credentials: Credentials) {
        for stored in credentials.all { note(stored) }
    }

    /// A credential as it stands in the file.
    mutating func notePlain() { holdsPlain = true }
    mutating func noteSealed(keyID: String) { keys.insert(keyID) }
}

extension StateDocument {
    public var survey: SealSurvey {
        var survey = clients.survey
        for registration in orphans { survey.note(registration.credentials) }
        for doubt in doubts.values { survey.note(doubt.received) }
        for client in edits.values.compactMap(\.self) {
            survey.note(client.credentials)
            for former in client.former { survey.note(former.credentials) }
        }
        return survey
    }
}
