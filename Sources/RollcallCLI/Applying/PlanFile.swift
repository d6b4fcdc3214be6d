import RollcallCore
import RollcallIO

/// Where `plan --out` saves a plan. A file that is there already is replaced only if it is a plan itself: whatever else a person named
/// by a slip is left as it is. An empty file is somebody's `mktemp`.
struct PlanFile {
    let path: String

    /// Before anything is planned: whether the file may be written.
    func check(besides state: StatePlace) throws(CommandFailure) {
        if state.owns(path) { throw refusal("\(path) is the project's state, or stands beside it for rollcall's own use.") }
        let bytes: [UInt8]?
        do { bytes = try InputFile.read(path, limit: 1 << 30) } catch {
            throw refusal("\(path) is there and cannot be read, so it is left as it is: \(error.sentence)")
        }
        guard let bytes, !bytes.isEmpty else { return }
        do throws(PlanFault) { _ = try PlanCodec.read(bytes, digest: sha256) } catch {
            throw refusal("\(path) is there and is no plan, so it is left as it is.")
        }
    }

    func write(_ plan: Plan) throws(CommandFailure) {
        do { try OutputFile.write(PlanCodec.write(plan, digest: sha256), to: path) } catch {
            throw CommandFailure(
                Diagnostic(
                    .fileNotWritten, "The plan could not be saved: \(error.sentence)",
                    hint: "name a file in a folder that is there and can be written"))
        }
    }

    private func refusal(_ detail: String) -> CommandFailure {
        CommandFailure(Diagnostic(.fileNotWritten, detail, hint: "save the plan under another name"))
    }
}
