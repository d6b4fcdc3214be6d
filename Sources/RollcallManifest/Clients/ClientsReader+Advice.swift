import OAuthRegistration
import RollcallCore
import StrictJSON

/// What specifications say of a client's merged metadata, at the place where the value is written.
extension ClientsReader {
    /// `place` is where the client, or `defaults:`, begins.
    mutating func reportAdvice(_ metadata: Extent, _ place: Place, _ profile: ServerProfile?) {
        let found = findings(metadata, profile).filter { isDue($0, place) }
        var values: [JSONString: FindingPlace] = [:]
        for finding in found where values[finding.field] == nil {
            let entry = own.first { document.tape.text(of: $0.key).elementsEqual(finding.field.utf8) }
            values[finding.field] = FindingPlace(entry?.value, entry.flatMap { filePath($0.value) }, in: document)
        }
        for finding in found {
            let value = values[finding.field]
            // Inherited, and said at the defaults already.
            if value?.node == nil, context.defaults.findings.contains(finding) { continue }
            let subject = subject(place, member: finding.path)
            document.report(
                finding.problem, at: value?.node(of: finding) ?? place.key, subject,
                in: value?.file.map { document.tape.shown($0) })
        }
    }

    /// What the defaults lack, each client may have; and a grant that it inherits need not be meant for it.
    private func isDue(_ finding: MetadataFinding, _ place: Place) -> Bool {
        guard finding.problem.isAboutAbsence else { return true }
        // They are there, and what is wrong with them is said.
        if finding.problem == .keysMissing, hasOwn("jwks") { return false }
        switch place.section {
        case .defaultMetadata, .defaultTags: return false
        case .metadata, .tags:
            return finding.problem != .redirectsMissing
                || own.contains { document.tape.text(of: $0.key).elementsEqual("grant_types".utf8) }
        }
    }

    private func hasOwn(_ name: String) -> Bool {
        own.contains { document.tape.text(of: $0.key).elementsEqual(name.utf8) && document.scalar($0.value) != .null }
    }

    func findings(_ metadata: Extent, _ profile: ServerProfile?) -> [MetadataFinding] {
        guard let object = (try? JSONReader.read(arena, in: metadata.range))?.object else {
            preconditionFailure("a sheet holds canonical JSON")
        }
        return ClientMetadata(object).findings(at: profile)
    }
}

/// Where the values stand that findings are about; looked up once a field, since a list may have many.
private struct FindingPlace {
    /// The field's value.
    let node: Int?
    /// The path of the file that the value is in.
    let file: Int?
    /// Of a list, or of a key set's list of keys (RFC 7517, section 5.1).
    private let elements: [Int]

    init(_ node: Int?, _ file: Int?, in document: DocumentReader) {
        (self.node, self.file) = (node, file)
        elements = node.map { Self.elements($0, in: document) } ?? []
    }

    /// The element that is meant, else the value.
    func node(of finding: MetadataFinding) -> Int? {
        finding.index.flatMap { elements.indices.contains($0) ? elements[$0] : nil } ?? file ?? node
    }

    private static func elements(_ node: Int, in document: DocumentReader) -> [Int] {
        switch document.kind(node) {
        case .sequence: return Array(document.tape.elements(of: node))
        case .mapping:
            let keys = document.tape.entries(of: node).first { document.tape.text(of: $0.key).elementsEqual("keys".utf8) }?.value
            return keys.map { document.kind($0) == .sequence ? elements($0, in: document) : [] } ?? []
        case .plain, .quoted, .alias, .invalid, .passedOver: return []
        }
    }
}

extension DocumentReader {
    fileprivate mutating func report(_ problem: MetadataProblem, at node: Int, _ subject: Subject, in file: String?) {
        let place = file.map { "In \($0): " } ?? ""
        report(problem.code, at: node, place + problem.detail.citing(problem.section), hint: problem.hint, subject)
    }
}

extension String {
    /// The section goes into the last sentence.
    fileprivate func citing(_ section: String) -> String { (hasSuffix(".") ? String(dropLast()) : self) + " (\(section))." }
}

extension MetadataProblem {
    var code: DiagnosticCode {
        switch self {
        case .redirectNotAbsolute: .redirectNotAbsolute
        case .redirectWithFragment: .redirectWithFragment
        case .redirectBadCharacter: .redirectBadCharacter
        case .redirectWithoutTLS: .redirectWithoutTLS
        case .redirectToLocalhost: .redirectToLocalhost
        case .redirectWildcard: .redirectWildcard
        case .redirectSchemeNotReverseDomain: .redirectSchemeNotReverseDomain
        case .privateKey: .privateKey
        case .keysTwice: .keysTwice
        case .implicitGrant: .implicitGrant
        case .passwordGrant: .passwordGrant
        case .grantWithoutResponse, .codeFlowByDefault: .grantWithoutResponse
        case .redirectWithUserInformation: .redirectWithUserInformation
        case .redirectRunsInBrowser: .redirectRunsInBrowser
        case .redirectNotForWeb: .redirectNotForWeb
        case .redirectBadEscape: .redirectBadEscape
        case .redirectOddPort: .redirectOddPort
        case .redirectOddHost: .redirectOddHost
        case .redirectTooLong: .redirectTooLong
        case .redirectsMissing: .redirectsMissing
        case .keysMalformed: .keysMalformed
        case .keysMissing: .keysMissing
        case .publicClientForItself: .publicClientForItself
        case .certificateNameNotOne: .certificateNameNotOne
        case .encryptionWithoutAlgorithm: .encryptionWithoutAlgorithm
        case .sectorMissing: .sectorMissing
        }
    }
}
