import Foundation
import OAuthRegistration
import RollcallDevServer
import StrictJSON

/// One client of the built binary on its way through a fault, at a real server behind the proxy: the command that meets the fault,
/// the same once more, and what `status` says then.
struct FaultPlay {
    let fault: NetworkFault

    struct Outcome: Sendable {
        /// The command that met the fault.
        var first: Command.Result
        /// `apply` once more, where that has more to say than that the usual goes on.
        var again: Command.Result?
        /// Requests of the faulty call's kind, then; and after `apply` was run once more.
        var requests: (first: Int, all: Int)
        var status: Command.Result
        /// Every text that a person was shown.
        var outputs: [Command.Result]
        /// Answers of the server itself.
        var answers: [String]
        var state: String
        /// Bytes of a flood that were taken.
        var taken: Int
        /// Requests to another origin.
        var elsewhere: Int
    }

    static let token = "canary-initial-access-token-0123456789"

    func run() async throws -> Outcome {
        var options = DevServer.Options(initialAccess: .token(Secret(Self.token)))
        options.rotatesOn = fault.rotates ? [.read, .update] : []
        return try await DevServer.withServer(options) { address in
            guard let port = URL(string: address.registrationEndpoint)?.port else { throw ScenarioFailure("no port") }
            return try await play(FaultProxy(to: port))
        }
    }

    private func play(_ proxy: FaultProxy) async throws -> Outcome {
        let folder = try await folder(proxy.origin)
        var outputs: [Command.Result] = []
        if fault.call != .register {
            outputs.append(try await rollcall(folder, apply))
            guard outputs[0].status == 0 else { throw ScenarioFailure("not registered: \(outputs[0].everything)") }
        }
        switch fault.call {
        case .register, .read: break
        case .update: try folder.write(Self.client("Renamed"), to: "clients/web.yaml")
        case .delete: try folder.write("clients: {}\n", to: "clients/web.yaml")
        }
        proxy.arm(fault.call.rawValue, times: fault.times, fault.script)
        let words = fault.call == .read ? ["plan", "--refresh"] : apply + (fault.refreshes ? ["--refresh"] : [])
        let first = try await rollcall(folder, words)
        let requests = proxy.requests(fault.call.rawValue)
        let again = fault.ends.saysMore ? try await rollcall(folder, apply) : nil
        let status = try await rollcall(folder, ["status", "--format", "json"])
        return Outcome(
            first: first, again: again, requests: (requests, proxy.requests(fault.call.rawValue)), status: status,
            outputs: outputs + [first] + (again.map { [$0] } ?? []), answers: proxy.answers, state: try folder.read("state.json"),
            taken: proxy.taken, elsewhere: await proxy.end())
    }

    private let apply = ["apply", "--auto-approve"]

    private func rollcall(_ folder: ProjectFolder, _ words: [String]) async throws -> Command.Result {
        try await Command(arguments: ["rollcall"] + words, folder: folder, environment: ["TOKEN": Self.token]).run()
    }

    // MARK: The project

    private func folder(_ origin: String) async throws -> ProjectFolder {
        let folder = try ProjectFolder()
        try folder.write(Self.project(origin), to: "rollcall.yaml")
        try folder.write(Self.client("Web"), to: "clients/web.yaml")
        try folder.write(try await Self.emptyState.value, to: "state.json")
        return folder
    }

    /// As `init` makes it; once for all.
    private static let emptyState = Task {
        let folder = try ProjectFolder()
        try folder.write(project("http://127.0.0.1:1"), to: "rollcall.yaml")
        _ = try await Command(arguments: ["rollcall", "init"], folder: folder).run()
        return try folder.read("state.json")
    }

    private static func project(_ origin: String) -> String {
        """
        rollcall: 1
        servers:
          demo:
            registration_endpoint: \(origin)/register
            registration_client_uri: same_origin
            initial_access_token: { env: TOKEN }
        defaults: { server: demo }
        state: state.json

        """
    }

    private static func client(_ name: String) -> String {
        """
        clients:
          web:
            metadata: { client_name: \(name), redirect_uris: ["https://web.example.com/callback"] }

        """
    }
}
