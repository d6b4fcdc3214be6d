import OAuthRegistration
import RollcallCore
import StrictJSON

/// Metadata whose value may be in a file of its own, written `{ file: PATH }`; the field's name.
enum FileField: String, Sendable {
    case keys = "jwks"
    case statement = "software_statement"

    var table: KeyTable { KeyTable("A \(rawValue) that is in a file", known: ["file"]) }

    /// The file's content as the field's value, in canonical JSON.
    func value(_ content: [UInt8]) -> Result<[UInt8], FileFault> {
        switch self {
        case .keys: keySet(content)
        case .statement: statement(content)
        }
    }

    /// Which keys may be in it is said of the value, wherever it comes from.
    private func keySet(_ content: [UInt8]) -> Result<[UInt8], FileFault> {
        if content[...].holdsPrivateKey { return .failure(.privateKey) }
        let value: JSONValue
        do throws(JSONFault) { value = try JSONReader.read(content) } catch {
            let (line, column) = error.position(in: content)
            return .failure(.noJSON("line \(line), column \(column): \(error.reason.rawValue)"))
        }
        guard value.object != nil else { return .failure(.noKeySet) }
        return value.depth <= FieldChange.deepestValue ? .success(value.canonicalBytes) : .failure(.tooDeep)
    }

    /// One signed JWT (RFC 7591, section 2.3), and at most a line break behind it.
    private func statement(_ content: [UInt8]) -> Result<[UInt8], FileFault> {
        var text = content[...]
        if text.last == UInt8(ascii: "\n") { text = text.dropLast() }
        if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
        guard let string = JSONString(validating: text), string.isSignedJWT else { return .failure(.noStatement) }
        return .success(JSONValue.string(string).canonicalBytes)
    }
}

/// Why a file gives no value. What is in it is never quoted.
enum FileFault: Error, Hashable {
    case unread(NamedFiles.Fault)
    case noStatement, noKeySet, privateKey, tooDeep
    /// With place and reason.
    case noJSON(String)

    var code: DiagnosticCode {
        switch self {
        case .unread(.absent): .namedFileAbsent
        case .unread(.outside): .namedFileOutside
        case .unread(.tooLarge): .namedFileTooLarge
        case .unread(.unreadable): .namedFileUnreadable
        case .noStatement: .statementMalformed
        case .noKeySet, .noJSON: .keysMalformed
        case .privateKey: .privateKey
        case .tooDeep: .metadataTooDeep
        }
    }

    /// Behind the path: what is wrong and why it matters.
    var detail: String {
        switch self {
        case .unread(.absent): "is not there. A path is from the folder of rollcall.yaml."
        case .unread(.outside):
            "leads out of the folder of rollcall.yaml, and what is outside of the project is not sent anywhere."
        case .unread(.tooLarge):
            "is larger than \(NamedFiles.limit) bytes, which is the most that is sent as a value of a client."
        case .unread(.unreadable(let reason)): "\(reason)."
        case .noStatement:
            "is no signed JSON Web Token, alone in its file, which is what a software statement is (RFC 7591, section 2.3)."
        case .noJSON(let reason): "is not JSON (\(reason)), and a set of keys is (RFC 7517, section 5)."
        case .noKeySet:
            "is no set of keys: a JSON object whose keys: is a list of keys, each of them an object (RFC 7517, section 5)."
        case .privateKey:
            "holds a private key. Whoever sees the manifest or the server's answer could authenticate as the client (RFC 7591, section 2)."
        case .tooDeep:
            "has lists and objects nested more than \(FieldChange.deepestValue) deep, deeper than a saved plan can hold."
        }
    }

    var hint: String {
        switch self {
        case .unread(.absent): "correct the path, or make the file"
        case .unread(.outside): "put the file into the project"
        case .unread(.tooLarge): "see whether it is the right file"
        case .unread(.unreadable): "put a readable file in its place"
        case .noStatement: "put the statement into the file, as its issuer gave it, and nothing else"
        case .noKeySet, .noJSON: "write a JSON Web Key Set of public keys only: {\"keys\":[{\"kty\":…}]}"
        case .privateKey: "put a JSON Web Key Set of the public keys in its place, and make a new key if this was committed"
        case .tooDeep: "nest the value less deeply"
        }
    }
}
