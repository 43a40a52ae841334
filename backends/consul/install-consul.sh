#!/usr/bin/env bash
# Puts the Consul that this module's tests run against into a folder of its own and prints its path. Nothing of the
# machine is changed: the package is fetched from the machine's own Debian mirror, checked by apt, and unpacked.
#
#   ROLLCALL_CONSUL_DIR   where to (default: ~/.cache/rollcall/consul-1.8.7)
#   ROLLCALL_CONSUL_SUITE the Debian suite that has it (default: bullseye)
set -euo pipefail

dir=${ROLLCALL_CONSUL_DIR:-$HOME/.cache/rollcall/consul-1.8.7}
suite=${ROLLCALL_CONSUL_SUITE:-bullseye}
keys=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
  echo "install-consul: $1" >&2
  exit 1
}

# The first Debian archive in the machine's sources, in either of apt's two notations; the security archive is another.
mirror() {
  {
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '$1 == "URIs:" { print $2 }'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
      sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p'
  } | grep -E '/debian/?$' | head -n 1
}

if [ -x "$dir/consul" ]; then
  echo "$dir/consul"
  exit 0
fi
for tool in apt-get dpkg; do
  command -v "$tool" >/dev/null || fail "$tool: not found (expected: a Debian or Ubuntu machine). Put a consul binary at $dir/consul instead"
done
[ -r "$keys" ] || fail "$keys: not found. Next: install the package debian-archive-keyring"
uri=$(mirror) || true
[ -n "$uri" ] || fail "/etc/apt: no Debian archive in its sources. Put a consul binary at $dir/consul instead"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,cache/archives/partial,sources,root} "$dir"
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$uri" "$suite" "$keys" >"$work/sources/debian.sources"
apt=(apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources"
  -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User="$(id -un)"
  -o Acquire::Languages=none -o Acquire::Retries=3)
"${apt[@]}" update >&2 || fail "$uri has no suite $suite any more? Next: set ROLLCALL_CONSUL_SUITE, or put a consul binary at $dir/consul"
(cd "$work/cache" && "${apt[@]}" download consul >&2) || fail "$uri: no package consul in $suite"
dpkg -x "$work"/cache/consul_*.deb "$work/root"
# In one step, so that a run beside this one never sees half a file.
mv "$work/root/usr/bin/consul" "$dir/consul.$$"
mv -f "$dir/consul.$$" "$dir/consul"
"$dir/consul" version | head -n 1 >&2
echo "$dir/consul"
