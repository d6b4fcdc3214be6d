import OAuthRegistration
import RollcallCore
import StrictJSON

@testable import RollcallManifest

private let project = {
    var diagnostics = Diagnostics()
    let text =
        "rollcall: 1\nservers: { demo: { registration_endpoint: \"https://id.example.org/register\" } }\ndefaults: { server: demo }\n"
    return ManifestReader.project(ManifestSource(path: "rollcall.yaml", bytes: Array(text.utf8)), diagnostics: &diagnostics)!
}()

func fuzzProject(_ bytes: [UInt8]) {
    var diagnostics = Diagnostics()
    let read = ManifestReader.project(ManifestSource(path: "rollcall.yaml", bytes: bytes), diagnostics: &diagnostics)
    if let read { _ = ManifestReader.manifest(read, [], matched: [:], diagnostics: &diagnostics) }
    expectSense(bytes, read?.ownClients, diagnostics)
    precondition(read != nil || diagnostics.hasErrors, "refused without a reason")
}

func fuzzClients(_ bytes: [UInt8]) {
    var diagnostics = Diagnostics()
    let sheet = ManifestReader.sheet(ManifestSource(path: "a.yaml", bytes: bytes), of: project, diagnostics: &diagnostics)
    expectSense(bytes, sheet, diagnostics)
    precondition(sheet != nil || diagnostics.hasErrors, "refused without a reason")
}

/// Every place is in the file, and every client can be had, its metadata being canonical.
private func expectSense(_ bytes: [UInt8], _ sheet: ClientSheet?, _ diagnostics: Diagnostics) {
    for row in sheet?.rows ?? [] {
        precondition(sheet!.client(row).metadata.canonicalBytes == Array(sheet!.bytes(row.metadata)), "not canonical")
    }
    // A line ends with LF, CR, both, or what else YAML 1.1 takes for an end.
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 1
    for location in diagnostics.all.compactMap(\.location) {
        precondition(location.line <= lines && location.column <= bytes.count + 1, "a place outside of the file")
    }
}
