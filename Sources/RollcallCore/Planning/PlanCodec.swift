import OAuthRegistration
public import StrictJSON

/// A saved plan's bytes. Equal plans are equal bytes, and nothing else is a plan:
///
///     {
///       "format": 1,
///       "lineage": "…", "serial": …,       absent where there was no state   (each of these on a line of its own)
///       "servers": {"demo": {"issuer": "…"}, …},
///       "accepted_origins": ["https://…"], absent where there are none
///       "changes": [
///         {"label": "web", "action": "update", "reason": "fields_differ", "server": "demo", …},      one change a line
///         …
///       ],
///       "digest": "sha256:…"               of every byte before this line
///     }
///
/// A change's members stand in the order of `Change`; what it lacks is absent. There is no member for anything that a server
/// issues, so a plan can be kept, mailed and shown. Any new member comes with a higher `format`.
public enum PlanCodec {
    /// The newest format that can be read, and the one that is written.
    public static let format = 1

    public static func write(_ plan: Plan, digest: Digest) -> [UInt8] { write(plan, digest: digest, diagnostics: nil) }

    /// What `plan --format json` prints: the plan as it is saved, and what was said of it as the last member. Because of that it is
    /// no saved plan itself, and cannot be applied: a refused one must not be.
    public static func report(_ plan: Plan, diagnostics: JSONValue, digest: Digest) -> [UInt8] {
        write(plan, digest: digest, diagnostics: diagnostics)
    }

    private static func write(_ plan: Plan, digest: Digest, diagnostics: JSONValue?) -> [UInt8] {
        var members = MemberWriter(indent: 2)
        members.member("format", .integer(format))
        members.member("lineage", plan.lineage.map { .string($0) })
        members.member("serial", plan.serial.map { .integer($0) })
        members.member("servers", .object(JSONObject(plan.servers.map { (JSONString($0), .object($1)) })))
        if !plan.acceptedOrigins.isEmpty {
            members.member("accepted_origins", .array(plan.acceptedOrigins.map { .string($0.text) }))
        }
        members.member("changes", written: lines(plan.changes))
        members.seal("digest") { DigestLine.value(of: $0, digest) }
        members.member("diagnostics", diagnostics)
        return members.finish() + [UInt8(ascii: "\n")]
    }

    public static func read(_ bytes: [UInt8], digest: Digest) throws(PlanFault) -> Plan {
        guard let format = StateCodec.headFormat(bytes) else { throw .notAPlan }
        guard format <= Self.format else { throw .newerFormat(format) }
        switch DigestLine.fault(in: bytes, digest) {
        case .missing: throw .short
        case .wrong: throw .digest
        case nil: break
        }
        let plan = try plan(bytes)
        guard write(plan, digest: digest) == bytes else { throw .malformed("its members are not as a plan has them") }
        return plan
    }

    private static func lines(_ changes: [Change]) -> [UInt8] {
        if changes.isEmpty { return Array("[]".utf8) }
        var bytes = Array("[".utf8)
        for (index, change) in changes.enumerated() {
            bytes += Array(index == 0 ? "\n    ".utf8 : ",\n    ".utf8)
            bytes += change.written
        }
        return bytes + Array("\n  ]".utf8)
    }

    private static func plan(_ bytes: [UInt8]) throws(PlanFault) -> Plan {
        let document: JSONValue
        do { document = try JSONReader.read(bytes) } catch {
            throw .malformed("\(error.reason.rawValue) at byte \(error.offset)")
        }
        // A state has a format and a digest too.
        guard document.object?["changes"] != nil else { throw .notAPlan }
        do { return try Plan(document) } catch { throw .malformed(error.text) }
    }
}

/// Why a saved plan cannot be applied or shown.
public enum PlanFault: Error, Hashable, Sendable {
    /// Some other file.
    case notAPlan
    /// Written by a newer rollcall.
    case newerFormat(Int)
    /// The end is missing.
    case short
    /// The digest is not that of the bytes.
    case digest
    /// The digest is right and the document is not: what, in words.
    case malformed(String)

    /// As a person reads it; `path` is what the plan was asked for by.
    public func diagnostic(path: String) -> Diagnostic {
        switch self {
        case .newerFormat:
            Diagnostic(.planNewer, "\(path) \(text).", hint: "apply it with the rollcall that wrote it, or a newer one")
        case .notAPlan:
            Diagnostic(.planDamaged, "\(path) \(text).", hint: "name a file that rollcall plan --out has written")
        case .short, .digest, .malformed:
            Diagnostic(
                .planDamaged, "\(path) \(text). What was reviewed is applied exactly, or not at all.",
                hint: "make a new plan, and have it reviewed:\n  rollcall plan --out \(path)")
        }
    }

    /// In words, to follow the plan's path.
    private var text: String {
        switch self {
        case .notAPlan: "is not a plan that rollcall has written"
        case .newerFormat(let format):
            "has format \(format), and this version of rollcall reads formats up to \(PlanCodec.format)"
        case .short: "ends too early"
        case .digest: "does not match its digest: it was changed by something other than rollcall, or damaged"
        case .malformed(let what): "is not what rollcall writes: \(what)"
        }
    }
}
