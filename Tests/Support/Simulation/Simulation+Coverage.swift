/// What can happen in a history, in the words of its story: a fault that no longer happens tests nothing.
extension Simulation {
    /// What has happened in none of these seeds' histories.
    public static func missing(in seeds: Range<UInt64>) -> [String] {
        var missing = everything
        for seed in seeds where !missing.isEmpty {
            let lines = told(seed: seed).lines
            missing.removeAll { word in lines.contains { $0.contains(word) } }
        }
        return missing
    }

    private static let everything = [
        " register (not_recorded)", " update (fields_differ)", " replace (replace_requested)", " replace (server_changed)",
        " delete (not_declared)", " delete (destroyed)", " delete (former_remains)", " nothing (former_kept)",
        " forget (forgotten)",
        " record (record_differs)", " blocked (in_doubt)", " blocked (unreadable)", " blocked (unmanaged)",
        "refused: client is protected", "refused: too many", "on paper: ", "on paper is applied", "on paper is refused",
        "somebody edits", "somebody registers", "somebody deletes", "somebody resets", "late: POST", "late: PUT", "not sent",
        "request lost",
        "answer lost", "half a body", "no answer, deadline", "unreadable, ", " refused, status", ": in doubt",
        ": not started",
        "asking about", "is abandoned", "may be registered again", "sent again with its Idempotency-Key", "is given",
        "an answer brings", "a replica shows what was replaced", "a read brings", "nobody has an answer", "asked since",
        "recover, with a word", ", drift", "drift: something", "drift: nothing", " spared", "sealed", "heeds keys",
        "every sync after", "every change after", "  kept in ",
        "not recorded, and kept", "deleted again", "no room for further calls",
        "stop", "abandon", "kill", "powerCut", "the power is cut before it", "Input/output error", "No space left on device",
        "not recorded: ", "the command fails: ", "rotates on read", "with grace", "has no RFC 7592", "secret refused",
        "is managed by an administrator",
        "secret required", "scope hidden", "scope widened", "scope retyped", "keeps what is left out", "renews the secret",
    ]
}
