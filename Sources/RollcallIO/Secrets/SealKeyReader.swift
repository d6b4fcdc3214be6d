import OAuthRegistration
public import RollcallCore

/// Reads the keys that a project seals with. Every one must be there and be a key, the previous ones too; a value is never quoted.
public struct SealKeyReader: Sendable {
    private let references: ReferenceReader

    public init(_ references: ReferenceReader) { self.references = references }

    public func read(_ seal: Project.Seal) async throws(SealKeyFailure) -> SealKeys {
        var diagnostics = Diagnostics()
        var keys: [SealKey] = []
        for (index, reference) in ([seal.key] + seal.previous).enumerated() {
            let name = index == 0 ? "state.seal.key" : "state.seal.previous[\(index - 1)]"
            switch await key(reference, name, at: seal.location) {
            case .success(let key): keys.append(key)
            case .failure(let failure): diagnostics.report(contentsOf: failure.diagnostics)
            }
        }
        if diagnostics.hasErrors { throw SealKeyFailure(diagnostics: diagnostics) }
        return SealKeys(current: keys[0], previous: Array(keys.dropFirst()))
    }

    private func key(
        _ reference: Reference, _ name: String, at location: SourceLocation
    ) async -> Result<SealKey, SealKeyFailure> {
        switch await references.read(reference) {
        case .success(let text):
            guard let key = SealKey(base64: text) else {
                return .failure(SealKeyFailure(malformed(reference, name, at: location)))
            }
            return .success(key)
        case .failure(let failure):
            var diagnostic = failure.diagnostic
            diagnostic.detail += " Without it no credential in the state can be read, and none is recorded."
            (diagnostic.field, diagnostic.location) = (name, location)
            return .failure(SealKeyFailure(diagnostic))
        }
    }

    private func malformed(_ reference: Reference, _ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .sealKeyMalformed, "\(reference.identity): the value is not the base64 of exactly 32 bytes, so it is no seal key.",
            hint: "to make a new key, and only where nothing is sealed yet:\n  head -c 32 /dev/urandom | base64", field: name,
            at: location)
    }
}

/// Why there are no keys: everything that is wrong with them.
public struct SealKeyFailure: Error, Hashable, Sendable {
    public var diagnostics: Diagnostics

    public init(diagnostics: Diagnostics) { self.diagnostics = diagnostics }

    init(_ diagnostic: Diagnostic) { diagnostics = Diagnostics([diagnostic]) }
}
