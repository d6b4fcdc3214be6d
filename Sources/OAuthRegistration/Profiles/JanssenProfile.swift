/// Janssen, and Gluu before it: registrations expire, by default after a day, and are collected. Whether each use of the registration access token
/// replaces it is configured (`rotateClientRegistrationAccessTokenOnUsage`, jans#3578), so it is not known here.
extension ServerProfile {
    public static let janssen: ServerProfile = {
        var profile = ServerProfile(name: "janssen", product: "Janssen")
        profile.registrationLifetime = ProfileSource(
            .documented, "the default; gluu-gateway#153, oxAuth#189", seen: "2026-11")(86_400)
        return profile
    }()
}
