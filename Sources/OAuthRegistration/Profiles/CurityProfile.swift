/// Curity Identity Server, whose reads are writes: each issues another token and another client secret, and the former are dead.
extension ServerProfile {
    public static let curity: ServerProfile = {
        var profile = ServerProfile(name: "curity", product: "Curity Identity Server")
        profile.rotatesOnRead = page(true)
        profile.rotatesOnUpdate = page(true)
        profile.newSecretOnRead = page(true)
        profile.newSecretOnUpdate = page(true)
        profile.methods = page(ClientMethod.allCases)
        return profile
    }()

    private static let page = ProfileSource(
        .documented, "curity.io/resources/learn/dynamic-client-registration-management", seen: "2026-11")
}
