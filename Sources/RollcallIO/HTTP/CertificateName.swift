import NIOSSL
import NIOCore

/// Whom a certificate is for. NIOSSL accepts one whose IP address is the server's although a name was asked for, and falls back to
/// the common name; so whoever controls a name's DNS and has any certificate for an IP address could speak for that name.
enum CertificateName {
    /// Throws `WireFault.certificateNotFor` unless the certificate names the host as RFC 9525, section 6, wants it: a name by a
    /// `dNSName`, an address by an `iPAddress`, which NIOSSL has compared already.
    ///
    /// - Parameter host: As in `Origin`: lower case, an IPv6 address in its brackets.
    static func require(_ host: String, in certificate: NIOSSLCertificate?) throws(WireFault) {
        let kind: _SubjectAlternativeName.NameType = isAddress(host) ? .ipAddress : .dnsName
        let names = certificate?._subjectAlternativeNames().filter { $0.nameType == kind } ?? []
        if kind == .ipAddress, !names.isEmpty { return }
        if kind == .dnsName, names.contains(where: { matches(Array($0.contents), Array(host.utf8)) }) { return }
        throw .certificateNotFor(host: host)
    }

    static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host.filter { $0 != "[" && $0 != "]" }, port: 0)) != nil
    }

    /// `*` stands for the first label, alone, before at least two others.
    static func matches(_ name: [UInt8], _ host: [UInt8]) -> Bool {
        let name = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if name == host { return true }
        let dot = UInt8(ascii: ".")
        guard name.starts(with: [UInt8(ascii: "*"), dot]), name.filter({ $0 == dot }).count >= 2,
            let first = host.firstIndex(of: dot), first > 0
        else { return false }
        return host[first...] == name[1...]
    }
}
