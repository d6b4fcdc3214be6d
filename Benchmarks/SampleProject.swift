import Crypto
import OAuthRegistration
import RollcallCore
import StrictJSON

/// A project of any size: `rollcall.yaml`, client definitions in files of a hundred, and (unless it is to be registered) the state in
/// which every client is recorded as it is declared, so that a plan finds nothing to do. The same seed gives the same bytes.
struct SampleProject {
    let clients: [SampleClient]
    private let place: Place
    private static let defaults: JSONObject = [
        "grant_types": ["authorization_code"], "software_id": "example-suite", "tos_uri": "https://www.example.com/terms",
    ]

    /// Where its clients are registered, or are to be.
    enum Place {
        /// At three servers, and recorded.
        case recorded
        /// At one server, and none is recorded: a project to be registered.
        case embedded
        case local(registrationEndpoint: String, initialAccessToken: String)
    }

    init(count: Int, seed: UInt64 = 1, at place: Place = .recorded) {
        self.place = place
        let servers =
            switch place {
            case .recorded: ["clinic", "partners", "staging"]
            case .embedded, .local: ["demo"]
            }
        clients = (1...count).map { SampleClient(number: $0, seed: seed, servers: servers) }
    }

    func write(to folder: String) {
        Files.remove(folder)
        Files.write(projectFile, to: "\(folder)/rollcall.yaml")
        for (number, start) in stride(from: 0, to: clients.count, by: 100).enumerated() {
            let text = clientFile(clients[start..<min(start + 100, clients.count)])
            Files.write(text, to: "\(folder)/clients/group-\(number / 100)/file-\(number).yaml")
        }
        if case .local(_, let token) = place { Files.write(Array(token.utf8), to: "\(folder)/token", mode: 0o600) }
        Self.write(state, to: folder)
    }

    /// Takes back what an `apply` has done: an empty state, and nothing at the embedded server.
    static func forgetRegistrations(in folder: String) {
        Files.remove("\(folder)/state")
        write(StateDocument(lineage: lineage), to: folder)
    }

    private static let lineage = "6f1f4cf0-3a52-4d8e-9a0e-0f3f0c8d2b11"

    // MARK: YAML

    private var projectFile: String {
        let (servers, server): (JSONObject, JSONValue) =
            switch place {
            case .recorded: (JSONObject(Self.servers.map { (JSONString($0.key), .object($0.record.namedBy)) }), "clinic")
            case .embedded: (["demo": ["embedded": "rfc", "parallelism": 16]], "demo")
            case .local(let endpoint, _):
                (["demo": ["registration_endpoint": .string(endpoint), "initial_access_token": ["file": "token"]]], "demo")
            }
        return YAMLText.document([
            "rollcall": 1, "servers": .object(servers), "defaults": ["server": server, "metadata": .object(Self.defaults)],
        ])
    }

    private func clientFile(_ clients: ArraySlice<SampleClient>) -> String {
        YAMLText.document(["clients": .object(JSONObject(clients.map { (JSONString($0.label.text), .object($0.definition)) }))])
    }

    // MARK: State

    private var state: StateDocument {
        var state = StateDocument(lineage: Self.lineage)
        guard case .recorded = place else { return state }
        state.serial = 1
        for (key, record) in Self.servers { state.servers[key] = record }
        for client in clients { state[client.label] = client.recorded(with: Self.defaults) }
        return state
    }

    private static let servers: [(key: String, record: ServerRecord)] = [
        server("clinic", ["fhir_base_url": "https://clinic.example.com/fhir"]),
        server("partners", ["issuer": "https://partners.example.com/"]),
        server("staging", ["registration_endpoint": "https://staging.example.com/register"]),
    ]

    private static func server(_ key: String, _ namedBy: JSONObject) -> (key: String, record: ServerRecord) {
        let record = ServerRecord(
            namedBy: namedBy, profile: "generic", registrationClientURI: .asGiven, origin: "https://\(key).example.com",
            registrationEndpoint: "https://\(key).example.com/register")
        return (key, record)
    }

    private static func write(_ state: StateDocument, to folder: String) {
        let bytes = StateCodec.write(state) { slice in slice.withUnsafeBytes { Array(SHA256.hash(data: $0)) } }
        Files.write(bytes, to: "\(folder)/state/rollcall.json", mode: 0o600)
    }
}

extension SampleClient {
    /// As its file has it.
    fileprivate var definition: JSONObject {
        var members: JSONObject = ["server": .string(server), "tags": .object(tags), "metadata": .object(declared)]
        if protect { members["protect"] = true }
        return members
    }
}
