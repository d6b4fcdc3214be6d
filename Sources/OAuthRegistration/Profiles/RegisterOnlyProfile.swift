/// A server that registers (RFC 7591) and has no client configuration endpoint (RFC 7592): the Python MCP SDK's, Spring
/// Authorization Server's, OpenEMR's. A change of a client there is a replace.
extension ServerProfile {
    public static let registerOnly: ServerProfile = {
        var profile = ServerProfile(name: "register_only")
        profile.manages = false
        profile.rotatesOnRead = false
        return profile
    }()
}
