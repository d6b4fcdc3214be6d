extension ServerProfile {
    /// RFC 7591 without RFC 7592: what was registered cannot be read, updated or deleted.
    public static let registerOnly: ServerProfile = {
        var profile = ServerProfile(name: "register-only")
        profile.manages = false
        return profile
    }()
}
