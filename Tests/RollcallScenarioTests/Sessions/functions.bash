# What a session may type beside rollcall and the usual commands. Sourced by the shell that plays it.
#
# ENDPOINT   the registration endpoint of a server that runs while the session does
# EXCHANGES  a file with a line for each exchange that the server has processed: method, path, status

# project LABEL…: a project for the server at ENDPOINT, which is called once at a time, and a file for each client.
project() {
    mkdir clients
    cat >rollcall.yaml <<EOF
rollcall: 1
servers:
  demo: { registration_endpoint: $ENDPOINT, parallelism: 1 }
defaults: { server: demo }
state: state.json
EOF
    for label; do client "$label"; done
}

# client LABEL: declares one, in a file of its own.
client() {
    cat >"clients/$1.yaml" <<EOF
clients:
  $1:
    metadata:
      client_name: ${1^}
      redirect_uris: ["https://$1.example.com/callback"]
EOF
}

# edit SCRIPT FILE: changes a file with sed; one that stays the same is a mistake in the session.
edit() {
    cp "$2" "$2.before"
    sed -i -e "$1" "$2"
    if cmp -s "$2" "$2.before"; then
        echo "edit: $2 is the same as before"
        return 1
    fi
    rm "$2.before"
}

# at_terminal COMMAND: runs it with a terminal of its own; what is piped in is what is typed there.
at_terminal() {
    script --quiet --return --flush --echo never --command "$1" /dev/null
}

# exchanges: what the server has processed since this was last asked.
SEEN=0
exchanges() {
    tail -n "+$((SEEN + 1))" "$EXCHANGES"
    SEEN=$(wc -l <"$EXCHANGES")
}

# call LABEL: the id of its call in doubt.
call() {
    rollcall status --format json | tr '{' '\n' | sed -n "s/.*\"id\":\"\([^\"]*\)\",\"label\":\"$1\".*/\1/p" | head -n 1
}

# third_hand METHOD LABEL [BODY]: an exchange about a registered client, sent by somebody else with its token.
third_hand() {
    local uri token rest host
    uri=$(rollcall credentials "$2" --field registration_client_uri) || return
    token=$(rollcall credentials "$2" --field registration_access_token) || return
    rest=${uri#http://}
    host=${rest%%/*}
    exec {connection}<>"/dev/tcp/${host%:*}/${host#*:}"
    printf '%s /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nAuthorization: Bearer %s\r\n' "$1" "${rest#*/}" "$host" "$token" >&"$connection"
    printf 'Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "${#3}" "${3-}" >&"$connection"
    head -n 1 <&"$connection" | tr -d '\r'
    exec {connection}>&-
}

# interrupted COMMAND…: sends SIGINT as soon as the server has processed one more exchange, and waits for the end.
interrupted() {
    local before
    before=$(wc -l <"$EXCHANGES")
    set -m # or the shell would let a background command ignore SIGINT
    "$@" &
    while [ "$(wc -l <"$EXCHANGES")" -eq "$before" ]; do :; done
    kill -INT $!
    wait $!
    local status=$?
    set +m
    return $status
}

# killed_at N COMMAND…: kills it as soon as the server has processed N more exchanges.
killed_at() {
    local before count=$1
    before=$(wc -l <"$EXCHANGES")
    shift
    "$@" &
    while [ "$(wc -l <"$EXCHANGES")" -lt $((before + count)) ]; do :; done
    kill -KILL $!
    { wait $!; } 2>/dev/null
}

# in_plain TEXT…: the files in which one of them stands as it is, or in the base64 of something longer.
in_plain() {
    local text part skipped patterns=()
    for text; do
        patterns+=(-e "$text")
        for skipped in 0 1 2; do
            part=${text:skipped}
            patterns+=(-e "$(printf %s "${part:0:${#part} / 3 * 3}" | base64 -w 0)")
        done
    done
    grep -rlF "${patterns[@]}" . | sort
    [ "${PIPESTATUS[0]}" -eq 1 ] && echo nowhere
}

# redigest STATE: gives a state that was changed by hand the digest that fits.
redigest() {
    local body
    body=$(head -n -2 "$1"; echo .)
    printf '%s  "digest": "sha256:%s"\n}\n' "${body%.}" "$(printf %s "${body%.}" | sha256sum | cut -c 1-64)" >"$1"
}
