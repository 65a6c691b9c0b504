#!/bin/sh
# A plugin in plain sh, which knows nothing of the harness. It takes each line that it reads for a message.

greeting=hello

# member NAME: the first string of this name in the message.
member() { printf '%s\n' "$line" | grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

# answer RESULT
answer() { printf '{"jsonrpc":"2.0","id":"%s","result":%s}\n\n' "$id" "$1"; }

# log TEXT
log() { printf '{"jsonrpc":"2.0","method":"log","params":{"level":"info","message":"%s"}}\n\n' "$1"; }

manifest='{
    "options": [{"name": "greeting", "type": "string", "default": "hello", "description": "What is said to whom greet names"}],
    "rpcmethods": [{"name": "greet", "usage": "[name]"}],
    "hooks": ["peer_connected", "htlc_accepted"],
    "subscriptions": ["connect"],
    "dynamic": true
}'

while IFS= read -r line; do
    id=$(member id)
    case $(member method) in
    getmanifest) answer "$manifest" ;;
    init) greeting=$(member greeting); answer '{}' ;;
    greet) answer "{\"greeting\":\"$greeting $(member name)\"}" ;;
    peer_connected | htlc_accepted) answer '{"result":"continue"}' ;;
    connect) log "connected: $id" ;; # the only member of that name
    esac
done
