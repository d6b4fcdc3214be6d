import StrictJSON

/// Some servers show a credential again as a row of stars, or with a few of its characters beside them. Taken for the credential, that would
/// be recorded over the only copy of it.
extension JSONString {
    /// One character over and over, or three of those that hide something in a row: a mask, whatever it hides.
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

extension Secret {
    /// Whether it is `recorded` with a part hidden: it begins or ends as that does, and the rest is filler (`xxxx-1234`, `abc...`).
    public func isMasked(from recorded: Secret) -> Bool {
        expose { shown in
            recorded.expose { recorded in
                let start = Self.common(shown, recorded)
                let end = Self.common(shown.dropFirst(start).reversed(), recorded.dropFirst(start).reversed())
                let rest = shown.dropFirst(start).dropLast(end)
                return start + end > 0 && rest.allSatisfy(Self.fillers.contains)
                    && zip(rest, zip(rest.dropFirst(), rest.dropFirst(2))).contains { $0 == $1.0 && $0 == $1.1 }
            }
        }
    }

    private static let fillers = Array("xX.-_#?~ ".utf8)

    private static func common(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Int {
        zip(left, right).prefix { $0 == $1 }.count
    }
}
