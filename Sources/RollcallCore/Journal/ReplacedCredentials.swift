import OAuthRegistration
import StrictJSON

/// What becomes of the credentials that are known of a registration when an answer shows some: the one rule for a run (`Step`) and for the
/// state (`Ledger`), so that both come to the same.
///
/// | an answer shows | it is |
/// |---|---|
/// | another credential | recorded, and the one that was beside it: one before it is remembered |
/// | to a read: the one that was replaced | stale: a replica answers that has not heard of it yet. What is recorded stays |
/// | to a read or an update: a part of the recorded one between filler | masked: what is recorded stays |
///
/// So a read can never write over the only copy of a credential: what it showed last may be no credential at all (`REDACTED`), and the one
/// before it is still there.
extension OpenCredentials {
    /// What an answer brings, less what is not to be recorded; and what is to be said of that.
    func current(
        in answer: ClientInformation, to operation: RegistrationOperation
    ) -> (information: ClientInformation, notes: [AnswerNote]) {
        var (information, notes) = (answer, [AnswerNote]())
        if operation == .register { return (information, notes) }
        for member in CredentialMember.issued {
            guard let shown = answer[member], let note = note(on: shown, as: member) else { continue }
            // An update may give back what it has replaced: that is for its server to say.
            if note.isStale, operation != .read { continue }
            information[member] = nil
            if member == .clientSecret { information.clientSecretExpiresAt = nil }
            notes.append(note)
        }
        return (information, notes)
    }

    /// What somebody hands in, less what is shown with a part hidden, and less a token that was replaced. A secret that was replaced may be given
    /// back from a file: some servers show a word in its place.
    func credible(_ given: ClientInformation, isNews: Bool) -> ClientInformation {
        var information = given
        for member in CredentialMember.issued {
            switch given[member].flatMap({ note(on: $0, as: member) }) {
            case .masked: information[member] = nil
            case .stale where isNews || member == .registrationAccessToken: information[member] = nil
            default: break
            }
        }
        return information
    }

    /// Why what a read shows is not to be recorded; `nil` if it is.
    func note(on shown: Secret, as member: CredentialMember) -> AnswerNote? {
        if shown == self[member] { return nil }
        if shown == self[member.replaced] { return .stale(JSONString(member.rawValue)) }
        return self[member].map { shown.isMasked(from: $0) } ?? false ? .masked(JSONString(member.rawValue)) : nil
    }

    /// Takes one over; what it replaces is remembered.
    mutating func renew(_ member: CredentialMember, with issued: Secret?) {
        guard let issued, issued != self[member] else { return }
        self[member.replaced] = self[member] ?? self[member.replaced]
        self[member] = issued
    }

    subscript(member: CredentialMember) -> Secret? {
        get {
            switch member {
            case .clientSecret: clientSecret
            case .registrationAccessToken: registrationAccessToken
            case .replacedClientSecret: replacedClientSecret
            case .replacedRegistrationAccessToken: replacedRegistrationAccessToken
            }
        }
        set {
            switch member {
            case .clientSecret: clientSecret = newValue
            case .registrationAccessToken: registrationAccessToken = newValue
            case .replacedClientSecret: replacedClientSecret = newValue
            case .replacedRegistrationAccessToken: replacedRegistrationAccessToken = newValue
            }
        }
    }

    /// What of them a server may repeat in its own words.
    var all: [Secret] { CredentialMember.allCases.compactMap { self[$0] } }
}

extension ClientInformation {
    /// Of a credential that a server issues; no answer names the one that it replaces.
    fileprivate(set) subscript(member: CredentialMember) -> Secret? {
        get {
            switch member {
            case .clientSecret: clientSecret
            case .registrationAccessToken: registrationAccessToken
            case .replacedClientSecret, .replacedRegistrationAccessToken: nil
            }
        }
        set {
            switch member {
            case .clientSecret: clientSecret = newValue
            case .registrationAccessToken: registrationAccessToken = newValue
            case .replacedClientSecret, .replacedRegistrationAccessToken:
                preconditionFailure("no server issues a \(member.rawValue)")
            }
        }
    }
}
