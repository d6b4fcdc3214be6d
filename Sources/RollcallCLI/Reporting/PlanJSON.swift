import RollcallCore
import RollcallIO
import StrictJSON

/// A plan as a part of a report.
enum PlanJSON {
    static func value(_ plan: Plan) -> JSONValue {
        guard let value = try? JSONReader.read(PlanCodec.write(plan, digest: sha256)) else {
            preconditionFailure("a plan is written as JSON")
        }
        return value
    }
}
