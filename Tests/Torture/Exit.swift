import Glibc

func fatalExit() -> Never { exit(1) }

/// As many histories are played at once.
let coreCount = max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
