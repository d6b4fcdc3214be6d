import OAuthRegistration
import RollcallCore
import StrictJSON

/// How the credentials in a state are kept: how many in plain, and how many under each key. Counted without a key.
struct SealStatus {
    /// Whether the project names a key.
    let isNamed: Bool
    private(set) var plain = 0
    /// By the key's id.
    private var sealed: [String: Int] = [:]

    init(_ state: StateDocument, isNamed: Bool) {
        self.isNamed = isNamed
        for (_, client) in state.recordedClients {
            count(client.credentials)
            for former in client.former { count(former.credentials) }
        }
        for orphan in state.orphans { count(orphan.credentials) }
        for doubt in state.doubts.values { count(doubt.received) }
    }

    private mutating func count(_ credentials: Credentials) {
        for stored in credentials.all { count(stored) }
    }

    private mutating func count(_ stored: StoredSecret) {
        switch stored {
        case .plain(let secret): plain += secret.isEmpty ? 0 : 1
        case .sealed(let sealed): self.sealed[sealed.keyID, default: 0] += 1
        }
    }

    /// What there is to do about it; `nil` if nothing is.
    func remark(path: String) -> String? {
        let reseal = "to seal all of them under the current key: rollcall state reseal"
        let count = "\(plain) credential\(plain == 1 ? " is" : "s are")"
        if plain > 0 {
            return "\(count) in plain text in \(path)\(isNamed ? "; \(reseal)" : "; rollcall.yaml names no seal key")."
        }
        if sealed.count > 1 { return "Credentials are sealed under \(sealed.count) keys (\(keys)); \(reseal)." }
        return nil
    }

    private var keys: String { sealed.keys.sorted().joined(separator: ", ") }

    var json: JSONObject {
        [
            "is_named": .bool(isNamed), "plain": .integer(plain),
            "sealed": .object(JSONObject(sealed.map { (JSONString($0.key), JSONValue.integer($0.value)) })),
        ]
    }
}
