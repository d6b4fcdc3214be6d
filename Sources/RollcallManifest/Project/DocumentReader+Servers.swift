import OAuthRegistration
import RollcallCore

/// A server of `rollcall.yaml`.
extension DocumentReader {
    private static let serverKeys = KeyTable(
        "A server",
        known: [
            "registration_endpoint", "issuer", "fhir_base_url", "embedded", "profile", "initial_access_token", "access_token",
            "client_credentials", "manage_with", "registration_client_uri", "parallelism", "tls", "proxy", "allow_http",
            "allow_origins",
        ],
        secrets: ["initial_access_token", "access_token", "client_credentials", "private_key", "token", "password"],
        elsewhere: [
            "ca_file": "under tls:", "certificate": "under tls:", "private_key": "under tls: or client_credentials:",
            "client_id": "under client_credentials:", "scope": "under client_credentials:",
            "token_endpoint": "under client_credentials:",
        ])

    private static let names = ["registration_endpoint", "issuer", "fhir_base_url", "embedded"]

    /// `nil` if it is not clear which server is meant.
    mutating func readServer(_ node: Int, at key: Int, _ subject: Subject, own profiles: [String]) -> Project.Server? {
        guard let mapping = self.mapping(node, "A server", subject) else { return nil }
        let members = self.members(of: mapping, Self.serverKeys, subject)
        let allowHTTP = members["allow_http"].flatMap { self.boolean($0, "allow_http", subject["allow_http"]) } ?? false
        let profile = members["profile"].flatMap { self.profile($0, subject["profile"], own: profiles) }
        let token = members["initial_access_token"].flatMap { self.reference($0, subject["initial_access_token"]) }
        let policy: RegistrationClientURIPolicy? = members["registration_client_uri"].flatMap {
            self.word($0, "registration_client_uri", subject["registration_client_uri"])
        }
        let parallelism = members["parallelism"].flatMap { self.parallelism($0, subject["parallelism"]) }
        let tls = members["tls"].flatMap { self.tls($0, subject["tls"]) }
        let proxy = members["proxy"].flatMap { self.proxy($0, subject["proxy"]) }
        let origins = members["allow_origins"].flatMap { self.origins($0, subject["allow_origins"]) } ?? []
        guard let name = self.name(members, key, allowHTTP: allowHTTP, subject) else { return nil }
        var server = Project.Server(
            namedBy: name, profile: profile ?? ServerProfile.generic.name, initialAccessToken: token,
            registrationClientURI: policy ?? .asGiven, parallelism: parallelism ?? 4, tls: tls, proxy: proxy,
            allowHTTP: allowHTTP, allowOrigins: origins, location: location(of: key))
        readCredentials(of: &server, members, subject)
        checkConnections(of: server, members, subject)
        return server
    }

    // MARK: Its name

    private mutating func name(
        _ members: Members, _ key: Int, allowHTTP: Bool, _ subject: Subject
    ) -> Project.Server.Name? {
        let given = members.names.filter(Self.names.contains)
        guard given.count == 1, let word = given.first, let node = members[word] else {
            let what = given.isEmpty ? "none of them is here" : "here are \(given.joined(separator: " and "))"
            report(
                .serverAddress, at: given.dropFirst().first.flatMap { members.key($0) } ?? key,
                "A server is named by exactly one of registration_endpoint, issuer, fhir_base_url and embedded; \(what).",
                hint: given.isEmpty ? "write one of them" : "keep one of them", subject)
            return nil
        }
        if word == "embedded" { return embedded(node, members, subject) }
        guard let address = self.address(node, word, allowHTTP: allowHTTP, subject[word]) else { return nil }
        switch word {
        case "registration_endpoint": return .registrationEndpoint(address)
        case "issuer": return .issuer(address, spelled: tape.string(of: node))
        default: return .fhirBaseURL(address)
        }
    }

    private mutating func embedded(_ node: Int, _ members: Members, _ subject: Subject) -> Project.Server.Name? {
        for key in Self.credentialKeys + ["manage_with", "tls", "proxy", "allow_http", "allow_origins"] {
            guard let place = members.key(key) else { continue }
            report(
                .contradiction, at: place, "An embedded server is started by rollcall itself: \(key) means nothing to it.",
                hint: "remove \(key), or name another server", subject[key], related: members.key("embedded"))
        }
        let personality: Project.Server.Personality? = word(node, "embedded", subject["embedded"])
        return personality.map { .embedded($0) }
    }

    mutating func address(_ node: Int, _ what: String, allowHTTP: Bool, _ subject: Subject) -> HTTPAddress? {
        guard let text = string(node, what, subject) else { return nil }
        do {
            let address = try HTTPAddress(text)
            if address.query != nil, ["issuer", "fhir_base_url"].contains(what) {
                report(
                    .badAddress, at: node, "What rollcall looks up stands below \(what), so it must have no query.",
                    hint: "leave out the ? and what follows it", subject)
                return nil
            }
            return isAllowed(address, node, allowHTTP: allowHTTP, subject) ? address : nil
        } catch {
            if error.reason == .userInformation {
                reportUserInformation(node, subject)
            } else if !isConcealed(node) {
                report(
                    .badAddress, at: node,
                    "\(what) is where credentials are sent, so only an address that everybody reads in the same way will do. This one has a fault: \(error).",
                    hint: "write an address such as https://id.example.com/register", subject)
            }
            return nil
        }
    }

    mutating func reportUserInformation(_ node: Int, _ subject: Subject) {
        report(
            .literalSecret, at: node, "The address has user information before the host, which may be a password.",
            hint: "write the address without it; if it was a password, have it replaced", subject)
    }

    private mutating func isAllowed(_ address: HTTPAddress, _ node: Int, allowHTTP: Bool, _ subject: Subject) -> Bool {
        if address.origin.scheme == .https || address.origin.isLoopback { return true }
        if allowHTTP {
            report(
                .plainHTTPAllowed, at: node,
                "Credentials are sent in plain text to \(address.origin.text), as allow_http: true has it.",
                hint: "use https as soon as the server can", subject)
        } else {
            report(
                .plainHTTP, at: node,
                "Whoever is on the way can read the credentials that are sent here (RFC 7591, section 5; RFC 6749, section 10.9).",
                hint: "use https, or, where the network is trusted, write allow_http: true", subject)
        }
        return allowHTTP
    }

    // MARK: The rest

    private mutating func profile(_ node: Int, _ subject: Subject, own: [String]) -> String? {
        guard let text = string(node, "profile", subject) else { return nil }
        if own.contains(text) { return text }
        if let known = ServerProfile.named(text) { return known.name }
        guard !isConcealed(node) else { return nil }
        let names = (own + ServerProfile.all.map(\.name)).sorted()
        report(
            .unknownProfile, at: node, "There are the profiles \(names.joined(separator: ", ")).",
            hint: EditDistance.nearest(to: Array(text.utf8), among: names).map { "did you mean \($0)?" }
                ?? "write one of them; or, for a profile of your own, its facts:\n  profiles: { \(Self.ownName(text)): { based_on: generic } }",
            subject)
        return nil
    }

    /// A name that a profile may have.
    private static func ownName(_ text: String) -> String { ClientLabel.isValid(text.utf8) ? text : "mine" }

    private mutating func parallelism(_ node: Int, _ subject: Subject) -> Int? {
        guard let value = integer(node, "parallelism", subject) else { return nil }
        if (1...64).contains(value) { return value }
        report(
            .wrongValue, at: node, "parallelism is a number of calls at once, from 1 to 64.", hint: "write a number such as 4",
            subject)
        return nil
    }
}
