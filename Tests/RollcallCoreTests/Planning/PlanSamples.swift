import OAuthRegistration
import RollcallCore
import StrictJSON

/// Plans that use every member of the format; `state/v1/samples/plan.json` is the first of them.
enum PlanSamples {
    static var plan: Plan {
        Plan(
            lineage: StateSamples.lineage, serial: 12,
            servers: ["demo": ["fhir_base_url": "https://id.example.com/fhir"], "embedded": ["embedded": "rfc"]],
            acceptedOrigins: [Scene.address("https://new.example.com/register").origin],
            changes: [backend, native, web, formerWeb])
    }

    private static var backend: Change {
        Change(
            label: StateSamples.label("backend"), action: .delete, reason: .notDeclared, server: "embedded",
            recorded: digest(of: StateSamples.backend))
    }

    private static var native: Change {
        Change(
            label: StateSamples.label("native"), action: .blocked, reason: .inDoubt, server: "demo",
            desired: Change.Target(
                metadata: ClientMetadata(["client_name": "Ñative", "redirect_uris": ["com.example.app:/callback"]]),
                tags: ["team": "cardiology"], protect: true, ignore: ["logo_uri", "scope"]))
    }

    private static var web: Change {
        Change(
            label: StateSamples.label("web"), action: .update, reason: .fieldsDiffer, server: "demo",
            fields: [
                FieldChange(
                    "redirect_uris", .drifted, desired: ["https://client.example.com/callback"],
                    requested: ["https://client.example.com/callback"], granted: ["https://client.example.com/callback"],
                    observed: ["https://elsewhere.example.net/callback"]),
                FieldChange("scope", .edited, desired: "openid"),
            ],
            desired: Change.Target(
                metadata: ClientMetadata(["redirect_uris": ["https://client.example.com/callback"], "scope": "openid"]),
                tags: [:],
                protect: false, ignore: []),
            movedFrom: StateSamples.label("website"), recorded: digest(of: StateSamples.web))
    }

    private static var formerWeb: Change {
        Change(
            label: StateSamples.label("web"), action: .delete, reason: .formerRemains, server: "demo",
            recorded: digest(of: StateSamples.web))
    }

    private static func digest(of client: RecordedClient) -> String { ClientDigest.of(client, digest: StateSamples.digest) }
}
