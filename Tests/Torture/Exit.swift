import Glibc

func fatalExit() -> Never { exit(1) }

/// What is said is seen now, also in a file.
func flush() { fflush(nil) }

/// As many histories are played at once.
let coreCount = max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
