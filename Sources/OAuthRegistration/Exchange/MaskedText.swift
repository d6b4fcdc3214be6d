import StrictJSON

/// Some servers show a credential again as a row of stars. Taken for the credential, that would be recorded over the only copy of it.
extension JSONString {
    /// One character over and over, or three of those that hide something in a row.
    var isMasked: Bool {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count >= 3 else { return false }
        if scalars.allSatisfy({ $0 == scalars[0] }) { return true }
        return zip(scalars, zip(scalars.dropFirst(), scalars.dropFirst(2))).contains { first, rest in
            Self.masks.contains(first) && rest.0 == first && rest.1 == first
        }
    }

    private static let masks: [Unicode.Scalar] = ["*", "\u{2022}", "\u{25CF}", "\u{2026}"]
}
