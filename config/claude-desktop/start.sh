#!/bin/sh
# How the bundle starts on macOS. There Claude Desktop runs a command called "node" within itself, and macOS lets it
# load no native module of another signer, such as SQLite (modelcontextprotocol/mcpb#229). Anything else it starts as
# a process of its own. So this finds a Node that will do, without the PATH of a shell, which the Dock does not give.

here=$(cd "$(dirname "$0")" && pwd)

# stdin is the client's; asking for a version must not swallow any of it.
fits() {
  (cd "$here" && "$1" --input-type=module -e '
    import { nodeProblem } from "./dist/src/node-problem.js"
    process.exit(nodeProblem(process.versions.node) === undefined ? 0 : 1)
  ') </dev/null >/dev/null 2>&1
}

for node in "$(command -v node)" \
  /opt/homebrew/bin/node /usr/local/bin/node /opt/local/bin/node \
  "$HOME"/.volta/bin/node \
  "$HOME"/.nvm/versions/node/*/bin/node \
  "$HOME"/.local/share/mise/installs/node/*/bin/node \
  "$HOME"/.asdf/installs/nodejs/*/bin/node \
  "$HOME"/.local/share/fnm/node-versions/*/installation/bin/node \
  "$HOME/Library/Application Support/fnm/node-versions"/*/installation/bin/node; do
  if [ -x "$node" ] && fits "$node"; then exec "$node" "$@"; fi
done

echo 'Toolcrib needs Node 22.18 or newer on this Mac, and found none. Install it, then start Claude Desktop again.' >&2
exit 1
