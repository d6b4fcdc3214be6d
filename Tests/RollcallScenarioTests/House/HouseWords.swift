import StrictJSON

/// The words of the design: what is not said in public type names, JSON members, commands and flags, because another word is.
enum HouseWords {
    /// Stems, so that plurals and endings are found too.
    static let banned = ["provider", "tenant", "dialect", "driver", "plugin", "sink", "modif", "pending"]

    /// `RegistrationSinks`, `registration_sinks` and `--registration-sinks` hold the word `sinks`.
    static func fault(in name: String) -> String? {
        let words = name.replacing(/([a-z0-9])([A-Z])/) { "\($0.1) \($0.2)" }.lowercased().split { !$0.isLetter }
        return banned.first { stem in words.contains { $0.hasPrefix(stem) } }.map { "\(name) says \($0)" }
    }

    /// Public types of a file, extended and nested ones included.
    static func faults(in file: SourceFile) -> [String] {
        file.faults { words in
            guard words.contains("public") else { return nil }
            let kind = words.firstIndex { ["struct", "enum", "class", "actor", "protocol", "typealias"].contains($0) }
            return kind.flatMap { words.dropFirst($0 + 1).first }.flatMap(fault(in:))
        }
    }

    /// Members that a JSON schema declares, at any depth.
    static func faults(inSchema schema: JSONValue) -> [String] {
        if let elements = schema.array { return elements.flatMap { faults(inSchema: $0) } }
        guard let object = schema.object else { return [] }
        let declared = object["properties"]?.object?.names ?? []
        return declared.compactMap { fault(in: $0.text) } + object.members.flatMap { faults(inSchema: $0.value) }
    }

    /// String literals that are a name and nothing else: members of JSON documents and keys of manifests, wherever they are written.
    static func literalFaults(in file: SourceFile) -> [String] {
        let isNameByte = { (byte: UInt8) in (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") }
        let quoted = file.text.utf8.split(separator: UInt8(ascii: "\"")).filter { $0.allSatisfy(isNameByte) }
        return quoted.compactMap { fault(in: String(decoding: $0, as: UTF8.self)) }.map { "\(file.path): \($0)" }
    }

    /// Commands, flags and the names of their values, as the argument parser describes them (`--experimental-dump-help`).
    static func faults(inCommandLine description: JSONValue) -> [String] {
        if let elements = description.array { return elements.flatMap { faults(inCommandLine: $0) } }
        guard let object = description.object else { return [] }
        let names = ["commandName", "name", "valueName"].compactMap { (member: JSONString) in object[member]?.text }
        return names.compactMap { fault(in: $0) } + object.members.flatMap { faults(inCommandLine: $0.value) }
    }

    /// Arguments that would take a secret: the process list shows them to everybody. The name of a variable or a file is none.
    static func secretFaults(inCommandLine description: JSONValue) -> [String] {
        if let elements = description.array { return elements.flatMap { secretFaults(inCommandLine: $0) } }
        guard let object = description.object else { return [] }
        let names = (object["names"]?.array ?? []).compactMap { $0.object?["name"]?.text } + [object["valueName"]?.text]
        let takesValue = ["option", "positional"].contains(object["kind"]?.text ?? "")
        let secret = takesValue ? names.compactMap(\.self).first(where: holdsSecret) : nil
        return (secret.map { [$0] } ?? []) + object.members.flatMap { secretFaults(inCommandLine: $0.value) }
    }

    private static func holdsSecret(_ name: String) -> Bool {
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        return !name.contains("=") && words.contains { secrets.contains($0) } && !["env", "file"].contains(words.last)
    }

    private static let secrets = ["token", "secret", "password", "passphrase", "key", "credential", "credentials"]
}
