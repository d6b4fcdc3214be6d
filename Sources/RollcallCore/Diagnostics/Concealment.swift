/// Which lines of a file that a person wrote are never shown beside a diagnostic, because a secret may stand there: in a CI log,
/// everybody could read it. What is not shown is still named by its place.
///
/// A line is concealed that has a key which names a secret, or a private member of a key (RFC 7518), user information in an
/// address, or the beginning of a token; and with it what is indented deeper below it, where its value goes on.
public enum Concealment {
    /// By line, from the file's first; lines are without their ends.
    public static func lines(_ lines: [ArraySlice<UInt8>]) -> [Bool] {
        var above: Int?
        var isOpen = false
        return lines.map { line in
            guard let first = line.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { return true }
            let indentation = first - line.startIndex
            let isBelow = isOpen || above.map { indentation > $0 } ?? false
            isOpen = false
            let suspicion = Self.suspicion(line)
            if suspicion == .none, isBelow { return true }
            above = suspicion == .none ? nil : min(indentation, isBelow ? above ?? indentation : indentation)
            isOpen = suspicion == .open
            return suspicion != .none || isBelow
        }
    }

    /// Whether a field's path, such as `servers.demo.initial_access_token.env`, has a part that names a secret.
    public static func namesSecret(_ path: String) -> Bool {
        path.utf8.split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }.contains { namesSecret(Array($0)[...]) }
    }

    // MARK: A line

    private enum Suspicion {
        case none, some
        /// The value that is not to be seen begins on the next line.
        case open
    }

    private static func suspicion(_ line: ArraySlice<UInt8>) -> Suspicion {
        var found = hasToken(line) || hasUserInformation(line) ? Suspicion.some : .none
        var index = line.startIndex
        while index < line.endIndex {
            guard line[index].isWord else {
                index += 1
                continue
            }
            let end = line[index...].firstIndex { !$0.isWord } ?? line.endIndex
            if namesSecret(line[index..<end]) || isPrivateMember(line[index..<end]), let value = value(line[end...]) {
                found = value.contains { !$0.isBlank } ? .some : .open
            }
            index = end
        }
        return found
    }

    /// What follows the word, if that is a key: behind a colon or an equals sign.
    private static func value(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let mark = rest.drop { $0.isBlank || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        guard mark.first == UInt8(ascii: ":") || mark.first == UInt8(ascii: "=") else { return nil }
        return mark.dropFirst()
    }

    private static func namesSecret(_ word: ArraySlice<UInt8>) -> Bool {
        let word = word.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
        return secretWords.contains { word.holds($0) } && !harmless.contains { word.elementsEqual($0) }
    }

    private static func isPrivateMember(_ word: ArraySlice<UInt8>) -> Bool {
        word.count <= 3 && privateMembers.contains { word.elementsEqual($0) }
    }

    /// Base64url of `{"`, with which tokens begin; the armour of a private key.
    private static func hasToken(_ line: ArraySlice<UInt8>) -> Bool {
        line.holds(Array("eyJ".utf8)) || line.holds(Array("PRIVATE KEY".utf8))
    }

    /// `//`, and an at sign before a space: a password may hold a slash.
    private static func hasUserInformation(_ line: ArraySlice<UInt8>) -> Bool {
        var rest = line
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            rest = rest[(slash + 1)...]
            guard rest.first == UInt8(ascii: "/") else { continue }
            let address = rest.dropFirst().prefix { !$0.isBlank }
            if address.contains(UInt8(ascii: "@")) { return true }
        }
        return false
    }

    private static let secretWords = ["secret", "token", "passw", "passphrase", "seal", "private", "credential"].map {
        Array($0.utf8)
    }
    /// Fields whose names have such a word in them, and whose values are no secrets.
    private static let harmless = [
        "token_endpoint_auth_method", "token_endpoint_auth_signing_alg", "client_secret_expires_at", "dpop_bound_access_tokens",
        "tls_client_certificate_bound_access_tokens", "id_token_signed_response_alg", "id_token_encrypted_response_alg",
        "id_token_encrypted_response_enc", "client_credentials", "token_endpoint",
    ].map { Array($0.utf8) }
    private static let privateMembers = ["d", "dp", "dq", "k", "oth", "p", "q", "qi"].map { Array($0.utf8) }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r") }

    fileprivate var isWord: Bool {
        (self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")) || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
            || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")) || self >= 0x80
    }
}

extension Collection<UInt8> {
    fileprivate func holds(_ word: [UInt8]) -> Bool {
        guard let first = word.first, count >= word.count else { return false }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: word) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
