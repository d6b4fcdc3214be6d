// Preloaded into a process: from the N-th fdatasync of a file below a path on, each fails with EIO. N counts the calls of all threads together, so
// that it is the same call each time, whichever thread makes it. FAILING_SYNC is N, FAILING_SYNC_PATH what the files' paths begin with.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int count;

static int is_meant(int descriptor) {
    char link[64], path[PATH_MAX + 1];
    const char *start = getenv("FAILING_SYNC_PATH");
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX);
    if (length < 0 || start == NULL) return 0;
    path[length] = 0;
    return strncmp(path, start, strlen(start)) == 0;
}

int fdatasync(int descriptor) {
    const char *first = getenv("FAILING_SYNC");
    if (first != NULL && is_meant(descriptor) && atomic_fetch_add(&count, 1) + 1 >= atoi(first)) {
        errno = EIO;
        return -1;
    }
    return ((__typeof__(&fdatasync))dlsym(RTLD_NEXT, "fdatasync"))(descriptor);
}
