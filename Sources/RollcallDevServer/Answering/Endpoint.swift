import OAuthRegistration
import StrictJSON

/// What a path names.
enum Endpoint: Hashable, Sendable {
    /// RFC 7591, section 3.
    case registration
    /// RFC 7592, section 2.
    case clientConfiguration(JSONString)
    case discovery(Discovery)
    /// RFC 6749, section 3.2; there is one where there is a service account.
    case token

    init?(path: String, site: Site) {
        let path = JSONString(path).utf8
        let registration = Array(site.registrationPath.utf8)
        if path == registration {
            self = .registration
        } else if path.starts(with: registration + [UInt8(ascii: "/")]) {
            guard let clientID = JSONString(validating: path.dropFirst(registration.count + 1)) else { return nil }
            self = .clientConfiguration(clientID)
        } else if path == Array((site.issuerPath + Site.tokenPath).utf8) {
            self = .token
        } else if let document = Discovery.allCases.first(where: { $0.paths(site).contains { Array($0.utf8) == path } }) {
            self = .discovery(document)
        } else {
            return nil
        }
    }

    /// The methods that mean something here, less those that are switched off.
    func methods(managing operations: Set<RegistrationOperation>) -> [String] {
        switch self {
        case .registration, .token: ["POST"]
        case .clientConfiguration:
            [RegistrationOperation.read, .update, .delete].filter(operations.contains).map(\.method.rawValue)
        case .discovery: ["GET"]
        }
    }

    func operation(_ method: String) -> RegistrationOperation? {
        switch self {
        case .registration: method == "POST" ? .register : nil
        case .clientConfiguration: [.read, .update, .delete].first { $0.method.rawValue == method }
        case .discovery, .token: nil
        }
    }
}
