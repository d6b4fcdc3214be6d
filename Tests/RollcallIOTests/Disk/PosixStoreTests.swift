import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallTestKit
import Testing

/// The file store on a real directory: the port's contract, and the answers that it cannot take.
struct PosixStoreTests {
    @Test func theFileStoreKeepsTheContractOnARealDisk() async throws {
        let folder = TemporaryFolder()
        let broken = try await StateStoreContract.broken(open: {
            guard let disk = try PosixDisk(directory: folder.path) else { throw StateStoreFailure.absent }
            return FileStateStore(disk: disk, name: "state.json", digest: sha256)
        })
        #expect(broken == [])
        #expect(folder.names.allSatisfy { folder.mode($0) == 0o600 })
    }

    /// A folder of its own (0700), a file a call (0600), and nothing that is there is written over.
    @Test func whatCannotBeRecordedIsKeptInTheRecoveryFolder() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/recovery"
        let disk = try #require(try PosixDisk(directory: folder.path))
        let keeper = StateKeeper(disk: disk, name: "state.json", path: "state.json", recovery: path, seal: .off)
        #expect(try await keeper.lock(as: LockHolder(command: "apply", host: "h", process: 1, started: WallClock.now())))
        // No run has begun, so the journal takes nothing.
        let body = Array(#"{"client_id":"a","registration_access_token":"not-a-token"}"#.utf8)
        let id = OperationID("00000001-1")
        let records: [JournalRecord] = [
            .answered(id, HTTPAnswer(status: 201, body: body), at: WallClock.now()),
            .answered(OperationID("00000001-2"), HTTPAnswer(status: 400, body: Array("{}".utf8)), at: WallClock.now()),
            .inDoubt(OperationID("00000001-3"), received: Array(body.dropLast(4)), reason: "cut"),
        ]
        let file = "\(path)/00000001-1.json"
        #expect(
            await keeper.append(records)
                == .failed(kept: [id: .file(file), OperationID("00000001-3"): .file("\(path)/00000001-3.part")]))
        #expect(folder.text("recovery/00000001-1.json")?.utf8.elementsEqual(body) == true)
        #expect(folder.mode("recovery") == 0o700 && folder.mode("recovery/00000001-1.json") == 0o600)
        #expect(folder.text("recovery/.gitignore") == "*\n")
        #expect(await keeper.append([records[0]]) == .failed(kept: [:]), "the name is taken")
        #expect(folder.text("recovery/00000001-1.json")?.utf8.elementsEqual(body) == true)
        try await keeper.end()
    }
}
