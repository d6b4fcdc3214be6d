import StrictJSON
import Testing

@testable import OAuthRegistration

/// From an issuer or a FHIR base URL to the registration endpoint, and what a server declares on the way; and the requests that are
/// sent there.
struct DiscoveryTests {
    private let base = try! HTTPAddress("https://demo.kodjin.com/fhir")
    private var smart: DiscoverySource { DiscoverySource.ofFHIRBaseURL(base)[0] }

    private func read(_ body: String, status: Int = 200, from source: DiscoverySource? = nil) throws(DiscoveryFault)
        -> ServerMetadata
    {
        try (source ?? smart).metadata(in: HTTPAnswer(status: status, contentType: "text/html", body: Array(body.utf8)))
    }

    /// RFC 8414 puts the well-known part before the issuer's path, OpenID Connect after it; SMART appends.
    @Test func documentsAreAskedForInTheOrderOfTheirSpecifications() throws {
        let rows: [(sources: [DiscoverySource], addresses: [String])] = [
            (
                DiscoverySource.ofFHIRBaseURL(base),
                ["https://demo.kodjin.com/fhir/.well-known/smart-configuration", "https://demo.kodjin.com/fhir/metadata"]
            ),
            (
                DiscoverySource.ofIssuer(try HTTPAddress("https://id.example.com/t/1"), spelled: "https://id.example.com/t/1"),
                [
                    "https://id.example.com/.well-known/oauth-authorization-server/t/1",
                    "https://id.example.com/t/1/.well-known/openid-configuration",
                    "https://id.example.com/.well-known/openid-configuration/t/1",
                    "https://id.example.com/t/1/.well-known/oauth-authorization-server",
                ]
            ),
            (
                DiscoverySource.ofIssuer(try HTTPAddress("https://id.example.com/"), spelled: "https://id.example.com/"),
                [
                    "https://id.example.com/.well-known/oauth-authorization-server",
                    "https://id.example.com/.well-known/openid-configuration",
                ]
            ),
        ]
        for row in rows {
            #expect(row.sources.map(\.request.address.text) == row.addresses)
            for request in row.sources.map(\.request) {
                #expect(request.method == .get && request.bearer == nil && request.answerLimit == 1024 * 1024)
            }
        }
    }

    /// All that somebody has is an address: of an issuer, of a document about it, or of something below it.
    @Test func whatAnAddressMayBelongToIsAskedForAndAnyEndOfAnIssuerIsTaken() throws {
        let addresses = { (sources: [DiscoverySource]) in sources.map(\.request.address.text) }
        let issuer = DiscoverySource.ofIssuer(try HTTPAddress("https://h/t"), spelled: "https://h/t")
        for text in ["https://h/t", "https://h/t?x=1", "https://h/.well-known/a/t", "https://h/t/.well-known/b"] {
            let about = DiscoverySource.about(try HTTPAddress(text))
            #expect(
                addresses(about) == addresses(issuer + DiscoverySource.ofFHIRBaseURL(try HTTPAddress("https://h/t"))), "\(text)")
        }
        let above = DiscoverySource.above(try HTTPAddress("https://h/realms/x/register"))
        #expect(
            addresses(above).filter { $0.hasSuffix("/.well-known/openid-configuration") } == [
                "https://h/realms/x/.well-known/openid-configuration", "https://h/realms/.well-known/openid-configuration",
                "https://h/.well-known/openid-configuration",
            ])

        let cases = [("https://h/t", true), ("https://h/t/", true), ("https://h/u", false), ("https://h", false)]
        for (spelled, isTaken) in cases {
            let body =
                #"{"issuer":"\#(spelled)","registration_endpoint":"/r","a_supported":["x"],"b_supported":[1],"c_supported":true}"#
            let metadata = try? issuer[0].metadata(spelledIn: HTTPAnswer(status: 200, body: Array(body.utf8)))
            #expect(metadata?.issuer == (isTaken ? JSONString(spelled) : nil))
            if isTaken { #expect(metadata?.declared == ["a_supported": ["x"], "c_supported": true]) }
        }
    }

    @Test func theEndpointIsFoundWhereverItIs() throws {
        let endpoint = "https://demo.kodjin.com/auth/realms/fhir/clients-registrations/openid-connect"
        let cases: [(String, endpoint: String?, issuer: JSONString?)] = [
            (#"{"issuer":"https://i","registration_endpoint":"\#(endpoint)","capabilities":[]}"#, endpoint, "https://i"),
            (#"{"registration_endpoint":"https://id.example.com/r"}"#, "https://id.example.com/r", nil),
            (#"{"registration_endpoint":"https://demo.kodjin.com:8443/r"}"#, "https://demo.kodjin.com:8443/r", nil),
            // Old servers give relative addresses.
            (#"{"registration_endpoint":"/auth/register"}"#, "https://demo.kodjin.com/auth/register", nil),
            (#"{"registration_endpoint":"register"}"#, "https://demo.kodjin.com/fhir/register", nil),
            (#"{"registration_endpoint":"/r","issuer":null,"x":1,"x":2}"#, "https://demo.kodjin.com/r", nil),
            (#"{"registration_endpoint":"/r","token_endpoint":7}"#, "https://demo.kodjin.com/r", nil),
            ("{}", nil, nil), (#"{"registration_endpoint":null}"#, nil, nil), (#"{"registration_endpoint":""}"#, nil, nil),
        ]
        for (body, endpoint, issuer) in cases {
            let metadata = try read(body)
            #expect(metadata.registrationEndpoint?.text == endpoint)
            #expect(metadata.issuer == issuer)
        }
        let loopback = DiscoverySource.ofFHIRBaseURL(try HTTPAddress("http://127.0.0.1:8080/fhir"))[0]
        let near = try read(#"{"registration_endpoint":"http://127.0.0.1:8080/r"}"#, from: loopback)
        #expect(near.registrationEndpoint?.text == "http://127.0.0.1:8080/r")
    }

    @Test func aTokenEndpointForCertificatesMayBeAnother() throws {
        let alias = #""mtls_endpoint_aliases":{"token_endpoint":"https://mtls.kodjin.com/token"}"#
        let metadata = try read(#"{"registration_endpoint":"/r","token_endpoint":"/token",\#(alias)}"#)
        #expect(metadata.tokenEndpoint?.text == "https://demo.kodjin.com/token")
        #expect(metadata.mutualTLSTokenEndpoint?.text == "https://mtls.kodjin.com/token")
        for none in ["{}", "7", #"{"token_endpoint":7}"#] {
            let metadata = try read(#"{"registration_endpoint":"/r","token_endpoint":"/token","mtls_endpoint_aliases":\#(none)}"#)
            #expect(metadata.tokenEndpoint != nil && metadata.mutualTLSTokenEndpoint == nil)
        }
    }

    @Test func anOldServersStatementNamesTheEndpoint() throws {
        let statement = DiscoverySource.ofFHIRBaseURL(base)[1]
        let uris = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
        func document(_ extensions: String) -> String {
            #"{"resourceType":"CapabilityStatement","rest":[{"mode":"client"},{"security":{"extension":[\#(extensions)]}}]}"#
        }
        let register = #"{"url":"register","valueUri":"/auth/register"}"#
        let whole = #"{"url":"\#(uris)","extension":[{"url":"token","valueUri":"/auth/token"},\#(register)]}"#
        let metadata = try read(document(#"{"url":"https://other"},"# + whole), from: statement)
        #expect(metadata.registrationEndpoint?.text == "https://demo.kodjin.com/auth/register")
        #expect(metadata.tokenEndpoint?.text == "https://demo.kodjin.com/auth/token")
        for nothing in ["{}", #"{"rest":7}"#, document(""), document(#"{"url":"https://other","extension":[\#(register)]}"#)] {
            #expect(try read(nothing, from: statement).registrationEndpoint == nil, "\(nothing)")
        }
    }

    @Test func aDocumentSpeaksForItsIssuerToTheLetter() throws {
        let source = DiscoverySource.ofIssuer(try HTTPAddress("https://id.example.com/t"), spelled: "https://id.example.com/t")[0]
        #expect(try read(#"{"issuer":"https://id.example.com/t"}"#, from: source).issuer == "https://id.example.com/t")
        for issuer in [
            "https://id.example.com/t/", "https://ID.example.com/t", "https://id.example.com:443/t", "http://id.example.com/t",
        ] {
            let fault = DiscoveryFault.otherIssuer(JSONString(issuer), expected: "https://id.example.com/t")
            #expect(throws: fault) { try read(#"{"issuer":"\#(issuer)","registration_endpoint":"/r"}"#, from: source) }
            #expect(fault.inWords.contains("to the letter"))
        }
        #expect(throws: DiscoveryFault.otherIssuer(nil, expected: "https://id.example.com/t")) { try read("{}", from: source) }
    }

    @Test func whatIsNoUsableDocumentIsToldApart() throws {
        let member = { (value: String) in #"{"registration_endpoint":\#(value)}"# }
        let cases: [(String, Int, DiscoveryFault)] = [
            (member(#""/r""#), 404, .status(404)), (member(#""/r""#), 301, .redirect(301, nil)),
            (member(#""/r""#), 304, .status(304)), ("<html>Sign in</html>", 200, .notMetadata(.html)),
            ("", 200, .notMetadata(.empty)), ("[]", 200, .notMetadata(.json)),
            (#"{"registration_endpoint":"/r""#, 200, .notMetadata(.truncatedJSON)), ("ok", 200, .notMetadata(.text)),
            (member("7"), 200, .wrongType("registration_endpoint", "number")),
            (member(#"["/r"]"#), 200, .wrongType("registration_endpoint", "array")),
            (#"{"registration_endpoint":"/r","issuer":{}}"#, 200, .wrongType("issuer", "object")),
            (#"{"registration_endpoint":"/r","registration_endpoint":"/s"}"#, 200, .repeated("registration_endpoint")),
            (#"{"issuer":"a","issuer":"a","registration_endpoint":"/r"}"#, 200, .repeated("issuer")),
            (member(#""https://u@a/r""#), 200, .badAddress("https://u@a/r", AddressFault(.userInformation, at: 9))),
            (member(#""//a/r""#), 200, .badAddress("//a/r", AddressFault(.notAReference, at: 0))),
            (member(#""http://demo.kodjin.com/r""#), 200, .insecure(try HTTPAddress("http://demo.kodjin.com/r"))),
        ]
        for (body, status, fault) in cases {
            #expect(throws: fault, "\(body)") { try read(body, status: status) }
            #expect(!fault.inWords.isEmpty)
        }
    }

    /// What a server declares is held against what is wanted, by the field's own comparison; scopes, and values that servers take
    /// without declaring them, are not.
    @Test func whatAServerDeclaresIsHeldAgainstWhatIsWanted() {
        let support = DeclaredSupport([
            "grant_types_supported": ["authorization_code"], "response_types_supported": ["code", "code id_token"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"], "scopes_supported": ["openid"],
            "id_token_signing_alg_values_supported": 7, "subject_types_supported": [], "issuer": "https://i",
        ])
        #expect(
            support.members.names == [
                "grant_types_supported", "response_types_supported", "token_endpoint_auth_methods_supported",
            ])
        let rows: [(metadata: JSONObject, refused: [String])] = [
            (["grant_types": ["authorization_code", "refresh_token"]], []),
            (
                ["grant_types": ["client_credentials", "implicit"]],
                ["grant_types[0] client_credentials", "grant_types[1] implicit"]
            ),
            (["response_types": ["id_token code", "none"]], []), (["response_types": ["token"]], ["response_types[0] token"]),
            (["token_endpoint_auth_method": "none"], []),
            (["token_endpoint_auth_method": "private_key_jwt"], ["token_endpoint_auth_method private_key_jwt"]),
            (["scope": "openid offline_access", "subject_type": "pairwise", "id_token_signed_response_alg": "ES256"], []),
            ([:], []),
        ]
        for row in rows {
            let refusals = support.refusals(of: ClientMetadata(row.metadata))
            #expect(refusals.map { "\($0.path) \($0.value)" } == row.refused, "\(row.metadata)")
        }
        #expect(DeclaredSupport().refusals(of: ClientMetadata(["grant_types": ["implicit"]])).isEmpty)
    }

    @Test func requestsAreWhatTheSpecificationsSay() throws {
        let endpoint = try HTTPAddress("https://id.example.com/register")
        let token = Secret("token")
        let metadata = ClientMetadata(["redirect_uris": ["https://b", "https://a"], "client_name": "x"])
        let body = Array(#"{"client_name":"x","redirect_uris":["https://b","https://a"]}"#.utf8)
        let requests: [(HTTPRequest, HTTPRequest.Method, Secret?, [UInt8]?)] = [
            (RegistrationRequest.register(endpoint: endpoint, metadata: metadata, bearer: nil), .post, nil, body),
            (RegistrationRequest.register(endpoint: endpoint, metadata: metadata, bearer: token), .post, token, body),
            (RegistrationRequest.read(address: endpoint, bearer: token), .get, token, nil),
            (RegistrationRequest.update(address: endpoint, bearer: token, body: body), .put, token, body),
            (RegistrationRequest.delete(address: endpoint, bearer: token), .delete, token, nil),
        ]
        for (request, method, bearer, body) in requests {
            #expect(request == HTTPRequest(method, endpoint, bearer: bearer, body: body, answerLimit: 256 * 1024))
        }
    }
}
