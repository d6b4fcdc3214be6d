public import OAuthRegistration
import StrictJSON

extension DeclaredSupport.Refusal {
    /// A value that the server has declared not to take.
    public func diagnostic(
        severity: Diagnostic.Severity, of label: ClientLabel, at server: String, location: SourceLocation? = nil
    ) -> Diagnostic {
        Diagnostic(
            .valueNotSupported, severity: severity,
            "\(field) is to be \"\(value)\", and the server \"\(server)\" declares what it takes: "
                + "\(supported.map(\.text).joined(separator: ", ")) (\(member) of its metadata).",
            hint:
                "write one of these; where the server declares more by now, plan --refresh asks it anew; where it takes more than it declares, "
                + "name it by registration_endpoint",
            client: label, field: path, at: location)
    }
}
