import StrictJSON

/// A registration's address as every command but `credentials` shows it: without its query, where some servers put a token
/// (RFC 7592, section 3 leaves the form of the address to the server).
enum ShownAddress {
    static func text(_ address: JSONString) -> JSONString {
        let place = address.utf8.prefix { $0 != UInt8(ascii: "?") }
        guard place.count < address.utf8.count else { return address }
        return JSONString(String(decoding: place, as: UTF8.self) + "?…")
    }
}
