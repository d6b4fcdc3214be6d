import Foundation
import Testing

/// One story that every server has to bear, whoever wrote it: with `profile: generic`, which knows nothing of the server and learns, and with its
/// own profile. One server after another: each is a process of its own, and all at once would wait for each other's start.
struct ContractTests {
    @Test(.serialized, .disabled(if: withoutRealServers != nil, "\(withoutRealServers ?? "")"), arguments: ContractServer.real)
    func aRealServerKeepsTheContract(_ server: ContractServer) async throws { try await tell(server) }

    @Test(.serialized, arguments: ContractServer.embedded)
    func anEmbeddedPersonalityKeepsTheContract(_ server: ContractServer) async throws { try await tell(server) }

    private func tell(_ server: ContractServer) async throws {
        let story = try await ContractStory(server)
        try await story.register()
        try await story.refuseAWrongToken()
        try await story.refuseARedirectURI()
        try await story.keepEveryKindOfField()
        if server.cannot[.manage] != nil { return try await story.doWithoutManagement() }
        if server.cannot[.update] != nil { return try await story.doWithoutUpdates() }
        try await story.update()
        try await story.reorder()
        try await story.importIt()
        try await story.removeAField()
        try await story.meetAThirdHand()
        try await story.delete()
        try await story.meetADeletion()
    }
}

/// Set where Python or its packages cannot be had; its value is the reason, and is shown.
private let withoutRealServers = ProcessInfo.processInfo.environment["ROLLCALL_WITHOUT_REAL_SERVERS"]
