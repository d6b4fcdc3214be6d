import StrictJSON

/// django-oauth-toolkit. It keeps four fields; the client secret is shown once. An update rotates the registration access token unless a site turns that
/// off (`DCR_ROTATE_REGISTRATION_TOKEN_ON_UPDATE`).
extension ServerProfile {
    public static let django: ServerProfile = {
        var profile = ServerProfile(name: "django-oauth-toolkit", product: "django-oauth-toolkit")
        profile.methods = run(ClientMethod.allCases)
        profile.rotatesOnRead = run(false)
        profile.rotatesOnUpdate = run(true)
        profile.newSecretOnRead = run(false)
        profile.newSecretOnUpdate = run(false)
        profile.secretInUpdate = run(.ignored)
        profile.clearing = run(.omission)
        profile.deadTokenStatuses = run([401])
        profile.fields = FieldCatalog.rules.compactMap { rule in
            if kept.contains(rule.name) { return nil }
            // One grant type, and refresh_token with it; client_secret_post is answered as client_secret_basic.
            return rewritten.contains(rule.name) ? run(rule.name, .rewritten) : run(rule.name, .hidden)
        }
        profile.knowsAllFields = true
        return profile
    }()

    private static let kept: [JSONString] = ["client_name", "redirect_uris"]
    private static let rewritten: [JSONString] = ["grant_types", "token_endpoint_auth_method"]
    private static let run = ProfileSource(
        .run, "django-oauth-toolkit 3.4.1, Tests/Servers/django-oauth-toolkit", seen: "2026-11")
}
