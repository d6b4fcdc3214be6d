import StrictJSON

/// The documents in which a server says where its endpoints are. Of those endpoints only the registration endpoint is real,
/// and the token endpoint where there is a service account.
enum Discovery: CaseIterable, Hashable, Sendable {
    /// RFC 8414.
    case authorizationServer
    /// OpenID Connect Discovery 1.0.
    case openID
    /// SMART App Launch 2.2, section "Conformance".
    case smart
    /// FHIR's CapabilityStatement with the extension of SMART App Launch 1.0.
    case capabilityStatement

    /// RFC 8414, section 3.1 puts the well-known part before the issuer's path, OpenID Connect Discovery 1.0, section 4
    /// behind it; clients try both for both (RFC 8414, section 5), so both are served.
    func paths(_ site: Site) -> [String] {
        func both(_ suffix: String) -> [String] {
            ["/.well-known/\(suffix)\(site.issuerPath)", "\(site.issuerPath)/.well-known/\(suffix)"]
        }
        return switch self {
        case .authorizationServer: both("oauth-authorization-server")
        case .openID: both("openid-configuration")
        case .smart: ["\(Site.fhirPath)/.well-known/smart-configuration"]
        case .capabilityStatement: ["\(Site.fhirPath)/metadata"]
        }
    }

    func response(_ site: Site) -> ServerResponse {
        switch self {
        case .authorizationServer, .openID: .document("application/json", serverMetadata(site))
        // "regardless of the Accept headers provided in the request".
        case .smart: .document("application/json", smartConfiguration(site))
        case .capabilityStatement: .document("application/fhir+json", statement(site))
        }
    }

    private func endpoints(_ site: Site) -> JSONObject {
        [
            "issuer": .string(site.issuer),
            "authorization_endpoint": .string(site.issuer + "/authorize"),
            "token_endpoint": .string(site.issuer + Site.tokenPath),
            "jwks_uri": .string(site.issuer + "/jwks"),
            "registration_endpoint": .string(site.registrationEndpoint),
            "code_challenge_methods_supported": ["S256"],
        ]
    }

    private func serverMetadata(_ site: Site) -> JSONObject {
        var members = endpoints(site)
        members["response_types_supported"] = ["code", "id_token", "token", "code id_token", "code token", "id_token token"]
        members["grant_types_supported"] = .array(RFCFlows.grantTypes.map(JSONValue.string))
        members["token_endpoint_auth_methods_supported"] = .array(RFCFlows.authenticationMethods.map(JSONValue.string))
        members["subject_types_supported"] = ["public", "pairwise"]
        members["id_token_signing_alg_values_supported"] = ["RS256", "ES256"]
        return members
    }

    private func smartConfiguration(_ site: Site) -> JSONObject {
        var members = endpoints(site)
        members["grant_types_supported"] = ["authorization_code", "client_credentials"]
        members["capabilities"] = [
            "launch-standalone", "client-public", "client-confidential-symmetric", "client-confidential-asymmetric",
            "permission-patient", "permission-user", "permission-offline",
        ]
        return members
    }

    private func statement(_ site: Site) -> JSONObject {
        let addresses: [JSONValue] = [("authorize", "/authorize"), ("token", Site.tokenPath), ("register", nil)].map {
            (name: String, path: String?) in
            ["url": .string(name), "valueUri": .string(path.map { site.issuer + $0 } ?? site.registrationEndpoint)]
        }
        let security: JSONValue = [
            "extension": [
                [
                    "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                    "extension": .array(addresses),
                ]
            ]
        ]
        return [
            "resourceType": "CapabilityStatement", "status": "active", "kind": "instance", "date": "2024-01-01",
            "fhirVersion": "4.0.1", "format": ["application/fhir+json"], "rest": [["mode": "server", "security": security]],
        ]
    }
}
