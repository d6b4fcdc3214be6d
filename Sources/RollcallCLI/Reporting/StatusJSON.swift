import OAuthRegistration
import RollcallCore
import StrictJSON

/// `status` as JSON: the state's words, and of credentials only which there are.
enum StatusJSON {
    static func document(_ status: ProjectStatus) -> JSONObject {
        [
            "clients": .array(status.clients.map { .object(client($0)) }),
            "in_doubt": .array(
                status.doubts.map { .object(RecordedJSON.doubt($0.intent, reason: $0.reason, hasPart: !$0.received.isEmpty)) }),
            "lineage": .string(status.lineage),
            "orphans": .array(status.orphans.map { .object(RecordedJSON.former($0)) }), "seal": .object(status.seal.json),
            "serial": .integer(status.serial),
        ]
    }

    private static func client(_ client: ProjectStatus.Client) -> JSONObject {
        var object = RecordedJSON.client(client.record)
        object["in_doubt"] = .bool(client.isInDoubt)
        object["label"] = .string(client.label.text)
        object["registration_ends_at"] = client.registrationExpiry.moment.map { .string($0.text) }
        object["secret_expiry"] = .string(client.expiry.name)
        object["substituted"] = .array(client.substituted.map { .string($0.name) })
        object["unverifiable"] = .array(client.unverifiable.map { .string($0) })
        return object
    }
}
