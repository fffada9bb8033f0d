#!/bin/sh
# Workers on hosts that are reached by ssh and mount the same folder:
#
#   workers.sh DIR HOST...
#
# By GNU parallel it is a line, and so it is lease by lease in a loop:
#
#   parallel --nonall --sshlogin a,b,c primebench fleet work --dir DIR
#   seq 0 $((n-1)) | parallel primebench fleet lease --dir DIR --workers 1 --index
#   for i in $(seq 0 $((n-1))); do primebench fleet lease --dir DIR --index "$i"; done
set -eu
dir=$1
shift
for host; do
	ssh "$host" primebench fleet work --dir "$dir" &
done
wait
