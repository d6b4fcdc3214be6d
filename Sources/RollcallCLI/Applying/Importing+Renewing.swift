import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// New credentials of a client that state has already: its token is dead, and the server's operator has issued another. What was requested and
/// granted stays, and so does every credential that is not shown.
extension Importing {
    struct Renewed: Sendable {
        var clientID: JSONString
        /// Members of a client information response of which state has another value now.
        var members: [JSONString]

        /// The members in words.
        var inWords: String {
            let names = members.compactMap { name in Self.words.first { $0.name == name }?.words }
            guard let last = names.last else { return "nothing new: what is recorded stays" }
            let all = names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
            return "\(all) \(names.count == 1 ? "is" : "are") recorded"
        }

        private static let words: [(name: JSONString, words: String)] = [
            ("registration_access_token", "a new registration access token"), ("client_secret", "a new client secret"),
            ("registration_client_uri", "a new address"),
        ]
    }

    /// - Parameters:
    ///   - registration: what it was read as, if it was.
    ///   - isNews: the server has said it just now.
    ///   - accepted: the client's own token that it was said to.
    func renew(
        _ client: RecordedClient, with information: ClientInformation, from registration: RegistrationID, isNews: Bool,
        accepted: Secret?, at context: ServerContext
    ) async throws -> Renewed {
        let (state, seal) = (await keeper.state, await keeper.seal)
        let renewed = state.handing(information, from: registration, to: label, isNews: isNews, accepted: accepted, sealing: seal)
        try await place.storing { try await keeper.checkpoint(renewed) }
        tellOfRecording(information, in: renewed, since: state, at: context)
        return Renewed(
            clientID: client.clientID,
            members: renewed[label].map { Self.news(in: $0, since: client, renewed.lineage, seal) } ?? [])
    }

    private static func news(
        in client: RecordedClient, since before: RecordedClient, _ lineage: String, _ seal: Seal
    ) -> [JSONString] {
        let (new, known) = (credentials(of: client, lineage, seal), credentials(of: before, lineage, seal))
        let differs: [(JSONString, Bool)] = [
            ("registration_access_token", new?.registrationAccessToken != known?.registrationAccessToken),
            ("client_secret", new?.clientSecret != known?.clientSecret),
            ("registration_client_uri", client.registrationClientURI != before.registrationClientURI),
        ]
        return differs.filter(\.1).map(\.0)
    }

    private static func credentials(of client: RecordedClient, _ lineage: String, _ seal: Seal) -> OpenCredentials? {
        try? seal.open(client.credentials, of: client.registration, lineage: lineage)
    }
}
