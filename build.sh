#!/usr/bin/env bash
# The one entry point: ./build.sh <target> [--layer=1|2|3]. Without a target it lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json | head -n 1)
if ! command -v dotnet >/dev/null 2>&1; then
  echo "dotnet is not on the path. Install the .NET SDK $wanted or a later 10.0: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 1
fi
# dotnet itself obeys global.json and fails when no installed SDK is new enough.
if ! dotnet --version >/dev/null 2>&1; then
  echo "global.json asks for the .NET SDK $wanted or a later 10.0; installed: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')." >&2
  echo "Install it: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 1
fi

target=()
case "${1:-}" in
  -h | --help) shift ;;
  -* | '') ;;
  *) target=("--target=$1"); shift ;;
esac

dotnet tool restore --verbosity quiet >/dev/null
exec dotnet cake build.cake ${target[@]+"${target[@]}"} "$@"
