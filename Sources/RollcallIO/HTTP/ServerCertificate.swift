public import OAuthRegistration

/// The certificate that a server shows, looked at on a connection of its own that nothing is sent on.
public enum ServerCertificate {
    /// When it ends, or an authority's in its chain, in seconds since 1970; `nil` where it cannot be looked at. Whether it is trusted is
    /// for a call to find out.
    public static func end(of origin: Origin) async -> Int? {
        origin.scheme == .https ? await CertificateDiagnosis.end(origin) : nil
    }
}
