public import RollcallCore

/// `rollcall.yaml`, read.
public struct ProjectFile: Sendable {
    public var project: Project
    /// Where the files of client definitions are. The default unless the file says otherwise.
    public var include: [GlobPattern]

    /// The file's own path.
    var path: String
    /// Where each written pattern stands; empty if the default holds.
    var includeLocations: [SourceLocation] = []
    var context = ClientContext()
    /// Clients declared in `rollcall.yaml` itself.
    var ownClients: ClientSheet?
    var moveLocations: [SourceLocation] = []
    var forgottenLocations: [SourceLocation] = []

    /// What is read unless `include:` says otherwise.
    static let defaultInclude = [GlobPattern("clients/**/*.{yaml,yml}")!]
}
