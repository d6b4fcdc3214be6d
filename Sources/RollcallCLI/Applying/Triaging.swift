import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Finds out what else there is to know of clients whose read was refused (`Triage`): what their tokens say of themselves, and whether the
/// token endpoint still knows them by their secret. Nothing of it changes a client: the grant is the one that a client has for itself (RFC
/// 6749, section 4.4); where a token is issued for it, nobody looks at it. What an administrator is told leaves nothing open.
struct Triaging {
    let access: ServerAccess
    /// By the server's key.
    let servers: [String: ServerContext]
    let ways: [String: any HTTPTransport]

    /// At one server: what the first clients are answered tells enough, and failed logins may be counted there.
    private static let questions = 5

    /// What was found out; a client of which there is nothing more to say is not among them.
    func run(_ reads: [Assignment], _ observations: [ClientLabel: ObservedClient]) async -> [ClientLabel: Triage] {
        var triages: [ClientLabel: Triage] = [:]
        var asked: [String: Int] = [:]
        var endpoints: [String: HTTPAddress?] = [:]
        for read in reads {
            guard case .unreadable(.refused(let refusal)) = observations[read.label], let server = servers[read.server] else {
                continue
            }
            let isByAdministrator = server.isManagedByAdministrator
            let refused = RefusedRead(refusal, at: server.traits, toAdministrator: isByAdministrator)
            guard refused.leavesOpen else { continue }
            // What was sent is what may tell why it was refused.
            var triage = Triage(findings: isByAdministrator ? [] : findings(read))
            if asked[read.server, default: 0] < Self.questions, let proof = Self.proof(of: read) {
                if endpoints[read.server] == nil { endpoints[read.server] = await access.tokenEndpoint(of: read.server) }
                if let endpoint = endpoints[read.server].flatMap(\.self) {
                    asked[read.server, default: 0] += 1
                    triage.testimony = await testimony(of: endpoint, about: read, proof)
                }
            }
            if !triage.isEmpty { triages[read.label] = triage }
        }
        return triages
    }

    // MARK: The token itself

    private func findings(_ read: Assignment) -> [TokenFinding] {
        guard let token = read.credentials.registrationAccessToken, let server = servers[read.server] else { return [] }
        return TokenFinding.findings(
            in: token, usedAs: .registrationAccessToken, at: [server.registrationEndpoint] + access.named(read.server),
            now: Int64(WallClock.seconds()))
    }

    // MARK: The token endpoint

    private func testimony(
        of endpoint: HTTPAddress, about read: Assignment, _ proof: ClientProof
    ) async -> Triage.Testimony? {
        guard case .observe(let client) = read.work, let transport = ways[read.server] else { return nil }
        let request = TokenRequest.clientCredentials(
            endpoint: endpoint, clientID: client.clientID.text, scope: nil, proof: proof)
        guard case .answer(let answer) = await transport.send(request) else { return nil }
        return Triage.Testimony(answer)
    }

    /// How the client proves itself with its secret; `nil` if it does not.
    private static func proof(of read: Assignment) -> ClientProof? {
        guard case .observe(let client) = read.work, let secret = read.credentials.clientSecret else { return nil }
        let method: JSONString = "token_endpoint_auth_method"
        switch (client.granted.value(of: method) ?? client.requested.value(of: method))?.string {
        case "client_secret_basic", nil: return .secretBasic(secret)
        case "client_secret_post": return .secretPost(secret)
        default: return nil
        }
    }
}

extension ServerAccess {
    /// What else a server is known by: behind a proxy its issuer may be at another host than its endpoint.
    func named(_ key: String) -> [HTTPAddress] {
        switch connections.project.servers[key]?.namedBy {
        case .issuer(let address, _), .fhirBaseURL(let address): [address]
        case .registrationEndpoint, .embedded, nil: []
        }
    }
}
