#!/bin/sh
# Google Benchmark's real_time of a benchmark with several threads.
#
# Guess: it is how long an iteration takes, so that one which sleeps for a millisecond shows a
# millisecond or more, whatever the number of threads.
# Seen with Google Benchmark 1.7.1 (Debian's libbenchmark-dev): with Threads(4) it shows a
# quarter of a millisecond. The time that passed is divided by the iterations of all
# threads together, while cpu_time is what one iteration uses. Times of different numbers
# of threads say nothing of each other.
#
# Ends with 0 as long as that is so, 1 when it is not, 2 when it cannot be tried.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download libbenchmark-dev=1.7.1-1 libbenchmark1debian=1.7.1-1 >/dev/null 2>&1 || exit 2
for package in *.deb; do dpkg -x "$package" .; done
LD_LIBRARY_PATH=$(echo "$folder"/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH
cat >main.cc <<'CC'
#include <benchmark/benchmark.h>
#include <chrono>
#include <thread>
static void Sleep(benchmark::State& state) {
  for (auto _ : state) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}
BENCHMARK(Sleep)->Threads(1)->Threads(4)->UseRealTime()->Iterations(100);
BENCHMARK_MAIN();
CC
c++ -O1 -I usr/include main.cc -o try -L "$LD_LIBRARY_PATH" -lbenchmark -lpthread 2>/dev/null || exit 2
./try --benchmark_format=csv 2>/dev/null | sed -n 's/^"\(Sleep[^"]*\)",\([^,]*\),\([^,]*\),.*/\1 \2 iterations \3 ns/p' >out.txt
cat out.txt
awk '/threads:1 / { one = $4 } /threads:4 / { four = $4 } END { exit !(one >= 1e6 && four > 0 && four < 0.6 * one) }' out.txt
