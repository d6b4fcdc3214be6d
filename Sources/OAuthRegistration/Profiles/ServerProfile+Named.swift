extension ServerProfile {
    /// Every built-in profile, in the order that they are shown.
    public static let all: [ServerProfile] = [generic, keycloak, registerOnly]

    public static func named(_ name: String) -> ServerProfile? { all.first { $0.name.utf8.elementsEqual(name.utf8) } }
}
