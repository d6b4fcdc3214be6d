import OAuthRegistration
import RollcallCore

/// What a server's clients are registered and managed with: at most one of `initial_access_token`, `access_token` and
/// `client_credentials`; and `manage_with`.
extension DocumentReader {
    static let credentialKeys = ["initial_access_token", "access_token", "client_credentials"]

    private static let clientKeys = KeyTable(
        "client_credentials", known: ["client_id", "client_secret", "private_key", "scope", "token_endpoint"],
        secrets: ["client_secret", "private_key"])

    /// Takes the keys up into the server, and reports what does not go together.
    mutating func readCredentials(of server: inout Project.Server, _ members: Members, _ subject: Subject) {
        let given = members.names.filter(Self.credentialKeys.contains)
        if given.count > 1, let first = members.key(given[0]), let second = members.key(given[1]) {
            report(
                .credentialTwice, at: second,
                "A client is registered with one credential, and here are \(given.joined(separator: " and ")).",
                hint: "keep one of them", subject[given[1]], related: first)
        }
        server.accessToken = members["access_token"].flatMap { self.reference($0, subject["access_token"]) }
        if let node = members["client_credentials"] {
            server.clientCredentials = clientCredentials(node, of: server, members, subject["client_credentials"])
        }
        guard let node = members["manage_with"],
            let manageWith: Project.Server.ManageWith = word(node, "manage_with", subject["manage_with"])
        else { return }
        server.manageWith = manageWith
        guard manageWith == .accessToken, members.key("access_token") == nil, members.key("client_credentials") == nil else {
            return
        }
        report(
            .administratorMissing, at: node,
            "Clients are to be managed with an administrator's access token, and the server has none: an initial access token only registers.",
            hint: "write access_token or client_credentials, or remove manage_with", subject["manage_with"])
    }

    private mutating func clientCredentials(
        _ node: Int, of server: Project.Server, _ serverMembers: Members, _ subject: Subject
    ) -> ClientCredentials? {
        guard let mapping = self.mapping(node, "client_credentials", subject) else { return nil }
        let members = self.members(of: mapping, Self.clientKeys, subject)
        let clientID = members["client_id"].flatMap { self.identifier($0, subject["client_id"]) }
        let scope = members["scope"].flatMap { self.scope($0, subject["scope"]) }
        let endpoint = members["token_endpoint"].flatMap { self.tokenEndpoint($0, of: server, subject["token_endpoint"]) }
        let proof = self.proof(node, members, hasCertificate: server.tls?.certificate != nil, subject)
        if members.key("client_id") == nil {
            report(
                .missingKey, at: serverMembers.key("client_credentials") ?? node,
                "Without client_id the token endpoint does not know who asks (RFC 6749, section 2.2).",
                hint: "write the client_id of a client that may register others", subject["client_id"])
        }
        if members.key("token_endpoint") == nil, server.namedBy.registrationEndpoint != nil {
            report(
                .tokenEndpointMissing, at: serverMembers.key("client_credentials") ?? node,
                "The server is named by its registration endpoint, so no document says where its tokens come from.",
                hint: "write token_endpoint, or name the server by its issuer", subject["token_endpoint"])
        }
        guard let clientID, let proof else { return nil }
        return ClientCredentials(clientID: clientID, proof: proof, scope: scope, tokenEndpoint: endpoint)
    }

    private mutating func proof(
        _ node: Int, _ members: Members, hasCertificate: Bool, _ subject: Subject
    ) -> ClientCredentials.Proof? {
        switch (members["client_secret"], members["private_key"]) {
        case (let secret?, nil): return reference(secret, subject["client_secret"]).map { .secret($0) }
        case (nil, let key?): return reference(key, subject["private_key"]).map { .privateKey($0) }
        case (.some, let key?):
            report(
                .clientProof, at: key,
                "A client proves itself with its secret or with its key, and not with both (RFC 6749, section 2.3).",
                hint: "keep one of them", subject["private_key"], related: members.key("client_secret"))
            return nil
        case (nil, nil) where hasCertificate: return .certificate
        case (nil, nil):
            report(
                .clientProof, at: node,
                "Only a client that can prove itself gets a token for itself (RFC 6749, section 4.4), and here is nothing to do it with.",
                hint: "write client_secret or private_key; or, for mutual TLS, certificate and private_key under tls:", subject)
            return nil
        }
    }

    /// RFC 6749, appendix A.1: printable ASCII.
    private mutating func identifier(_ node: Int, _ subject: Subject) -> String? {
        guard let text = string(node, "client_id", subject) else { return nil }
        if !text.utf8.isEmpty, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        report(
            .wrongValue, at: node, "client_id is printable ASCII, and not empty (RFC 6749, appendix A.1).",
            hint: "write it as the server has issued it", subject)
        return nil
    }

    /// RFC 6749, section 3.3: words of printable ASCII, without `"` and `\`, a space between two.
    private mutating func scope(_ node: Int, _ subject: Subject) -> String? {
        if kind(node) == .sequence {
            reportScopeList(node, subject)
            return nil
        }
        guard let text = string(node, "scope", subject) else { return nil }
        let words = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        let areWords = words.allSatisfy { word in
            !word.isEmpty
                && word.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        }
        if areWords { return text }
        report(
            .wrongValue, at: node, "scope is one text of words, a space between two of them (RFC 6749, section 3.3).",
            hint: "write them as in: scope: \"clients.read clients.write\"", subject)
        return nil
    }

    private mutating func reportScopeList(_ node: Int, _ subject: Subject) {
        let words = tape.elements(of: node).map { kind($0) == .plain || kind($0) == .quoted ? tape.string(of: $0) : "" }
        let arePlain = words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        }
        let spelled =
            arePlain && !words.isEmpty && !isConcealed(node) ? words.joined(separator: " ") : "clients.read clients.write"
        report(
            .wrongType, at: node,
            "scope must be one text of words, a space between two (RFC 6749, section 3.3), and this is a list.",
            hint: "write them in one text:\n  scope: \"\(spelled)\"", subject)
    }

    /// The client's secret goes there: to no other origin than the server's.
    private mutating func tokenEndpoint(_ node: Int, of server: Project.Server, _ subject: Subject) -> HTTPAddress? {
        guard let endpoint = address(node, "token_endpoint", allowHTTP: server.allowHTTP, subject) else { return nil }
        guard let origin = server.namedBy.origin, endpoint.origin != origin, !server.allowOrigins.contains(endpoint.origin) else {
            return endpoint
        }
        report(
            .tokenEndpointNotAllowed, at: node,
            "The client's secret would go to \(endpoint.origin.text), and the server is at \(origin.text).",
            hint: "if that is the server's, allow it:\n  allow_origins: [\(endpoint.origin.text)]", subject)
        return nil
    }
}
