import OAuthRegistration
public import RollcallCore
import StrictJSON

extension ClientSheet {
    /// As a manifest's reader makes it.
    public init(file: String, clients: [DesiredClient]) {
        self.init(file: file, servers: Set(clients.map(\.server)).sorted())
        for client in clients {
            rows.append(
                Row(
                    label: append(Array(client.label.text.utf8)), metadata: append(client.metadata.canonicalBytes),
                    tags: append(client.tags.canonicalBytes),
                    ignore: append(JSONValue.array(client.ignore.map { .string($0) }).canonicalBytes),
                    server: UInt16(servers.firstIndex(of: client.server)!), protect: client.protect,
                    line: UInt32(client.location.line), column: UInt32(client.location.column)))
        }
    }

    private mutating func append(_ bytes: [UInt8]) -> Extent {
        arena += bytes
        return Extent(arena.count - bytes.count..<arena.count)
    }
}
