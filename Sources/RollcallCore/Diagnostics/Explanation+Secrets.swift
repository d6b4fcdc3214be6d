/// `RC5xxx` and `RC9xxx`.
extension Explanation {
    static let secrets: [Explanation] = [
        Explanation(
            .secretAbsent, "A reference names an environment variable or a file that is not there.",
            "Set it where the command runs, or correct the reference."),
        Explanation(.secretUnreadable, "The file behind a reference cannot be read.", "See to its permissions."),
        Explanation(
            .secretMalformed,
            "What is behind a reference is not one line of visible ASCII characters, as a token is. A header cannot carry it. A client_secret may hold spaces, too (RFC 6749, appendix A.2).",
            "Write the value alone, on one line, without quotes."),
        Explanation(
            .secretCommandFailed, "The command of a reference did not start, failed, or took too long. It runs without a shell.",
            "Run its words by hand, and see."),
        Explanation(
            .referenceElsewhere,
            "A secret is bound to the first origin that it was used with, and is now wanted for another. It was not read, so a changed address cannot carry it off.",
            "If it is meant for both: --accept-origin URL."),
        Explanation(
            .sealKeyMalformed, "What is behind the reference to the seal key is not 32 bytes in base64.",
            "Make one: openssl rand -base64 32."),
        Explanation(
            .sealKeyOther, "Something is sealed under a key that rollcall.yaml does not name.",
            "Name that key as seal.key, or under seal.previous."),
        Explanation(
            .sealChanged, "The key is right, and a sealed value was changed or moved from elsewhere. It was not used.",
            "Bring the state back from version control or from a backup."),
        Explanation(
            .sealKeyAbsent, "A command needs the key that credentials are sealed under, and rollcall.yaml names none.",
            "Name it: state: { path: PATH, seal: { key: { env: NAME } } }."),
        Explanation(
            .credentialsPlain, "The state holds credentials in plain text, and whoever reads the file can use them.",
            "Name a key under state: seal:, then rollcall state reseal."),
        Explanation(
            .tokenDoubtful,
            "By its own claims, which nobody has checked, the token has expired, is of another kind, or comes from another host. It is sent all the same.",
            "Ask the server's operator for another token, if it is refused."),
        Explanation(
            .accessTokenNotObtained,
            "The token endpoint issued no access token (RFC 6749, section 5.2 has its errors), so nothing could be registered with one.",
            "See what the server said about client_credentials."),
        Explanation(
            .signingKeyUnusable,
            "The private key of client_credentials is no key that can sign an assertion (RFC 7523, section 2.2).",
            "Give a key that the server knows the public part of."),
    ]

    static let ours: [Explanation] = [
        Explanation(.unexpected, "Something failed that should not be able to.", "Please report it, with what was done before."),
        Explanation(
            .approvalNeeded, "The command would change something, and there is no terminal to ask on.",
            "Once it is sure that this is wanted, run it with --auto-approve."),
        Explanation(
            .projectAbsent, "The command works on a project, and there is no rollcall.yaml in the folder.",
            "Name the project's folder with -C, or begin a project: rollcall init."),
        Explanation(
            .fileUnreadable, "A file of the project is missing, is no regular file, leads out of the project, or cannot be read.",
            "Put a readable file in its place, or take it out of the project."),
        Explanation(
            .fileNotWritten, "A file that was asked for could not be written, or is something else that is not replaced.",
            "Name another path, or see to the cause."),
        Explanation(.ambiguousArgument, "The argument is a file's name and a client's label.", "Write ./NAME for the file."),
        Explanation(
            .tooFewDescriptors, "So few files may be open that calls to servers could not be made to their end.",
            "Raise the limit: ulimit -n 1024."),
        Explanation(
            .nothingToExplain, "The word is neither a diagnostic code nor a metadata field.",
            "Write a code such as RC2014, or a field such as redirect_uris."),
    ]
}
