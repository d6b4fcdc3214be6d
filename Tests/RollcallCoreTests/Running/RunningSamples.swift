import OAuthRegistration
import RollcallTestKit
import StrictJSON

@testable import RollcallCore

/// Assignments and servers for the tests of `Run` and `RunQueue`.
enum RunningSamples {
    static let endpoint = try! HTTPAddress("https://id.example.com/register")
    static let now = Timestamp("2026-01-01T00:00:00Z")

    /// `known`: its first writes have been read back, so that no step teaches any more.
    static func server(parallelism: Int, known: Bool = true) -> ServerContext {
        var evidence = ServerEvidence()
        evidence.registrationWasReadBack = known
        evidence.updateWasReadBack = known
        return ServerContext(
            registrationEndpoint: endpoint, initialAccessToken: nil, registrationClientURI: .asGiven,
            traits: ServerTraits(profile: .generic, evidence: evidence), parallelism: parallelism)
    }

    static func register(_ label: String, at server: String = "x") -> Assignment {
        assignment(label, server, .register(client(label, server).registration, target))
    }

    static func update(_ label: String, at server: String = "x") -> Assignment {
        assignment(label, server, .update(client(label, server), target, fields: [FieldChange("client_name", .edited)]))
    }

    static func observe(_ label: String, at server: String = "x") -> Assignment {
        assignment(label, server, .observe(client(label, server)))
    }

    static func delete(_ label: String, at server: String = "x") -> Assignment {
        assignment(label, server, .delete(FormerRegistration(client(label, server))))
    }

    private static let target = Change.Target(
        metadata: ClientMetadata(["client_name": "a"]), tags: [:], protect: false, ignore: [])

    private static func assignment(_ label: String, _ server: String, _ work: Assignment.Work) -> Assignment {
        Assignment(label: ClientLabel(label)!, server: server, work: work)
    }

    static func client(_ label: String, _ server: String) -> RecordedClient {
        RecordedClient(
            registration: RegistrationID("00000000-0000-4000-8000-000000000001")!, server: server, protect: false, tags: [:],
            clientID: "c", registrationClientURI: JSONString(endpoint.text + "/c"),
            credentials: Credentials(registrationAccessToken: Secret("t")), requested: ClientMetadata(),
            granted: ClientMetadata(), registeredAt: now, updatedAt: now)
    }
}
