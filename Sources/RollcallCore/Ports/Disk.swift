/// The POSIX calls of the commit protocol, in one directory, synchronous: what `FileStateStore` needs and no more, so that the
/// simulation runs the same code. Names have no `/`. Nothing follows a symbolic link; everything is created 0600.
///
/// A write is durable only after `sync` returned; a create, link, rename or remove only after `syncDirectory` returned. After a
/// failed `sync` the file must not be synced again and believed.
public protocol Disk {
    associatedtype File

    /// The whole file, or `nil` if there is none. A directory, FIFO, device or symbolic link is a failure.
    func read(_ name: String) throws(DiskFailure) -> [UInt8]?
    /// What the file is now, or `nil` if there is none: to notice that another process replaced it.
    func identity(_ name: String) throws(DiskFailure) -> FileIdentity?
    /// All names in the directory, ascending by bytes.
    func names() throws(DiskFailure) -> [String]

    /// A new file; a failure if the name exists.
    func create(_ name: String) throws(DiskFailure) -> File
    /// Appends all bytes (short writes are continued).
    func write(_ bytes: [UInt8], to file: File) throws(DiskFailure)
    /// fdatasync or fsync.
    func sync(_ file: File) throws(DiskFailure)
    /// Space for `count` bytes past what is written, the size unchanged.
    func reserve(_ count: Int, in file: File) throws(DiskFailure)
    func close(_ file: File) throws(DiskFailure)
    /// Takes away what stands from byte `size` on, so that nobody reads it any more. It makes nothing durable: a power cut may bring
    /// back what was there. Only for what was never promised to anybody: a line that could not be made durable, a lock's holder.
    func truncate(_ file: File, to size: Int) throws(DiskFailure)

    /// A second name for a file; a failure if `new` exists.
    func link(_ name: String, as new: String) throws(DiskFailure)
    func rename(_ name: String, to new: String) throws(DiskFailure)
    /// Takes every permission but the owner's reading and writing away (0600).
    func restrict(_ name: String) throws(DiskFailure)
    /// No failure if there is none.
    func remove(_ name: String) throws(DiskFailure)
    func syncDirectory() throws(DiskFailure)

    /// Takes the lock and writes `holder` into its file; `nil` if somebody has it.
    func lock(_ name: String, holder: [UInt8]) throws(DiskFailure) -> File?
}

/// Equal while the name is the same, unchanged file.
public struct FileIdentity: Hashable, Sendable {
    public var inode: UInt64
    public var size: Int
    /// Permission bits.
    public var mode: UInt32

    public init(inode: UInt64, size: Int, mode: UInt32) {
        self.inode = inode
        self.size = size
        self.mode = mode
    }
}

/// A call of `Disk` that failed. `operation` and `name` say which, `reason` is the system's word for why.
public struct DiskFailure: Error, Hashable, Sendable {
    public var operation: String
    public var name: String
    public var reason: String
    public var isOutOfSpace: Bool

    public init(_ operation: String, _ name: String, reason: String, isOutOfSpace: Bool = false) {
        self.operation = operation
        self.name = name
        self.reason = reason
        self.isOutOfSpace = isOutOfSpace
    }
}
