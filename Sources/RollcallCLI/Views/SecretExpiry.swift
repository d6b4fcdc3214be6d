import OAuthRegistration
import RollcallCore
import RollcallIO

/// How long a client's secret is good for, as the server said (RFC 7591, section 3.2.1). Servers whose registrations expire say it in the
/// same member, of a client without a secret too.
enum SecretExpiry: Hashable {
    /// There is no secret.
    case none
    /// There is one, and the server did not say.
    case unknown
    case never
    case expired(Timestamp)
    case expires(Timestamp, inDays: Int)

    private static let day = 86_400
    /// In days: from then on it is worth a second look.
    static let soon = 30

    /// - Parameter now: seconds since 1970.
    init(_ client: RecordedClient, now: Int) {
        switch (client.credentials.clientSecret, client.clientSecretExpiresAt) {
        case (nil, nil), (nil, 0?): self = .none
        case (.some, nil): self = .unknown
        case (.some, 0?): self = .never
        case (_, let moment?): self = Self.ending(at: Int(moment), now)
        }
    }

    /// Of its registration, which the server removes by itself; `never` where nothing is known to end it.
    init(ofRegistration client: RecordedClient, at profile: ServerProfile, now: Int) {
        self = client.registrationEnd(at: profile).map { Self.ending(at: Int($0), now) } ?? .never
    }

    private static func ending(at moment: Int, _ now: Int) -> SecretExpiry {
        let timestamp = WallClock.timestamp(moment)
        return moment <= now ? .expired(timestamp) : .expires(timestamp, inDays: (moment - now) / day)
    }

    /// When it ends; `nil` for never, or nobody knows.
    var moment: Timestamp? {
        switch self {
        case .none, .unknown, .never: nil
        case .expired(let moment), .expires(let moment, inDays: _): moment
        }
    }

    /// The one that ends first: with either, the client is of no use any more.
    func sooner(_ other: SecretExpiry) -> SecretExpiry {
        guard let end = other.moment else { return self }
        return moment.map { $0 <= end } ?? false ? self : other
    }

    /// One word, for reports.
    var name: String {
        switch self {
        case .none: "none"
        case .unknown: "unknown"
        case .never: "never"
        case .expired: "expired"
        case .expires: "expires"
        }
    }

    /// As a table has it, in a column about expiry.
    var text: String {
        switch self {
        case .none: "no secret"
        case .unknown: "not said"
        case .never: "never"
        case .expired: "expired"
        case .expires(_, inDays: 0): "within a day"
        case .expires(_, inDays: 1): "in 1 day"
        case .expires(_, inDays: let days): "in \(days) days"
        }
    }

    /// As it stands by itself, beside the secret's name.
    var sentence: String {
        switch self {
        case .none: "none"
        case .unknown: "recorded; when it expires was not said"
        case .never: "recorded; never expires"
        case .expired(let moment): "recorded; expired at \(moment)"
        case .expires(let moment, _): "recorded; expires at \(moment), \(text)"
        }
    }

    var colour: Style.Colour? {
        switch self {
        case .none, .unknown, .never: nil
        case .expired: .red
        case .expires(_, inDays: let days): days < Self.soon ? .yellow : nil
        }
    }
}
