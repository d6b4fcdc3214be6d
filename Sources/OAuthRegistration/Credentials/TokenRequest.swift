public import StrictJSON

/// How rollcall's own client proves itself at a token endpoint.
public enum ClientProof: Hashable, Sendable {
    /// `client_secret_basic` (RFC 6749, section 2.3.1).
    case secretBasic(Secret)
    /// `client_secret_post`.
    case secretPost(Secret)
    /// `private_key_jwt` (RFC 7523, section 2.2): a signed assertion.
    case assertion(Secret)
    /// `tls_client_auth` (RFC 8705, section 2): the connection has shown its certificate.
    case certificate
}

/// The access token request of the client credentials grant (RFC 6749, section 4.4.2).
public enum TokenRequest {
    public static func clientCredentials(
        endpoint: HTTPAddress, clientID: String, scope: String?, proof: ClientProof
    ) -> HTTPRequest {
        var fields: [(name: String, value: [UInt8])] = [("grant_type", Array("client_credentials".utf8))]
        if let scope { fields.append(("scope", Array(scope.utf8))) }
        let id = ("client_id", Array(clientID.utf8))
        var request = HTTPRequest(.post, endpoint)
        switch proof {
        case .secretBasic(let secret):
            request.basic = secret.expose { Secret(formEncoded(Array(clientID.utf8)) + [UInt8(ascii: ":")] + formEncoded($0)) }
        case .secretPost(let secret): fields += [id, ("client_secret", secret.expose { $0 })]
        case .assertion(let assertion):
            fields += [
                id, ("client_assertion_type", Array(Self.assertionType.utf8)), ("client_assertion", assertion.expose { $0 }),
            ]
        case .certificate: fields.append(id)
        }
        request.isForm = true
        request.body = Array(
            fields.map { Array($0.name.utf8) + [UInt8(ascii: "=")] + formEncoded($0.value) }.joined(separator: [UInt8(ascii: "&")]
            ))
        return request
    }

    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// `application/x-www-form-urlencoded` (RFC 6749, appendix B): of UTF-8, all but letters, digits and four marks, a space as `+`.
    public static func formEncoded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            if byte.isASCIILetterOrDigit || "-._*".utf8.contains(byte) { return [byte] }
            return byte == UInt8(ascii: " ") ? [UInt8(ascii: "+")] : byte.percentEncoded
        }
    }
}

extension UInt8 {
    /// RFC 3986, section 2.1.
    var percentEncoded: [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(self >> 4)], digits[Int(self & 15)]]
    }
}

extension HTTPAddress {
    /// Where a client without a `registration_client_uri` is managed: its identifier, percent-encoded, below the registration endpoint.
    /// RFC 7592, appendix B has it as the usual form; section 2 wants the server's own address, where there is one. `nil` for an
    /// identifier that holds a slash or is dots: not everybody on the way would read it in the same way.
    public func configurationAddress(of clientID: JSONString) -> HTTPAddress? {
        guard !clientID.utf8.isEmpty else { return nil }
        let segment = clientID.utf8.flatMap { byte -> [UInt8] in
            byte.isASCIILetterOrDigit || "-._~".utf8.contains(byte) ? [byte] : byte.percentEncoded
        }
        let folder = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
        return try? HTTPAddress(origin.text + folder + String(decoding: segment, as: UTF8.self))
    }
}
