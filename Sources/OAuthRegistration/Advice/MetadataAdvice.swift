import StrictJSON

/// All that can be found in a client's metadata without a server: grants first, then keys, then redirect URIs.
/// Values of a wrong type are passed over: that they are is for `FieldCatalog.hasDeclaredType` to say.
extension ClientMetadata {
    public func findings() -> [MetadataFinding] { grantFindings + keyFindings + redirectFindings }

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

    /// Private members of RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1.
    private static let privateMembers: [JSONString] = ["d", "dp", "dq", "k", "oth", "p", "q", "qi"]

    private var keyFindings: [MetadataFinding] {
        var findings: [MetadataFinding] = []
        for (index, key) in (members["jwks"]?.object?["keys"]?.array ?? []).enumerated() {
            if let key = key.object, Self.privateMembers.contains(where: { key[$0] != nil }) {
                findings.append(MetadataFinding(.privateKey, in: "jwks", at: index))
            }
        }
        if members["jwks"] != nil, members["jwks_uri"] != nil { findings.append(MetadataFinding(.keysTwice, in: "jwks_uri")) }
        return findings
    }

    private var redirectFindings: [MetadataFinding] {
        var findings: [MetadataFinding] = []
        for (index, uri) in (members["redirect_uris"]?.array ?? []).enumerated() {
            guard let text = uri.text else { continue }
            findings += RedirectURI.check(text).map { MetadataFinding($0, in: "redirect_uris", at: index) }
        }
        return findings
    }

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
