import RollcallCore
import StrictJSON

/// The clients of a project as Terraform's users have them: a resource each (`terraform_data`, which is built in and needs no network),
/// in files of a hundred, and the state in which each is as it is configured.
enum TerraformSample {
    static func write(_ clients: [SampleClient], to folder: String) {
        Files.remove(folder)
        for (number, start) in stride(from: 0, to: clients.count, by: 100).enumerated() {
            let resources = clients[start..<min(start + 100, clients.count)].map(resource)
            Files.write(resources.joined(), to: "\(folder)/clients-\(number).tf")
        }
        let state: JSONObject = [
            "version": 4, "terraform_version": "1.0.0", "serial": 1, "lineage": "6f1f4cf0-3a52-4d8e-9a0e-0f3f0c8d2b11",
            "outputs": [:], "resources": .array(clients.map(recorded)), "check_results": .null,
        ]
        Files.write(state.canonicalBytes, to: "\(folder)/terraform.tfstate")
    }

    private static func resource(_ client: SampleClient) -> String {
        let members = client.declared.members.map { member in "    \(quoted(member.name)) = \(text(member.value))\n" }
        return "resource \"terraform_data\" \"\(client.label)\" {\n  input = {\n\(members.joined())  }\n}\n"
    }

    private static func recorded(_ client: SampleClient) -> JSONValue {
        let value: JSONValue = .object(client.declared)
        let typed: JSONValue = ["value": value, "type": type(of: value)]
        let attributes: JSONValue = [
            "id": .string("id-\(client.label)"), "input": typed, "output": typed, "triggers_replace": .null,
        ]
        return [
            "mode": "managed", "type": "terraform_data", "name": .string(client.label.text),
            "provider": "provider[\"terraform.io/builtin/terraform\"]",
            "instances": [["schema_version": 0, "attributes": attributes, "sensitive_attributes": []]],
        ]
    }

    /// A value's type as Terraform's state has it beside the value.
    private static func type(of value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object): ["object", .object(JSONObject(object.members.map { ($0.name, Self.type(of: $0.value)) }))]
        case .array(let elements): ["tuple", .array(elements.map { Self.type(of: $0) })]
        case .bool: "bool"
        case .number: "number"
        case .null, .string: "string"
        }
    }

    private static func quoted(_ name: JSONString) -> String { text(.string(name)) }
    private static func text(_ value: JSONValue) -> String { String(decoding: value.canonicalBytes, as: UTF8.self) }
}
