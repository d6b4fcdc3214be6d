import RollcallCore
import RollcallManifest
import Testing

/// Where a client's metadata is written, for whoever has something to say of it later.
struct FieldPlacesTests {
    @Test func aValueIsFoundWhereItIsWritten() throws {
        let text = """
            defaults:
              metadata: { subject_type: pairwise, grant_types: [authorization_code, "urn:x"] }
            clients:
              web: &web
                metadata:
                  grant_types: &grants
                    - authorization_code
                    - implicit
                  token_endpoint_auth_method: none
              app:
                metadata: { grant_types: *grants, response_types: code }
              bare: {}
              odd: 7

            """
        let places = try #require(FieldPlaces(ManifestSource(path: "x.yaml", bytes: Array(text.utf8))))
        let rows: [(client: ClientLabel?, path: String, place: String?)] = [
            ("web", "grant_types[1]", "8:11"), ("web", "grant_types[7]", "6:20"), ("web", "token_endpoint_auth_method", "9:35"),
            ("web", "subject_type", nil), ("app", "grant_types[0]", "7:11"), ("app", "response_types[0]", "11:55"),
            ("bare", "grant_types", nil), ("odd", "grant_types", nil), ("gone", "grant_types", nil),
            (nil, "subject_type", "2:29"), (nil, "grant_types[1]", "2:73"), (nil, "scope", nil),
        ]
        for row in rows {
            let place = row.client.map { places.place(of: row.path, in: $0) } ?? places.inheritedPlace(of: row.path)
            #expect(place.map { "\($0.line):\($0.column)" } == row.place, "\(row.client?.text ?? "defaults") \(row.path)")
        }
        for broken in ["", "[", "7", "clients: 7"] {
            let places = FieldPlaces(ManifestSource(path: "x.yaml", bytes: Array(broken.utf8)))
            #expect(places?.place(of: "scope", in: "web") == nil && places?.inheritedPlace(of: "scope") == nil)
        }
    }
}
