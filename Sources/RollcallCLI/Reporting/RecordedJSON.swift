import OAuthRegistration
import RollcallCore
import StrictJSON

/// What state records, as reports have it: the members that the state has, but of the credentials only which there are.
enum RecordedJSON {
    static func client(_ client: RecordedClient) -> JSONObject {
        var object: JSONObject = [
            "client_id": .string(client.clientID), "credentials": credentials(client.credentials),
            "former": .array(client.former.map { .object(former($0)) }), "granted": .object(client.granted.members),
            "protect": .bool(client.protect), "registered_at": .string(client.registeredAt.text),
            "registration": .string(client.registration.text), "requested": .object(client.requested.members),
            "server": .string(client.server), "tags": .object(client.tags), "updated_at": .string(client.updatedAt.text),
        ]
        object["client_id_issued_at"] = client.clientIDIssuedAt.map { .number(JSONNumber($0)) }
        object["client_secret_expires_at"] = client.clientSecretExpiresAt.map { .number(JSONNumber($0)) }
        object["registration_client_uri"] = client.registrationClientURI.map { .string(ShownAddress.text($0)) }
        return object
    }

    static func former(_ former: FormerRegistration) -> JSONObject {
        var object: JSONObject = [
            "client_id": .string(former.clientID), "credentials": credentials(former.credentials),
            "registration": .string(former.registration.text), "server": .string(former.server),
        ]
        object["client_secret_expires_at"] = former.clientSecretExpiresAt.map { .number(JSONNumber($0)) }
        object["registration_client_uri"] = former.registrationClientURI.map { .string(ShownAddress.text($0)) }
        return object
    }

    /// Whether a part of an answer is kept, and not what is in it: it may hold credentials.
    static func doubt(_ intent: Intent, reason: String, hasPart: Bool) -> JSONObject {
        [
            "answer_part_received": .bool(hasPart), "id": .string(intent.id.text), "label": .string(intent.label.text),
            "operation": .string(intent.operation.rawValue), "reason": .string(reason),
            "registration": .string(intent.registration.text), "sent_at": .string(intent.sentAt.text),
            "server": .string(intent.server),
        ]
    }

    private static func credentials(_ credentials: Credentials) -> JSONValue {
        .array(credentials.names.map { .string($0) })
    }
}

extension Credentials {
    /// Which there are; not what they are.
    var names: [String] {
        CredentialMember.allCases.filter { self[$0] != nil }.map(\.rawValue)
    }
}
