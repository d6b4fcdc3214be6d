#pragma once
// The two Linux calls that Glibc's Swift module hides: both need _GNU_SOURCE or variadic arguments.
#include <sys/types.h>

/// fallocate(2) with FALLOC_FL_KEEP_SIZE: space for `length` bytes from `offset`, the file's size unchanged. 0, or -1 with errno.
int rollcall_reserve(int descriptor, off_t offset, off_t length);

/// prctl(2) PR_SET_DUMPABLE 0: no core dump, no ptrace by the same user. 0, or -1 with errno.
int rollcall_forbid_dumps(void);
