import OAuthRegistration
import RollcallCore
import RollcallIO

/// The way to the servers that a command uses.
enum Transport {
    static func make(_ console: Console) -> any HTTPTransport {
        let transport = AsyncHTTPTransport(version: Rollcall.version)
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
    static func over(_ keeper: StateKeeper, _ transport: any HTTPTransport) -> RunLoop {
        RunLoop(
            transport: transport, append: { await keeper.append($0) },
            sleep: { try? await Task.sleep(for: .milliseconds($0)) }, now: { WallClock.now() })
    }
}
