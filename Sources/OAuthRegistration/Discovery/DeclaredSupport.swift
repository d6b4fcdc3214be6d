public import StrictJSON

/// What a server declares that it supports (RFC 8414, section 2 and the specifications that add to it): for some fields of client
/// metadata, the values that it takes. A server that declares nothing of a field is asked.
public struct DeclaredSupport: Hashable, Sendable {
    /// The members that say something about a field, as they were given; each an array of strings.
    public let members: JSONObject

    public init(_ document: JSONObject = [:]) {
        var members = JSONObject()
        for row in Self.rows where members[row.member] == nil {
            guard let values = document[row.member]?.strings, !values.isEmpty else { continue }
            members[row.member] = .array(values.map { .string($0) })
        }
        self.members = members
    }

    /// What a member declares, such as `token_endpoint_auth_methods_supported`; `nil` where the server does not say.
    public func values(of member: JSONString) -> [JSONString]? { members[member]?.strings }

    /// The member of a server's metadata that says which values a field may have; `nil` where there is none.
    public static func member(declaring field: JSONString) -> JSONString? { rows.first { $0.field == field }?.member }

    /// A value that the server declares not to take.
    public struct Refusal: Hashable, Sendable {
        public let field: JSONString
        public let value: JSONString
        /// Which element of the field's array it is, from 0; `nil` where the field is no array.
        public let index: Int?
        /// What the server declares instead, and in which member of its metadata.
        public let supported: [JSONString]
        public let member: JSONString

        /// Such as `grant_types[1]`.
        public var path: String { field.text + (index.map { "[\($0)]" } ?? "") }
    }

    /// Ascending by field. Scopes are not compared: servers may leave some out (RFC 8414, section 2, `scopes_supported`).
    public func refusals(of metadata: ClientMetadata) -> [Refusal] {
        var refusals: [Refusal] = []
        for row in Self.rows {
            guard let supported = members[row.member]?.strings, let value = metadata.members[row.field] else { continue }
            for (index, wanted) in (value.string.map({ [$0] }) ?? value.strings ?? []).enumerated()
            where !row.exempt.contains(wanted) {
                if supported.contains(where: { FieldCatalog.agree(row.field, row.single($0), row.single(wanted)) }) { continue }
                refusals.append(
                    Refusal(
                        field: row.field, value: wanted, index: value.array == nil ? nil : index, supported: supported,
                        member: row.member))
            }
        }
        return refusals
    }

    /// A field, and the member of a server's metadata that says which values it may have.
    private struct Row {
        let field: JSONString
        let member: JSONString
        /// Values that servers take and often do not declare.
        let exempt: [JSONString]

        init(_ field: JSONString, _ member: JSONString, exempt: [JSONString] = []) {
            self.field = field
            self.member = member
            self.exempt = exempt
        }

        /// One value, as the field holds it.
        func single(_ value: JSONString) -> JSONValue {
            switch FieldCatalog.rule(for: field)?.comparison {
            case .set, .list, .setOfWordSets: [.string(value)]
            case .bytes, .wordSet, .json, nil: .string(value)
            }
        }
    }

    private static let rows: [Row] = [
        Row("authorization_details_types", "authorization_details_types_supported"),
        Row("authorization_encrypted_response_alg", "authorization_encryption_alg_values_supported"),
        Row("authorization_encrypted_response_enc", "authorization_encryption_enc_values_supported"),
        Row("authorization_signed_response_alg", "authorization_signing_alg_values_supported"),
        Row(
            "backchannel_authentication_request_signing_alg",
            "backchannel_authentication_request_signing_alg_values_supported"),
        Row("backchannel_token_delivery_mode", "backchannel_token_delivery_modes_supported"),
        // Refreshing follows from another grant, so that it is often not declared.
        Row("grant_types", "grant_types_supported", exempt: ["refresh_token"]),
        Row("id_token_encrypted_response_alg", "id_token_encryption_alg_values_supported"),
        Row("id_token_encrypted_response_enc", "id_token_encryption_enc_values_supported"),
        Row("id_token_signed_response_alg", "id_token_signing_alg_values_supported"),
        Row("introspection_encrypted_response_alg", "introspection_encryption_alg_values_supported"),
        Row("introspection_encrypted_response_enc", "introspection_encryption_enc_values_supported"),
        Row("introspection_signed_response_alg", "introspection_signing_alg_values_supported"),
        Row("request_object_encryption_alg", "request_object_encryption_alg_values_supported"),
        Row("request_object_encryption_enc", "request_object_encryption_enc_values_supported"),
        Row("request_object_signing_alg", "request_object_signing_alg_values_supported"),
        // A client without the code flow says so with `none`, which is no response that a server would declare.
        Row("response_types", "response_types_supported", exempt: ["none"]),
        Row("subject_type", "subject_types_supported"),
        // A public client authenticates with nothing, which servers take without declaring it.
        Row("token_endpoint_auth_method", "token_endpoint_auth_methods_supported", exempt: ["none"]),
        Row("token_endpoint_auth_signing_alg", "token_endpoint_auth_signing_alg_values_supported"),
        Row("userinfo_encrypted_response_alg", "userinfo_encryption_alg_values_supported"),
        Row("userinfo_encrypted_response_enc", "userinfo_encryption_enc_values_supported"),
        Row("userinfo_signed_response_alg", "userinfo_signing_alg_values_supported"),
    ]
}
