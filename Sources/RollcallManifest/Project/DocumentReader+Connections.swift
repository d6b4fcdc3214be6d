import OAuthRegistration
import RollcallCore

/// How a server is connected to: `tls:` and `proxy:`. Files are named here and read by who connects, so that `validate` reads none.
extension DocumentReader {
    private static let tlsKeys = KeyTable(
        "tls", known: ["ca_file", "certificate", "private_key"], secrets: ["private_key"])

    mutating func tls(_ node: Int, _ subject: Subject) -> Project.Server.TLS? {
        guard let mapping = self.mapping(node, "tls", subject) else { return nil }
        let members = self.members(of: mapping, Self.tlsKeys, subject)
        let tls = Project.Server.TLS(
            caFile: members["ca_file"].flatMap { self.path($0, "ca_file", subject["ca_file"]) },
            certificate: members["certificate"].flatMap { self.path($0, "certificate", subject["certificate"]) },
            privateKey: members["private_key"].flatMap { self.reference($0, subject["private_key"]) })
        if members.names.isEmpty, !tape.entries(of: mapping).contains(where: { _ in true }) {
            report(
                .wrongValue, at: node, "tls says nothing: it has ca_file, or certificate and private_key, or all three.",
                hint: "write one of them, or remove tls", subject)
        }
        for (present, absent) in [("certificate", "private_key"), ("private_key", "certificate")] {
            guard let key = members.key(present), members.key(absent) == nil else { continue }
            report(
                .missingKey, at: key,
                "A client shows itself with a certificate and proves it with the key (RFC 8705); \(absent) is missing.",
                hint: "write \(absent), too, or remove \(present)", subject[present])
        }
        return tls
    }

    private mutating func path(_ node: Int, _ what: String, _ subject: Subject) -> String? {
        guard let path = string(node, what, subject) else { return nil }
        if !path.utf8.isEmpty, !path.utf8.contains(0) { return path }
        report(.wrongValue, at: node, "\(what) is a path, from the folder of rollcall.yaml.", hint: "write the path", subject)
        return nil
    }

    /// Of a proxy only where it is: it is asked for a tunnel (CONNECT), and sees no more than the server's host and port.
    mutating func proxy(_ node: Int, _ subject: Subject) -> Origin? {
        guard let text = string(node, "proxy", subject) else { return nil }
        do {
            let address = try HTTPAddress(text)
            if address.origin.scheme == .http, address.path == "/", address.query == nil { return address.origin }
        } catch  where error.reason == .userInformation {
            reportUserInformation(node, subject)
            return nil
        } catch {}
        guard !isConcealed(node) else { return nil }
        report(
            .badAddress, at: node,
            "A proxy is http://host:port, without a path: it is spoken to over http, and tunnels what is encrypted.",
            hint: "write an address such as http://proxy.example.com:3128", subject)
        return nil
    }

    /// Origins at which discovery may find the registration endpoint, beside the one that it asks at.
    mutating func origins(_ node: Int, _ subject: Subject) -> [Origin]? {
        guard let elements = list(node, "allow_origins", subject) else { return nil }
        return elements.compactMap { element in
            guard let text = string(element, "An origin", subject) else { return nil }
            if let address = try? HTTPAddress(text), address.path == "/", address.query == nil { return address.origin }
            guard !isConcealed(element) else { return nil }
            report(
                .badAddress, at: element, "An origin is a scheme, a host and perhaps a port, and nothing else.",
                hint: "write an origin such as https://id.example.com", subject)
            return nil
        }
    }

    /// What a server's address leaves no room for.
    mutating func checkConnections(of server: Project.Server, _ members: Members, _ subject: Subject) {
        let address: HTTPAddress
        switch server.namedBy {
        case .embedded: return
        case .registrationEndpoint(let endpoint):
            address = endpoint
            if address.origin.scheme == .http, let key = members.key("tls") {
                report(
                    .contradiction, at: key, "The server is at an http address, which has no TLS.",
                    hint: "write the address with https, or remove tls", subject["tls"],
                    related: members.key("registration_endpoint"))
            }
        case .issuer(let base, _), .fhirBaseURL(let base): address = base
        }
        guard let proxy = server.proxy, !proxy.isLoopback, address.origin.isLoopback, let key = members.key("proxy") else {
            return
        }
        report(
            .contradiction, at: key,
            "The server is on this machine, and to the proxy \"this machine\" is itself: what is sent would leave the machine.",
            hint: "remove proxy, or write the server's own name", subject["proxy"])
    }
}
