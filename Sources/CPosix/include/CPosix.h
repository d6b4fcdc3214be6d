#pragma once
// The Linux calls that Glibc's Swift module hides: they need _GNU_SOURCE or variadic arguments.
#include <signal.h>
#include <sys/types.h>

/// fallocate(2) with FALLOC_FL_KEEP_SIZE: space for `length` bytes from `offset`, the file's size unchanged. 0, or -1 with errno.
int rollcall_reserve(int descriptor, off_t offset, off_t length);

/// prctl(2) PR_SET_DUMPABLE 0: no core dump, no ptrace by the same user. 0, or -1 with errno.
int rollcall_forbid_dumps(void);

/// posix_spawnp(3) in `folder` and in a process group of its own: output to `output`, input and errors /dev/null, no other
/// descriptor, every signal as a new process has it. 0 and the child in `process`, or an error number.
int rollcall_spawn(const char *folder, char *const words[], char *const environment[], int output, pid_t *process);

/// The end of a pipe, not blocking, that gets a byte for each watched signal; one a process, never closed. -1 with errno.
int rollcall_signal_pipe(void);

/// From when this returns, `signal` does nothing but put a byte into the pipe; `former` is what it did before. The pipe must be there.
/// 0, or -1 with errno.
int rollcall_watch_signal(int signal, struct sigaction *former);
