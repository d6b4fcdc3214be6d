import StrictJSON

/// What of an answer's metadata must not be kept or shown as metadata: a member that is or holds a credential. Servers that answer
/// with their own record of a client show more than RFC 7591 has, and what is granted is kept unsealed and printed in plans.
///
/// A member is withheld whole if, at any depth in it,
/// - a member has the name of a credential, however it is spelt (`client_secret`, `clientSecret`, `Client-Secret`);
/// - a JSON Web Key has private members (RFC 7518, section 6);
/// - a text holds what the answer issued.
struct WithheldMembers {
    private let issued: [[UInt8]]

    /// Shorter ones are part of ordinary texts; such a secret protects nothing.
    private static let shortestIssued = 8

    init(issued: [Secret]) {
        self.issued = issued.map { $0.expose { $0 } }.filter { $0.count >= Self.shortestIssued }
    }

    /// Takes them out, and returns their names, as they may be shown.
    func take(from members: inout JSONObject) -> [JSONString] {
        let names = members.members.filter { isSecret($0.name, $0.value, inKey: false) }.map(\.name)
        for name in names { members[name] = nil }
        return names.map { holdsSecret($0.utf8) ? "(secret)" : $0 }
    }

    private func isSecret(_ name: JSONString, _ value: JSONValue, inKey: Bool) -> Bool {
        if value == .null { return false }
        if Self.names.contains(Self.plain(name)) || inKey && Self.privateMembers.contains(name) { return true }
        return holdsSecret(name.utf8) || holdsSecret(value)
    }

    private func holdsSecret(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool, .number: return false
        case .string(let text): return holdsSecret(text.utf8)
        case .array(let elements): return elements.contains(where: holdsSecret)
        case .object(let object):
            let isKey = object["kty"] != nil
            return object.members.contains { isSecret($0.name, $0.value, inKey: isKey) }
        }
    }

    private func holdsSecret(_ text: [UInt8]) -> Bool {
        issued.contains { secret in
            text.count >= secret.count
                && (0...text.count - secret.count).contains { text[$0] == secret[0] && text[$0...].starts(with: secret) }
        }
    }

    // MARK: Names

    private static let names: Set<JSONString> = [
        "accesstoken", "clientpassword", "clientsecret", "initialaccesstoken", "password", "privatekey", "refreshtoken",
        "registrationaccesstoken", "registrationtoken", "secret",
    ]

    /// RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1.
    private static let privateMembers: Set<JSONString> = ["d", "dp", "dq", "k", "oth", "p", "q", "qi"]

    /// The letters alone, in lower case.
    private static func plain(_ name: JSONString) -> JSONString {
        let letters = name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.filter {
            (0x61...0x7A).contains($0) || $0 >= 0x80
        }
        return JSONString(validating: letters) ?? name
    }
}
