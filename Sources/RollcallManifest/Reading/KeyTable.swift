/// The keys that a mapping may have, and what is said of the others.
struct KeyTable: Sendable {
    /// For a sentence: "a server".
    let owner: String
    let known: [String]
    /// Keys whose value is a reference: a text in its place is taken for the secret itself.
    let secrets: [String]
    /// Keys that belong to another place, and which.
    let elsewhere: [String: String]

    init(_ owner: String, known: [String], secrets: [String] = [], elsewhere: [String: String] = [:]) {
        self.owner = owner
        self.known = known
        self.secrets = secrets
        self.elsewhere = elsewhere
    }

    /// Credentials that a server issues: no mapping has a key for them.
    static let issued = ["client_secret", "registration_access_token"]

    static let reserved = ["environments", "variables", "templates"]
}
