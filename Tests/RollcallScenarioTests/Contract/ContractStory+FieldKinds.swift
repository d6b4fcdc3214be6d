import Testing

/// Every kind of field at once, a client each: what a server makes of it is its own matter, and must never look like a change for ever.
extension ContractStory {
    func keepEveryKindOfField() async throws {
        let kinds = FieldKind.all.filter { server.refused[$0.label] == nil }
        try await apply(kinds, "every kind of field was registered") { $0.first }
        try declare(kinds) { $0.reordered ?? $0.first }
        try await expectNothingToDo(after: "another order of every set")
        if server.cannot[.manage] == nil, server.cannot[.update] == nil {
            try await apply(kinds, "every kind of field was edited") { $0.edited }
            try await apply(kinds, "every kind of field was removed") { _ in nil }
            for kind in kinds { try project.declare(kind.label, yaml: nil) }
            try await expect("apply", "--allow-deletes", "99", "--auto-approve", exit: 0, saying: "\(kinds.count) deleted.")
        } else {
            for kind in kinds {
                try project.declare(kind.label, yaml: nil)
                try await expect("forget", kind.label, "--auto-approve", exit: 0)
            }
        }
        try await refuseTheOthers()
    }

    /// The server's own words, or before anything is sent the manifest's, where a profile knows; and a client that was not registered is not
    /// recorded.
    private func refuseTheOthers() async throws {
        for kind in FieldKind.all where server.refused[kind.label] != nil {
            try declare([kind]) { $0.first }
            let result = try await project.rollcall("apply", "--auto-approve")
            let isRefused = result.status == 3 && result.errors.contains("RC3005")
            let isKnown = server.profile != "generic" && result.status == 1 && result.errors.contains("RC1044")
            #expect((isRefused || isKnown) && result.everything.contains(kind.label), "\(server.name): \(result.everything)")
            try project.declare(kind.label, yaml: nil)
            try await expectNothingToDo(after: "a refused \(kind.field)")
        }
    }

    /// It is put right once, which shows that the server will not have it otherwise; from then on it is no change.
    private func learnWhatIsShownOtherwise(_ kinds: [FieldKind]) async throws {
        guard kinds.contains(where: { server.showsOtherwise[$0.label] != nil }) else { return }
        try await expect("apply", "--refresh", "--auto-approve", exit: 0)
    }

    private func declare(_ kinds: [FieldKind], _ value: (FieldKind) -> String?) throws {
        for kind in kinds {
            let members = ["redirect_uris: [https://client.example.com/callback]", "client_name: \(kind.label)"]
            let field = value(kind).map { ["\(kind.field): \($0)"] + kind.beside } ?? []
            try project.declare(kind.label, yaml: members + field)
        }
    }

    /// One apply does all that can be done, and leaves nothing for the next.
    private func apply(_ kinds: [FieldKind], _ chapter: String, _ value: (FieldKind) -> String?) async throws {
        // Where a token is good for one registration, it is the same for all of a run.
        for batch in server.takesOneAtATime ? kinds.map({ [$0] }) : [kinds] {
            try declare(batch, value)
            try await expect("apply", "--auto-approve", exit: 0)
        }
        try await learnWhatIsShownOtherwise(kinds)
        try await expectNothingToDo(after: chapter)
    }
}
