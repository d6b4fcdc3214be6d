import OAuthRegistration
import StrictJSON

/// Where an answer goes that the journal cannot take: one file a call, with the answer's body as it came, so that
/// `rollcall recover ID --answer FILE` reads it (RFC 7591, section 3.2.1). The folder is made when it is needed.
public struct RecoveryFolder<D: Disk> {
    /// As messages name it.
    private let path: String
    private let open: () throws(DiskFailure) -> D

    /// - Parameter open: makes the folder where it is missing, with mode 0700, and opens it.
    public init(path: String, open: @escaping () throws(DiskFailure) -> D) {
        self.path = path
        self.open = open
    }

    /// Durable when it returns; the file's path. A name that is taken is a failure.
    func keep(_ salvage: Salvage) throws(DiskFailure) -> String {
        let disk = try open()
        let file = try disk.create(salvage.name)
        do throws(DiskFailure) {
            try disk.write(salvage.bytes, to: file)
            try disk.sync(file)
            try disk.close(file)
            try disk.syncDirectory()
        } catch {
            // Half a file would be taken for an answer.
            try? disk.remove(salvage.name)
            throw error
        }
        // For folders below a repository: the files above hold credentials. They are safe without it.
        if let ignored = try? disk.create(".gitignore") { try? disk.write(Array("*\n".utf8), to: ignored) }
        return "\(path)/\(salvage.name)"
    }
}

/// What a record holds of a server's answer, if that may hold a credential.
struct Salvage {
    let call: OperationID
    let name: String
    let bytes: [UInt8]
    /// The body, if it is whole and says where and with what its client can be deleted.
    let isManageable: Bool

    init?(_ record: JournalRecord) {
        switch record {
        case .answered(let id, let answer, _):
            let isSuccess = (200..<300).contains(answer.status) && !answer.body.isEmpty
            guard isSuccess || Self.mayHoldCredential(answer.body) else { return nil }
            (call, name, bytes) = (id, "\(id).json", answer.body)
            let object = try? JSONReader.readLenient(answer.body).value.object
            isManageable =
                object?["registration_access_token"]?.string != nil && object?["registration_client_uri"]?.string != nil
        case .inDoubt(let id, let received, _):
            guard Self.mayHoldCredential(received) else { return nil }
            (call, name, bytes) = (id, "\(id).part", received)
            isManageable = false
        case .intended, .refused, .settled: return nil
        }
    }

    /// Whether the bytes name a member that a server issues.
    private static func mayHoldCredential(_ bytes: [UInt8]) -> Bool {
        ["client_id", "client_secret", "registration_access_token"].contains { name in
            let pattern = Array("\"\(name)\"".utf8)
            return bytes.count >= pattern.count
                && (0...bytes.count - pattern.count).contains { bytes[$0...].starts(with: pattern) }
        }
    }
}
