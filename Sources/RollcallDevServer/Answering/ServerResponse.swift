import StrictJSON

/// An answer, before it is bytes on a connection.
struct ServerResponse: Sendable, Hashable {
    var status: Int
    /// In the order in which they are sent.
    var fields: [Field] = []
    var body: [UInt8] = []

    struct Field: Sendable, Hashable {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What may hold a credential must not be stored on its way (RFC 7591, section 3.2.1).
    static func json(_ status: Int, _ members: JSONObject, _ fields: [Field] = []) -> ServerResponse {
        ServerResponse(
            status: status,
            fields: [Field("Content-Type", "application/json"), Field("Cache-Control", "no-store"), Field("Pragma", "no-cache")]
                + fields,
            body: members.canonicalBytes)
    }

    static func document(_ contentType: String, _ members: JSONObject) -> ServerResponse {
        ServerResponse(status: 200, fields: [Field("Content-Type", contentType)], body: members.canonicalBytes)
    }

    /// With these members over its own.
    func showing(_ members: JSONObject) -> ServerResponse {
        var all = (try? JSONReader.read(body))?.object ?? [:]
        for member in members.members { all[member.name] = member.value }
        return with(all)
    }

    func wrapped(in name: JSONString) -> ServerResponse { (try? JSONReader.read(body)).map { with([name: $0]) } ?? self }

    private func with(_ members: JSONObject) -> ServerResponse {
        ServerResponse(status: status, fields: fields, body: members.canonicalBytes)
    }

    /// RFC 7592, section 2.3.
    static let deleted = ServerResponse(status: 204, fields: [Field("Cache-Control", "no-store"), Field("Pragma", "no-cache")])
}
