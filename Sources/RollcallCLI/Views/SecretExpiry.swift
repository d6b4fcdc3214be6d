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
        case (_, let moment?):
            let moment = Int(moment)
            let timestamp = WallClock.timestamp(moment)
            self = moment <= now ? .expired(timestamp) : .expires(timestamp, inDays: (moment - now) / Self.day)
        }
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
