import Glibc
import RollcallIO
import Testing

/// In processes of their own: what is hardened stays so.
@Suite struct ProcessHardeningTests {
    @Test func nothingIsLeftToOthersAndNothingDumped() async {
        await #expect(processExitsWith: .success) {
            for descriptor in [STDIN_FILENO, STDOUT_FILENO] { close(descriptor) }
            ProcessHardening.apply()
            #expect(fcntl(STDIN_FILENO, F_GETFD) >= 0 && fcntl(STDOUT_FILENO, F_GETFD) >= 0)
            #expect(umask(0) == 0o077)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
            #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(limit.rlim_cur == limit.rlim_max)
            // A pipe that nobody reads is an error to be told, not the end.
            var ends: [Int32] = [-1, -1]
            pipe(&ends)
            close(ends[0])
            #expect(write(ends[1], "x", 1) == -1 && errno == EPIPE)
        }
    }

    @Test func aCrashPrintsNoMemory() async {
        let crash = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            ProcessHardening.apply()
            fatalError("crashed")
        }
        let printed = String(decoding: crash?.standardErrorContent ?? [], as: UTF8.self)
        #expect(printed.contains("crashed"))
        #expect(!printed.contains("Registers") && !printed.contains("Backtrac"), "\(printed)")
    }
}
