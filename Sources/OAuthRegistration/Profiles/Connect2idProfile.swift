/// Connect2id Server. Whether an update issues another token is configured (`op.reg.refreshAccessTokenOnUpdate`), so it is not known here.
extension ServerProfile {
    public static let connect2id: ServerProfile = {
        var profile = ServerProfile(name: "connect2id", product: "Connect2id Server")
        profile.methods = page(ClientMethod.allCases)
        profile.clearing = page(.omission)
        return profile
    }()

    private static let page = ProfileSource(
        .documented, "connect2id.com/products/server/docs/api/client-registration", seen: "2026-11")
}
