import StrictJSON

/// The four requests of RFC 7591 and 7592. What an update's body must hold is for its caller to compose.
public enum RegistrationRequest {
    /// RFC 7591, section 3.1. `bearer` is an initial access token, where the server wants one; `idempotencyKey` is for servers that
    /// are known to heed it.
    public static func register(
        endpoint: HTTPAddress, metadata: ClientMetadata, bearer: Secret?, idempotencyKey: String? = nil
    ) -> HTTPRequest {
        HTTPRequest(
            RegistrationOperation.register.method, endpoint, bearer: bearer, body: metadata.canonicalBytes,
            idempotencyKey: idempotencyKey)
    }

    /// RFC 7592, section 2.1. Like the two below it is sent to the client configuration endpoint, with the registration access
    /// token, or an administrator's bearer.
    public static func read(address: HTTPAddress, bearer: Secret?) -> HTTPRequest {
        HTTPRequest(RegistrationOperation.read.method, address, bearer: bearer)
    }

    /// RFC 7592, section 2.2. `body` is a whole client in JSON, less what that section forbids in it.
    public static func update(address: HTTPAddress, bearer: Secret?, body: [UInt8]) -> HTTPRequest {
        HTTPRequest(RegistrationOperation.update.method, address, bearer: bearer, body: body)
    }

    /// RFC 7592, section 2.3.
    public static func delete(address: HTTPAddress, bearer: Secret?) -> HTTPRequest {
        HTTPRequest(RegistrationOperation.delete.method, address, bearer: bearer)
    }
}
