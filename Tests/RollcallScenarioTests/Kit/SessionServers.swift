import Foundation
import OAuthRegistration
import RollcallDevServer
import StrictJSON

/// The servers of sessions that need a special one; the others get RFC 7591 and 7592 to the letter, open to anyone.
enum SessionServers {
    static let options: [String: DevServer.Options] = [
        "blocked": options { $0.manages = [] },
        "expiry": options { $0.secretLifetime = 864_000 },
        "expired-orphan": options { $0.secretLifetime = -86_400 },
        "import-rotating": options { $0.rotatesOn = [.read, .update] },
        // So somebody else who has made one has the only token.
        "import-token": options { $0.rotatesOn = [.update] },
        "in-doubt": options { $0.faults = [DevServer.Fault(.register, 1, .cutAfterCommit)] },
        "lost-delete": options {
            $0.faults = [DevServer.Fault(.delete, 1, .cutAfterCommit), DevServer.Fault(.delete, 2, .cutAfterCommit)]
        },
        "lost-register": options {
            $0.faults =
                (1...3).map { DevServer.Fault(.register, $0, .cutAfterCommit) } + [DevServer.Fault(.register, 4, .cutInAnswer)]
        },
        // Each update kills the token, so that nobody can ask with it what became of the update.
        "lost-token": options {
            $0.rotatesOn = [.update]
            $0.faults = [DevServer.Fault(.update, 1, .cutAfterCommit)]
        },
        "lost-update": options {
            $0.faults = [DevServer.Fault(.update, 1, .cutAfterCommit), DevServer.Fault(.update, 2, .cutBeforeCommit)]
        },
        // Each read and each update brings a new token, and there is no DELETE.
        "probe": options {
            $0.manages = [.read, .update]
            $0.rotatesOn = [.read, .update]
        },
        // The first read is of the first registration, the last two show what is there.
        "masked": options {
            $0.faults = (2...6).map { DevServer.Fault(.read, $0, .show(["client_secret": "REDACTED"])) }
        },
        "kept-answer": options { $0.faults = [DevServer.Fault(.register, 1, .wrap("data"))] },
        "probe-interrupt": options { $0.faults = [DevServer.Fault(.read, 2, .delay(.seconds(5)))] },
        // Puts off the first of each call.
        "probe-later": options {
            $0.faults = [RegistrationOperation.register, .read, .update, .delete].map {
                DevServer.Fault($0, 1, .answer(status: $0 == .delete ? 503 : 429, retryAfter: "0"))
            }
        },
        "rotating": options { $0.rotatesOn = [.read, .update] },
        // It takes an empty list of response types for an absent one, and opens the code flow.
        "service": DevServer.Options(personality: .keycloak, initialAccess: .open),
        // Its updates kill the token, so a third hand that has made one has the only one.
        "triage": options { $0.rotatesOn = [.update] },
        "sealed-journal": options {
            $0.faults = [DevServer.Fault(.register, 2, .cutInAnswer), DevServer.Fault(.register, 3, .delay(.seconds(5)))]
        },
        // Long enough for a signal to arrive while the call is in flight.
        "interrupt": options { $0.faults = [DevServer.Fault(.register, 1, .delay(.seconds(2)))] },
    ]

    private static func options(_ change: (inout DevServer.Options) -> Void) -> DevServer.Options {
        var options = DevServer.Options()
        change(&options)
        return options
    }
}

/// What a server processed, as a file that a session's shell can read.
final class ExchangeLog: Sendable {
    let path: String
    private let file: FileHandle

    init(path: String) throws {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw ScenarioFailure("no file at \(path)") }
        self.file = file
    }

    /// In the order of the calls: the server makes one after another.
    func append(_ exchange: DevServer.Exchange) {
        let status = exchange.status.map(String.init) ?? "cut"
        file.write(Data("\(exchange.method) \(exchange.path) \(status)\n".utf8))
    }
}
