/// What a reader does not see in a text, or takes for something else.
extension Unicode.Scalar {
    /// Such as `U+202E`.
    var name: String { "U+" + String(value, radix: 16, uppercase: true) }

    /// Controls, line separators, and what shows nothing or changes how the rest looks (zero-width characters, changes of direction,
    /// tags). Joiners and variation selectors belong to some scripts and to emoji.
    var isUnseen: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
        case 0x20...0x7E, 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    fileprivate var script: LookalikeScript? {
        switch value {
        case 0x41...0x5A, 0x61...0x7A: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: properties.isAlphabetic ? .greek : nil
        case 0x400...0x52F: properties.isAlphabetic ? .cyrillic : nil
        case 0x531...0x587: .armenian
        case 0x13A0...0x13FF: .cherokee
        case 0xFF21...0xFF3A, 0xFF41...0xFF5A: .wide
        case 0x1D400...0x1D7FF: .mathematical
        default: nil
        }
    }
}

/// Scripts whose letters are taken for those of another.
private enum LookalikeScript {
    case latin, greek, cyrillic, armenian, cherokee, wide, mathematical
}

extension String.UnicodeScalarView {
    /// Whether a word has letters of more than one script that look alike; words end where there is no letter.
    var mixesLookalikes: Bool {
        var script: LookalikeScript?
        for scalar in self {
            guard scalar.properties.isAlphabetic else {
                script = nil
                continue
            }
            guard let other = scalar.script else { continue }
            if let script, script != other { return true }
            script = other
        }
        return false
    }
}
