import CPosix
import Glibc

/// What the process must never do, settled before it has a secret or a second thread.
public enum ProcessHardening {
    /// The first thing that `main` does. Nothing here can fail in a way that matters more than going on.
    public static func apply() {
        openStandardDescriptors()
        umask(0o077)
        forbidDumps()
        raiseDescriptorLimit()
        // Standard output may go away (`| head`); what is in flight must still be recorded.
        signal(SIGPIPE, SIG_IGN)
    }

    /// A file of ours that got the number of standard output would be written into by the next message.
    private static func openStandardDescriptors() {
        while case let descriptor = open("/dev/null", O_RDWR), descriptor >= 0 {
            if descriptor > 2 {
                close(descriptor)
                return
            }
        }
    }

    /// No core file, and no backtrace: both hold memory and registers, and so, perhaps, a token. Swift's backtracer begins in handlers
    /// of these signals, which were there before `main`.
    private static func forbidDumps() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        rollcall_forbid_dumps()
        for crash in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV, SIGFPE, SIGQUIT] { signal(crash, SIG_DFL) }
    }

    /// Each call in flight has a connection; 1024 descriptors, a common limit, are no reason for one to fail.
    private static func raiseDescriptorLimit() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        if getrlimit(resource, &limit) != 0 { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }

    /// Ends the process with a text on standard error, and nothing else: there may be no descriptor for more.
    public static func end(saying text: String, status: Int32) -> Never {
        let bytes = Array(text.utf8)
        _ = write(2, bytes, bytes.count)
        exit(status)
    }

    /// How many files the process may have open, and how many it must be able to.
    public struct DescriptorLimit: Sendable, Hashable {
        public let allowed: Int
        public let needed: Int
    }

    /// `nil` if there are enough: each thread of the network library waits with three, and what is left must do for files and a
    /// few connections. Without them it would end the process in the middle of a run.
    public static func descriptorLimitTooLow() -> DescriptorLimit? {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 { return nil }
        let needed = 40 + 4 * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let allowed = Int(min(limit.rlim_cur, rlim_t(Int32.max)))
        return allowed < needed ? DescriptorLimit(allowed: allowed, needed: needed) : nil
    }
}
