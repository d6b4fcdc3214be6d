import RollcallCore
import StrictJSON

/// Diagnostics as a report's JSON has them: everything that the text has.
enum DiagnosticJSON {
    static func array(_ diagnostics: Diagnostics) -> JSONValue { .array(diagnostics.all.map { .object(object($0)) }) }

    static func object(_ diagnostic: Diagnostic) -> JSONObject {
        var object: JSONObject = [
            "code": .string(diagnostic.code.name), "severity": .string(diagnostic.severity.rawValue),
            "summary": .string(diagnostic.code.summary), "detail": .string(diagnostic.detail),
        ]
        object["hint"] = diagnostic.hint.map { .string($0) }
        object["client"] = diagnostic.client.map { .string($0.text) }
        object["field"] = diagnostic.field.map { .string($0) }
        object["location"] = diagnostic.location.map(location)
        object["related"] = diagnostic.related.map(location)
        return object
    }

    private static func location(_ location: SourceLocation) -> JSONValue {
        [
            "file": .string(location.file), "line": .integer(location.line), "column": .integer(location.column),
            "length": .integer(location.length),
        ]
    }
}
