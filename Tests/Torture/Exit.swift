import Glibc

func fatalExit() -> Never { exit(1) }
