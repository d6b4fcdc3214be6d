import OAuthRegistration

/// What a server's calls are authorised with, as far as it matters to what is said of a refusal.
public struct CallAuthority: Hashable, Sendable {
    public var registration: Registration
    /// What the token says of itself that makes a refusal likely, in sentences.
    public var remarks: [String]
    /// `ServerContext.isManagedByAdministrator`.
    public var isAdministrator: Bool

    public enum Registration: Hashable, Sendable { case nothing, initialAccessToken, accessToken, clientCredentials }

    public init(registration: Registration, remarks: [String] = [], isAdministrator: Bool = false) {
        self.registration = registration
        self.remarks = remarks
        self.isAdministrator = isAdministrator
    }
}

extension Diagnostic {
    /// The same, with what is known of the credential that was refused.
    func knowing(_ authority: CallAuthority, of failure: Settlement.Failure, _ label: ClientLabel) -> Diagnostic {
        var diagnostic = self
        switch failure {
        case .refused(.register, let refusal) where refusal.status == 401 || refusal.status == 403:
            if refusal.status == 401 { diagnostic.detail = ([detail] + authority.remarks).joined(separator: " ") }
            diagnostic.hint = authority.registration.hint
        case .refused(_, let refusal), .unreadable(.refused(let refusal)):
            if authority.isAdministrator { diagnostic.hint = authority.registration.hint(refusal, label) ?? hint }
        case .notSent, .unreadable, .drifted, .unmanaged, .notRecorded, .notCleared, .notCarriedOut, .notDeleted: break
        }
        return diagnostic
    }
}

extension CallAuthority.Registration {
    fileprivate var hint: String {
        switch self {
        case .nothing:
            "the server lets nobody register without a token: set initial_access_token, access_token or client_credentials for it in rollcall.yaml"
        case .initialAccessToken: "check the token: initial_access_token of the server in rollcall.yaml"
        case .accessToken: "check the token, and what its holder may do: access_token of the server in rollcall.yaml"
        case .clientCredentials: "see what the client under client_credentials may do at the server: its roles, its scope"
        }
    }

    /// What to do about a call with an administrator's token that was refused.
    fileprivate func hint(_ refusal: Refusal, _ label: ClientLabel) -> String? {
        switch refusal.status {
        case 401, 403: hint
        case 404, 410:
            "the client is gone from the server; to have it there again, or to drop it from state:\n  rollcall apply --replace \(label)\n"
                + "  rollcall forget \(label)"
        default: nil
        }
    }
}
