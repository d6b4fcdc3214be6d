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

    /// Of a host that is an IP address: its four or sixteen bytes.
    public var addressBytes: [UInt8]? {
        let bytes = Array(host.utf8)
        guard bytes.first == UInt8(ascii: "[") else { return IPAddress.octets(bytes[...]) }
        return IPAddress.groups(bytes.dropFirst().dropLast())?.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// An address that is another machine for everybody who says it: loopback, 0.0.0.0, link-local (169.254.0.0/16, fe80::/10; clouds
    /// have their metadata there), and what maps one of these into IPv6.
    public var isSelfReferential: Bool {
        let bytes = Array(host.utf8)
        if bytes.first != UInt8(ascii: "[") {
            return isLoopback || host.hasSuffix(".localhost") || IPAddress.octets(bytes[...]).map(Self.isNear) ?? false
        }
        guard let address = addressBytes else { return false }
        if address[0] == 0xFE && address[1] & 0xC0 == 0x80 || isLoopback { return true }
        let isMapped = address[..<10].allSatisfy { $0 == 0 } && [0, 0xFF].contains(address[10]) && address[10] == address[11]
        return isMapped && Self.isNear(Array(address[12...]))
    }

    private static func isNear(_ octets: [UInt8]) -> Bool {
        octets[0] == 127 || octets[0] == 0 || octets[0] == 169 && octets[1] == 254
    }

    /// 127.0.0.0/8, ::1 or `localhost`: what is said there stays on the machine.
    public var isLoopback: Bool {
        let bytes = Array(host.utf8)
        if bytes.first == UInt8(ascii: "[") { return IPAddress.groups(bytes.dropFirst().dropLast()) == [0, 0, 0, 0, 0, 0, 0, 1] }
        return host == "localhost" || IPAddress.octets(bytes[...])?.first == 127
    }
}
