// Preloaded into a process: every write to a regular file takes one byte only, and each of these calls is interrupted the first
// time, as POSIX allows at any time. Nothing may differ but the number of calls.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Each call site has a counter of its own: every other call of it is interrupted.
#define INTERRUPTED                     \
    static _Thread_local unsigned turn; \
    if (turn++ % 2 == 0) {              \
        errno = EINTR;                  \
        return -1;                      \
    }

static int is_file(int descriptor) {
    struct stat facts;
    return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (is_file(descriptor)) {
        INTERRUPTED
        return REAL(write)(descriptor, bytes, count > 0 ? 1 : 0);
    }
    return REAL(write)(descriptor, bytes, count);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
    if (is_file(descriptor)) {
        INTERRUPTED
        return REAL(read)(descriptor, bytes, count > 7 ? 7 : count);
    }
    return REAL(read)(descriptor, bytes, count);
}

int fsync(int descriptor) {
    INTERRUPTED
    return REAL(fsync)(descriptor);
}

int fdatasync(int descriptor) {
    INTERRUPTED
    return REAL(fdatasync)(descriptor);
}
