public import OAuthRegistration
import StrictJSON

/// What the refusal of a read says of the client. RFC 7592, section 2.1 has one answer for a client that is gone and for a token that is
/// dead, so most say neither; and no refusal, whatever its status, leads to a registration.
///
/// | status | meaning |
/// |---|---|
/// | 401; 400 with `invalid_token` or `access_denied`; what the profile knows as that | gone, or the token is dead |
/// | 403 | the call is forbidden: not what is said of a dead token |
/// | 404 | there is nothing at the address: gone, or it is another's by now |
/// | 401, 403, 404 in a gateway's words | said by something in front of the server, more likely |
/// | 405, 501 | the server has no read |
/// | 408, 425, 429 | later |
/// | 410 | gone for good |
/// | 3xx | elsewhere, where no token is sent |
/// | 5xx | out of order |
///
/// Where an administrator's access token reads in the place of the client's own, a refusal of the token tells nothing of the client, and 404
/// tells that it is gone.
public enum RefusedRead: String, Hashable, Sendable, CaseIterable {
    case goneOrTokenDead, forbidden, nowhere, inFront, noRead, later, gone, elsewhere, outOfOrder, unclear
    /// No read has worked at this server, also where the client had just been registered.
    case neverShown
    /// As an administrator is told.
    case accessTokenRefused, accessTokenForbidden, absent

    /// - Parameter traits: what is known of the server.
    public init(
        _ refusal: Refusal, at traits: ServerTraits = ServerTraits(profile: .generic),
        toAdministrator isAdministrator: Bool = false
    ) {
        let neverShown = traits.hasShownNoClient && refusal.showsNoClient && !refusal.isMissingMethod
        let meaning = neverShown ? .neverShown : Self.meaning(of: refusal, at: isAdministrator ? .generic : traits.profile)
        self = isAdministrator ? meaning.toAdministrator : meaning
    }

    private static func meaning(of refusal: Refusal, at profile: ServerProfile) -> RefusedRead {
        if [401, 403, 404].contains(refusal.status), refusal.isOfGateway { return .inFront }
        if profile.deadTokenStatuses?.value.contains(refusal.status) == true { return .goneOrTokenDead }
        return switch (refusal.status, refusal.error) {
        case (401, _), (400, "invalid_token"), (400, "access_denied"): .goneOrTokenDead
        case (403, _): .forbidden
        case (404, _): .nowhere
        case (405, _), (501, _): .noRead
        case (408, _), (425, _), (429, _): .later
        case (410, _): .gone
        case (300..<400, _): .elsewhere
        case (500..., _): .outOfOrder
        default: .unclear
        }
    }

    private var toAdministrator: RefusedRead {
        switch self {
        case .goneOrTokenDead: .accessTokenRefused
        case .forbidden: .accessTokenForbidden
        case .nowhere: .absent
        case .inFront, .noRead, .neverShown, .later, .gone, .elsewhere, .outOfOrder, .unclear, .accessTokenRefused,
            .accessTokenForbidden,
            .absent:
            self
        }
    }

    /// Whether the server says that the client was there and is no more.
    public var isOfAbsence: Bool { self == .gone || self == .absent }

    /// Whether somebody else may know more: what the token says of itself, or who knows the client beside this address.
    public var leavesOpen: Bool {
        switch self {
        case .goneOrTokenDead, .forbidden, .nowhere, .inFront: true
        case .noRead, .neverShown, .later, .gone, .elsewhere, .outOfOrder, .unclear, .accessTokenRefused, .accessTokenForbidden,
            .absent:
            false
        }
    }

    /// What it means, in a sentence.
    public var inWords: String {
        switch self {
        case .goneOrTokenDead:
            "That is said of a client that is gone and of a token that is dead alike (RFC 7592, section 2.1)."
        case .forbidden:
            "It is the call that is forbidden (RFC 7592, section 2.1), by a policy of the server or of something in front of it; of a token "
                + "that is dead, 401 is said."
        case .nowhere:
            "There is nothing at the client's address: the client is gone, or the server's addresses have changed "
                + "(RFC 7592, section 2.1 has 401 for a client that is gone)."
        case .inFront:
            "More likely that is said by something in front of the server, which has no way there or lets nobody in, than by the server: it "
                + "tells nothing of the client."
        case .noRead: "The server shows no client (RFC 7592, section 2.1 is not there)."
        case .neverShown:
            "It refused to show a client that it had just registered, too, and has shown none since: perhaps no read works there."
        case .later: "It wants to be asked later, and says nothing of the client."
        case .gone: "That is said of what was there and is gone for good (RFC 9110, section 15.5.11)."
        case .elsewhere: "A token is sent nowhere but to the address that is recorded."
        case .outOfOrder: "The server, or something in front of it, is out of order: that says nothing of the client."
        case .unclear: "That says nothing of the client."
        case .accessTokenRefused:
            "The server does not take the access token that its clients are managed with: that says nothing of the client."
        case .accessTokenForbidden:
            "The access token that its clients are managed with was understood and does not allow it."
        case .absent: "An administrator is told that of a client that is not there: it is gone."
        }
    }

    /// One thing to do.
    public func hint(_ label: ClientLabel, at server: String) -> String {
        switch self {
        case .goneOrTokenDead:
            "find out who deleted the client, or holds its new token; record that or, only if the client is gone, register it anew:\n"
                + "  rollcall import \(label) --server \(server) --token-env NAME\n  rollcall apply --replace \(label)"
        case .nowhere:
            "find out who deleted the client, or knows its new address; record that or, only if the client is gone, register it anew:\n"
                + "  rollcall import \(label) --server \(server) --uri URI --token-env NAME\n  rollcall apply --replace \(label)"
        case .inFront: "ask who runs what is in front of the server, and quote what it said"
        case .gone: "register it anew, with another client_id:\n  rollcall apply --replace \(label)"
        case .forbidden: "ask who runs the server what the client's token may do, and quote what it said"
        case .noRead: "such a client can only be registered anew (--replace), or left as it is"
        case .neverShown:
            "change it without asking first; an update shows whether the client is there:\n  rollcall apply \(label)"
        case .later: "wait, then run the command again"
        case .elsewhere: "ask who runs the server for the address, and name the server by it"
        case .outOfOrder: "run the command again when the server is well"
        case .unclear: "ask who runs the server, and quote what it said"
        case .accessTokenRefused: "look at access_token, or client_credentials, of the server in rollcall.yaml"
        case .accessTokenForbidden: "ask who runs the server to let the access token read clients, and quote what it said"
        case .absent:
            "to have the client there again, or to drop it from state:\n  rollcall apply --replace \(label)\n  rollcall forget \(label)"
        }
    }
}
