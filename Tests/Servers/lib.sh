# What every server's `start PORT DATADIR` shares; sourced, not run.
#
# `start` runs in the foreground. Its standard output is one line, READY <registration endpoint> <initial access token or ->, written
# once the server listens on 127.0.0.1:PORT; everything else goes to DATADIR/server.log. It becomes the server (exec), so
# ending the process ends the server, and the server ends by itself when the process that called `start` ends.
set -euo pipefail

PORT=${1:?usage: start PORT DATADIR}
DATADIR=${2:?usage: start PORT DATADIR}
HERE=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
SERVERS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${ROLLCALL_SERVERS_CACHE:-$SERVERS/../../.build/servers}
mkdir -p "$DATADIR" "$CACHE"
DATADIR=$(cd "$DATADIR" && pwd)
CACHE=$(cd "$CACHE" && pwd)
CALLER=$PPID
READY_FD=3
umask 077
export PORT DATADIR CALLER READY_FD PYTHONPATH=$SERVERS PYTHONDONTWRITEBYTECODE=1
exec 3>&1 4>&2 </dev/null >>"$DATADIR/server.log" 2>&1

# The way out of a failure that the caller sees: the end of the log, on the caller's standard error.
failed() {
    echo "$HERE/start failed, see $DATADIR/server.log:" >&4
    tail -n 20 "$DATADIR/server.log" >&4
    exit 1
}

# venv: a Python environment with exactly what requirements.txt lists, in VENV. Built once per list and Python version, under a
# lock, beside its final name: a folder without its mark was cut off, and is built anew.
venv() {
    local list key
    list=$HERE/requirements.txt
    key=$({ cat "$list"; python3 --version; } | sha256sum | cut -c1-12)
    VENV=$CACHE/$(basename "$HERE")-$key
    [ -e "$VENV/complete" ] && return
    # One chain: before || the shell ignores -e, and a half environment must not be marked.
    (
        flock 9 &&
            { [ -e "$VENV/complete" ] ||
                { rm -rf "$VENV" && python3 -m venv "$VENV" &&
                    "$VENV/bin/pip" --quiet --disable-pip-version-check install --requirement "$list" &&
                    touch "$VENV/complete"; }; }
    ) 9>"$VENV.lock" || failed
}

# serve: becomes app.py in the environment. The caller's standard error (4) stays with this script.
serve() {
    exec "$VENV/bin/python" "$HERE/app.py" 4>&-
}
