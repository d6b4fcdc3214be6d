import OAuthRegistration
import RollcallCore
import RollcallIO

/// The way to the servers that a command uses.
enum Transport {
    static func make(_ console: Console, _ settings: ConnectionSettings = ConnectionSettings()) -> any HTTPTransport {
        let transport = AsyncHTTPTransport(version: Rollcall.version, settings: settings)
        return console.level >= .debug ? ToldTransport(transport: transport, console: console) : transport
    }
}

/// Says of every exchange where it went and how it ended; no header and no body.
private struct ToldTransport: HTTPTransport {
    let transport: any HTTPTransport
    let console: Console

    func send(_ request: HTTPRequest) async -> HTTPOutcome {
        let outcome = await transport.send(request)
        let end =
            switch outcome {
            case .answer(let answer): "\(answer.status)"
            case .notSent(let failure): "not sent: \(failure.text)"
            case .noAnswer(_, let failure): "no answer: \(failure.text)"
            }
        let address = InertText.escaped(request.address.origin.text + request.address.path)
        console.say("\(request.method.rawValue) \(address): \(InertText.escaped(end))", at: .debug)
        return outcome
    }
}

extension RunLoop {
    /// A run whose records go to the state that `keeper` holds.
    ///
    /// - Parameter transports: to every server of the run, by its key.
    static func over(_ keeper: StateKeeper, _ transports: [String: any HTTPTransport]) -> RunLoop {
        let transport: @Sendable (String) -> any HTTPTransport = { key in
            guard let transport = transports[key] else { preconditionFailure("no way to server \(key)") }
            return transport
        }
        return RunLoop(
            transport: transport, append: { await keeper.append($0) }, sleep: sleep, now: { WallClock.now() })
    }

    @Sendable static func sleep(_ pause: Pause) async {
        try? await Task.sleep(for: .milliseconds(Int.random(in: pause.atLeast...pause.atMost)))
    }
}
