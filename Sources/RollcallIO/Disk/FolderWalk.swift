import Glibc

/// Goes through a project's folders and keeps the path of every file. Nothing that could hold files vanishes: what cannot be looked
/// into is a failure that names it.
struct FolderWalk {
    /// Folders within folders; deeper ones are a failure.
    static let depth = 32
    /// Symbolic links to folders: links within what links lead to multiply.
    static let linkLimit = 1000

    /// Of the project, real.
    let root: String
    let entering: (String) -> Bool
    private(set) var paths: [String] = []
    private var links = 0

    init(root: String, entering: @escaping (String) -> Bool) {
        self.root = root
        self.entering = entering
    }

    /// - Parameters:
    ///   - real: where the folder is; no link is on the way to it.
    ///   - path: what it is called in the project.
    ///   - above: the real folders that it was come to through.
    mutating func go(into real: String, at path: String, below above: [String]) throws(ProjectFileFailure) {
        if above.count > Self.depth {
            throw ProjectFileFailure(path: path, kind: .unreadable("folders are nested deeper than \(Self.depth)"))
        }
        guard let folder = try about(path, { () throws(SystemFailure) in try Folder(real) }) else {
            throw ProjectFileFailure(path: path, kind: .absent)
        }
        let names = try about(path) { () throws(SystemFailure) in try folder.names() }
        for name in names where !name.utf8.starts(with: ".".utf8) {
            let child = path.isEmpty ? name : "\(path)/\(name)"
            switch try about(child, { () throws(SystemFailure) in try kind(of: name, in: folder) }) {
            case .folder where entering(child): try go(into: "\(real)/\(name)", at: child, below: above + [real])
            case .link where entering(child): try follow("\(real)/\(name)", at: child, below: above + [real])
            case .folder, .link: continue
            case .other: paths.append(child)
            }
        }
    }

    private mutating func follow(_ link: String, at path: String, below above: [String]) throws(ProjectFileFailure) {
        links += 1
        if links > Self.linkLimit {
            throw ProjectFileFailure(
                path: path, kind: .unreadable("there are more than \(Self.linkLimit) symbolic links to folders"))
        }
        let real = try about(path) { () throws(SystemFailure) in try realPath(link) }
        if !isPath(real, within: root) { throw ProjectFileFailure(path: path, kind: .outside) }
        if above.contains(where: { $0.utf8.elementsEqual(real.utf8) }) {
            throw ProjectFileFailure(path: path, kind: .unreadable("the symbolic link leads back to a folder that it is in"))
        }
        try go(into: real, at: path, below: above)
    }

    private enum Kind { case folder, link, other }

    /// A link that leads to no folder is a file: reading it says what it is.
    private func kind(of name: String, in folder: Folder) throws(SystemFailure) -> Kind {
        switch try folder.status(name)?.st_mode.kind {
        case S_IFDIR: .folder
        case S_IFLNK where (try? folder.status(name, following: true))??.st_mode.kind == S_IFDIR: .link
        default: .other
        }
    }
}

extension mode_t {
    var kind: mode_t { self & S_IFMT }
}
