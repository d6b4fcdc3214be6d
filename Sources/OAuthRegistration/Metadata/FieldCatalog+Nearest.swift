public import StrictJSON

/// "Did you mean": the known field nearest to a name that the catalogue lacks.
extension FieldCatalog {
    /// The field within two edits of `name`, the nearest first, then the first by bytes; `nil` if none is, or if `name` is a
    /// field itself.
    ///
    /// Edits are Damerau's: a byte put in, left out or replaced, or two neighbours swapped (each byte at most once: "optimal
    /// string alignment"). A language tag is set aside, and put back where the field allows one.
    public static func nearest(to name: JSONString) -> JSONString? {
        guard rule(for: name) == nil else { return nil }
        let field = FieldName(name)
        var best: (rule: FieldRule, edits: Int)?
        for rule in rules where field.languageTag == nil || rule.languageTags {
            let edits = edits(from: field.base.utf8, to: rule.name.utf8)
            if edits <= editLimit, edits < best?.edits ?? .max { best = (rule, edits) }
        }
        guard let best else { return nil }
        guard let tag = field.languageTag else { return best.rule.name }
        return JSONString(best.rule.name.text + "#" + tag.text)
    }

    private static let editLimit = 2

    /// How many edits apart the two are; more than the limit is only known to be more.
    private static func edits(from left: [UInt8], to right: [UInt8]) -> Int {
        guard abs(left.count - right.count) <= editLimit else { return editLimit + 1 }
        // Rows of the distance table: row `i` holds the edits from the first `i` bytes of `left`.
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var next = [row + 1]
            for column in right.indices {
                let same = left[row] == right[column]
                var edits = min(last[column + 1] + 1, next[column] + 1, last[column] + (same ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                next.append(edits)
            }
            (beforeLast, last) = (last, next)
        }
        return last[right.count]
    }
}
