/// An `http` or `https` address in a strict grammar: `scheme://host[:port]/path[?query]`, ASCII, the host in lower case.
///
/// No user information, fragment, backslash, white space or control character; no dot segments, encoded or not; no leading
/// zero in the port. What it accepts, every HTTP library reads the same way, so a credential goes where the address says.
public struct HTTPAddress: Hashable, Sendable {
    public let origin: Origin
    /// Begins with `/`.
    public let path: String
    /// Without its `?`.
    public let query: String?
}

/// Scheme, host and port (RFC 6454): what a credential is bound to.
public struct Origin: Hashable, Sendable {
    public enum Scheme: String, Sendable, Hashable { case http, https }

    public let scheme: Scheme
    /// Lower case; an IPv6 address stands in its brackets.
    public let host: String
    public let port: UInt16
}
