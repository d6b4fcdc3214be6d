public import OAuthRegistration

/// An address that an answer names for a client whose recorded one is used on, as a person reads it.
extension RegistrationClientAddress.Reason {
    /// - Parameter labels: ascending; at least one.
    public func strayDiagnostic(at server: String, of labels: [ClientLabel]) -> Diagnostic {
        let names =
            labels.prefix(10).map(\.text).joined(separator: ", ") + (labels.count > 10 ? ", and \(labels.count - 10) more" : "")
        return Diagnostic(
            .addressNotUsed,
            "The server \"\(server)\" answered about \(names) with another address for it: \(inWords). The recorded one is used on, and no "
                + "token is sent to the other.",
            hint: hint(at: server), client: labels.count == 1 ? labels[0] : nil)
    }

    /// One thing to do; nothing that is done already.
    func hint(at server: String) -> String {
        switch self {
        case .notAnAddress(let fault) where fault.reason == .notHTTP:
            "if it is a path, set registration_client_uri: same_origin for \"\(server)\" in rollcall.yaml"
        case .notAnAddress: "have the server's operator correct the registration_client_uri that it answers with"
        case .notGiven, .otherOrigin: RegistrationClientAddress.hint(at: server)
        }
    }

    private var inWords: String {
        switch self {
        case .notGiven: "none"
        case .otherOrigin(let origin): "it is at \(origin.text), which is not where the registration endpoint is"
        case .notAnAddress(let fault): "\(fault)"
        }
    }
}

extension RegistrationClientAddress {
    /// What to do where a server's addresses are at another origin than its registration endpoint.
    public static func hint(at server: String) -> String {
        "if that server answers at the endpoint's origin too, set registration_client_uri: same_origin for \"\(server)\" in rollcall.yaml"
    }
}
