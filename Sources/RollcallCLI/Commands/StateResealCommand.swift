import ArgumentParser
import RollcallCore
import RollcallIO
import StrictJSON

/// Seals everything in state under the current key: what is in plain, and what a previous key still opens. Nothing is lost by it, so it
/// does not ask.
struct StateResealCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "reseal", abstract: "Seal every credential in state under the current key.",
        discussion: """
            After a key was named for the first time (state: seal: key:), seals what is in plain; after a new key took the place of \
            one that is now among seal.previous, seals everything anew. Backups that hold a credential in plain are removed.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func execute(_ console: Console) async throws -> ExitStatus {
        let place = StatePlace(try Workspace().checkedProject(console), console, lockTimeout: locking.lockTimeout)
        _ = try await place.required(console, needsKey: true)
        guard let keys = try await place.key.keys() else { throw CommandFailure(unnamed(place)) }
        return try await place.run("state reseal") { keeper in
            let resealing: Resealing
            do throws(OpeningFault) { resealing = try Resealing(await keeper.state, with: keys) } catch {
                throw CommandFailure(error.diagnostic(path: place.path))
            }
            if resealing.counts.changed > 0 { try await place.storing { try await keeper.checkpoint(resealing.state) } }
            let backups = try await place.storing { try await keeper.removePlainBackups() }
            tell(console, resealing.counts, backups, keys.current.id)
            return .done
        }
    }

    private func unnamed(_ place: StatePlace) -> Diagnostic {
        Diagnostic(
            .sealKeyAbsent, "rollcall.yaml names no key to seal \(place.path) with, so nothing was changed.",
            hint: "name one in rollcall.yaml:\n  state: { path: \(place.path), seal: { key: { env: NAME } } }")
    }

    private func tell(_ console: Console, _ counts: Resealing.Counts, _ backups: Int, _ key: String) {
        let parts = [
            counts.plain == 0 ? nil : "\(counts.plain) that \(counts.plain == 1 ? "was" : "were") in plain text",
            counts.previous == 0 ? nil : "\(counts.previous) from a previous key",
        ].compactMap(\.self)
        let before = counts.current == 0 ? "" : "; \(counts.current) already \(counts.current == 1 ? "was" : "were")"
        console.result("Sealed under key \(key): \(parts.isEmpty ? "nothing new" : parts.joined(separator: ", "))\(before).\n")
        if backups > 0 {
            console.result("Removed \(backups) backup\(backups == 1 ? "" : "s") that held credentials in plain text.\n")
        }
        console.document([
            "already_sealed": .integer(counts.current), "backups_removed": .integer(backups), "key": .string(key),
            "sealed_from_plain": .integer(counts.plain), "sealed_from_previous": .integer(counts.previous),
        ])
    }
}
