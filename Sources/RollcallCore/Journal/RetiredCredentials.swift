import OAuthRegistration
import StrictJSON

/// Credentials of one registration that the server has replaced. A read may come from a replica that has not heard of that yet, and show
/// one of them again: taken over, it would stand where the only copy of the live one is.
///
/// Whoever takes an answer over (`Step` in a run, `Ledger` in the state) asks its own; both see the same answers in the same order, so they come
/// to the same. What an earlier run has replaced is not remembered.
struct RetiredCredentials: Hashable, Sendable {
    private var secrets: Set<Secret> = []

    /// What an answer to a read brings, less what it shows again of what was replaced; and the names of that.
    func current(in read: ClientInformation) -> (information: ClientInformation, stale: [JSONString]) {
        var (information, stale) = (read, [JSONString]())
        if let token = read.registrationAccessToken, secrets.contains(token) {
            information.registrationAccessToken = nil
            stale.append("registration_access_token")
        }
        if let secret = read.clientSecret, secrets.contains(secret) {
            (information.clientSecret, information.clientSecretExpiresAt) = (nil, nil)
            stale.append("client_secret")
        }
        return (information, stale)
    }

    /// An answer was taken over, in the place of what was known before it.
    mutating func note(_ known: OpenCredentials?, replacedBy information: ClientInformation) {
        let pairs = [
            (known?.registrationAccessToken, information.registrationAccessToken),
            (known?.clientSecret, information.clientSecret),
        ]
        for case (let former?, let new?) in pairs where former != new {
            secrets.insert(former)
            secrets.remove(new)
        }
    }
}
