import OAuthRegistration
import StrictJSON

/// A stored secret as JSON: `{"sealed": "v1:…"}`, or in plain as its place has it: a credential as a string, bytes as base64.
extension StoredSecret {
    func json(plain: ([UInt8]) -> JSONValue) -> JSONValue {
        switch self {
        case .plain(let secret): secret.expose(plain)
        case .sealed(let sealed): sealed.json
        }
    }
}

extension SealedSecret {
    var json: JSONValue { ["sealed": .string(text)] }
}

extension MemberReader {
    mutating func secret(base64 name: JSONString) throws(MemberFault) -> StoredSecret {
        guard let secret = try optionalSecret(name, plain: { $0.string.flatMap { Base64.decode($0.utf8) } }) else {
            throw MemberFault("\"\(name)\" is missing")
        }
        return secret
    }

    /// - Parameter plain: The bytes of one that is not sealed; `nil` if it is not written like that.
    mutating func optionalSecret(
        _ name: JSONString, plain: (JSONValue) -> [UInt8]?
    ) throws(MemberFault) -> StoredSecret? {
        guard let value = optional(name) else { return nil }
        if let bytes = plain(value) { return .plain(Secret(bytes)) }
        guard let object = value.object else { throw MemberFault("\"\(name)\" cannot be a \(value.kind)") }
        var members = MemberReader(object)
        let text = try members.text("sealed")
        try members.finish()
        guard let sealed = SealedSecret(text) else { throw MemberFault("\"\(name)\" is not sealed as this version seals") }
        return .sealed(sealed)
    }
}
