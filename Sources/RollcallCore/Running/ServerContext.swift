public import OAuthRegistration
public import StrictJSON

/// A server, ready to be called: where, with what, and what is known of it.
public struct ServerContext: Hashable, Sendable {
    public var registrationEndpoint: HTTPAddress
    public var initialAccessToken: Secret?
    /// An administrator's, or one that is obtained for a client of our own; it registers, in the place of an initial access token.
    public var accessToken: Bearer?
    /// Clients are read, updated and deleted with `accessToken`, and not with their own tokens: a 404 is then said of a client that is
    /// gone, and a 401 of the access token.
    public var isManagedByAdministrator = false
    public var registrationClientURI: RegistrationClientURIPolicy
    public var traits: ServerTraits
    /// Calls at once.
    public var parallelism: Int

    public init(
        registrationEndpoint: HTTPAddress, initialAccessToken: Secret?, registrationClientURI: RegistrationClientURIPolicy,
        traits: ServerTraits, parallelism: Int
    ) {
        self.registrationEndpoint = registrationEndpoint
        self.initialAccessToken = initialAccessToken
        self.registrationClientURI = registrationClientURI
        self.traits = traits
        self.parallelism = parallelism
    }

    /// What the server's address for a client comes to.
    public func address(given uri: JSONString?) -> RegistrationClientAddress {
        RegistrationClientAddress.resolve(given: uri, endpoint: registrationEndpoint, policy: registrationClientURI)
    }

    /// The client's address, when an answer names one.
    public func preferred(_ given: JSONString?, over recorded: JSONString?) -> JSONString? {
        RegistrationClientAddress.preferred(
            given, over: recorded, endpoint: registrationEndpoint, policy: registrationClientURI)
    }

    /// Where a client is read, updated and deleted; `nil` without an address that a token may be sent to.
    public func managementAddress(given uri: JSONString?) -> HTTPAddress? {
        switch address(given: uri) {
        case .use(let address, upgraded: _): address
        case .notUsed: nil
        }
    }

    /// What a client is registered with; `nil`: nothing.
    var registeringBearer: Bearer? { accessToken ?? initialAccessToken.map(Bearer.token) }

    /// What a client is managed with, whose own token is this.
    func managingBearer(_ recorded: Secret?) -> Bearer? {
        isManagedByAdministrator ? accessToken : recorded.map(Bearer.token)
    }

    /// Where the client is managed; `nil` without an address that a token may be sent to. Only an administrator manages a client whose
    /// address nobody has given.
    func managementAddress(of client: KnownRegistration) -> HTTPAddress? {
        managementAddress(of: client.clientID, given: client.registrationClientURI)
    }

    func managementAddress(of clientID: JSONString, given uri: JSONString?) -> HTTPAddress? {
        if uri == nil, isManagedByAdministrator { return registrationEndpoint.configurationAddress(of: clientID) }
        return managementAddress(given: uri)
    }

    /// Whether a write of these fields is to be read back: the first of its kind, and the first that has one of them. What a server shows of
    /// one field says nothing of another.
    func wantsReadBack(after operation: RegistrationOperation, of sent: ClientMetadata) -> Bool {
        if wantsReadBack(after: operation) { return true }
        guard traits.manages != false, traits.reads != false, !traits.profile.knowsAllFields else { return false }
        let known = traits.evidence.readBack
        return !known.isEmpty && sent.names.contains { !known.contains(FieldName($0).name) }
    }

    /// Whether the first write of this kind is still to be read back, to learn what the server shows of what it was sent.
    func wantsReadBack(after operation: RegistrationOperation) -> Bool {
        guard traits.manages != false, traits.reads != false, !traits.profile.knowsAllFields else { return false }
        switch operation {
        case .register: return !traits.evidence.registrationWasReadBack
        case .update: return !traits.evidence.updateWasReadBack
        case .read, .delete: return false
        }
    }

    /// Whether a read may kill the token it is sent with: then it is a write, and is journaled like one.
    var readsMayRotate: Bool { traits.rotatesOnRead != false }
}
