import OAuthRegistration
import RollcallCore
import Testing

/// When a registration is gone by itself, by what is known of its server.
struct LifetimeTests {
    @Test func aRegistrationEndsSoLongAfterItWasMade() {
        let made: Int64 = 1_767_225_600  // 2026-01-01T00:00:00Z
        var ours = ServerProfile(name: "ours")
        ours.registrationLifetime = .declared(3600)
        var endless = ours
        endless.registrationLifetime = .declared(.max)
        let rows: [(profile: ServerProfile, issuedAt: Int64?, secretEnds: Int64?, end: Int64?)] = [
            (.generic, made, 0, nil), (ours, made, 0, made + 3600), (ours, nil, nil, made + 3600), (ours, 0, nil, made + 3600),
            // It was imported.
            (ours, made - 600, 0, made + 3000),
            // What is declared of one's own server counts beside what the server says, a product's default does not.
            (ours, made, made + 60, made + 3600), (.janssen, made, made + 60, nil), (.janssen, made, 0, made + 86_400),
            (.janssen, made, nil, made + 86_400), (endless, made, nil, nil),
        ]
        for row in rows {
            var client = Scene.recorded(1)
            client.clientIDIssuedAt = row.issuedAt
            client.clientSecretExpiresAt = row.secretEnds
            client.updatedAt = Timestamp("2026-02-01T00:00:00Z")
            #expect(client.registrationEnd(at: row.profile) == row.end, "\(row.profile.name) \(row.end ?? 0)")
        }
    }
}
