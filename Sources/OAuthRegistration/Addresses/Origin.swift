/// Scheme, host and port (RFC 6454): what a credential is bound to.
public struct Origin: Hashable, Sendable {
    public enum Scheme: String, Sendable, Hashable {
        case http, https

        public var defaultPort: UInt16 {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    public let scheme: Scheme
    /// Lower case; an IPv6 address stands in its brackets, as it was written: two spellings of one are two origins.
    public let host: String
    public let port: UInt16

    /// As RFC 6454, section 6.2 has it: the scheme's own port left out.
    public var text: String { "\(scheme.rawValue)://\(host)" + (port == scheme.defaultPort ? "" : ":\(port)") }

    /// 127.0.0.0/8, ::1 or `localhost`: what is said there stays on the machine.
    public var isLoopback: Bool {
        let bytes = Array(host.utf8)
        if bytes.first == UInt8(ascii: "[") { return IPAddress.groups(bytes.dropFirst().dropLast()) == [0, 0, 0, 0, 0, 0, 0, 1] }
        return host == "localhost" || IPAddress.octets(bytes[...])?.first == 127
    }
}
