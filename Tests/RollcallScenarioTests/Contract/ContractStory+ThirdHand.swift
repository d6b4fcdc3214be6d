import Foundation
import Testing

/// Somebody else changes a client at the server, with its token and plain HTTP.
extension ContractStory {
    func meetAThirdHand() async throws {
        try declareShared(["https://client.example.com/callback"])
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 registered.")
        let token = try await project.credential("shared", "registration_access_token")
        let address = try await project.credential("shared", "registration_client_uri")
        let newest = try await change(address, token: token)
        if server.cannot[.keepTheTokenOnUpdate] == nil {
            #expect(newest == token, "\(server.name): rotates on update, and has no row that says so")
            try await findAndRepair()
        } else {
            #expect(newest != token, "\(server.name): a row is no longer true")
            try await doWithoutAToken()
        }
    }

    /// Gives it another name, and nothing else; returns the token that is good from then on.
    private func change(_ address: String, token: String) async throws -> String {
        let read = try await ThirdHand.send("GET", address, token: token)
        let readToken = read.members["registration_access_token"] as? String ?? token
        #expect((readToken != token) == (server.cannot[.keepTheTokenOnRead] != nil), "\(server.name): a row is no longer true")
        var body = read.members
        for name in Self.forbidden { body[name] = nil }
        // Some show what is unset as null, and do not take it back.
        body = body.filter { !($0.value is NSNull) }
        if server.refusesSecret { body["client_secret"] = nil }
        body["client_name"] = "Changed by hand"
        let answer = try await ThirdHand.send("PUT", address, token: readToken, body: body)
        #expect(answer.status == 200, "\(server.name): \(answer)")
        return answer.members["registration_access_token"] as? String ?? readToken
    }

    /// An update must not hold them (RFC 7592, section 2.2).
    private static let forbidden = [
        "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at",
    ]

    /// Found when asked for, never wiped by an update that was planned without looking, and repaired.
    private func findAndRepair() async throws {
        try await expect("plan", "--detailed-exitcode", exit: 0, saying: "Nothing to do")
        try await expect("plan", "--refresh", "--detailed-exitcode", exit: 2, saying: "~ shared", "Changed by hand")
        try declareShared(["https://client.example.com/callback", "https://client.example.com/second"])
        try await expect("apply", "--auto-approve", exit: 3, saying: "RC3008", "client_name")
        let left = try await project.atServer("shared").members
        #expect(left["client_name"] as? String == "Changed by hand", "\(server.name): \(left)")
        try await expect("apply", "--refresh", "--auto-approve", exit: 0, saying: "Applied: 1 updated.")
        let repaired = try await project.atServer("shared").members
        #expect(repaired["client_name"] as? String == "Shared", "\(server.name): \(repaired)")
        #expect((repaired["redirect_uris"] as? [String])?.count == 2, "\(server.name): \(repaired)")
        try await expectNothingToDo(after: "a third hand's change")
        try declareShared(nil)
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 deleted.")
    }

    /// The third hand has the only token: the client cannot be read, which is said, and it is never registered again.
    private func doWithoutAToken() async throws {
        try await expect("plan", "--refresh", "--detailed-exitcode", exit: 0, saying: "shared", "would not say what it is now")
        try declareShared(["https://client.example.com/second"])
        try await expect("apply", "--auto-approve", exit: 3, saying: "shared", "1 failed")
        try declareShared(nil)
        try await expect("forget", "shared", "--auto-approve", exit: 0)
        try await expectNothingToDo(after: "a lost token")
    }

    private func declareShared(_ addresses: [String]?) throws {
        try project.declare("shared", addresses.map { ["client_name": ["Shared"], "redirect_uris": $0] })
    }
}
