/// Why something sealed cannot be opened. Nothing is written, sent or taken for plain after one. A key is named by its id.
public enum SealFault: Error, Hashable, Sendable {
    /// The project names no key.
    case noKey(wanted: String)
    /// The key has not been read, because most of what the command does needs none.
    case unread(wanted: String)
    /// The keys that there are, are others.
    case otherKey(wanted: String, given: [String])
    /// The key is right, and what it should open is not what was sealed, or not where it was sealed for.
    case changed(key: String)

    /// - Parameters:
    ///   - path: of the state.
    ///   - file: that it stands in, if not the state itself.
    ///   - what: is sealed, for the middle of a sentence: `a credential of "web"`.
    public func diagnostic(
        path: String, in file: String? = nil, what: String, client: ClientLabel? = nil, field: String? = nil
    ) -> Diagnostic {
        let place = file ?? path
        return switch self {
        case .noKey(let wanted), .unread(let wanted):
            Diagnostic(
                .stateSealed, "\(place) holds \(what), sealed under the key \(wanted), and rollcall.yaml names no key.",
                hint: "name the key in rollcall.yaml:\n  state: { path: \(path), seal: { key: { env: NAME } } }", client: client,
                field: field)
        case .otherKey(let wanted, let given):
            Diagnostic(
                .sealKeyOther,
                "\(place) holds \(what), sealed under the key \(wanted). rollcall.yaml names \(Self.named(given)). Nothing was sent, and "
                    + "nothing was written.",
                hint:
                    "name the key \(wanted) as seal.key or in seal.previous; a key's id is the beginning of the SHA-256 of its bytes",
                client: client, field: field)
        case .changed(let key):
            Diagnostic(
                .sealChanged,
                "\(place) holds \(what), sealed under the key \(key), which is the right one; but it was changed, or moved there from "
                    + "another place. It was not used.",
                hint: "bring the state back from version control or from a backup beside it", client: client, field: field)
        }
    }

    private static func named(_ keys: [String]) -> String {
        (keys.count == 1 ? "the key " : "the keys ") + keys.joined(separator: ", ")
    }
}

/// A credential of a client that cannot be opened.
public struct CredentialFault: Error, Hashable, Sendable {
    public var fault: SealFault
    public var registration: RegistrationID
    public var member: CredentialMember

    public func diagnostic(path: String, client: ClientLabel) -> Diagnostic {
        fault.diagnostic(
            path: path, what: "the \(member.rawValue) of \"\(client)\"", client: client, field: member.rawValue)
    }
}
