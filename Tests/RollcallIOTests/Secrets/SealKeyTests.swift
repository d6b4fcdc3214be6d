import Foundation
import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON
import Testing

/// Sealing with AES-256-GCM, and the keys that it takes. The frozen samples in `state/v1/samples` are sealed with the key of the bytes 0 to 31.
struct SealKeyTests {
    private static let sampleKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let registration = RegistrationID("00000000-0000-4000-8000-000000000001")!
    private static let binding = SealBinding.credential(.clientSecret, of: registration, lineage: "a")

    private func seal(_ text: String) throws -> Seal {
        .keys(SealKeys(current: try #require(SealKey(base64: Secret(text)))))
    }

    private func sealed(_ seal: Seal, _ text: String) throws -> SealedSecret {
        guard case .sealed(let sealed) = seal.close(Secret(text), Self.binding) else { throw SealFault.noKey(wanted: "") }
        return sealed
    }

    private func opens(_ text: String, _ seal: Seal, _ binding: SealBinding = Self.binding) -> Bool {
        guard let sealed = SealedSecret(text) else { return false }
        return (try? seal.open(.sealed(sealed), binding)) != nil
    }

    /// Every character in turn, every bit of it; every prefix; and everything that it could be moved to.
    @Test func whatWasChangedOrMovedDoesNotOpen() throws {
        let seal = try seal(Self.sampleKey)
        let text = try sealed(seal, "s3cret").text
        #expect(try seal.open(.sealed(try #require(SealedSecret(text))), Self.binding) == Secret("s3cret"))
        var bytes = Array(text.utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                bytes[index] ^= 1 << bit
                defer { bytes[index] ^= 1 << bit }
                if opens(String(decoding: bytes, as: UTF8.self), seal) { Issue.record("bit \(bit) of character \(index)") }
            }
        }
        for length in 0..<text.count where opens(String(text.prefix(length)), seal) { Issue.record("cut at \(length)") }
        let other = RegistrationID("00000000-0000-4000-8000-000000000002")!
        let elsewhere: [SealBinding] = [
            .credential(.clientSecret, of: Self.registration, lineage: "b"), .credential(.clientSecret, of: other, lineage: "a"),
            .credential(.registrationAccessToken, of: Self.registration, lineage: "a"),
            .answer(to: OperationID("a"), lineage: "a"),
        ]
        for binding in elsewhere { #expect(!opens(text, seal, binding)) }
        #expect(!opens(text, try self.seal(String(SealKey.fresh().expose { String(decoding: $0, as: UTF8.self) }))))
    }

    @Test func equalSecretsDifferSealed() throws {
        let seal = try seal(Self.sampleKey)
        let texts = Set(try (0..<100).map { _ in try sealed(seal, "s3cret").text })
        #expect(texts.count == 100)
        #expect(try sealed(seal, "s3cret").keyID == "630dcd29")
    }

    @Test func aKeyIsTheBase64Of32Bytes() {
        let cases: [(String, Bool)] = [
            (Self.sampleKey, true), ("", false), ("AAEC", false), (String(repeating: "A", count: 44), false),
            (String(repeating: "A", count: 43) + "=", true), (String(repeating: "A", count: 43), false),
            (String(repeating: "A", count: 64), false), (String(repeating: "-", count: 43) + "=", false),
            (String(repeating: "0", count: 64), false),
        ]
        for (text, isKey) in cases { #expect((SealKey(base64: Secret(text)) != nil) == isKey, "\(text)") }
        #expect(SealKey(base64: SealKey.fresh()) != nil && SealKey.fresh() != SealKey.fresh())
    }

    @Test func everythingThatIsWrongWithTheKeysIsSaidAndNoValueIs() async throws {
        let reader = ReferenceReader(
            folder: "/nonexistent", environment: ["KEY": Self.sampleKey, "BAD": "c2VjcmV0", "TWO": "\(Self.sampleKey)\n"])
        let place = RollcallCore.SourceLocation(file: "rollcall.yaml", line: 7, column: 3)
        func keys(_ key: Reference, _ previous: [Reference]) async -> Result<SealKeys, SealKeyFailure> {
            do throws(SealKeyFailure) {
                let seal = Project.Seal(key: key, previous: previous, location: place)
                return .success(try await SealKeyReader(reader).read(seal))
            } catch { return .failure(error) }
        }
        let good = try await keys(.environment("KEY"), [.environment("TWO")]).get()
        #expect(good.current.id == "630dcd29" && good.previous.map(\.id) == ["630dcd29"])
        guard case .failure(let failure) = await keys(.environment("BAD"), [.file("key"), .environment("KEY")]) else {
            return #expect(Bool(false), "there are faults")
        }
        #expect(failure.diagnostics.all.map(\.code) == [.sealKeyMalformed, .secretAbsent])
        #expect(failure.diagnostics.all.map(\.field) == ["state.seal.key", "state.seal.previous[0]"])
        #expect(failure.diagnostics.all.allSatisfy { $0.location == place && !$0.detail.contains("c2VjcmV0") })
    }

    /// What an earlier rollcall sealed, this one opens: the same as in the samples that are not sealed.
    @Test func theFrozenSamplesOpen() throws {
        let seal = try seal(Self.sampleKey)
        let plain = try StateCodec.read(frozen("state.json"), digest: sha256)
        let sealed = try StateCodec.read(frozen("sealed.json"), digest: sha256)
        func opened(_ client: RecordedClient) throws -> [OpenCredentials] {
            try ([FormerRegistration(client)] + client.former).map(opened)
        }
        func opened(_ former: FormerRegistration) throws -> OpenCredentials {
            try seal.open(former.credentials, of: former.registration, lineage: sealed.lineage)
        }
        #expect(sealed.labels == plain.labels)
        for label in sealed.labels {
            #expect(try opened(try #require(sealed[label])) == opened(try #require(plain[label])), "\(label)")
        }
        #expect(try sealed.orphans.map(opened) == plain.orphans.map(opened))
        for (id, doubt) in sealed.doubts {
            let received = try seal.open(doubt.received, .answer(to: id, lineage: sealed.lineage))
            #expect(plain.doubts[id]?.received == .plain(received), "\(id)")
        }
        let journals = try ["sealed.json.journal", "state.json.journal"].map {
            try JournalCodec.read(frozen($0)).opened(with: seal)
        }
        #expect(journals[0] == journals[1])
    }

    private func frozen(_ name: String) throws -> [UInt8] {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return Array(try Data(contentsOf: URL(fileURLWithPath: "/\(folder)/../../../state/v1/samples/\(name)")))
    }
}
