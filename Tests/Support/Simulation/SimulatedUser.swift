import OAuthRegistration
import RollcallCore
import StrictJSON

/// Who writes the manifests, and asks for things. Each client has a place of its own, from which its labels and its name follow.
struct SimulatedUser: Hashable {
    /// One client, declared or not.
    struct Place: Hashable {
        let number: Int
        var isDeclared = false
        /// Goes by `d0` instead of `c0`.
        var hasMoved = false
        var version = 0
        var scope = 0
        var hasContacts = false
        var isProtected = false
        var isTagged = false
        /// Drift of its scope is no change.
        var ignoresScope = false
        var server = 0
        /// `moved:` and `forgotten:` entries stand in the project.
        var isMoving = false
        var isForgotten = false
        /// `--replace`, for the next plan.
        var isToBeReplaced = false

        var label: ClientLabel { Self.labels[number][hasMoved ? 1 : 0] }
        var formerLabel: ClientLabel { Self.labels[number][hasMoved ? 0 : 1] }

        static let labels: [[ClientLabel]] = (0..<4).map { [ClientLabel("c\($0)")!, ClientLabel("d\($0)")!] }
    }

    /// A plan on paper, and what state said of its clients when it was made.
    struct SavedPlan: Hashable {
        var plan: Plan
        var records: [ClientLabel: Record]
    }

    /// What a plan depends on: all of a record but what servers issue.
    struct Record: Hashable {
        let registration: RegistrationID
        let server: String
        let isProtected: Bool
        let tags: JSONObject
        let requested: ClientMetadata
        let granted: ClientMetadata

        init(_ client: RecordedClient) {
            (registration, server, isProtected) = (client.registration, client.server, client.protect)
            (tags, requested, granted) = (client.tags, client.requested, client.granted)
        }
    }

    var places: [Place]
    var savedPlan: SavedPlan?
    /// `--keep-former`, for the next plan.
    var keepsFormer = false

    init(clients: Int) { places = (0..<clients).map { Place(number: $0) } }

    /// An edit of everything, before a run.
    mutating func edit(servers: Int, isFirst: Bool, choosing choices: inout Choices) {
        for index in places.indices { edit(index, servers: servers, isFirst: isFirst, choosing: &choices) }
        keepsFormer = choices.chance(replaced.isEmpty ? 8 : 50)
    }

    private mutating func edit(_ index: Int, servers: Int, isFirst: Bool, choosing choices: inout Choices) {
        places[index].isToBeReplaced = false
        guard places[index].isDeclared else {
            // A choice of 0 declares it in the first round, and leaves it alone later.
            if choices.chance(isFirst ? 15 : 40) != isFirst { declare(index, servers: servers, choosing: &choices) }
            return
        }
        guard choices.chance(55) else { return }
        switch choices.below(13) {
        case 0, 1, 2: places[index].version += 1
        case 3: places[index].scope = choices.below(3)
        case 4: places[index].hasContacts.toggle()
        case 5, 6: places[index].isDeclared = false
        case 7: move(index)
        case 8: places[index].isToBeReplaced = true
        case 9: places[index].isProtected.toggle()
        case 10: places[index].isTagged.toggle()
        case 11: places[index].ignoresScope.toggle()
        default: changeOwner(index, servers: servers, choosing: &choices)
        }
    }

    private mutating func declare(_ index: Int, servers: Int, choosing choices: inout Choices) {
        places[index].isDeclared = true
        places[index].isForgotten = false
        places[index].scope = choices.below(3)
        places[index].server = choices.below(servers)
    }

    /// What is imported is declared, as it is.
    mutating func declare(_ index: Int, at server: Int) {
        (places[index].isDeclared, places[index].isForgotten, places[index].server) = (true, false, server)
    }

    /// A saved plan that names the label is thrown away: what it would register is now called otherwise.
    private mutating func move(_ index: Int) {
        guard !places[index].isMoving else { return }
        places[index].hasMoved.toggle()
        places[index].isMoving = true
        savedPlan = nil
    }

    /// To another server, or to nobody.
    private mutating func changeOwner(_ index: Int, servers: Int, choosing choices: inout Choices) {
        if servers > 1, choices.chance(50) {
            places[index].server = (places[index].server + 1) % servers
        } else {
            places[index].isDeclared = false
            places[index].isForgotten = true
        }
    }

    /// Entries of `moved:` that have been applied, and none that a doubt may still need.
    mutating func tidy(after state: StateDocument) {
        for index in places.indices where places[index].isMoving {
            let label = places[index].formerLabel
            let isNamed = state[label] != nil || state.doubts.values.contains { $0.intent.label == label }
            if !isNamed { places[index].isMoving = false }
        }
    }

    /// `--replace` is typed once, and `--keep-former`.
    mutating func stopReplacing() {
        keepsFormer = false
        for index in places.indices { places[index].isToBeReplaced = false }
    }

    /// Lifts what would refuse a plan for ever: a protected client, or one that may turn out to be, is declared, at its server, without protection; nobody moves to a
    /// label that nobody has.
    mutating func giveWay(to state: StateDocument, _ keys: [String]) {
        for index in places.indices {
            places[index].isProtected = false
            places[index].isForgotten = places[index].isForgotten && !places[index].isDeclared
            if !places[index].isDeclared, !places[index].isForgotten { stopMoving(index, state) }
            let label = places[index].label
            let recorded = state[label] ?? (places[index].isMoving ? state[places[index].formerLabel] : nil)
            // A call in doubt may turn out to have protected it.
            let doubted = state.doubts.values.map(\.intent).filter { $0.label == label && $0.protect }.map(\.server).min()
            guard let server = recorded?.protect == true ? recorded?.server : doubted else { continue }
            places[index].isDeclared = true
            places[index].isForgotten = false
            places[index].server = keys.firstIndex(of: server) ?? 0
        }
    }

    /// To the label that state has.
    private mutating func stopMoving(_ index: Int, _ state: StateDocument) {
        if places[index].isMoving, state[places[index].label] == nil, state[places[index].formerLabel] != nil {
            places[index].hasMoved.toggle()
        }
        places[index].isMoving = false
    }

    // MARK: What is written

    func manifest(_ servers: [String: Project.Server], shuffled: Bool = false) -> Manifest {
        var project = Project(servers: servers, limits: Project.Limits(deletes: .count(1)))
        project.moved = places.filter(\.isMoving).map { Project.Move(from: $0.formerLabel, to: $0.label) }
        project.forgotten = places.filter(\.isForgotten).map(\.label)
        let clients = places.filter(\.isDeclared).map { $0.client(servers.keys.sorted()) }
        // Two files, and the order of files and clients must not matter.
        let halves = [clients.filter { $0.label.text.utf8.last! % 2 == 0 }, clients.filter { $0.label.text.utf8.last! % 2 == 1 }]
        let sheets = halves.map { ClientSheet(file: "clients/all.yaml", clients: shuffled ? $0.reversed() : $0) }
        return Manifest(project: project, sheets: shuffled ? sheets.reversed() : sheets)
    }

    var replaced: [ClientLabel] { places.filter { $0.isToBeReplaced && $0.isDeclared }.map(\.label) }
}

extension SimulatedUser.Place {
    private static let location = SourceLocation(file: "clients/all.yaml", line: 1, column: 1)
    private static let scopes: [JSONValue?] = [nil, "openid", "openid profile"]

    fileprivate func client(_ keys: [String]) -> DesiredClient {
        var metadata: JSONObject = [
            "client_name": .string("client \(number)"), "software_version": .string("\(version)"),
        ]
        metadata["scope"] = Self.scopes[scope]
        if hasContacts { metadata["contacts"] = ["a@example.com"] }
        return DesiredClient(
            label: label, server: keys[server], tags: isTagged ? ["team": "x"] : [:], protect: isProtected,
            ignore: ignoresScope ? ["scope"] : [], metadata: ClientMetadata(metadata), location: Self.location)
    }
}
