#define _GNU_SOURCE
#include "CPosix.h"
#include <fcntl.h>
#include <sys/prctl.h>

int rollcall_reserve(int descriptor, off_t offset, off_t length) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, length);
}

int rollcall_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
