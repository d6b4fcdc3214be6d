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
        try project.make(".gitignore", "keeps credentials out of Git", ignored)
        try project.make("clients/example.yaml", "a first client", exampleClient)
        try project.make(Workspace.projectFile, "servers, defaults, where the state is", projectFile)
        project.files.reverse()
        return project
    }

    /// Where an older project has no folder for its state yet: makes it one that Git ignores.
    static func guardState(at path: String) throws(CommandFailure) -> NewProject {
        var project = NewProject()
        let folder = PathParts(path).folder
        if !ProjectFiles(folder: ".").exists(folder) {
            try project.make("\(folder)/.gitignore", "keeps credentials out of Git", "*\n", folderMode: 0o700)
        }
        return project
    }

    private mutating func make(_ path: String, _ purpose: String, _ text: String, folderMode: UInt32 = 0o755)
        throws(CommandFailure)
    {
        let isNew = !ProjectFiles(folder: ".").exists(path)
        if isNew {
            do {
                try FolderCreation.create(PathParts(path).folder, mode: folderMode)
                try OutputFile.create(Array(text.utf8), at: path, mode: 0o644)
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

        # What is registered, and the credentials: the only copy. Keep it safe, and out of Git.
        state: state/rollcall.json

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

    /// The first line stands for the state; the rest is what rollcall keeps beside it.
    private static let ignored = """
        # The state holds credentials, and so does what stands beside it.
        /state/*.json
        *.journal
        *.lock
        *.bak.*
        *.tmp
        *.embedded.json
        recovery/

        """
}
