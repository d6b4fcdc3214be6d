import RollcallCore
import StrictJSON

/// Texts: escaped for JSON, and looked at for what does not belong into metadata.
extension ClientsReader {
    /// The scalar's text in quotes. Most texts hold no byte that needs a second look, and are copied as they are.
    mutating func appendText(of node: Int, _ place: Place) {
        let text = document.tape.text(of: node)
        guard let first = text.firstIndex(where: \.needsLook) else {
            arena.append(UInt8(ascii: "\""))
            arena.append(contentsOf: text)
            arena.append(UInt8(ascii: "\""))
            return
        }
        guard let string = JSONString(validating: text) else { preconditionFailure("a tape holds UTF-8") }
        string.write(to: &arena)
        look(at: text[first...], of: node, place)
    }

    private mutating func look(at text: ArraySlice<UInt8>, of node: Int, _ place: Place) {
        let dollar = text.indices.dropLast().first { text[$0] == UInt8(ascii: "$") && text[$0 + 1] == UInt8(ascii: "{") }
        if dollar != nil {
            document.report(
                .variable, at: node,
                "The text holds ${, which a later version of rollcall will replace with a variable's value; now it would be sent as it is.",
                hint: "write the value itself", subject(place))
        }
        if let unseen = String(decoding: text, as: UTF8.self).unicodeScalars.first(where: \.isUnseen) {
            document.report(
                .unseenCharacter, at: node,
                "The text holds U+\(String(unseen.value, radix: 16, uppercase: true)): a control character, or one that changes how the rest looks.",
                hint: "remove it; a block text (| or >) ends with a line break unless it begins with |- or >-", subject(place))
        }
    }
}

extension UInt8 {
    /// Quotes, backslashes and controls, which JSON escapes; `$` and everything beyond ASCII.
    fileprivate var needsLook: Bool {
        self < 0x20 || self >= 0x7F || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == UInt8(ascii: "$")
    }
}

extension Unicode.Scalar {
    /// Controls, zero-width characters, changes of direction and tags. Joiners (U+200C, U+200D) belong to some scripts.
    fileprivate var isUnseen: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE007F:
            true
        default: false
        }
    }
}
