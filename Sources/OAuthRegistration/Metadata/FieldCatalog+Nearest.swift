public import StrictJSON

/// "Did you mean": the known field nearest to a name that the catalogue lacks.
extension FieldCatalog {
    /// The field within two edits of `name`, the nearest first, then the first by bytes; `nil` if none is, or if `name` is a
    /// field itself.
    ///
    /// A language tag is set aside, and put back where the field allows one.
    public static func nearest(to name: JSONString) -> JSONString? {
        guard rule(for: name) == nil else { return nil }
        let field = FieldName(name)
        var best: (rule: FieldRule, edits: Int)?
        for rule in rules where field.languageTag == nil || rule.languageTags {
            let edits = EditDistance.between(field.base.utf8, rule.name.utf8)
            if edits <= EditDistance.limit, edits < best?.edits ?? .max { best = (rule, edits) }
        }
        guard let best else { return nil }
        guard let tag = field.languageTag else { return best.rule.name }
        return JSONString(best.rule.name.text + "#" + tag.text)
    }
}
