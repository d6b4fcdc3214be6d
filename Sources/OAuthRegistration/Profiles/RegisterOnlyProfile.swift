/// A server that registers (RFC 7591) and has no client configuration endpoint (RFC 7592): the Python MCP SDK's, Duende
/// IdentityServer's, OpenEMR's. A change of a client there is a replace.
extension ServerProfile {
    public static let registerOnly: ServerProfile = {
        var profile = ServerProfile(name: "register-only", product: "a server of RFC 7591 alone")
        profile.methods = ProfileSource(.run, "MCP Python SDK 2.3.0, Tests/Servers/mcp-sdk", seen: "2026-11")([])
        return profile
    }()
}
