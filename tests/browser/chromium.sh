#!/bin/sh
# Finds the Chromium that the browser tests drive and prints its path as the last line.
# Where there is none, installs it and a Chinese font on Debian as root; elsewhere says what to do.
# With --find it only looks: exit code 1 and no output where there is none.
set -eu

find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$name" ] && command -v "$name"; then
            return 0
        fi
    done
    return 1
}

has_chinese_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]
}

can_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null
}

install() {
    echo "Installing $* (about a minute)" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=120 update >&2
    apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@" >&2
}

if [ "${1:-}" = --find ]; then
    find_browser
    exit
fi

if [ -n "${CHROMIUM:-}" ] && ! command -v "$CHROMIUM" >/dev/null; then
    echo "CHROMIUM is '$CHROMIUM', and there is no such program; mend or unset it." >&2
    exit 1
fi

if ! find_browser >/dev/null; then
    if ! can_install; then
        echo "The browser tests need Chromium or Chrome, and there is none here." >&2
        echo "Install one (Debian or Ubuntu: sudo apt-get install chromium fonts-noto-cjk)," >&2
        echo "or say where it is: CHROMIUM=/path/to/chromium make test" >&2
        exit 1
    fi
    install chromium fontconfig fonts-noto-cjk
elif [ "$(uname)" = Linux ] && ! has_chinese_font; then
    if can_install; then
        install fontconfig fonts-noto-cjk
    else
        echo "No Chinese font found; screenshots will show boxes." \
            "(Debian or Ubuntu: sudo apt-get install fontconfig fonts-noto-cjk)" >&2
    fi
fi
find_browser
