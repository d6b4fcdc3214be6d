import StrictJSON

/// As much of JSON Schema (2020-12) as our own schemas use. A keyword that it does not know is a fault of the schema's, so that
/// nothing is passed over in silence.
struct JSONSchema {
    private let root: JSONValue

    init(_ root: JSONValue) { self.root = root }

    /// What is wrong with `value`, each with its path. Empty is good.
    func faults(of value: JSONValue) -> [String] { faults(of: value, as: root, at: "$") }

    private func faults(of value: JSONValue, as schema: JSONValue, at path: String) -> [String] {
        guard let keywords = schema.object else { return schema == true ? [] : ["\(path): not allowed"] }
        return keywords.members.flatMap { keyword in
            faults(of: value, keyword.name.text, keyword.value, beside: keywords, at: path)
        }
    }

    private func faults(
        of value: JSONValue, _ keyword: String, _ argument: JSONValue, beside: JSONObject, at path: String
    ) -> [String] {
        func unless(_ isRight: Bool) -> [String] { isRight ? [] : ["\(path): \(keyword)"] }
        let object = value.object
        switch keyword {
        case "$schema", "$defs", "title", "description": return []
        case "$ref": return faults(of: value, as: definition(argument.text ?? ""), at: path)
        case "type": return unless(argument.text == (value.int64 != nil ? "integer" : value.kind))
        case "const": return unless(value == argument)
        case "enum": return unless(argument.array?.contains(value) == true)
        case "minimum": return unless((value.int64 ?? .min) >= argument.int64 ?? .max)
        case "pattern": return unless(value.text?.contains(try! Regex(argument.text!)) == true)
        case "minProperties": return unless(object.map { $0.count >= argument.int64! } ?? true)
        case "maxProperties": return unless(object.map { $0.count <= argument.int64! } ?? true)
        case "required": return unless((argument.array ?? []).allSatisfy { object?[$0.string!] != nil })
        case "oneOf": return unless((argument.array ?? []).count { faults(of: value, as: $0, at: path).isEmpty } == 1)
        case "anyOf": return unless((argument.array ?? []).contains { faults(of: value, as: $0, at: path).isEmpty })
        case "items":
            return (value.array ?? []).enumerated().flatMap { faults(of: $1, as: argument, at: "\(path)[\($0)]") }
        case "propertyNames":
            return (object?.names ?? []).flatMap { faults(of: .string($0), as: argument, at: "\(path).\($0)") }
        case "properties":
            return (argument.object?.members ?? []).flatMap { property in
                object?[property.name].map { faults(of: $0, as: property.value, at: "\(path).\(property.name)") } ?? []
            }
        case "additionalProperties":
            let known = beside["properties"]?.object?.names ?? []
            return (object?.members ?? []).filter { !known.contains($0.name) }
                .flatMap { faults(of: $0.value, as: argument, at: "\(path).\($0.name)") }
        default: return ["\(path): the schema uses \(keyword)"]
        }
    }

    private func definition(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(root) { value, name in value.object?[JSONString(String(name))] ?? false
        }
    }
}
