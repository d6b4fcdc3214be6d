/// Ory Hydra's OpenID Connect registration (`/oauth2/register`). A read shows neither secret nor token. An administrator's `PATCH` of a client
/// wipes its registration access token (ory/hydra#4093): nobody can manage the registration with it from then on.
extension ServerProfile {
    public static let hydra: ServerProfile = {
        var profile = ServerProfile(name: "hydra", product: "Ory Hydra")
        profile.rotatesOnUpdate = read.at("setOidcDynamicClient")(true)
        // 403, "not allowed to choose your own OAuth2 Client secret".
        profile.secretInUpdate = read.at("setOidcDynamicClient")(.refused)
        profile.clearing = read.at("setOidcDynamicClient")(.omission)
        return profile
    }()

    private static let read = ProfileSource(.source, "Ory Hydra, client/handler.go", seen: "2026-11")
}
