#!/bin/sh
# The times in hyperfine's JSON, of a command that is no slower than the shell around it.
#
# Guess: each number of "times" is what a run took, and above 0.
# Seen with hyperfine 1.15.0: the mean time of an empty command in the shell, measured
# before, is subtracted from each run, and what would be below 0 is written as exactly 0.0:
# on a busy machine all of 100 runs of "true". Quotients and logarithms of such times say
# nothing. With -N there is no shell and no 0.
#
# Ends with 0 as long as that is so, 1 when it is not, 2 when it cannot be tried.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download hyperfine=1.15.0-2 >/dev/null 2>&1 && dpkg -x hyperfine_*.deb . || exit 2
PATH=$folder/usr/bin:$PATH
hyperfine --style none --runs 100 --export-json shell.json true >/dev/null 2>&1 || exit 2
hyperfine --style none -N --runs 100 --export-json none.json true >/dev/null 2>&1 || exit 2
zeros() { grep -c '^ *0\.0,\{0,1\}$' "$1" || true; }
echo "times of 0: $(zeros shell.json) of 100 in a shell, $(zeros none.json) without"
[ "$(zeros shell.json)" -gt 0 ] && [ "$(zeros none.json)" -eq 0 ]
