import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON

/// A client as teams really declare them: a web application, a native one or a backend service, with one to four redirect URIs,
/// contacts, links and tags. The same seed and number give the same client, however many others there are.
struct SampleClient {
    let label: ClientLabel
    let server: String
    let protect: Bool
    let tags: JSONObject
    /// What the client's own file says; the project's defaults come on top.
    let declared: JSONObject
    /// For what a server would issue to it.
    private var generator: SeededGenerator

    init(number: Int, seed: UInt64, servers: [String]) {
        var generator = SeededGenerator(seed: seed &+ UInt64(number) &* 0x9E37_79B9)
        let team = Self.pick(["billing", "cardiology", "intake", "laboratory", "oncology", "radiology"], &generator)
        let product = Self.pick(["archive", "booking", "dashboard", "export", "portal", "viewer"], &generator)
        let kind = Self.pick([Kind.web, .web, .web, .native, .backend], &generator)
        guard let label = ClientLabel("\(team)-\(product)-\(number)") else { preconditionFailure("a label of our own") }
        self.label = label
        server = Self.pick(servers, &generator)
        protect = number % 20 == 0
        tags = ["team": .string(team), "tier": .string(Self.pick(["gold", "silver"], &generator))]
        declared = Self.metadata(kind, team, product, host: "\(product)-\(number).example.com", &generator)
        self.generator = generator
    }

    /// As a state records it after its registration.
    func recorded(with defaults: JSONObject) -> RecordedClient {
        var generator = generator
        let requested = Self.merged(declared, over: defaults)
        let clientID = RegistrationID(using: &generator).text
        let isPublic = requested["token_endpoint_auth_method"]?.string == "none"
        var granted = requested
        granted["id_token_signed_response_alg"] = "RS256"
        granted["subject_type"] = "public"
        return RecordedClient(
            registration: RegistrationID(using: &generator), server: server, protect: protect, tags: tags,
            clientID: JSONString(clientID), clientIDIssuedAt: 1_769_860_800, clientSecretExpiresAt: isPublic ? nil : 0,
            registrationClientURI: JSONString("https://\(server).example.com/register/\(clientID)"),
            credentials: Credentials(
                clientSecret: isPublic ? nil : Secret(Self.token(32, &generator)),
                // A token as long as Keycloak's.
                registrationAccessToken: Secret(Self.token(600, &generator))),
            requested: ClientMetadata(requested), granted: ClientMetadata(granted),
            registeredAt: Timestamp("2026-01-31T12:00:00Z"), updatedAt: Timestamp("2026-01-31T12:00:00Z"))
    }

    private enum Kind { case web, native, backend }

    private static func metadata(
        _ kind: Kind, _ team: String, _ product: String, host: String, _ generator: inout SeededGenerator
    ) -> JSONObject {
        var members: JSONObject = [
            "client_name": .string("\(team.capitalizedFirst) \(product)"), "client_uri": .string("https://\(host)/"),
            "contacts": .array((0...Int.random(in: 0...2, using: &generator)).map { .string("\(team)-\($0)@example.org") }),
            "policy_uri": .string("https://\(host)/privacy"),
            "software_version": .string("\(Int.random(in: 1...9, using: &generator)).0"),
        ]
        switch kind {
        case .web:
            let paths = (0...Int.random(in: 0...3, using: &generator)).map { JSONValue.string("https://\(host)/callback/\($0)") }
            members["redirect_uris"] = .array(paths)
            members["logo_uri"] = .string("https://\(host)/logo.png")
            members["grant_types"] = ["authorization_code", "refresh_token"]
            members["scope"] = "openid profile launch/patient patient/*.read offline_access"
            members["token_endpoint_auth_method"] = "client_secret_basic"
        case .native:
            members["application_type"] = "native"
            members["redirect_uris"] = [.string("com.example.\(product):/callback"), "http://127.0.0.1/callback"]
            members["client_name#de"] = .string("\(team.capitalizedFirst) \(product) für unterwegs")
            members["scope"] = "openid profile launch/patient"
            members["token_endpoint_auth_method"] = "none"
        case .backend:
            members["grant_types"] = ["client_credentials"]
            members["response_types"] = []
            members["jwks_uri"] = .string("https://\(host)/jwks.json")
            members["scope"] = "system/*.read"
            members["token_endpoint_auth_method"] = "private_key_jwt"
        }
        return members
    }

    private static func merged(_ declared: JSONObject, over defaults: JSONObject) -> JSONObject {
        var merged = defaults
        for member in declared.members { merged[member.name] = member.value }
        return merged
    }

    private static func pick<Value>(_ values: [Value], _ generator: inout SeededGenerator) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }

    /// Ten letters of the base64url alphabet from each number.
    private static func token(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var bytes: [UInt8] = []
        while bytes.count < count {
            let number = generator.next()
            bytes += (0..<10).map { letters[Int(number >> ($0 * 6) & 63)] }
        }
        return Array(bytes.prefix(count))
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
