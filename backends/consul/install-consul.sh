#!/usr/bin/env bash
# Puts the Consul that this module's tests run against into a folder of its own and prints its path.
#
#   ROLLCALL_CONSUL_DIR   where to (default: ~/.cache/rollcall/consul-1.8.7)
#   ROLLCALL_CONSUL_SUITE the Debian suite that has it (default: bullseye)
set -euo pipefail

dir=${ROLLCALL_CONSUL_DIR:-$HOME/.cache/rollcall/consul-1.8.7}
"$(dirname "$0")/../../.ci/unpack-debian" consul "${ROLLCALL_CONSUL_SUITE:-bullseye}" "$dir" consul
"$dir/consul" version | head -n 1 >&2
echo "$dir/consul"
