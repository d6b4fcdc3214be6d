import StrictJSON

/// Who holds the state's lock, for a person to read; the lock itself is the operating system's.
public struct LockHolder: Hashable, Sendable {
    /// Random, one a lock: what `rollcall state unlock` is given.
    public var id: String
    public var command: String
    public var host: String
    public var process: Int
    public var started: Timestamp

    public init(id: String = "", command: String, host: String, process: Int, started: Timestamp) {
        self.id = id
        self.command = command
        self.host = host
        self.process = process
        self.started = started
    }

    /// One line of JSON.
    public var bytes: [UInt8] {
        let object: JSONObject = [
            "command": .string(command), "host": .string(host), "id": .string(id), "process": .integer(process),
            "started": .string(started.text),
        ]
        return object.canonicalBytes + [UInt8(ascii: "\n")]
    }

    /// `nil` if the bytes say nothing of a holder.
    public init?(_ bytes: [UInt8]) {
        guard let object = (try? JSONReader.read(bytes))?.object, let command = object["command"]?.text,
            let host = object["host"]?.text, let process = object["process"]?.int64, let started = object["started"]?.text
        else { return nil }
        // Those that were written before holders had ids have none.
        self.init(
            id: object["id"]?.text ?? "", command: command, host: host, process: Int(process), started: Timestamp(started))
    }
}
