import OAuthRegistration
import RollcallCore
import RollcallIO

/// The smallest project that works: one embedded server, one client. Only what is not there is made.
struct NewProject {
    /// Of the project, `rollcall.yaml` first.
    private(set) var files: [File] = []

    struct File {
        let path: String
        let purpose: String
        /// `false`: it was there, and is as it was.
        let isNew: Bool
    }

    /// `rollcall.yaml` is written last: without it, the next `init` finishes what this one began.
    static func make() throws(CommandFailure) -> NewProject {
        var project = NewProject()
        try project.make(".gitignore", guarding, keyFolderIgnored + besideState)
        // One that was there may not keep the key out of Git.
        if !project.files[0].isNew { try project.make("\(keyFolder)/.gitignore", guarding, "*\n", folderMode: 0o700) }
        try project.make(
            "\(keyFolder)/state.key", "what credentials are sealed with: keep it safe", SealKey.fresh().expose { $0 } + [0x0A],
            mode: 0o600, folderMode: 0o700)
        try project.make("clients/example.yaml", "a first client", exampleClient)
        try project.make(Workspace.projectFile, "servers, defaults, where the state is", projectFile)
        project.files.reverse()
        return project
    }

    /// Where an older project has no folder for its state yet: makes one, of which Git ignores what is not sealed.
    static func guardState(at path: String, isSealed: Bool) throws(CommandFailure) -> NewProject {
        var project = NewProject()
        let folder = PathParts(path).folder
        if !ProjectFiles(folder: ".").exists(folder) {
            try project.make("\(folder)/.gitignore", guarding, isSealed ? besideState : "*\n", folderMode: 0o700)
        }
        return project
    }

    private mutating func make(
        _ path: String, _ purpose: String, _ text: String, folderMode: UInt32 = 0o755
    ) throws(CommandFailure) {
        try make(path, purpose, Array(text.utf8), mode: 0o644, folderMode: folderMode)
    }

    private mutating func make(
        _ path: String, _ purpose: String, _ bytes: [UInt8], mode: UInt32, folderMode: UInt32
    ) throws(CommandFailure) {
        let isNew = !ProjectFiles(folder: ".").exists(path)
        if isNew {
            do {
                try FolderCreation.create(PathParts(path).folder, mode: folderMode)
                try OutputFile.create(bytes, at: path, mode: mode)
            } catch {
                throw CommandFailure(Diagnostic(.fileNotWritten, error.sentence))
            }
        }
        files.append(File(path: path, purpose: purpose, isNew: isNew))
    }

    private static let projectFile = """
        # The project: servers, defaults, and where the state is. The clients are declared in clients/.
        rollcall: 1

        servers:
          example:
            # The server that comes with rollcall: on this machine, while a command runs, for development only.
            # A real one is named by its address instead, by one of these two:
            #   registration_endpoint: https://id.example.com/register
            #   fhir_base_url: https://fhir.example.com/r4
            # and, where not everybody may register, has a token that is read when it is needed:
            #   initial_access_token: { env: EXAMPLE_INITIAL_ACCESS_TOKEN }
            embedded: rfc

        defaults:
          server: example

        # What is registered, and the credentials, sealed with the key: the only copies. The state may be kept in Git; the key must not
        # be, and without it the credentials are lost.
        state:
          path: state/rollcall.json
          seal: { key: { file: .rollcall/state.key } }

        """

    private static let exampleClient = """
        clients:
          # The client's label: its name in this project, and stable for life.
          example:
            # The registration's body, word for word (RFC 7591, section 2).
            metadata:
              client_name: Example
              redirect_uris:
                - https://client.example.com/callback
              grant_types: [authorization_code]
              response_types: [code]
              token_endpoint_auth_method: client_secret_basic

        """

    private static let keyFolder = ".rollcall"
    private static let guarding = "keeps credentials out of Git"

    private static let keyFolderIgnored = """
        # The key that the state's credentials are sealed with.
        /.rollcall/
        # Credentials of a throw-away client (rollcall discover --probe).
        rollcall-probe-*.json

        """

    /// Of a sealed state.
    private static let besideState = """
        # What stands beside the state is for this machine only.
        *.journal
        *.lock
        *.bak.*
        *.tmp
        *.embedded.json
        recovery/

        """
}
