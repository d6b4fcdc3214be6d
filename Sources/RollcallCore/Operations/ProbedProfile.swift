public import OAuthRegistration
public import StrictJSON

/// What a probe has shown of a server; `nil` where it showed nothing. Its words are those of a manifest's `profiles:`.
public struct ProbedProfile: Hashable, Sendable {
    public var rotatesOnRead: Bool?
    public var rotatesOnUpdate: Bool?
    public var newSecretOnRead: Bool?
    public var newSecretOnUpdate: Bool?
    public var secretInUpdate: ServerProfile.SecretInUpdate?
    public var clearing: ServerProfile.Clearing?
    /// `nil` as long as one of them is not clear.
    public var methods: [HTTPRequest.Method]?
    public var refusesUnknownMembers: Bool?
    /// To a read, once the client was deleted.
    public var deadTokenStatus: Int?
    public var fields: [JSONString: FieldQuirk.Fate] = [:]
    private var known: [HTTPRequest.Method: Bool] = [:]

    public init() {}

    func has(_ method: HTTPRequest.Method) -> Bool { known[method] ?? false }

    mutating func note(_ method: HTTPRequest.Method, exists: Bool) {
        known[method] = exists
        let all: [HTTPRequest.Method] = [.get, .put, .delete]
        methods = all.allSatisfy { known[$0] != nil } ? all.filter(has) : nil
    }

    /// What is known, by the words of `profiles:`; each value a word, a list or a mapping.
    public var members: JSONObject {
        var members = JSONObject()
        members["methods"] = methods.map { .array($0.map { .string($0.rawValue) }) }
        members["rotates_on_read"] = rotatesOnRead.map { .bool($0) }
        members["rotates_on_update"] = rotatesOnUpdate.map { .bool($0) }
        members["new_secret_on_read"] = newSecretOnRead.map { .bool($0) }
        members["new_secret_on_update"] = newSecretOnUpdate.map { .bool($0) }
        members["secret_in_update"] = secretInUpdate.map { .string($0.rawValue) }
        members["clearing"] = clearing.map { .string($0.rawValue) }
        members["dead_token_statuses"] = deadTokenStatus.map { [.integer($0)] }
        members["refuses_unknown_members"] = refusesUnknownMembers.map { .bool($0) }
        if !fields.isEmpty { members["fields"] = .object(JSONObject(fields.map { ($0.key, .string($0.value.rawValue)) })) }
        return members
    }
}
