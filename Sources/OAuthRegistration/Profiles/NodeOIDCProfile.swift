/// node-oidc-provider. Updates and deletes are there only with `registrationManagement`, and whether an update rotates the token is an option of
/// it. A field that is set must be in an update, else 400 "… must be provided". A token that is used at another client's address is destroyed.
extension ServerProfile {
    public static let nodeOIDC: ServerProfile = {
        var profile = ServerProfile(name: "node-oidc-provider", product: "node-oidc-provider")
        profile.rotatesOnRead = read.at("get")(false)
        profile.newSecretOnRead = read.at("get")(false)
        profile.secretInUpdate = read.at("put, metaChecks")(.required)
        profile.newSecretOnUpdate = read.at("put, clientUpdateResponse")(false)
        return profile
    }()

    private static let read = ProfileSource(
        .source, "node-oidc-provider, lib/actions/registration.js at 010e452", seen: "2026-11")
}
