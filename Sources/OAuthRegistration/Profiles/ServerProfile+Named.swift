public import StrictJSON

/// The profiles, each in a file of its own. A new server product is a new file and a new entry here.
extension ServerProfile {
    /// Ascending by name.
    public static let all: [ServerProfile] = [
        .authlib, .canaille, .connect2id, .curity, .django, .generic, .hydra, .janssen, .keycloak, .nodeOIDC, .registerOnly,
        .spring,
    ]

    /// Names that a profile has had: states and manifests of former versions still say them.
    private static let former = ["register_only": ServerProfile.registerOnly]

    /// The profile that a manifest means by `name`; `nil` if there is none.
    public static func named(_ name: String) -> ServerProfile? {
        all.first { $0.name.utf8.elementsEqual(name.utf8) } ?? former[name]
    }

    /// Whether the server answers a body with this member with 400, whatever its value.
    public func refuses(_ name: JSONString) -> Bool {
        guard refusesUnknownMembers?.value == true, !knownMembers.contains(name) else { return false }
        return FieldCatalog.rule(for: name) == nil || FieldName(name).languageTag != nil || unknownFields.contains(name)
    }
}
