/// `RC2xxx`.
extension Explanation {
    static let planning: [Explanation] = [
        Explanation(
            .tooManyDeletes,
            "The plan deletes more clients than limits: allows, replaces included. A wrong path or a bad merge looks like that.",
            "See whether every delete is meant; then apply with --allow-deletes N."),
        Explanation(
            .clientProtected,
            "The client is recorded with protect: true, and the plan deletes or replaces it. Protection is lifted by applying, so that it is never lifted by the same change that deletes.",
            "Apply protect: false for it first, then delete."),
        Explanation(
            .moveImpossible, "An entry of moved: cannot be followed without guessing which label has the registration.",
            "Do what the message says for that entry; entries that have been applied can go."),
        Explanation(
            .forgottenDeclared, "A label is to be forgotten and is declared: it would be registered again at once.",
            "Remove the client, or the label from forgotten:."),
        Explanation(
            .clientUnknown,
            "A label, a tag or a server that was asked for is none of the project's, or nothing is recorded under it.",
            "See what there is: rollcall status."),
        Explanation(
            .serverMoved,
            "A server of that key is recorded at another origin. Its clients' credentials would go to the new one, so somebody has to agree.",
            "If it is the same server at a new place: --accept-origin URL. If it is another server, give it a key of its own."),
        Explanation(
            .fieldGained,
            "At the server, an undeclared field has redirect URIs, keys or grants that were not granted. With them somebody else may be able to act as this client.",
            "Find out who changed it; declare the field to have it kept as it should be."),
        Explanation(
            .planStale,
            "Since the plan was saved, a client in it has changed in state. Nothing of the plan is applied, because it is not what was reviewed.",
            "Plan again, and review that."),
        Explanation(
            .planForeign, "The plan was made from another state: its lineage differs.",
            "Apply it where it was made, or plan here."),
        Explanation(
            .planDamaged, "The file is no saved plan, or was changed after it was written: its digest differs.",
            "Plan again with --out."),
        Explanation(
            .planNewer, "The plan has a format that this version does not read.",
            "Use the rollcall that wrote it, or a newer one."),
        Explanation(
            .embeddedKey,
            "An embedded server keeps its clients in a file that bears its key and personality. Under another key it is another server, an empty one.",
            "Give the server the key that it had, or the new server a key of its own."),
        Explanation(
            .valueNotSupported,
            "The server's metadata (RFC 8414, section 2) lists what it takes for this field, and the value is not among it. The refusal comes here, before anything is sent. What it said is recorded; a refresh asks anew.",
            "Write one of the values it takes. If the server has changed: rollcall plan --refresh. If it takes more than it declares: name it by registration_endpoint."
        ),
        Explanation(
            .secretExpires,
            "The client secret has expired, or will within thirty days (client_secret_expires_at, RFC 7591, section 3.2.1). From then on the client cannot authenticate with it, and some servers remove the client.",
            "Where the server does not renew it: rollcall apply --replace LABEL, while both can be used."),
        Explanation(
            .changedByOmission,
            "A field that decides what kind of client it is (how it authenticates, which flows it has, who its users are to it) is no longer declared. Left out of an update it would change that unasked.",
            "Declare the field as it is to be."),
        Explanation(
            .newSecret,
            "By its profile or by its answers, the server issues a new client secret with each update, and the one before is dead: whoever uses the client has to be given the new one.",
            "Plan who gets it (rollcall credentials LABEL), then apply."),
        Explanation(
            .newSecretRead,
            "A read was answered with a new client secret (RFC 7592, section 2.1 allows it). It is recorded, and the one before is kept: some servers show a word in the place of a secret.",
            "Give the new one to whoever uses the client: rollcall credentials LABEL. If it is none: rollcall credentials LABEL --field replaced_client_secret."
        ),
        Explanation(
            .registrationExpires,
            "By its profile, the server removes a registration so many seconds after it was made (registration_lifetime), and no update renews it. For the clients that the message names that is over, or near.",
            "Register the client anew, while both can be used: rollcall apply --replace LABEL --keep-former. If the server keeps registrations longer, say so in a profile of your own."
        ),
    ]
}
