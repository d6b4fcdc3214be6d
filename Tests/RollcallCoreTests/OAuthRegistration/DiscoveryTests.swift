import StrictJSON
import Testing

@testable import OAuthRegistration

/// From a FHIR base URL to the registration endpoint; and the requests that are sent there.
struct DiscoveryTests {
    private let base = try! HTTPAddress("https://demo.kodjin.com/fhir")

    private func discover(_ body: String, status: Int = 200, base: HTTPAddress? = nil) throws(DiscoveryFault) -> DiscoveredServer
    {
        try Discovery.registrationEndpoint(
            in: HTTPAnswer(status: status, contentType: "text/html", body: Array(body.utf8)), base: base ?? self.base)
    }

    @Test func theDocumentIsBelowTheBaseURL() {
        let request = Discovery.smartConfiguration(of: base)
        #expect(request.method == .get)
        #expect(request.address.text == "https://demo.kodjin.com/fhir/.well-known/smart-configuration")
        #expect(request.bearer == nil)
        #expect(request.answerLimit == 1024 * 1024)
    }

    @Test func theEndpointIsFoundWhereverItIs() throws {
        let endpoint = "https://demo.kodjin.com/auth/realms/fhir/clients-registrations/openid-connect"
        let cases: [(String, endpoint: String, issuer: JSONString?)] = [
            (#"{"issuer":"https://i","registration_endpoint":"\#(endpoint)","capabilities":[]}"#, endpoint, "https://i"),
            (#"{"registration_endpoint":"https://id.example.com/r"}"#, "https://id.example.com/r", nil),
            (#"{"registration_endpoint":"https://demo.kodjin.com:8443/r"}"#, "https://demo.kodjin.com:8443/r", nil),
            // Old servers give relative addresses.
            (#"{"registration_endpoint":"/auth/register"}"#, "https://demo.kodjin.com/auth/register", nil),
            (#"{"registration_endpoint":"register"}"#, "https://demo.kodjin.com/fhir/register", nil),
            (#"{"registration_endpoint":"/r","issuer":null,"x":1,"x":2}"#, "https://demo.kodjin.com/r", nil),
        ]
        for (body, endpoint, issuer) in cases {
            let server = try discover(body)
            #expect(server.registrationEndpoint.text == endpoint)
            #expect(server.issuer == issuer)
        }
        let loopback = try HTTPAddress("http://127.0.0.1:8080/fhir")
        let near = try discover(#"{"registration_endpoint":"http://127.0.0.1:8080/r"}"#, base: loopback)
        #expect(near.registrationEndpoint.text == "http://127.0.0.1:8080/r")
    }

    @Test func whatNamesNoUsableEndpointIsToldApart() throws {
        let member = { (value: String) in #"{"registration_endpoint":\#(value)}"# }
        let cases: [(String, Int, DiscoveryFault)] = [
            (member(#""/r""#), 404, .status(404)), (member(#""/r""#), 301, .redirect(301, nil)),
            (member(#""/r""#), 304, .status(304)),
            ("<html>Sign in</html>", 200, .notMetadata(.html)), ("", 200, .notMetadata(.empty)), ("[]", 200, .notMetadata(.json)),
            (#"{"registration_endpoint":"/r""#, 200, .notMetadata(.truncatedJSON)), ("ok", 200, .notMetadata(.text)),
            ("{}", 200, .noRegistrationEndpoint), (member("null"), 200, .noRegistrationEndpoint),
            (member(#""""#), 200, .noRegistrationEndpoint),
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
            #expect(throws: fault, "\(body)") { try discover(body, status: status) }
            #expect(!fault.inWords.isEmpty)
        }
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
