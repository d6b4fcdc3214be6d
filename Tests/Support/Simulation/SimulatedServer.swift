import OAuthRegistration
import StrictJSON

/// A registration server as a table: RFC 7591 and 7592, and it may rotate the registration access token on reads and updates,
/// the old one dead at once. What it commits stays committed, whether or not its answer arrives.
struct SimulatedServer {
    struct Client: Equatable {
        var metadata: ClientMetadata
        var token: String
    }

    var clients: [String: Client] = [:]
    var rotatesOnRead = false
    var rotatesOnUpdate = false
    private(set) var registrations = 0
    private var issued = 0

    static let endpoint = try! HTTPAddress("https://id.example.com/register")

    mutating func handle(_ request: HTTPRequest) -> HTTPAnswer {
        guard request.method != .post else { return register(request) }
        let id = String(request.address.path.split(separator: "/").last ?? "")
        // RFC 7592, section 2: an unknown client and a dead token are answered alike.
        guard let client = clients[id], request.bearer == Secret(client.token) else { return HTTPAnswer(status: 401) }
        switch request.method {
        case .delete:
            clients[id] = nil
            return HTTPAnswer(status: 204)
        case .get:
            if rotatesOnRead { rotate(id) }
            return answer(200, id)
        case .put:
            var metadata = body(of: request)
            metadata["client_id"] = nil
            metadata["client_secret"] = nil
            clients[id]?.metadata = metadata
            if rotatesOnUpdate { rotate(id) }
            return answer(200, id)
        case .post: preconditionFailure("handled above")
        }
    }

    /// The clients that were registered under a name: an address may have one at most.
    func alive(named name: JSONString) -> [String] {
        clients.keys.sorted().filter { clients[$0]?.metadata["client_name"]?.string == name }
    }

    private mutating func register(_ request: HTTPRequest) -> HTTPAnswer {
        registrations += 1
        let id = "client\(registrations)"
        clients[id] = Client(metadata: body(of: request), token: "")
        rotate(id)
        return answer(201, id)
    }

    private mutating func rotate(_ id: String) {
        issued += 1
        clients[id]?.token = "token\(issued)"
    }

    private func body(of request: HTTPRequest) -> ClientMetadata {
        ClientMetadata((try? JSONReader.read(request.body ?? []))?.object ?? [:])
    }

    private func answer(_ status: Int, _ id: String) -> HTTPAnswer {
        guard let client = clients[id] else { return HTTPAnswer(status: 401) }
        var members = client.metadata.members
        members["client_id"] = .string(id)
        members["client_secret"] = .string("secret of \(id)")
        members["client_secret_expires_at"] = 0
        members["registration_access_token"] = .string(client.token)
        members["registration_client_uri"] = .string(Self.endpoint.text + "/" + id)
        return HTTPAnswer(status: status, contentType: "application/json", body: members.canonicalBytes)
    }
}
