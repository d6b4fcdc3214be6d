import StrictJSON

/// The requests of RFC 7591, section 3.1 and RFC 7592, section 2, from what they are about.
public enum RegistrationRequest {
    public static func register(endpoint: HTTPAddress, metadata: ClientMetadata, bearer: Secret?) -> HTTPRequest {
        HTTPRequest(.post, endpoint, bearer: bearer, body: metadata.canonicalBytes)
    }

    public static func read(address: HTTPAddress, bearer: Secret) -> HTTPRequest { HTTPRequest(.get, address, bearer: bearer) }

    /// `body` is a whole client, less what RFC 7592, section 2.2 forbids in it.
    public static func update(address: HTTPAddress, bearer: Secret, body: [UInt8]) -> HTTPRequest {
        HTTPRequest(.put, address, bearer: bearer, body: body)
    }

    public static func delete(address: HTTPAddress, bearer: Secret) -> HTTPRequest {
        HTTPRequest(.delete, address, bearer: bearer)
    }
}
