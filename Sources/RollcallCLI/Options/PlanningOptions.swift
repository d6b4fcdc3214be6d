public import ArgumentParser
public import OAuthRegistration
public import RollcallCore
import StrictJSON

/// What a plan is about, as `plan` and `apply` take it.
struct PlanningOptions: ParsableArguments {
    @Flag(help: "Ask the servers first what the clients are now.")
    var refresh = false

    @Option(help: ArgumentHelp("Only clients with this tag; may be repeated.", valueName: "key=value"))
    var select: [TagSelection] = []

    @Option(help: ArgumentHelp("Register this client anew, then delete its former registration.", valueName: "label"))
    var replace: [ClientLabel] = []

    @Flag(help: "Delete no registration that was or is replaced: it can be used until a later apply, without this, deletes it.")
    var keepFormer = false

    @Option(help: ArgumentHelp("Allow so many deletes, instead of the project's limit.", valueName: "n"))
    var allowDeletes: Int?

    @Option(help: ArgumentHelp("Agree to this new origin of a server or a secret.", valueName: "url"))
    var acceptOrigin: [Origin] = []

    func validate() throws {
        if let allowDeletes, allowDeletes < 0 { throw ValidationError("--allow-deletes takes a number from 0 on") }
    }

    var isGiven: Bool {
        refresh || keepFormer || !select.isEmpty || !replace.isEmpty || allowDeletes != nil || !acceptOrigin.isEmpty
    }

    func planOptions(labels: [ClientLabel], destroy: Bool = false) -> PlanOptions {
        PlanOptions(
            labels: labels, tags: select.map(\.tag), replace: replace, keepsFormer: keepFormer, destroy: destroy,
            acceptedOrigins: acceptOrigin)
    }
}

/// `key=value`.
struct TagSelection: ExpressibleByArgument {
    let tag: PlanOptions.Tag

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        tag = PlanOptions.Tag(key: JSONString(String(parts[0])), value: JSONString(String(parts[1])))
    }
}

extension ClientLabel: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension OperationID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Origin: ExpressibleByArgument {
    /// An address of the origin will do.
    public init?(argument: String) {
        guard let address = try? HTTPAddress(argument) else { return nil }
        self = address.origin
    }
}
