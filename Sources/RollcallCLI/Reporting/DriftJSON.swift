import RollcallCore
import StrictJSON

/// What `drift` has found, as JSON: every client, with each field's values in all tenses.
enum DriftJSON {
    static func document(_ drift: Drift) -> JSONObject {
        let counts = DriftView.Counts(drift)
        return [
            "clients": .array(drift.clients.map { .object(client($0)) }),
            "summary": [
                "as_granted": .integer(counts.asGranted), "drifted": .integer(counts.drifted), "gone": .integer(counts.gone),
                "in_doubt": .integer(counts.inDoubt),
                "not_asked": .integer(counts.notAsked), "unreadable": .integer(counts.unreadable),
            ],
        ]
    }

    private static func client(_ client: ClientDrift) -> JSONObject {
        var object: JSONObject = [
            "fields": .array(client.fields.map { .object(field($0)) }), "label": .string(client.label.text),
            "server": .string(client.server), "standing": .string(client.standing.name),
        ]
        switch client.standing {
        case .asGranted, .drifted: break
        case .inDoubt(let id): object["call"] = .string(id.text)
        case .unreadable, .gone, .notAsked: object["reason"] = .string(DriftView.words(for: client.standing))
        }
        return object
    }

    private static func field(_ field: FieldChange) -> JSONObject {
        var object: JSONObject = ["cause": .string(field.cause.rawValue), "name": .string(field.name)]
        object["desired"] = field.desired
        object["granted"] = field.granted
        object["observed"] = field.observed
        object["requested"] = field.requested
        return object
    }
}
