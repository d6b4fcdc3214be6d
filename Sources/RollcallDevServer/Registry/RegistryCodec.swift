import OAuthRegistration
import StrictJSON

/// The registry as one JSON document: `format`, `initial_access_token`, `registrations`, `clients` and `replays` by their keys.
/// Equal registries are equal bytes. It holds credentials in clear.
enum RegistryCodec {
    private static let format = 1

    static func encode(_ registry: Registry) -> [UInt8] {
        var document: JSONObject = ["format": .integer(format), "registrations": .integer(registry.registrations)]
        document["initial_access_token"] = registry.initialAccessToken.map { .string($0.exposedText) }
        document["clients"] = object(registry.clients, encode)
        document["replays"] = object(registry.replays) { ["request": .object($0.request), "answer": .object($0.answer)] }
        return document.canonicalBytes + [UInt8(ascii: "\n")]
    }

    /// - Throws: What is wrong, in words.
    static func decode(_ bytes: [UInt8]) throws(Malformed) -> Registry {
        let document: JSONObject? = try? JSONReader.read(bytes).object
        guard let document, document["format"]?.int64 == Int64(format), let clients = document["clients"]?.object,
            let registrations = document["registrations"]?.int64, let replays = document["replays"]?.object
        else { throw Malformed() }
        var registry = Registry(clients: try clients.members.map(client), registrations: Int(registrations))
        registry.initialAccessToken = document["initial_access_token"]?.string.map { Secret($0.utf8) }
        for member in replays.members { registry.replays[member.name] = try replay(member.value) }
        return registry
    }

    /// Not what `encode` writes.
    struct Malformed: Error {}

    private static func object<Value>(_ values: [JSONString: Value], _ encode: (Value) -> JSONObject) -> JSONValue {
        .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, .object(encode($0.value))) }))
    }

    private static func encode(_ client: RegisteredClient) -> JSONObject {
        var members: JSONObject = ["issued_at": .number(JSONNumber(client.issuedAt)), "metadata": .object(client.metadata)]
        members["client_secret"] = client.secret.map { .string($0.exposedText) }
        members["registration_access_token"] = client.registrationAccessToken.map { .string($0.exposedText) }
        return members
    }

    private static func client(_ member: JSONObject.Member) throws(Malformed) -> RegisteredClient {
        guard let object = member.value.object, let issuedAt = object["issued_at"]?.int64,
            let metadata = object["metadata"]?.object
        else { throw Malformed() }
        var client = RegisteredClient(clientID: member.name, issuedAt: issuedAt, metadata: metadata)
        client.secret = object["client_secret"]?.string.map { Secret($0.utf8) }
        client.registrationAccessToken = object["registration_access_token"]?.string.map { Secret($0.utf8) }
        return client
    }

    private static func replay(_ value: JSONValue) throws(Malformed) -> Registry.Replay {
        guard let request = value.object?["request"]?.object, let answer = value.object?["answer"]?.object else {
            throw Malformed()
        }
        return Registry.Replay(request: request, answer: answer)
    }
}
