/// `moved:` entries that apply to this state: which recorded client is to go by which label. A registration in doubt moves as well: under
/// its new label it would be sent again. An entry whose `from` is neither has been applied or never mattered, and says nothing.
/// Entries follow each other: a → b and b → c take a to c.
struct Moves {
    /// By the new label: the recorded one.
    private var sources: [ClientLabel: ClientLabel] = [:]
    /// Recorded labels that go by another one.
    private var moved: Set<ClientLabel> = []
    /// Recorded clients that are to go by a label that is not declared.
    private var undeclared: [(from: ClientLabel, to: ClientLabel)] = []

    /// Old and new ones, in no order.
    var labels: [ClientLabel] { sources.flatMap { [$0.key, $0.value] } }

    init() {}

    /// - Parameter doubts: calls in doubt, by label.
    init(_ entries: [Project.Move], among clients: ClientJoin, doubts: [ClientLabel: Intent], diagnostics: inout Diagnostics) {
        let next = Dictionary(entries.map { ($0.from, $0.to) }) { first, _ in first }
        for entry in entries where clients.isRecorded(entry.from) || doubts[entry.from] != nil {
            let target = Self.end(of: entry, in: next)
            if target == entry.from {
                diagnostics.report(Self.circle(entry.from))
            } else if clients.isRecorded(target) {
                // In doubt and not recorded: the entry was for the client before it, and has been applied.
                if !clients.isRecorded(entry.from) { continue }
                diagnostics.report(Self.recordedTwice(entry.from, target))
            } else if clients.isDeclared(entry.from) {
                diagnostics.report(Self.stillDeclared(entry.from, target))
            } else if let other = sources[target], other != entry.from {
                diagnostics.report(Self.sameTarget(entry.from, other, target))
            } else if clients.isDeclared(target) {
                sources[target] = entry.from
                moved.insert(entry.from)
            } else {
                undeclared.append((entry.from, target))
            }
        }
    }

    /// The label that the client is recorded under.
    func source(of label: ClientLabel) -> ClientLabel? { sources[label] }

    /// Whether the client that is recorded under `label` goes by another one.
    func isSource(_ label: ClientLabel) -> Bool { moved.contains(label) }

    /// The recorded labels to forget: those of `labels`, and those that have moved to one of them. A client that has moved to a
    /// label that is neither declared nor forgotten is reported: to delete it is more than the move says.
    func forgotten(_ labels: [ClientLabel], diagnostics: inout Diagnostics) -> Set<ClientLabel> {
        var forgotten = Set(labels)
        for (from, target) in undeclared {
            if forgotten.contains(target) { forgotten.insert(from) } else { diagnostics.report(Self.undeclared(from, target)) }
        }
        return forgotten
    }

    /// A circle ends where it began. The way is never longer than there are entries.
    private static func end(of entry: Project.Move, in next: [ClientLabel: ClientLabel]) -> ClientLabel {
        var label = entry.to
        var steps = next.count
        while steps > 0, label != entry.from, let following = next[label] {
            label = following
            steps -= 1
        }
        return label
    }

    private static func circle(_ from: ClientLabel) -> Diagnostic {
        Diagnostic(
            .moveImpossible, "The entries of moved: lead from \"\(from)\" back to \"\(from)\".",
            hint: "take out the entries that have been applied", client: from)
    }

    private static func recordedTwice(_ from: ClientLabel, _ to: ClientLabel) -> Diagnostic {
        Diagnostic(
            .moveImpossible,
            "\"\(from)\" is to be moved to \"\(to)\", and a client is recorded under each: "
                + "they are two registrations.",
            hint: "take the entry out of moved:", client: from)
    }

    private static func stillDeclared(_ from: ClientLabel, _ to: ClientLabel) -> Diagnostic {
        Diagnostic(
            .moveImpossible,
            "\"\(from)\" is to be moved to \"\(to)\", and is declared itself. "
                + "Which of the two is its registration?",
            hint: "declare \"\(to)\" only, apply, and then declare \"\(from)\"", client: from)
    }

    private static func undeclared(_ from: ClientLabel, _ to: ClientLabel) -> Diagnostic {
        Diagnostic(
            .moveImpossible,
            "\"\(from)\" is to be moved to \"\(to)\", which is neither declared nor forgotten: the client would be deleted.",
            hint: "declare \"\(to)\"; if the client is to go, take the entry out of moved:", client: from)
    }

    private static func sameTarget(_ from: ClientLabel, _ other: ClientLabel, _ to: ClientLabel) -> Diagnostic {
        Diagnostic(
            .moveImpossible, "\"\(other)\" and \"\(from)\" are both to be moved to \"\(to)\", and both are recorded.",
            hint: "keep one of the two entries in moved:", client: from)
    }
}
