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
        reportUnseen(String(decoding: text, as: UTF8.self).unicodeScalars, of: node, place)
    }

    private mutating func reportUnseen(_ text: String.UnicodeScalarView, of node: Int, _ place: Place) {
        if place.isExact, let unseen = text.first(where: { $0.isUnseen || $0.properties.isDefaultIgnorableCodePoint }) {
            document.report(
                .unseenInExactText, at: node,
                "The text holds \(unseen.name), which nobody sees, and is compared character by character: it is another one than it looks.",
                hint: "remove the character", subject(place))
        } else if let unseen = text.first(where: \.isUnseen) {
            document.report(
                .unseenCharacter, at: node,
                "The text holds \(unseen.name): a control character, or one that changes how the rest looks.",
                hint: "remove it; a block text (| or >) ends with a line break unless it begins with |- or >-", subject(place))
        } else if document.tape.string(of: node).unicodeScalars.mixesLookalikes {
            document.report(
                .confusableText, at: node,
                "A word of the text has letters of several scripts that look alike, so it may be taken for another one (Unicode TS 39).",
                hint: "write the word in one script", subject(place))
        }
    }
}

extension UInt8 {
    /// Quotes, backslashes and controls, which JSON escapes; `$` and everything beyond ASCII.
    fileprivate var needsLook: Bool {
        self < 0x20 || self >= 0x7F || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\") || self == UInt8(ascii: "$")
    }
}
