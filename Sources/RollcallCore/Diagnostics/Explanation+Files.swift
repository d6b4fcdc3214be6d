/// `RC1001` to `RC1025`: files, YAML, and what specifications say of metadata.
extension Explanation {
    static let files: [Explanation] = [
        Explanation(
            .fileTooLarge,
            "A file of the project, or a saved plan, has more bytes than are read. The limit keeps a mistaken path from filling the memory.",
            "Divide the clients among several files; there is no limit on how many."),
        Explanation(
            .fileEncoding,
            "The file is not UTF-8, or holds characters that YAML does not allow. Read in another encoding, its texts would be others than they look.",
            "Save the file as UTF-8."),
        Explanation(
            .yamlSyntax,
            "The file is not YAML 1.2. The place that is shown is where reading ended; what is wrong may stand a line above.",
            "Look at the indentation, at quotes that are not closed, and at a colon or a # within a text: such a text wants quotes."
        ),
        Explanation(
            .yamlDirective, "A line that begins with % changes how YAML is read. Manifests are read in one way only.",
            "Remove the line."),
        Explanation(
            .yamlTag,
            "A word that begins with ! would say what type a value has. What a value is follows from how it is written, so that everybody reads it alike.",
            "Remove the tag, and quote the value if it is meant as text."),
        Explanation(
            .yamlTooDeep,
            "Lists and mappings stand in each other more than 64 deep. No manifest needs that; a hostile one could use it.",
            "Nest the values less deeply."),
        Explanation(
            .yamlAliasBudget,
            "Aliases (*name) stand for so much that the file would be many times its size once they are written out.",
            "Write out what differs, and put what is common into defaults:."),
        Explanation(
            .yamlAliasUndefined, "An alias (*name) names an anchor (&name) that does not stand before it.",
            "Write the anchor, or the value itself."),
        Explanation(
            .yamlAliasCycle, "An alias stands within the value that its own anchor names: the value would never end.",
            "Take the alias out of it."),
        Explanation(
            .yamlKey, "A key is a list, a mapping or an alias. In a manifest every key is a plain text.",
            "Write a text before the colon."),
        Explanation(
            .yamlMergeKey, "<< takes over the members of a mapping, and something else stands behind it.",
            "Write << with an alias of a mapping, or a list of such."),
        Explanation(
            .yamlDuplicateKey, "A mapping has one key twice. YAML readers differ in which of them counts, so neither is chosen.",
            "Remove one of them."),
        Explanation(
            .yamlSecondDocument,
            "A --- begins a second document. Only one is read from a file, and leaving the other out would leave its clients out.",
            "Put it into a file of its own."),
        Explanation(
            .redirectNotAbsolute,
            "The server compares a redirect URI with the one in each authorization request, character by character, so it must be complete (RFC 6749, section 3.1.2).",
            "Write the whole address, such as https://app.example.com/callback."),
        Explanation(
            .redirectWithFragment,
            "A redirect URI must not have a fragment: the server puts its answer there, or refuses (RFC 6749, section 3.1.2).",
            "Leave out the # and what follows it."),
        Explanation(
            .redirectBadCharacter,
            "What is compared character by character may never match, if a character in it has to be escaped on its way (RFC 3986, section 2).",
            "Percent-encode it."),
        Explanation(
            .redirectWithoutTLS,
            "Whoever is on the way can read an authorization code that is sent over plain http (RFC 9700, section 2.6).",
            "Use https; a native application uses http://127.0.0.1."),
        Explanation(
            .redirectToLocalhost, "The name localhost may lead elsewhere than to this machine (RFC 8252, section 8.3).",
            "Use http://127.0.0.1 or http://[::1]."),
        Explanation(
            .redirectWildcard,
            "Redirect URIs are compared exactly; a server that takes * for a pattern sends codes to more places than are meant (RFC 9700, section 2.1).",
            "List each address."),
        Explanation(
            .redirectSchemeNotReverseDomain,
            "Another application can claim the same scheme of its own; one that is your domain in reverse is less likely to be taken (RFC 8252, section 7.1).",
            "Use a scheme such as com.example.app."),
        Explanation(
            .privateKey,
            "jwks holds the private part of a key. Whoever sees the manifest or the server's answer could authenticate as the client (RFC 7591, section 2).",
            "Keep only the public members, and make a new key if this one was committed."),
        Explanation(
            .keysTwice, "jwks and jwks_uri must not both be present: nothing says which of them counts (RFC 7591, section 2).",
            "Keep one of them."),
        Explanation(
            .implicitGrant,
            "The implicit grant puts access tokens into the browser's address, where they leak and can be injected (RFC 9700, section 2.1.2).",
            "Use the grant type authorization_code with the response type code."),
        Explanation(
            .passwordGrant, "The password grant shows the users' passwords to the client (RFC 9700, section 2.4).",
            "Use the grant type authorization_code."),
        Explanation(
            .grantWithoutResponse,
            "grant_types and response_types do not belong together: the server may change one of them, or refuse (RFC 7591, section 2.1). Or the server is known to take an empty list of response types for an absent one: its default opens the code flow to a client that acts for no user.",
            "Declare authorization_code with code, implicit with token or id_token, and neither of the grants with response_types: []; where that counts as absent (Keycloak), with response_types: [none]."
        ),
    ]
}
