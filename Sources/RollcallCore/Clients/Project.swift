public import OAuthRegistration
import StrictJSON

/// What `rollcall.yaml` says beside the clients.
public struct Project: Hashable, Sendable {
    /// The project's own, beside the built-in ones; what they are based on is in them. Ascending by name.
    public var profiles: [ServerProfile] = []
    /// By key.
    public var servers: [String: Server]
    /// Relative to the folder of `rollcall.yaml`.
    public var statePath: String
    /// What credentials are sealed with in state and journal; without it they are in plain.
    public var seal: Seal?
    public var limits: Limits
    public var moved: [Move]
    /// Labels to drop from state.
    public var forgotten: [ClientLabel]

    public struct Move: Hashable, Sendable {
        public var from: ClientLabel
        public var to: ClientLabel

        public init(from: ClientLabel, to: ClientLabel) {
            self.from = from
            self.to = to
        }
    }

    public init(
        servers: [String: Server] = [:], statePath: String = "state/rollcall.json", limits: Limits = Limits(), moved: [Move] = [],
        forgotten: [ClientLabel] = []
    ) {
        self.servers = servers
        self.statePath = statePath
        self.limits = limits
        self.moved = moved
        self.forgotten = forgotten
    }

    /// The profile that the project means by `name`: its own, or a built-in one.
    public func profile(named name: String) -> ServerProfile? {
        profiles.first { $0.name.utf8.elementsEqual(name.utf8) } ?? ServerProfile.named(name)
    }

    /// Whether the server's clients are managed with an administrator's access token, and not with their own.
    public func isManagedByAdministrator(_ key: String) -> Bool { servers[key]?.manageWith == .accessToken }

    /// Where the keys are.
    public struct Seal: Hashable, Sendable {
        public var key: Reference
        /// What is still sealed with these can be opened.
        public var previous: [Reference]
        public var location: SourceLocation

        public init(key: Reference, previous: [Reference] = [], location: SourceLocation) {
            self.key = key
            self.previous = previous
            self.location = location
        }
    }

    /// An authorization server that clients are registered with, as the manifest names it.
    public struct Server: Hashable, Sendable {
        public var namedBy: Name
        /// A profile's name: `generic` unless given.
        public var profile: String
        /// What clients are registered with: one of these three, or nothing.
        public var initialAccessToken: Reference?
        public var accessToken: Reference?
        public var clientCredentials: ClientCredentials?
        public var manageWith = ManageWith.registrationAccessToken
        public var registrationClientURI: RegistrationClientURIPolicy
        /// Calls at once, 1 to 64.
        public var parallelism: Int
        public var tls: TLS?
        /// Asked for a tunnel to the server; `nil`: none, whatever the environment says.
        public var proxy: Origin?
        public var allowHTTP: Bool
        /// Where its registration endpoint may be, beside the origin of the address that it is named by.
        public var allowOrigins: [Origin]
        public var location: SourceLocation

        public enum Name: Hashable, Sendable {
            case registrationEndpoint(HTTPAddress)
            /// `spelled` as the manifest has it: its documents must say it to the letter.
            case issuer(HTTPAddress, spelled: String)
            case fhirBaseURL(HTTPAddress)
            case embedded(Personality)
        }

        /// Whose token a client is read, updated and deleted with: its own (RFC 7592, section 2), or an administrator's.
        public enum ManageWith: String, Hashable, Sendable, CaseIterable {
            case registrationAccessToken = "registration_access_token"
            case accessToken = "access_token"
        }

        /// Whom to trust beside the system's authorities, and who we are (RFC 8705). Paths are from the folder of `rollcall.yaml`.
        public struct TLS: Hashable, Sendable {
            public var caFile: String?
            public var certificate: String?
            /// To the certificate's key.
            public var privateKey: Reference?

            public init(caFile: String? = nil, certificate: String? = nil, privateKey: Reference? = nil) {
                self.caFile = caFile
                self.certificate = certificate
                self.privateKey = privateKey
            }
        }

        public enum Personality: String, Hashable, Sendable, CaseIterable { case rfc, keycloak }

        public init(
            namedBy: Name, profile: String = "generic", initialAccessToken: Reference? = nil,
            registrationClientURI: RegistrationClientURIPolicy = .asGiven, parallelism: Int = 4, tls: TLS? = nil,
            proxy: Origin? = nil, allowHTTP: Bool = false, allowOrigins: [Origin] = [], location: SourceLocation
        ) {
            self.namedBy = namedBy
            self.profile = profile
            self.initialAccessToken = initialAccessToken
            self.registrationClientURI = registrationClientURI
            self.parallelism = parallelism
            self.tls = tls
            self.proxy = proxy
            self.allowHTTP = allowHTTP
            self.allowOrigins = allowOrigins
            self.location = location
        }
    }

    /// How many deletes a plan may hold.
    public struct Limits: Hashable, Sendable {
        public enum Deletes: Hashable, Sendable {
            /// Of the recorded clients, rounded down; holds from ten recorded clients on.
            case percent(Int)
            /// Always holds.
            case count(Int)
        }

        public var deletes: Deletes

        public init(deletes: Deletes = .percent(30)) { self.deletes = deletes }
    }
}

/// Where a secret is to be read from. References stand in `rollcall.yaml` only, and never run through a shell.
public enum Reference: Hashable, Sendable {
    case environment(String)
    /// Relative to the folder of `rollcall.yaml`.
    case file(String)
    case command([String])

    /// How the state names it: `env:NAME`, `file:PATH`, `command:` and the words as a JSON array.
    public var identity: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .command(let words):
            "command:" + String(decoding: JSONValue.array(words.map { .string($0) }).canonicalBytes, as: UTF8.self)
        }
    }
}

/// What a project's files say, read and checked.
public struct Manifest: Sendable {
    public var project: Project
    /// In byte order of their paths.
    public var sheets: [ClientSheet]

    public init(project: Project, sheets: [ClientSheet]) {
        self.project = project
        self.sheets = sheets
    }
}
