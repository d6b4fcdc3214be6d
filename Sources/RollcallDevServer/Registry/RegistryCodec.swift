import OAuthRegistration
import StrictJSON

/// The registry as JSON, a document a line: first `format`, `initial_access_token`, `registrations`, `clients` and `replays` by their
/// keys, then what each change made of some of them; a client that is gone is `null`. Equal registries have equal first lines.
/// It holds credentials in clear.
enum RegistryCodec {
    private static let format = 1

    /// The whole registry, as a first line.
    static func encode(_ registry: Registry) -> [UInt8] {
        var document: JSONObject = ["format": .integer(format), "registrations": .integer(registry.registrations)]
        document["initial_access_token"] = registry.initialAccessToken.map { .string($0.exposedText) }
        document["clients"] = object(registry.clients.keys) { registry.clients[$0].map(encode) }
        document["replays"] = object(registry.replays.keys) { registry.replays[$0].map(encode) }
        return line(document)
    }

    /// What has changed, as a further line.
    static func encodeChanges(of registry: Registry) -> [UInt8] {
        line([
            "clients": object(registry.changes.clients) { registry.clients[$0].map(encode) },
            "registrations": .integer(registry.registrations),
            "replays": object(registry.changes.replays) { registry.replays[$0].map(encode) },
        ])
    }

    /// A last line without its end was cut while it was written, and nobody was answered: it is left out.
    static func decode(_ bytes: [UInt8]) throws(Malformed) -> Registry {
        var clients: [JSONString: RegisteredClient] = [:]
        var replays: [JSONString: Registry.Replay] = [:]
        var registrations = 0
        var token: Secret?
        for (index, line) in bytes.split(separator: lineFeed, omittingEmptySubsequences: false).dropLast().enumerated() {
            guard let document = (try? JSONReader.read(Array(line)))?.object, let count = document["registrations"]?.int64,
                index > 0 || document["format"]?.int64 == Int64(format)
            else { throw Malformed() }
            registrations = Int(count)
            if index == 0 { token = document["initial_access_token"]?.string.map { Secret($0.utf8) } }
            try merge(document["clients"], into: &clients, client)
            try merge(document["replays"], into: &replays, replay)
        }
        guard bytes.contains(lineFeed) else { throw Malformed() }
        var registry = Registry(clients: clients, replays: replays, registrations: registrations)
        registry.initialAccessToken = token
        return registry
    }

    private static let lineFeed = UInt8(ascii: "\n")

    private static func line(_ document: JSONObject) -> [UInt8] { document.canonicalBytes + [lineFeed] }

    private static func merge<Value>(
        _ members: JSONValue?, into values: inout [JSONString: Value],
        _ decode: (JSONObject.Member) throws(Malformed) -> Value
    ) throws(Malformed) {
        guard let members = members?.object?.members else { throw Malformed() }
        for member in members { values[member.name] = member.value == .null ? nil : try decode(member) }
    }

    /// Not what `encode` writes.
    struct Malformed: Error {}

    private static func object(_ keys: some Sequence<JSONString>, _ encode: (JSONString) -> JSONObject?) -> JSONValue {
        .object(JSONObject(keys.sorted().map { key in (key, encode(key).map { .object($0) } ?? .null) }))
    }

    private static func encode(_ replay: Registry.Replay) -> JSONObject {
        ["request": .object(replay.request), "answer": .object(replay.answer)]
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

    private static func replay(_ member: JSONObject.Member) throws(Malformed) -> Registry.Replay {
        let object = member.value.object
        guard let request = object?["request"]?.object, let answer = object?["answer"]?.object else {
            throw Malformed()
        }
        return Registry.Replay(request: request, answer: answer)
    }
}
