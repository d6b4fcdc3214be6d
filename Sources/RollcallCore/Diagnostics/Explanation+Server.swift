/// `RC3xxx`.
extension Explanation {
    static let server: [Explanation] = [
        Explanation(
            .serverUnreachable,
            "The server was asked for its registration endpoint and gave no answer: no address, no connection, no TLS, or silence.",
            "See whether the address is right and can be reached from here; rollcall doctor tells them apart."),
        Explanation(
            .serverNotFound,
            "None of the documents where a server describes itself (RFC 8414, OpenID Connect Discovery, SMART, CapabilityStatement) names a registration endpoint that can be used.",
            "See what each of them says: rollcall discover URL. The endpoint can be written as registration_endpoint."),
        Explanation(
            .endpointInsecure,
            "The server's document names a registration endpoint without TLS. Everybody on the way could read the credentials (RFC 7591, section 5).",
            "Have the server name an https endpoint, or set allow_http: true for it."),
        Explanation(
            .endpointInward,
            "A document from elsewhere names an endpoint on this machine or its link: credentials would go to whatever listens there.",
            "If that is truly meant, write registration_endpoint."),
        Explanation(
            .callRefused,
            "The server answered a call with a definite no, and changed nothing. Its own error and error_description are quoted (RFC 7591, section 3.2.2; RFC 6750, section 3.1).",
            "Do what the hint says for that answer; the rest of the plan is applied meanwhile."),
        Explanation(
            .callNotSent, "Nothing of the call left this machine, so the server holds what it held.",
            "See to the cause, and run the command again."),
        Explanation(
            .clientUnreadable,
            "The server did not show the client (401, 403, 404, no answer). That is never taken for \"gone\": RFC 7592, section 2.1 answers 401 for a dead token and for a missing client alike.",
            "See whether somebody else has deleted it or rotated its token. A token that was issued anew is recorded by rollcall import LABEL --server S --token-env NAME. Only --replace LABEL registers it anew."
        ),
        Explanation(
            .clientDrifted,
            "Just before an update, the client at the server differs from what was granted in a declared field that the plan does not mention. The update would undo what somebody changed.",
            "Look at it with rollcall plan --refresh, then apply with --refresh."),
        Explanation(
            .clientUnmanaged,
            "There is no registration_client_uri that can be used, or no registration access token, so the client can be neither read, updated nor deleted (RFC 7592, section 3).",
            "Where the server's addresses are at another origin: registration_client_uri: same_origin. Otherwise only --replace LABEL changes it."
        ),
        Explanation(
            .callInDoubt,
            "A call was sent and no complete answer was seen, so nobody knows whether it was carried out. It is not sent again: that could register a client twice.",
            "rollcall recover ID asks the server, and shows the ways out."),
        Explanation(
            .answerOdd, "The server did what was asked, and its answer departs from the specification. Nothing is lost by it.",
            "Nothing, unless you run the server."),
        Explanation(
            .fieldSubstituted,
            "The server granted another value than was requested, as RFC 7591, section 3.2.1 lets it. It is no change from then on.",
            "Declare what the server grants, if the difference is not meant."),
        Explanation(
            .fieldKept, "A field that is no longer declared was to be taken away, and the server kept it.",
            "Nothing; from then on the field is the server's."),
        Explanation(
            .embeddedFailed, "The embedded server could not be started, or its file of clients could not be read.",
            "See to the cause that the message names."),
        Explanation(
            .addressUpgraded,
            "The server gave the client an http address under an https endpoint, as servers behind a proxy do. The https one is used, so the token does not go out in clear.",
            "Have the server's operator correct its address (X-Forwarded-Proto)."),
        Explanation(
            .addressNotUsed,
            "The address that an answer names for a client is at another origin than the registration endpoint, or is none. No token is sent there.",
            "If the server answers at the endpoint's origin too, set registration_client_uri: same_origin."),
        Explanation(
            .registrationRemains,
            "A replaced registration could not be deleted at the server. It is kept in state as left behind.",
            "Have the server's operator delete it: rollcall status names it."),
        Explanation(
            .callCarriedOut, "The answer to a call was lost; the server was asked at once, and the call had been carried out.",
            "Nothing."),
        Explanation(
            .callNotCarriedOut, "The answer to a call was lost; the server was asked, and it holds what it held before.",
            "Run the command again: it is planned anew."),
        Explanation(
            .callNotInDoubt, "No call of that id is in doubt: there never was one, or it has been settled.",
            "For those that are: rollcall status."),
        Explanation(
            .callNotSettled,
            "What was given to recover does not settle the call: it is no answer to a registration, or one about another client.",
            "Give the server's answer as it came, or another way out that recover shows."),
        Explanation(
            .serverLeftAlone, "Five calls in a row to a server failed, so the remaining ones there were not begun.",
            "Run the command again when the server is well; what was done is recorded."),
        Explanation(
            .endpointElsewhere,
            "The server's document names a registration endpoint at another origin than the one that was asked. Tokens would go there.",
            "If that origin is the server's, allow it: allow_origins: [ORIGIN]."),
        Explanation(
            .tlsFileUnusable, "A file of tls: cannot be read, is not PEM, or the key is not the certificate's.",
            "See to the file that the message names."),
        Explanation(
            .clientShared,
            "Two labels are recorded with one client_id at one server, so they are one registration. What is done to one would be done to both.",
            "Keep one of them, and forget the other: rollcall forget LABEL."),
        Explanation(
            .fieldNotCleared,
            "The server accepted an update and still has a field that was to be taken away; the second call to clear it was refused or not carried out.",
            "Apply again, and it is tried anew."),
        Explanation(
            .tokenEndpointUnknown, "An access token is to be obtained, and the server's document names no token endpoint.",
            "Write token_endpoint for the server."),
        Explanation(
            .tokenEndpointElsewhere,
            "The server's document names a token endpoint at another origin than the one that was asked. The client's own secret would go there.",
            "If that origin is the server's, allow it: allow_origins: [ORIGIN]."),
        Explanation(
            .notImported,
            "What import was given is no registration that can be taken into state: the server refused to show it, or the answer is not about a client.",
            "See to what the message says, and import again; nothing is recorded under the label until a whole answer is there."),
        Explanation(
            .probeFailed,
            "The throw-away client of discover --probe was not registered, so nothing was learned. Its registration is never sent a second time.",
            "See to what the server said, and probe again."),
        Explanation(
            .probeRemains,
            "The throw-away client of discover --probe could not be deleted, or nobody knows whether it was registered or deleted. What came of its credentials is in the file that the message names.",
            "Delete it with the registration access token in that file, or have the server's operator delete it; then remove the file."
        ),
        Explanation(
            .orphanExpired,
            "A registration that no label has any more was left at its server, which said when its secret expires; that has passed. Nobody can use it any more, so it is dropped from state.",
            "Nothing. If the server still lists it, its operator can delete it."),
        Explanation(
            .readsNothing,
            "A read of a client was refused straight after its registration and before an update, and the update was accepted with the same token: no read works at this server. Updates go out from what the server last answered.",
            "Nothing; what somebody else changes at such a server cannot be seen. If a read works later, that is noticed, and reads are used again."
        ),
        Explanation(
            .fieldContradicted,
            "A drifted field was updated back; the answer has it as declared, and the read straight after it as before. Late reads, somebody at work, or a server that never shows it as it is: where somebody could take a client over with the field, that is not guessed.",
            "If that is how the server shows it: fields: { FIELD: rewritten } in a profile of your own. Else look for who changes it."
        ),
        Explanation(
            .otherIssuer,
            "The server at the address describes itself and names no registration endpoint; a server whose address is a part of this one names one. By their issuers they are two (RFC 8414, section 3.3), and what one of them offers is not the other's.",
            "If the other one is meant, name it: rollcall discover ISSUER. If not, ask who runs the server for its registration endpoint."
        ),
        Explanation(
            .clientWasGone,
            "A client was to be deleted with an administrator's token, and the server answered 404 or 410: to an administrator that is said of a client that is not there, and of nothing else.",
            "Nothing. Who deleted it before may be worth knowing."),
        Explanation(
            .clientBecameAnother,
            "The server accepted an update, and its answer shows another client than the one before: the code flow is open to one that acts for no user, a public one has to authenticate, a confidential one no longer has to, or pairwise subjects are given up. The manifest asks for none of it. Some servers take an empty list for an absent one and put the default in its place (RFC 7591, section 2).",
            "Declare what the message names, and apply again. If the client is meant to be what it is now, declare that."),
        Explanation(
            .clientOpened,
            "The manifest declares grants without users, and the server registered a client to which the authorization code flow, or another with a redirection, is open: it took its default for response types that are not declared, or are declared as empty (RFC 7591, section 2).",
            "Declare response_types: [none], and apply again; or declare the grant, if it is meant."),
    ]
}
