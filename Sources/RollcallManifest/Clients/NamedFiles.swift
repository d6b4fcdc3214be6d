/// How files are read whose content is a value of the metadata, such as `jwks: { file: keys/web.json }`. A path is from the folder of
/// `rollcall.yaml`, whichever file names it; whoever reads keeps inside that folder.
public struct NamedFiles: Sendable {
    /// Bytes of one of them, at most: what is sent with a client.
    public static let limit = 256 << 10

    let read: @Sendable (_ path: String) -> Result<[UInt8], Fault>

    public enum Fault: Error, Hashable, Sendable {
        case absent
        /// The path, or a symbolic link on it, leads out of the folder.
        case outside
        case tooLarge
        /// With the reason, as a clause.
        case unreadable(String)
    }

    public init(_ read: @escaping @Sendable (_ path: String) -> Result<[UInt8], Fault>) { self.read = read }

    /// There is no file.
    public static let none = NamedFiles { _ in .failure(.absent) }
}
