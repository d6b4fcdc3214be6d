public import StrictJSON

extension JSONString {
    /// The text as far as a sentence about it needs it: its first characters, and a mark where there are more. Not escaped.
    public func excerpt(_ limit: Int = 500) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex), end < scalars.endIndex
        else {
            return text
        }
        return String(scalars[..<end]) + " …"
    }
}

extension HTTPAddress {
    /// Where a redirect leads, for a person to read; its query is left out, because that is where tokens are put.
    ///
    /// - Parameter location: the field's text (RFC 9110, section 10.2.2); `nil` for one that is no whole address.
    public init?(redirect location: String?) {
        guard let location, let address = try? HTTPAddress(location) else { return nil }
        self.init(origin: address.origin, path: address.path, query: nil)
    }
}
