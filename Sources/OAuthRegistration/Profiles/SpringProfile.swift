/// Spring Authorization Server: registrations can be read and no more, and the token to read one with is an access token, which expires in
/// minutes (spring-authorization-server#1375).
extension ServerProfile {
    public static let spring: ServerProfile = {
        var profile = ServerProfile(name: "spring", product: "Spring Authorization Server")
        profile.methods = ProfileSource(
            .documented, "spring-authorization-server#56, its maintainers", seen: "2026-11")([.get])
        return profile
    }()
}
