/// `RC1026` to `RC1060`, and the rest of the thousand that is not about metadata's meaning: keys, values, clients, the project.
extension Explanation {
    static let metadata: [Explanation] = [
        Explanation(
            .yamlKeysAlike,
            "Two keys of a mapping look the same and differ in bytes. Whoever reviews the file takes them for one.",
            "Rename one of them."),
        Explanation(
            .unknownKey,
            "The key is none of those that are read here. It is refused, because what is passed over in silence was meant by somebody.",
            "See the message for the keys there are; it names one that is near. What belongs to the client itself stands under metadata:."
        ),
        Explanation(
            .reservedKey,
            "The key has no meaning yet and is kept for a later version, so that a manifest never changes its meaning.",
            "Remove the key."),
        Explanation(
            .wrongType, "The value is of another type than its key wants, such as a text where a list belongs.",
            "Write a value of the type that the message names: rollcall explain FIELD says it of a metadata field."),
        Explanation(
            .ambiguousText,
            "A word such as yes, no or on is text in YAML 1.2 and was a boolean in 1.1, so people and tools read it differently.",
            "Quote it."),
        Explanation(
            .nullValue, "null takes an inherited member away. Here nothing is inherited, or the key cannot be taken away.",
            "Remove the line, or write the value."),
        Explanation(
            .notJSON,
            "Metadata is sent as JSON, and this YAML number (hexadecimal, octal, infinite, or not a number) has no JSON form.",
            "Write the number as JSON does, or quote it if it is text."),
        Explanation(
            .wrongValue, "The value is none of those that the key takes, or is out of its range.",
            "Write one that the message names."),
        Explanation(
            .missingKey, "A key is missing without which the entry says nothing.", "Add the key that the message names."),
        Explanation(
            .unseenCharacter,
            "The text holds a control character, or one that has no shape or changes how the rest looks. Reviewers do not see it.",
            "Remove the character."),
        Explanation(
            .badLabel,
            "A label is 1 to 63 of a-z, 0-9, dot, underscore and hyphen, and begins with a letter or digit. It names files and stands in commands.",
            "Rename the client."),
        Explanation(
            .labelTwice, "Two clients have one label, and a label is one registration. Both places are shown.",
            "Rename one of them, or remove it."),
        Explanation(
            .unknownServer, "A client or defaults: names a server that rollcall.yaml does not have.",
            "Correct the name, or add the server under servers:."),
        Explanation(
            .literalSecret,
            "A secret stands in a file that is read by many and kept in a version history. What has been there is no secret any more.",
            "Revoke it; then write a reference in rollcall.yaml: { env: NAME }, { file: PATH } or { command: [word, …] }."),
        Explanation(
            .issuedMember,
            "The server issues client_id, client_secret, the registration access token and their like (RFC 7591, section 3.2.1). They are in the state, not in manifests.",
            "Remove the member. To take over a client that is registered already, import it."),
        Explanation(
            .misspeltMember,
            "A metadata member that no specification has is one or two letters away from one. Servers ignore what they do not know (RFC 7591, section 2), so a slip would go unnoticed.",
            "Correct it; if the member is meant, list it under extensions:."),
        Explanation(
            .unknownMember,
            "No specification that rollcall knows has this metadata member. It is sent as it is, and compared as JSON.",
            "If it is meant, list it under extensions: in rollcall.yaml."),
        Explanation(
            .refusedMember, "By its profile, the server answers a request with this member with an error, whatever its value.",
            "Remove the member for clients of that server."),
        Explanation(
            .variable,
            "${ in metadata will stand for a variable in a later version. Sent as it is, it would change its meaning then.",
            "Write the value itself."),
        Explanation(
            .ignoresNothing, "ignore: names a field that neither the catalogue nor the client has, so nothing would be ignored.",
            "Correct the name, or remove it."),
        Explanation(
            .clientsTooLarge, "The clients of one file, with what each inherits, come to more than is kept in one piece.",
            "Divide them among several files, or put less into defaults:."),
        Explanation(
            .fileEmpty,
            "The file has no content. An empty file may be a failed write, and is not taken for \"no clients\": that would delete them.",
            "Write clients: {} if none is meant, or remove the file."),
        Explanation(
            .noClientsInFile, "A file among the clients' has no key clients:, so it declares nothing.",
            "Write clients: in it, or move it out of the included folders."),
        Explanation(
            .noClients, "No file of the project declares clients. Taken for \"none\", every client would be deleted.",
            "Write clients: {} if none is meant; otherwise see the path and include:."),
        Explanation(
            .badPattern,
            "An include pattern is a path below the project's folder, with *, ?, **, {a,b} and [a-z]; it has no .. and no backslash.",
            "Write a pattern such as clients/**/*.yaml."),
        Explanation(
            .patternWithoutMatch,
            "An include pattern matches no file. Passed over, the clients that it was to find would be deleted.",
            "Correct the pattern, or remove it."),
        Explanation(
            .formatVersion, "rollcall: 1 says which form rollcall.yaml has, and another number stands there.",
            "Write rollcall: 1, or use the version that the file was written for."),
        Explanation(
            .serverAddress, "A server is named by exactly one of registration_endpoint, issuer, fhir_base_url and embedded.",
            "Keep one of them; rollcall discover URL shows what to write."),
        Explanation(
            .badAddress,
            "The address cannot be used: it is not absolute, has user information or a fragment, or is not written as addresses are compared.",
            "Write it as the message says."),
        Explanation(
            .plainHTTP,
            "Over plain http everybody on the way reads the credentials (RFC 7591, section 5). Only addresses of this machine go without TLS.",
            "Write https; where there is truly none, allow_http: true for that server, which warns each run."),
        Explanation(
            .plainHTTPAllowed, "The address is plain http and allow_http lets it be. Credentials go over the network in clear.",
            "Give the server TLS, and remove allow_http."),
        Explanation(
            .unknownProfile, "A server names a profile that neither rollcall nor the project has.",
            "Write one that the message names, or leave profile: out: generic learns what a server does."),
        Explanation(
            .contradiction, "Two entries say what cannot both be, such as a client that is declared and forgotten.",
            "Remove one of them."),
        Explanation(
            .metadataTooDeep, "A metadata value is nested more deeply than a saved plan can hold.", "Nest the value less deeply."),
    ]

    static let manifest: [Explanation] = [
        Explanation(
            .redirectWithUserInformation,
            "What stands before the host hides where the address leads, and may be a password (RFC 9110, section 4.2.4).",
            "Leave out what stands before the @; if it was a password, have it replaced."),
        Explanation(
            .redirectRunsInBrowser,
            "A browser runs or shows what follows such a scheme (javascript:, data:), with the authorization code in it (RFC 7591, section 5).",
            "Use https, or a scheme of the application's own."),
        Explanation(
            .redirectNotForWeb,
            "The client says that it is a web application, and those have https addresses (OpenID Connect Dynamic Client Registration 1.0, section 2).",
            "Write application_type: native, or an https address."),
        Explanation(
            .redirectBadEscape,
            "A percent sign is followed by two hexadecimal digits; many servers refuse or cut control characters (RFC 3986, section 2.1).",
            "Write %25 for the percent sign itself."),
        Explanation(
            .redirectOddPort,
            "The port is written as browsers do not write it, and what is compared character by character would not match (RFC 3986, section 6.2.3).",
            "Write the port without zeros before it, and leave out the scheme's own."),
        Explanation(
            .redirectOddHost,
            "Browsers write this host in another way than it stands here, and it is compared character by character (RFC 3986, section 3.2.2).",
            "Write letters, digits, hyphens and dots; an international name as xn--…."),
        Explanation(
            .redirectTooLong, "Browsers and proxies cut or refuse addresses of that length (RFC 6749, section 3.1.2.2).",
            "Make it shorter; what differs from request to request belongs into the state parameter."),
        Explanation(
            .redirectsMissing,
            "A grant type that the client has sends users back to it, and no redirect_uris say where to (RFC 7591, section 2).",
            "Declare redirect_uris."),
        Explanation(
            .keysMalformed, "jwks is a JSON Web Key Set: an object whose keys is a list of keys (RFC 7517, section 5).",
            "Write jwks: { keys: [{ kty: …, … }] }, of public keys only."),
        Explanation(
            .keysMissing,
            "With the declared method the client proves who it is with a key, and nothing says which keys are its own (RFC 7591, section 2).",
            "Declare jwks_uri, or jwks with the public keys."),
        Explanation(
            .publicClientForItself,
            "A client without authentication has client_credentials: anybody who knows its client_id could act as it (RFC 6749, section 4.4).",
            "Give it an authentication method, or take client_credentials away."),
        Explanation(
            .certificateNameNotOne,
            "With tls_client_auth, exactly one tls_client_auth_… member says which certificate is the client's (RFC 8705, section 2.1.2).",
            "Declare one of tls_client_auth_subject_dn, …_san_dns, …_san_uri, …_san_ip and …_san_email."),
        Explanation(
            .encryptionWithoutAlgorithm,
            "The encryption of the content is given, and not that of its key: nothing is encrypted, or the request is refused.",
            "Declare the member that ends with _alg too."),
        Explanation(
            .sectorMissing,
            "Pairwise subjects belong to a host, and the redirect URIs have several (OpenID Connect Core 1.0, section 8.1).",
            "Declare sector_identifier_uri."),
        Explanation(
            .unseenInExactText,
            "A text that servers compare exactly holds a character that nobody sees: it is another text than it looks.",
            "Remove the character."),
        Explanation(
            .confusableText,
            "A word has letters of several scripts that look alike, so it may be taken for another word (Unicode TS 39).",
            "Write the word in one script."),
        Explanation(
            .credentialTwice,
            "A server has two credentials to register with, and one registration takes one. Nothing says which of them is meant.",
            "Keep one of initial_access_token, access_token and client_credentials."),
        Explanation(
            .clientProof,
            "client_credentials proves who it is in exactly one way: with its secret, or with its private key (RFC 7523), or by the certificate of tls: (RFC 8705).",
            "Keep one of them."),
        Explanation(
            .administratorMissing,
            "manage_with says that clients are managed with an administrator's access token, and the server has none.",
            "Name one under access_token or client_credentials."),
        Explanation(
            .tokenEndpointMissing,
            "client_credentials needs a token endpoint (RFC 6749, section 4.4), and a server that is named by its registration endpoint does not say where that is.",
            "Write token_endpoint, or name the server by its issuer."),
        Explanation(
            .tokenEndpointNotAllowed,
            "The token endpoint is at another origin than the server, and the client's own secret would go there.",
            "If that origin is the server's, allow it: allow_origins: [ORIGIN]."),
        Explanation(
            .profileTaken,
            "A profile of the project has a name that rollcall has a profile of. Two of one name would be taken for each other.",
            "Choose another name, and write based_on: NAME under it."),
        Explanation(
            .profileBase, "based_on names a profile that neither rollcall nor the project has.",
            "Write one that the message names, or remove based_on: generic is the base then."),
        Explanation(
            .profileCycle, "What a profile is based on leads back to itself, so that it would have no first row.",
            "Write based_on: generic, or remove it."),
        Explanation(
            .profileField,
            "A profile says something of a field that neither the catalogue nor extensions: has, so the row may be meant for another field.",
            "Correct the name, or list the field under extensions: if it is meant."),
        Explanation(
            .namedFileAbsent,
            "A client's metadata says { file: PATH }, and there is no such file. Paths are from the folder of rollcall.yaml, whichever file they stand in.",
            "Correct the path, or make the file."),
        Explanation(
            .namedFileOutside,
            "A client's metadata names a file outside of the project, by its path or through a symbolic link. It would be sent to a server, and be another one on every machine.",
            "Put the file into the project."),
        Explanation(
            .namedFileTooLarge,
            "A file that a client's metadata names has more bytes than are sent as one value. The limit keeps a mistaken path from filling the memory.",
            "See whether it is the right file."),
        Explanation(
            .namedFileUnreadable,
            "A file that a client's metadata names is a folder or a device, or the system does not let it be read.",
            "Put a readable file in its place."),
        Explanation(
            .statementMalformed,
            "The file under software_statement is no signed JSON Web Token (RFC 7591, section 2.3), or holds something beside it.",
            "Put the statement into the file, as its issuer gave it, and nothing else. One line break may follow it."),
        Explanation(
            .profileRowInert,
            "A profile lists members that its server knows or does not know, and not that it refuses those: so nothing follows from the list.",
            "Write refuses_unknown_members: true under the profile, too, or remove the row."),
    ]
}
