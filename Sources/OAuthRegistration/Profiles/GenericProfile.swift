/// Any server that speaks RFC 7591, and RFC 7592 if it gives an address and a token: nothing is known of it beforehand, all is
/// learned.
extension ServerProfile {
    public static let generic = ServerProfile(name: "generic", product: "any server")
}
