#!/bin/sh
# A plugin that a test is itself: what it says is written to one pipe, and what it is told is read from another.
cat "$PUPPET_SAYS" &
exec cat > "$PUPPET_HEARS"
