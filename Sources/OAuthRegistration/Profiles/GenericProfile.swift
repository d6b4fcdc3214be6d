extension ServerProfile {
    /// Any server that speaks the RFCs. It knows nothing beforehand and learns from the server's own answers.
    public static let generic = ServerProfile(name: "generic")
}
