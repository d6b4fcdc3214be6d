import OAuthRegistration
import RollcallCore
import RollcallIO

/// Finds out what else there is to know of clients whose read was refused (`Triage`): what their tokens say of themselves. Nothing of it
/// changes a client.
struct Triaging {
    let project: Project
    /// By the server's key.
    let servers: [String: ServerContext]

    /// What was found out; a client of which there is nothing more to say is not among them.
    func run(_ reads: [Assignment], _ observations: [ClientLabel: ObservedClient]) -> [ClientLabel: Triage] {
        var triages: [ClientLabel: Triage] = [:]
        for read in reads {
            guard case .unreadable(.refused(let refusal)) = observations[read.label], RefusedRead(refusal).leavesOpen else {
                continue
            }
            let triage = Triage(findings: findings(read))
            if !triage.isEmpty { triages[read.label] = triage }
        }
        return triages
    }

    private func findings(_ read: Assignment) -> [TokenFinding] {
        guard let token = read.credentials.registrationAccessToken, let server = servers[read.server] else { return [] }
        return TokenFinding.findings(
            in: token, usedAs: .registrationAccessToken, at: [server.registrationEndpoint] + named(read.server),
            now: Int64(WallClock.seconds()))
    }

    /// What else the server is known by: behind a proxy its issuer may be at another host than its endpoint.
    private func named(_ key: String) -> [HTTPAddress] {
        switch project.servers[key]?.namedBy {
        case .issuer(let address, _), .fhirBaseURL(let address): [address]
        case .registrationEndpoint, .embedded, nil: []
        }
    }
}
