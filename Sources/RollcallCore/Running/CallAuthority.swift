public import OAuthRegistration

/// What a server's calls are authorised with, as far as it matters to what is said of a refusal.
public struct CallAuthority: Hashable, Sendable {
    public var registration: Registration
    /// What the token says of itself that makes a refusal likely, in sentences.
    public var remarks: [String]
    /// `ServerContext.isManagedByAdministrator`.
    public var isAdministrator: Bool
    /// Of the server: what its refusals mean.
    public var profile: ServerProfile
    /// The same command has registered a client with the same credential.
    public var hasRegistered = false

    public enum Registration: Hashable, Sendable { case nothing, initialAccessToken, accessToken, clientCredentials }

    public init(
        registration: Registration, remarks: [String] = [], isAdministrator: Bool = false, profile: ServerProfile = .generic
    ) {
        self.registration = registration
        self.remarks = remarks
        self.isAdministrator = isAdministrator
        self.profile = profile
    }
}

extension Diagnostic {
    /// The same, with what is known of the credential that was refused.
    func knowing(_ authority: CallAuthority, of failure: Settlement.Failure, _ label: ClientLabel) -> Diagnostic {
        var diagnostic = self
        switch failure {
        case .refused(.register, let refusal) where authority.isAtFault(for: refusal):
            if refusal.status != 403 { diagnostic.detail = ([detail] + authority.remarks).joined(separator: " ") }
            diagnostic.hint =
                authority.hasRegistered && authority.registration == .initialAccessToken
                ? CallAuthority.hintOfOneClient : authority.registration.hint
        case .refused(_, let refusal), .unreadable(.refused(let refusal)):
            if authority.isAdministrator { diagnostic.hint = authority.registration.hint(refusal, label) ?? hint }
        case .notSent, .unreadable, .drifted, .unmanaged, .notRecorded, .notCleared, .notCarriedOut, .notDeleted: break
        }
        return diagnostic
    }
}

extension CallAuthority {
    /// Whether it is the credential that was refused, and not what was sent.
    fileprivate func isAtFault(for refusal: Refusal) -> Bool {
        switch RefusedRead(refusal) {
        case .goneOrTokenDead, .forbidden: true
        // Frameworks say it so, too.
        case .inFront: [401, 403].contains(refusal.status) && refusal.shape == .json
        case .nowhere, .noRead, .neverShown, .later, .gone, .elsewhere, .outOfOrder, .unclear: false
        case .accessTokenRefused, .accessTokenForbidden, .absent: false
        }
    }

    fileprivate static let hintOfOneClient =
        "another client was registered with this token just now, so it may be good for one only: apply again with another one, which a "
        + "command may print (initial_access_token: { command: [\u{2026}] } in rollcall.yaml; it runs once a command):\n  rollcall apply"
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
        case 404 where refusal.isSaidOfAbsence, 410:
            "the client is gone from the server; to have it there again, or to drop it from state:\n  rollcall apply --replace \(label)\n"
                + "  rollcall forget \(label)"
        default: nil
        }
    }
}
