import RollcallTestKit
import Testing

@testable import RollcallCore

/// The stores that need no real disk keep the port's contract.
struct StateStoreContractTests {
    @Test func theFileStoreKeepsTheContract() async throws {
        let disk = SimulatedDisk()
        let broken = try await StateStoreContract.broken(
            open: { StoreScript.store(on: disk) }, setRoom: { disk.capacity = $0 ? nil : 2 << 20 })
        #expect(broken == [])
    }

    @Test func theMemoryStoreKeepsTheContract() async throws {
        let place = MemoryStateStore.Place()
        let broken = try await StateStoreContract.broken(
            open: { MemoryStateStore(place) }, setRoom: { place.hasRoom = $0 })
        #expect(broken == [])
    }
}
