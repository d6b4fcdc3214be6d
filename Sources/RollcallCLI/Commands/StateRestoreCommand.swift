import ArgumentParser
import RollcallCore
import RollcallIO
import StrictJSON

/// Goes back to a former state: the way out of a state that is damaged or gone.
struct StateRestoreCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "List the state's backups, or put one in its place.",
        discussion: """
            Without an argument, lists the backups beside the state. With one, checks it whole, keeps the file in place under another \
            name, and writes the backup with a serial above every other. Refuses a backup of another state, and one beside which \
            records of the journal would be lost. What was registered after the backup was written is not in it.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Flag(help: "Do not ask.")
    var autoApprove = false

    @Argument(help: ArgumentHelp("The backup's serial, or its file.", valueName: "backup|serial"))
    var backup: BackupName?

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func execute(_ console: Console) async throws -> ExitStatus {
        let place = StatePlace(try Workspace().checkedProject(console), console, lockTimeout: locking.lockTimeout)
        guard let serial = backup?.serial else { return try await list(place, console) }
        return try await place.locked("state restore") { keeper in
            let restoration = try await place.keyless(keeper) { () throws(StateStoreFailure) in
                try await keeper.restoration(of: serial)
            }
            guard try autoApprove || Approval(console: console).ask(question(restoration, place)) else { return .refused }
            try await place.storing { try await keeper.restore(restoration) }
            tell(restoration, place, console)
            return .done
        }
    }

    // MARK: Listing

    private func list(_ place: StatePlace, _ console: Console) async throws -> ExitStatus {
        let keeper = try place.opened()
        let backups = try await place.storing { try await keeper.backups() }
        if backups.isEmpty {
            throw CommandFailure(
                Diagnostic(
                    .backupAbsent, "There is no backup beside \(place.path).",
                    hint: "bring the state back from version control or from a backup of your own"))
        }
        let rows = backups.map { ["\($0.backup.serial)", $0.written?.text ?? "", words($0.backup)] }
        console.result(TextTable(rows: [["serial", "written", "clients"]] + rows).text)
        console.result("\nTo put one in the state's place:\n  rollcall state restore \(backups[0].backup.serial)\n")
        console.document(["backups": .array(backups.map { .object(object($0.backup, $0.written)) })])
        return .done
    }

    private func words(_ backup: StateBackup) -> String {
        switch backup.state {
        case .success(let state): "\(state.count)" + (state.doubts.isEmpty ? "" : ", and \(state.doubts.count) in doubt")
        case .failure(let fault): "cannot be restored: it \(fault.text)"
        }
    }

    private func object(_ backup: StateBackup, _ written: Timestamp?) -> JSONObject {
        var object: JSONObject = ["name": .string(backup.name), "serial": .integer(backup.serial)]
        object["written"] = written.map { .string($0.text) }
        switch backup.state {
        case .success(let state):
            object["clients"] = .integer(state.count)
            object["in_doubt"] = .integer(state.doubts.count)
            object["lineage"] = .string(state.lineage)
        case .failure(let fault): object["fault"] = .string(fault.text)
        }
        return object
    }

    // MARK: Restoring

    private func question(_ restoration: StateRestoration, _ place: StatePlace) -> String {
        "Put serial \(restoration.backup.serial), with \(words(restoration.backup)) clients, in the place of "
            + "\(InertText.escaped(place.path))? "
            + (restoration.setAsideAs.map { "What is there now is kept as \(InertText.escaped($0))." }
                ?? "There is no file there now.")
    }

    private func tell(_ restoration: StateRestoration, _ place: StatePlace, _ console: Console) {
        console.result("Restored: serial \(restoration.backup.serial), as serial \(restoration.state.serial).")
        console.result((restoration.setAsideAs.map { " What was there is in \(InertText.escaped($0))." } ?? "") + "\n")
        console.report(
            Diagnostics([
                Diagnostic(
                    .stateRestored,
                    "\(place.path) is as it was at serial \(restoration.backup.serial). What was registered, updated or deleted "
                        + "after that is at the servers and not in it: a client that was registered since would be registered again.",
                    hint: "before anything is applied, see what would be:\n  rollcall plan --refresh")
            ]))
        var document: JSONObject = [
            "restored": .integer(restoration.backup.serial), "serial": .integer(restoration.state.serial),
        ]
        document["set_aside"] = restoration.setAsideAs.map { .string($0) }
        console.document(document)
    }
}

/// A serial, or a file's name that ends with one: `12`, `state/rollcall.json.bak.12`.
struct BackupName: ExpressibleByArgument {
    let serial: Int

    init?(argument: String) {
        let digits = argument.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
        let isName = argument.utf8.elementsEqual(digits.utf8) || argument.hasSuffix(".bak.\(digits)")
        guard isName, let serial = Int(digits), serial >= 0 else { return nil }
        self.serial = serial
    }
}
