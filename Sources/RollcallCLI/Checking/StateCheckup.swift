import Glibc
import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Looks at the state and what lies beside it, without its lock and without a write.
struct StateCheckup {
    let place: StatePlace
    let seal: Project.Seal?
    /// Seconds since 1970.
    let now: Int
    private let subject = "state"

    /// The state, if it can be read.
    func run(_ checkup: inout Checkup) async -> StateDocument? {
        checkFolder(&checkup)
        checkProbes(&checkup)
        await checkLock(&checkup)
        do {
            guard let loaded = try await place.loaded() else {
                checkup.note(
                    .warning, subject, "There is no state at \(place.path): everything would be registered.",
                    hint: "if nothing was ever registered:\n  rollcall init", code: .stateAbsent)
                return nil
            }
            check(loaded, &checkup)
            await checkKey(loaded.state, &checkup)
            checkDoubts(loaded.state, &checkup)
            return loaded.state
        } catch let failure as CommandFailure {
            checkup.note(failure.diagnostics, subject)
        } catch {
            checkup.note(.error, subject, "\(error)")
        }
        return nil
    }

    private func check(_ loaded: LoadedState, _ checkup: inout Checkup) {
        let state = loaded.state
        checkup.note(.ok, subject, "\(place.path) is whole: \(state.count.inWords("client")), serial \(state.serial).")
        checkup.note(loaded.diagnostics(path: place.path), subject)
        if loaded.unfolded.lines > 0 {
            checkup.note(
                .warning, subject,
                "\(place.path).journal holds \(loaded.unfolded.lines.inWords("line")) of a run that did not come to its end. Nothing is lost: the next "
                    + "command that writes takes them up.", hint: "see whether a call is in doubt:\n  rollcall status")
        }
        if loaded.isTorn {
            checkup.note(
                .warning, subject, "The last line of \(place.path).journal was cut while it was written.",
                hint: "see whether a call is in doubt:\n  rollcall status", code: .journalTorn)
        }
        for orphan in state.orphans.prefix(Self.few) {
            checkup.note(
                .warning, subject,
                "The registration \(orphan.clientID) was left behind at \"\(orphan.server)\": no client has it any more.",
                hint:
                    "have the server's operator delete it; once it is gone there:\n  rollcall forget --orphan \(orphan.clientID)")
        }
    }

    private func checkDoubts(_ state: StateDocument, _ checkup: inout Checkup) {
        for doubt in state.sortedDoubts.prefix(Self.few) {
            let intent = doubt.intent
            checkup.note(
                .error, subject,
                "The \(intent.operation.rawValue) of \(intent.label) at \"\(intent.server)\" (\(intent.id)) is in doubt: \(doubt.reason).",
                hint: intent.id.recoveryHint, code: .callInDoubt)
        }
        if state.doubts.count > Self.few {
            checkup.note(.error, subject, "\(state.doubts.count - Self.few) more calls are in doubt.", hint: "rollcall status")
        }
    }

    // MARK: Keys

    private func checkKey(_ state: StateDocument, _ checkup: inout Checkup) async {
        if case .file(let path)? = seal?.key, OpenFile.isReadByEverybody(path) {
            checkup.note(
                .warning, subject, "\(path) holds the seal key, and everybody on this machine may read it.",
                hint: "chmod 600 \(path)")
        }
        if place.key.isNamed {
            do {
                let seal = try await place.readKey()
                let faults = state.observing(state.labels, opening: seal).faults
                checkup.note(Diagnostics(Array(place.diagnostics(faults).all.prefix(Self.few))), subject)
                if faults.isEmpty { checkup.note(.ok, subject, "The seal key can be read, and opens every credential.") }
            } catch let failure as CommandFailure {
                checkup.note(failure.diagnostics, subject)
            } catch {
                checkup.note(.error, subject, "\(error)")
            }
        } else if let id = state.survey.keyIDs.first {
            checkup.note(SealFault.noKey(wanted: id).diagnostic(path: place.path, what: "credentials"), subject)
        }
        if let remark = SealStatus(state, isNamed: place.key.isNamed).remark(path: place.path) {
            let hint =
                place.key.isNamed
                ? "rollcall state reseal" : "name a key in rollcall.yaml (state: seal: key:), then\n  rollcall state reseal"
            checkup.note(.warning, subject, remark, hint: hint, code: .credentialsPlain)
        }
    }

    // MARK: Files

    private func checkLock(_ checkup: inout Checkup) async {
        guard let holder = try? await place.opened().lockHolder() else { return }
        checkup.note(
            .warning, subject,
            "The lock's file names \(holder.inWords): a command is at work, or one was killed. The lock itself ends with its process.",
            hint: "if that process has ended:\n  rollcall state unlock \(holder.id)")
    }

    private func checkFolder(_ checkup: inout Checkup) {
        let folder = place.parts.folder
        if access(folder, F_OK) == 0, access(folder, W_OK | X_OK) != 0 {
            checkup.note(
                .error, subject, "The folder \(folder) cannot be written to, so no answer could be recorded.",
                hint: "see to its permissions", code: .stateUnavailable)
        }
        let disk = try? PosixDisk(directory: folder, following: true)
        for name in ["\(place.parts.name).journal"] + (try? disk?.names()).leftovers(of: place.parts.name) {
            guard let identity = try? disk?.identity(name), identity.mode & 0o077 != 0 else { continue }
            checkup.note(
                .warning, subject, "\(name) may hold credentials, and others than its owner may read it.",
                hint: "chmod 600 \(folder == "." ? name : "\(folder)/\(name)")", code: .stateExposed)
        }
        let kept = (try? PosixDisk(directory: place.recoveryPath)?.names().filter { $0 != ".gitignore" }) ?? []
        for name in kept.prefix(Self.few) {
            checkup.note(
                .warning, subject, "\(place.recoveryPath)/\(name) is an answer that could not be recorded, with its credentials.",
                hint:
                    "if its call is in doubt still:\n  rollcall recover \(name.prefix { $0 != "." }) --answer \(place.recoveryPath)/\(name)",
                code: .answerKept)
        }
    }

    /// Of probes whose client could not be deleted.
    private func checkProbes(_ checkup: inout Checkup) {
        let names = (try? PosixDisk(directory: ".")?.names()) ?? []
        for name in names.filter({ $0.hasPrefix("rollcall-probe-") && $0.hasSuffix(".json") }).prefix(Self.few) {
            checkup.note(
                .warning, subject, "\(name) holds the credentials of a throw-away client that may still be registered.",
                hint: "have the server's operator delete it, then remove the file", code: .probeRemains)
        }
    }

    /// So many of a kind are named; more would hide the rest.
    static let few = 10
}

extension [String]? {
    /// Backups and files set aside, beside a state of that name.
    fileprivate func leftovers(of name: String) -> [String] { (self ?? []).filter { $0.hasPrefix("\(name).bak.") } }
}

extension Int {
    /// `1 client`, `2 clients`.
    func inWords(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
