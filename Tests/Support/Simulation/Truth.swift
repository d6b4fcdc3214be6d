import OAuthRegistration
import RollcallCore

/// What really happened, which nobody in a history knows: whose client is whose, what was durable, what somebody decided. The
/// invariants are asked of state and servers with this in hand.
struct Truth: Hashable {
    /// One registration at a server.
    struct Client: Hashable {
        let id: String
        /// The declared client that it was registered for: labels move, this does not.
        let subject: Int
        /// Another one where it was forgotten and is imported.
        var registration: RegistrationID
        /// An index into the world's servers.
        let server: Int
        /// The newest token and secret whose answer was durable; `nil` before the first.
        var token: Int?
        var secret: Int?
        /// What these two replaced; `nil` where nothing here has heard of any.
        var formerToken: Int?
        var formerSecret: Int?
        /// Its registration's answer was durable.
        var isKnown = false
        /// A middlebox made two of one request, and nobody here can have heard of this one.
        var isExtra = false
        /// The user said that state is to forget it; it is forgotten when state says so.
        var isLettingGo = false
        var isForgotten = false
        /// Somebody has begun to take it in again; whether state has it is heard after the round.
        var isBeingImported = false
        /// Others had their hands on its token, or a doubt has said that it may be lost.
        var isOutOfHand = false
    }

    /// An answer that is in a file of the recovery folder, durable.
    struct Kept: Hashable {
        let call: OperationID
        let bytes: [UInt8]
    }

    /// What the user has said of a call in doubt.
    struct Word: Hashable {
        let call: OperationID
        let registration: RegistrationID
        let subject: Int
        let isRegister: Bool
    }

    private(set) var clients: [Client] = []
    /// Of registers that were sent to servers that heed them.
    var keys: Set<String> = []
    private(set) var kept: [Kept] = []
    private var words: [Word] = []
    /// Registrations that the user has given up: what may still come of them is nobody's.
    private var givenUp: Set<RegistrationID> = []
    /// By subject: whether somebody has decided that it may be registered, once.
    private(set) var licences: [Bool]
    /// Subjects that are licensed for a replace alone.
    private var replacing: [Int] = []
    /// By subject: the registration that counts; those before it are former ones.
    private var newest: [RegistrationID?]

    init(subjects: Int) {
        licences = Array(repeating: true, count: subjects)
        newest = Array(repeating: nil, count: subjects)
    }

    /// Labels move between `c0` and `d0`: the number stays.
    static func subject(of label: ClientLabel) -> Int { Int(label.text.utf8.last! - 0x30) }

    /// Of the client that an answer named.
    func index(of id: String) -> Int? { clients.firstIndex { $0.id == id } }

    subscript(index: Int) -> Client {
        get { clients[index] }
        set { clients[index] = newValue }
    }

    /// Whether the registration that counts was answered, and the answer was durable.
    func isRecorded(_ subject: Int) -> Bool {
        clients.contains { $0.registration == newest[subject] && $0.isKnown && !$0.isExtra }
    }

    // MARK: Decisions

    /// `false` if nobody has decided on it.
    mutating func useLicence(of subject: Int) -> Bool {
        defer { licences[subject] = false }
        return licences[subject]
    }

    /// A registration provably did not happen.
    mutating func license(_ subject: Int) { licences[subject] = true }

    /// A replace was agreed to.
    mutating func licenseReplace(_ subject: Int) {
        if !licences[subject] { replacing.append(subject) }
        licences[subject] = true
    }

    /// A licence for a replace ends with its run; one that was there before, or came with a deletion, does not.
    mutating func withdrawReplaces() {
        for subject in replacing { licences[subject] = false }
        replacing = []
    }

    /// Registrations that the user has agreed to have forgotten.
    mutating func letGo(_ registrations: [RegistrationID]) {
        for index in clients.indices where registrations.contains(clients[index].registration) {
            clients[index].isLettingGo = true
        }
    }

    /// It counts when state no longer has the call in doubt.
    mutating func say(_ word: Word) { words.append(word) }

    /// Takes the words at their face value that state has taken; the others were never recorded.
    mutating func hear(isInDoubt: (OperationID) -> Bool) {
        for word in words where !isInDoubt(word.call) {
            if word.isRegister {
                licences[word.subject] = true
                givenUp.insert(word.registration)
            }
            for index in clients.indices where clients[index].registration == word.registration {
                if word.isRegister, !clients[index].isKnown { clients[index].isForgotten = true }
                clients[index].isOutOfHand = true
            }
        }
        words = []
    }

    // MARK: Events

    /// The user hears that something is wrong with a registration.
    mutating func isTold(of registration: RegistrationID) {
        for index in clients.indices where clients[index].registration == registration { clients[index].isOutOfHand = true }
    }

    mutating func keep(_ bytes: [UInt8], of call: OperationID) { kept.append(Kept(call: call, bytes: bytes)) }

    /// Files that nobody needs any more.
    mutating func tidy(isInDoubt: (OperationID) -> Bool) { kept.removeAll { !isInDoubt($0.call) } }

    mutating func registered(
        _ id: String, for subject: Int, as registration: RegistrationID, at server: Int, isExtra: Bool = false
    ) {
        var client = Client(id: id, subject: subject, registration: registration, server: server)
        client.isExtra = isExtra
        client.isForgotten = givenUp.contains(registration)
        clients.append(client)
        if !isExtra { newest[subject] = registration }
    }

    /// The server has deleted it because it was asked to: its label may have another one.
    mutating func deleted(_ id: String) {
        guard let index = index(of: id), newest[clients[index].subject] == clients[index].registration else { return }
        licences[clients[index].subject] = true
        replacing.removeAll { $0 == clients[index].subject }
    }

    /// State no longer holds what the user wanted forgotten.
    mutating func forget(_ index: Int) {
        clients[index].isForgotten = true
        if newest[clients[index].subject] == clients[index].registration { licences[clients[index].subject] = true }
    }

    /// Somebody else has registered it, for a client of ours: state is to know nothing of it until it is imported.
    mutating func finds(_ id: String, for subject: Int, as registration: RegistrationID, at server: Int) {
        var client = Client(id: id, subject: subject, registration: registration, server: server)
        client.isForgotten = true
        clients.append(client)
    }

    /// Somebody begins to take in what state has under no label.
    mutating func imports(_ index: Int, as registration: RegistrationID) {
        if clients[index].registration != registration {
            (clients[index].isKnown, clients[index].token, clients[index].secret) = (false, nil, nil)
            (clients[index].formerToken, clients[index].formerSecret) = (nil, nil)
        }
        clients[index].registration = registration
        clients[index].isBeingImported = true
        (clients[index].isForgotten, clients[index].isLettingGo) = (false, false)
    }

    /// What came of it: a label has it; or state knows of it; or nothing does, and nothing was promised.
    mutating func hearImport(_ index: Int, isOwn: Bool, isRecorded: Bool, isInDoubt: Bool) {
        guard clients[index].isBeingImported else { return }
        if isOwn {
            newest[clients[index].subject] = clients[index].registration
            licences[clients[index].subject] = false
        }
        if isRecorded || !isInDoubt { clients[index].isBeingImported = false }
        if !isRecorded, !isInDoubt, !clients[index].isKnown { clients[index].isForgotten = true }
    }

    /// State says so, promised or not.
    mutating func holds(_ index: Int, token: Int?, secret: Int?) {
        clients[index].isKnown = true
        clients[index].renew(token: token, secret: secret)
    }

    /// An answer is durable. `isNewest`: the token that it names is the one that the server wants now.
    mutating func noted(_ issue: SimulatedServer.Issue, isNewest: Bool) {
        guard let index = index(of: issue.clientID) else { return }
        if isNewest { clients[index].isOutOfHand = false }
        clients[index].isKnown = true
        clients[index].renew(
            token: issue.token ?? clients[index].token, secret: max(issue.secret, clients[index].secret ?? 0))
    }
}

extension Truth.Client {
    fileprivate mutating func renew(token: Int?, secret: Int?) {
        if token != self.token { (formerToken, self.token) = (self.token, token) }
        if secret != self.secret { (formerSecret, self.secret) = (self.secret, secret) }
    }
}
