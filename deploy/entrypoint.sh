#!/bin/sh
# What a container of the image runs: the page, a command of the program, or anything else.
#   page [OPTIONS]      python app.py OPTIONS
#   index|qa COMMAND    python -m index COMMAND
set -eu
cd "$(dirname "$0")/.."
case "${1:-page}" in
    page)
        [ "$#" -eq 0 ] || shift
        exec python app.py "$@"
        ;;
    index | qa)
        exec python -m "$@"
        ;;
    *)
        exec "$@"
        ;;
esac
