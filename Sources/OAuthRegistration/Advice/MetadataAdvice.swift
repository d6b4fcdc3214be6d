import StrictJSON

/// All that can be found in a client's metadata without a server: grants first, then keys, redirect URIs, and what only several
/// members together show.
/// Values of a wrong type are passed over: that they are is for `FieldCatalog.hasDeclaredType` to say.
extension ClientMetadata {
    ///
    /// - Parameter profile: the server's, where it is known.
    public func findings(at profile: ServerProfile? = nil) -> [MetadataFinding] {
        grantFindings + defaultFindings(profile) + keyFindings + redirectFindings + authenticationFindings + pairingFindings
    }

    // MARK: Fields

    /// Only what is declared is compared: a grant without declared response types is common, and servers know what is meant.
    private var grantFindings: [MetadataFinding] {
        var findings: [MetadataFinding] = []
        let grants = strings("grant_types")
        let responses = strings("response_types")
        for (index, grant) in (grants ?? []).enumerated() {
            if grant == "implicit" { findings.append(MetadataFinding(.implicitGrant, in: "grant_types", at: index)) }
            if grant == "password" { findings.append(MetadataFinding(.passwordGrant, in: "grant_types", at: index)) }
        }
        guard let responses else { return findings }
        for (index, response) in responses.enumerated() {
            let words = response.words
            if words.contains("token") { findings.append(MetadataFinding(.implicitGrant, in: "response_types", at: index)) }
            guard let grants else { continue }
            if words.contains(where: { Self.grant(of: $0).map { !grants.contains($0) } ?? false }) {
                findings.append(MetadataFinding(.grantWithoutResponse, in: "response_types", at: index))
            }
        }
        return findings
    }

    /// Where an empty list of response types counts as an absent one, either opens the code flow to a client whose grants have no users.
    private func defaultFindings(_ profile: ServerProfile?) -> [MetadataFinding] {
        guard profile?.emptyIsAbsent?.value.contains("response_types") == true else { return [] }
        let isWithoutUsers = strings("grant_types").map { !$0.contains(where: Self.redirectingGrants.contains) }
        if strings("response_types") == [] {
            return isWithoutUsers ?? true ? [MetadataFinding(.codeFlowByDefault, in: "response_types")] : []
        }
        let isOpen = members["response_types"] == nil && isWithoutUsers ?? false
        return isOpen ? [MetadataFinding(.codeFlowByDefault, in: "grant_types")] : []
    }

    /// Private members of RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1.
    private static let privateMembers: [JSONString] = ["d", "dp", "dq", "k", "oth", "p", "q", "qi"]

    private var keyFindings: [MetadataFinding] {
        var findings: [MetadataFinding] = []
        if let set = members["jwks"]?.object {
            let keys = set["keys"]?.array
            // A key where a set of keys belongs is no set, and may be private all the same.
            if Self.isPrivate(.object(set)) || set["keys"].map(Self.isPrivate) ?? false {
                findings.append(MetadataFinding(.privateKey, in: "jwks"))
            }
            if keys?.allSatisfy({ $0.object != nil }) != true { findings.append(MetadataFinding(.keysMalformed, in: "jwks")) }
            for (index, key) in (keys ?? []).enumerated() where Self.isPrivate(key) {
                findings.append(MetadataFinding(.privateKey, in: "jwks", at: index))
            }
        }
        if members["jwks"] != nil, members["jwks_uri"] != nil { findings.append(MetadataFinding(.keysTwice, in: "jwks_uri")) }
        return findings
    }

    private static func isPrivate(_ key: JSONValue) -> Bool {
        key.object.map { key in privateMembers.contains { key[$0] != nil } } ?? false
    }

    private static let redirectingGrants: [JSONString] = ["authorization_code", "implicit"]

    private var redirectFindings: [MetadataFinding] {
        var findings: [MetadataFinding] = []
        let uris = members["redirect_uris"]?.array ?? []
        if uris.isEmpty, let grant = (strings("grant_types") ?? []).firstIndex(where: Self.redirectingGrants.contains) {
            findings.append(MetadataFinding(.redirectsMissing, in: "grant_types", at: grant))
        }
        for (index, uri) in uris.enumerated() {
            guard let text = uri.text else { continue }
            findings += RedirectURI.check(text, isWeb: members["application_type"]?.string == "web").map {
                MetadataFinding($0, in: "redirect_uris", at: index)
            }
        }
        return findings
    }

    // MARK: Several fields together

    private var authenticationFindings: [MetadataFinding] {
        let field: JSONString = "token_endpoint_auth_method"
        switch members[field]?.string {
        case "none":
            let grant = (strings("grant_types") ?? []).firstIndex(of: "client_credentials")
            return grant.map { [MetadataFinding(.publicClientForItself, in: "grant_types", at: $0)] } ?? []
        case "private_key_jwt", "self_signed_tls_client_auth":
            let hasKeys = members["jwks"] != nil || members["jwks_uri"] != nil
            return hasKeys ? [] : [MetadataFinding(.keysMissing, in: field)]
        case "tls_client_auth":
            let names = members.names.count { $0.utf8.starts(with: "tls_client_auth_".utf8) }
            return names == 1 ? [] : [MetadataFinding(.certificateNameNotOne, in: field)]
        default: return []
        }
    }

    /// A content encryption needs its key's, and pairwise subjects of several hosts a sector.
    private var pairingFindings: [MetadataFinding] {
        var findings: [MetadataFinding] = []
        for (content, key) in Self.encryptions where members[content] != nil && members[key] == nil {
            findings.append(MetadataFinding(.encryptionWithoutAlgorithm, in: content))
        }
        guard members["subject_type"]?.string == "pairwise", members["sector_identifier_uri"] == nil else { return findings }
        let hosts = Set((members["redirect_uris"]?.array ?? []).compactMap { $0.text.flatMap(RedirectURI.host(of:)) })
        return hosts.count > 1 ? findings + [MetadataFinding(.sectorMissing, in: "subject_type")] : findings
    }

    private static let encryptions: [(content: JSONString, key: JSONString)] = [
        ("id_token_encrypted_response_enc", "id_token_encrypted_response_alg"),
        ("request_object_encryption_enc", "request_object_encryption_alg"),
        ("userinfo_encrypted_response_enc", "userinfo_encrypted_response_alg"),
    ]

    // MARK: Values

    /// The grant type that a word of a response type needs (RFC 7591, section 2.1); `none` and unknown words need none.
    private static func grant(of word: JSONString) -> JSONString? {
        switch word {
        case "code": "authorization_code"
        case "token", "id_token": "implicit"
        default: nil
        }
    }

    /// `nil` unless it is an array of strings.
    private func strings(_ name: JSONString) -> [JSONString]? { members[name]?.strings }
}

extension JSONString {
    fileprivate var words: [JSONString] { utf8.split(separator: 0x20).compactMap { JSONString(validating: $0) } }
}
