import OAuthRegistration
import RollcallCore
import StrictJSON

/// What specifications say of a client's merged metadata, at the place where the value is written.
extension ClientsReader {
    /// `place` is where the client, or `defaults:`, begins.
    mutating func reportAdvice(_ metadata: Extent, _ place: Place) {
        for finding in findings(metadata) {
            let value = own.first { document.tape.text(of: $0.key).elementsEqual(finding.field.utf8) }?.value
            // Inherited, and said at the defaults already.
            if value == nil, context.defaults.findings.contains(finding) { continue }
            var subject = subject(place, member: finding.field.text)
            if let index = finding.index { subject = subject[index] }
            document.report(finding, at: value, else: place.key, subject)
        }
    }

    func findings(_ metadata: Extent) -> [MetadataFinding] {
        guard let object = (try? JSONReader.read(arena, in: metadata.range))?.object else {
            preconditionFailure("a sheet holds canonical JSON")
        }
        return ClientMetadata(object).findings()
    }
}

extension DocumentReader {
    /// At the element that is meant, else at the field's value, else at the beginning.
    fileprivate mutating func report(_ finding: MetadataFinding, at value: Int?, else key: Int, _ subject: Subject) {
        let elements = value.map(elements) ?? []
        let element = finding.index.flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        let problem = finding.problem
        report(
            problem.code, at: element ?? value ?? key, problem.detail.citing(problem.section), hint: problem.hint,
            subject)
    }

    /// Of a list, or of a key set's list of keys (RFC 7517, section 5.1).
    private func elements(_ node: Int) -> [Int] {
        switch kind(node) {
        case .sequence: return Array(tape.elements(of: node))
        case .mapping:
            let keys = tape.entries(of: node).first { tape.text(of: $0.key).elementsEqual("keys".utf8) }?.value
            return keys.map { kind($0) == .sequence ? elements($0) : [] } ?? []
        case .plain, .quoted, .alias, .invalid, .passedOver: return []
        }
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
        case .grantWithoutResponse: .grantWithoutResponse
        }
    }
}
