public import StrictJSON

/// The profiles, each in a file of its own. A new server product is a new file and a new entry here.
extension ServerProfile {
    /// Ascending by name.
    public static let all: [ServerProfile] = [.generic, .keycloak, .registerOnly]

    /// The profile that a manifest means by `name`; `nil` if there is none.
    public static func named(_ name: String) -> ServerProfile? { all.first { $0.name.utf8.elementsEqual(name.utf8) } }

    /// Whether the server answers a body with this member with 400, whatever its value.
    public func refuses(_ name: JSONString) -> Bool {
        guard refusesUnknownMembers, !knownMembers.contains(name) else { return false }
        return FieldCatalog.rule(for: name) == nil || FieldName(name).languageTag != nil || unknownFields.contains(name)
    }
}
