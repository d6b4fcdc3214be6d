public import RollcallCore

/// A disk that tells what is durable from what is not, and can lose the difference (reliability.md 0.3 has the measurements).
///
/// Until `sync`, what was written may be there, be lost, or be torn: any of its 512-byte sectors, and any length. Until
/// `syncDirectory`, each create, link, rename and remove may be there or not, whatever the order of the calls. A failed `sync`
/// forgets what was dirty: a later `sync` succeeds and makes nothing durable, as Linux does.
///
/// Every call counts as one effect; `fault` is asked before each, and can let it fail or cut the power.
public final class SimulatedDisk: Disk {
    public struct File: Sendable {
        fileprivate let inode: Int
        fileprivate let boot: Int
    }

    /// One call, as it is about to happen.
    public struct Effect: Sendable {
        /// From 0, since the disk was made.
        public var number: Int
        public var operation: String
        public var name: String
    }

    public enum Fault: Sendable {
        /// Before the call has any effect; nothing works until `cutPower` or `kill` starts the machine again.
        case powerCut
        /// The call fails; a `write` has then written its first `written` bytes.
        case failure(String, written: Int = 0)
        /// A `sync` or `syncDirectory` reports success and does nothing: for tests that show what the real one is for.
        case skipped
        /// A `sync` fails, is called again, and reports success then: what was dirty is forgotten. For tests, as `skipped` is.
        case repeated
    }

    public var fault: ((Effect) -> Fault?)?
    /// Bytes that fit, reservations included; `nil` for a disk that never fills up.
    public var capacity: Int?
    public private(set) var effects = 0
    public private(set) var syncs = 0
    public private(set) var bytesWritten = 0

    private var inodes: [Int: SimulatedInode] = [:]
    private var directory: [String: Int] = [:]
    private var durableDirectory: [String: Int] = [:]
    /// What happened to names since the last `syncDirectory`, one call each.
    private var unsyncedNames: [[String: Int?]] = []
    private var openNames: [Int: String] = [:]
    private var locked: Set<Int> = []
    private var nextInode = 1
    private var boot = 0
    /// The power has failed, and nothing works until the machine starts again.
    public private(set) var isOff = false

    public init() {}

    /// The same disk in the same condition, to try what else could have become of it.
    public init(copying other: SimulatedDisk) {
        (fault, capacity, effects, syncs, bytesWritten) = (
            other.fault, other.capacity, other.effects, other.syncs, other.bytesWritten
        )
        (inodes, directory, durableDirectory, unsyncedNames) = (
            other.inodes, other.directory, other.durableDirectory, other.unsyncedNames
        )
        (openNames, locked, nextInode, boot, isOff) = (other.openNames, other.locked, other.nextInode, other.boot, other.isOff)
    }

    // MARK: The world outside

    /// A file as somebody else left it: durable. Setting `nil` takes it away.
    public subscript(name: String) -> [UInt8]? {
        get { directory[name].map { inodes[$0]!.bytes } }
        set {
            let inode = newValue.map { newInode(SimulatedInode(durable: $0)) }
            directory[name] = inode
            durableDirectory[name] = inode
            for index in unsyncedNames.indices { unsyncedNames[index][name] = nil }
        }
    }

    public func setMode(_ mode: UInt32, of name: String) { inodes[directory[name]!]!.mode = mode }

    /// The process dies; the machine goes on.
    public func kill() {
        (locked, isOff) = ([], false)
        boot += 1
    }

    /// The machine loses power, and starts again with what the disk kept.
    public func cutPower(using generator: inout some RandomNumberGenerator) {
        cutPower { Int.random(in: 0..<$0, using: &generator) }
    }

    /// What the disk kept is chosen: `choose` gives a number below its argument, and with zeros nothing is lost.
    public func cutPower(choosing choose: (Int) -> Int) {
        for names in unsyncedNames where choose(2) == 0 {
            for name in names.keys.sorted() { durableDirectory[name] = names[name]! }
        }
        (directory, unsyncedNames) = (durableDirectory, [])
        for inode in inodes.keys.sorted() { inodes[inode]!.lose(choosing: choose) }
        kill()
    }

    /// Everything that can ever be read of it, before and after a power cut; less some files.
    func hash(into hasher: inout Hasher, without isLeftOut: (String) -> Bool) {
        for name in directory.keys.sorted() where !isLeftOut(name) {
            hasher.combine(name)
            inodes[directory[name]!]!.hash(into: &hasher)
        }
        for name in durableDirectory.keys.sorted() where durableDirectory[name] != directory[name] && !isLeftOut(name) {
            hasher.combine(name)
            inodes[durableDirectory[name]!]!.hash(into: &hasher)
        }
        for names in unsyncedNames {
            for name in names.keys.sorted() where !isLeftOut(name) {
                hasher.combine(name)
                if let inode = names[name]! { inodes[inode]!.hash(into: &hasher) }
            }
        }
    }

    /// What there is to be read, by name.
    var files: [(name: String, bytes: [UInt8])] { directory.keys.sorted().map { ($0, inodes[directory[$0]!]!.bytes) } }

    /// Names and sizes, for a story.
    var inventory: String {
        directory.keys.sorted().map { "\($0) \(inodes[directory[$0]!]!.bytes.count)" }.joined(separator: ", ")
    }

    /// The machine loses its power by something that happens to another disk.
    func switchOff() { isOff = true }

    /// Fills up when so many bytes more are used than now; `nil`: never.
    func limit(to spare: Int?) { capacity = spare.map { used + $0 } }

    /// Whether nobody has ever put anything on it.
    var isEmpty: Bool { directory.isEmpty && durableDirectory.isEmpty }

    // MARK: Disk

    public func read(_ name: String) throws(DiskFailure) -> [UInt8]? {
        try effect("read", name)
        return directory[name].map { inodes[$0]!.bytes }
    }

    public func identity(_ name: String) throws(DiskFailure) -> FileIdentity? {
        try effect("stat", name)
        guard let inode = directory[name], let file = inodes[inode] else { return nil }
        return FileIdentity(inode: UInt64(inode), size: file.bytes.count, mode: file.mode)
    }

    public func names() throws(DiskFailure) -> [String] {
        try effect("list", "")
        return directory.keys.sorted()
    }

    public func create(_ name: String) throws(DiskFailure) -> File {
        try effect("create", name)
        if directory[name] != nil { throw DiskFailure("create", name, reason: "File exists") }
        let inode = newInode(SimulatedInode())
        changeNames([name: inode])
        openNames[inode] = name
        return File(inode: inode, boot: boot)
    }

    public func write(_ bytes: [UInt8], to file: File) throws(DiskFailure) {
        let name = self.name(of: file)
        do {
            try effect("write", name)
        } catch {
            append(bytes.prefix(partlyWritten), to: file)
            partlyWritten = 0
            throw error
        }
        let room = room(for: bytes.count, in: file.inode)
        append(bytes.prefix(room), to: file)
        if room < bytes.count { throw Self.full("write", name) }
    }

    public func sync(_ file: File) throws(DiskFailure) {
        do {
            guard try effect("sync", name(of: file)) else {
                if isRepeated { inodes[file.inode]!.forgetDirty() }
                return
            }
        } catch {
            if !isOff { inodes[file.inode]!.forgetDirty() }
            throw error
        }
        inodes[file.inode]!.sync()
        syncs += 1
    }

    public func reserve(_ count: Int, in file: File) throws(DiskFailure) {
        try effect("reserve", name(of: file))
        let end = inodes[file.inode]!.bytes.count + count
        let growth = end - inodes[file.inode]!.space
        if let capacity, growth > 0, used + growth > capacity { throw Self.full("reserve", name(of: file)) }
        inodes[file.inode]!.reserved = max(inodes[file.inode]!.reserved, end)
    }

    public func close(_ file: File) throws(DiskFailure) {
        locked.remove(file.inode)
        try effect("close", name(of: file))
    }

    public func truncate(_ file: File, to size: Int) throws(DiskFailure) {
        try effect("truncate", name(of: file))
        inodes[file.inode]!.truncate(to: size)
    }

    public func link(_ name: String, as new: String) throws(DiskFailure) {
        try effect("link", name)
        guard let inode = directory[name] else { throw Self.missing("link", name) }
        if directory[new] != nil { throw DiskFailure("link", new, reason: "File exists") }
        changeNames([new: inode])
    }

    public func rename(_ name: String, to new: String) throws(DiskFailure) {
        try effect("rename", name)
        guard let inode = directory[name] else { throw Self.missing("rename", name) }
        changeNames([name: nil, new: inode])
        openNames[inode] = new
    }

    public func restrict(_ name: String) throws(DiskFailure) {
        try effect("restrict", name)
        guard let inode = directory[name] else { throw Self.missing("restrict", name) }
        inodes[inode]!.mode = 0o600
    }

    public func remove(_ name: String) throws(DiskFailure) {
        try effect("remove", name)
        if directory[name] != nil { changeNames([name: nil]) }
    }

    public func syncDirectory() throws(DiskFailure) {
        guard try effect("sync directory", "") else { return }
        (durableDirectory, unsyncedNames) = (directory, [])
        syncs += 1
    }

    public func lock(_ name: String, holder: [UInt8]) throws(DiskFailure) -> File? {
        try effect("lock", name)
        let inode = directory[name] ?? newInode(SimulatedInode())
        if directory[name] == nil { changeNames([name: inode]) }
        guard locked.insert(inode).inserted else { return nil }
        inodes[inode]!.bytes = holder
        openNames[inode] = name
        return File(inode: inode, boot: boot)
    }

    // MARK: Inside

    /// Of a `write` that is about to fail.
    private var partlyWritten = 0
    /// The `sync` that does nothing is one that failed before.
    private var isRepeated = false

    /// `false` if the call is to do nothing.
    @discardableResult
    private func effect(_ operation: String, _ name: String) throws(DiskFailure) -> Bool {
        if isOff { throw DiskFailure(operation, name, reason: "the power is off") }
        defer { effects += 1 }
        isRepeated = false
        switch fault?(Effect(number: effects, operation: operation, name: name)) {
        case nil: return true
        case .skipped: return false
        case .repeated:
            isRepeated = true
            return false
        case .powerCut:
            isOff = true
            throw DiskFailure(operation, name, reason: "the power is off")
        case .failure(let reason, let written):
            partlyWritten = written
            throw DiskFailure(operation, name, reason: reason, isOutOfSpace: reason == Self.outOfSpace)
        }
    }

    public static let outOfSpace = "No space left on device"
    private static func full(_ operation: String, _ name: String) -> DiskFailure {
        DiskFailure(operation, name, reason: outOfSpace, isOutOfSpace: true)
    }
    private static func missing(_ operation: String, _ name: String) -> DiskFailure {
        DiskFailure(operation, name, reason: "No such file or directory")
    }

    private func name(of file: File) -> String {
        precondition(file.boot == boot, "a file that was opened before the process died")
        return openNames[file.inode] ?? ""
    }

    private func append(_ bytes: ArraySlice<UInt8>, to file: File) {
        inodes[file.inode]!.bytes += bytes
        bytesWritten += bytes.count
    }

    private func newInode(_ inode: SimulatedInode) -> Int {
        defer { nextInode += 1 }
        inodes[nextInode] = inode
        return nextInode
    }

    private func changeNames(_ names: [String: Int?]) {
        for (name, inode) in names { directory[name] = inode }
        unsyncedNames.append(names)
    }

    /// Of files that have a name.
    private var used: Int { Set(directory.values).reduce(0) { $0 + inodes[$1]!.space } }

    private func room(for count: Int, in inode: Int) -> Int {
        guard let capacity else { return count }
        let reserved = inodes[inode]!.space - inodes[inode]!.bytes.count
        return min(count, reserved + max(0, capacity - used))
    }
}
