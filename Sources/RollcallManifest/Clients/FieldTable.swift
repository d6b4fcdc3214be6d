import OAuthRegistration
import StrictJSON

/// `FieldCatalog` for the loop over all members of all clients: found by bytes, without making a value.
enum FieldTable {
    private static let names: [[UInt8]] = FieldCatalog.rules.map(\.name.utf8)
    static let types: [FieldType] = FieldCatalog.rules.map(\.type)
    /// By row.
    static let noted: [NotedField?] = FieldCatalog.rules.map { NotedField(rawValue: $0.name.text) }

    /// By row.
    static let inFiles: [FileField?] = FieldCatalog.rules.map { FileField(rawValue: $0.name.text) }

    /// The row of a field, without a language tag.
    static func row(of name: ArraySlice<UInt8>) -> Int? {
        var low = 0
        var high = names.count
        while low < high {
            let middle = (low + high) / 2
            if names[middle].lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
        }
        return low < names.count && names[low].elementsEqual(name) ? low : nil
    }
}

/// Fields that the RFCs' advice is about.
enum NotedField: String, Sendable {
    case redirectURIs = "redirect_uris"
    case grantTypes = "grant_types"
    case responseTypes = "response_types"
    case keys = "jwks"
    case method = "token_endpoint_auth_method"
    case subjectType = "subject_type"
    case idTokenEncryption = "id_token_encrypted_response_enc"
    case requestObjectEncryption = "request_object_encryption_enc"
    case userinfoEncryption = "userinfo_encrypted_response_enc"
}
