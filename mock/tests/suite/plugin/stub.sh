#!/bin/sh
# A plugin for tests. STUB_MANIFEST is the result of its manifest; STUB_REACTIONS are the arms of a case over the method,
# which come before those for getmanifest and init, and may use what stands here. Both may stand in a file beside it, too.

test -f "$0.stub" && . "$0.stub"

answer() { printf '{"jsonrpc":"2.0","id":"%s","result":%s}\n\n' "$id" "$1"; }
refuse() { printf '{"jsonrpc":"2.0","id":"%s","error":%s}\n\n' "$id" "$1"; }
tell() { printf '{"jsonrpc":"2.0","method":"%s","params":%s}\n\n' "$1" "$2"; }
say() { printf '%s\n\n' "$1"; }

eval "react() {
    case \$method in
    $STUB_REACTIONS
    getmanifest) answer \"\$STUB_MANIFEST\" ;;
    init) answer '{}' ;;
    esac
}"

while IFS= read -r line; do
    case $line in
    '') continue ;;
    esac
    id=${line#*'"id":"'}
    id=${id%%'"'*}
    method=${line#*'"method":"'}
    method=${method%%'"'*}
    params=${line#*'"params":'}
    params=${params%'}'}
    react
done
