import OAuthRegistration
import StrictJSON

/// What a server of some profile keeps of a body, and what it shows of that: as RFC 7591 and 7592 have it, and otherwise where the
/// profile says so. So a quirk needs no product to be tested.
struct ProfileMetadata {
    let profile: ServerProfile

    init(_ profile: ServerProfile) { self.profile = profile }

    func registered(_ body: JSONObject, options: DevServer.Options) throws(RequestRefusal) -> JSONObject {
        try checkKnown(body)
        var body = body
        for name in profile.emptyIsAbsent?.value ?? [] where body[name] == [] { body[name] = nil }
        return try RFCMetadata.registered(body, extensions: options.extensions.union(profile.knownMembers))
    }

    /// What is left out goes, or stays until it is sent empty, or stays for good.
    func updated(
        _ client: RegisteredClient, with body: JSONObject, options: DevServer.Options
    ) throws(RequestRefusal) -> JSONObject {
        try RFCMetadata.checkUpdate(of: client, with: body, options: options)
        var merged = body
        for member in client.metadata.members {
            let sent = body[member.name].flatMap { $0 == .null ? nil : $0 }
            let isEmpty = sent == "" || sent == []
            switch profile.fieldClearing[member.name]?.value ?? profile.clearing?.value ?? .omission {
            case .emptyValue where sent == nil, .impossible where sent == nil || isEmpty: merged[member.name] = member.value
            case .omission, .emptyValue, .impossible: break
            }
        }
        return try registered(merged, options: options)
    }

    func shown(_ kept: JSONObject) -> JSONObject {
        var members: JSONObject = [:]
        for member in kept.members {
            switch profile.quirk(of: member.name)?.fate {
            case nil: members[member.name] = member.value
            case .hidden: break
            case .rewritten: members[member.name] = Self.rewritten(member)
            case .respelled: members[member.name] = Self.respelled(member.value)
            case .retyped: members[member.name] = Self.retyped(member.value)
            case .wronglyShown: members[member.name] = Self.other(member.value)
            }
        }
        return members
    }

    /// RFC 6750, section 3.1, but for the status; Authlib's `access_denied` where that is 400.
    func refusal(of fault: AuthorizationFault, for operation: RegistrationOperation) -> RequestRefusal {
        let status = profile.deadTokenStatuses?.value.first ?? 401
        guard operation != .register, status != 401 else { return RFCRefusals.refusal(of: fault) }
        return RequestRefusal(status, status == 400 ? "access_denied" : "invalid_token", "the token is not valid here")
    }

    private func checkKnown(_ body: JSONObject) throws(RequestRefusal) {
        let issued = ClientMetadata.issuedMembers
        for member in body.members where member.value != .null && !issued.contains(member.name) && profile.refuses(member.name) {
            throw .metadata("unrecognized field \"\(member.name)\"")
        }
    }

    // MARK: Fates

    /// Another value of the same type. What is rewritten already stays, so a client may send it back.
    private static func rewritten(_ member: JSONObject.Member) -> JSONValue {
        switch (member.name, member.value) {
        case ("grant_types", .array(let grants)): .array(grants.contains("refresh_token") ? grants : grants + ["refresh_token"])
        case ("token_endpoint_auth_method", "client_secret_post"): "client_secret_basic"
        case ("token_endpoint_auth_method", let value), ("response_types", let value): value
        case ("scope", .string(let text)):
            text.utf8.split(separator: UInt8(ascii: " ")).contains { $0.elementsEqual("more".utf8) }
                ? member.value : .string("\(text) more")
        case (_, .string(let text)): .string(text.utf8.last == UInt8(ascii: "/") ? text : JSONString("\(text)/"))
        case (_, .array(let elements)) where elements.allSatisfy { $0.string != nil }:
            .array(elements.contains("https://more.example.com/") ? elements : elements + ["https://more.example.com/"])
        case (_, let value): value
        }
    }

    /// As a server writes URIs that it has parsed.
    private static func respelled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(URISpelling.normal(text))
        case .array(let elements): .array(elements.map(respelled))
        case .bool, .number, .object, .null: value
        }
    }

    private static func retyped(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: [value]
        case .array(let elements): .string(elements.compactMap(\.text).joined(separator: " "))
        case .bool, .number, .object, .null: .string(String(decoding: value.canonicalBytes, as: UTF8.self))
        }
    }

    /// A value of the same type, whatever is kept.
    private static func other(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: "https://other.example.com/"
        case .array: []
        case .object: ["keys": []]
        case .bool: false
        case .number: 1
        case .null: .null
        }
    }
}
