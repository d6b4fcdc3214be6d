import NIOSSL
import OAuthRegistration

/// Whom a certificate is for. NIOSSL accepts one whose IP address is the server's although a name was asked for, and falls back to
/// the common name; so whoever controls a name's DNS and has any certificate for an IP address could speak for that name.
enum CertificateName {
    /// Throws `WireFault.certificateNotFor` unless the certificate names the host as RFC 9525, section 6, wants it: a name by a
    /// `dNSName`, an address by an `iPAddress`. (NIOSSL compares the latter with where the connection goes, which may be a proxy.)
    ///
    static func require(_ origin: Origin, in certificate: NIOSSLCertificate?) throws(WireFault) {
        let address = origin.addressBytes
        let kind: _SubjectAlternativeName.NameType = address == nil ? .dnsName : .ipAddress
        let names = certificate?._subjectAlternativeNames().filter { $0.nameType == kind } ?? []
        let host = Array(origin.host.utf8)
        guard names.contains(where: { address == Array($0.contents) || address == nil && matches(Array($0.contents), host) })
        else {
            throw .certificateNotFor(host: origin.host)
        }
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
