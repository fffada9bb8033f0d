#!/bin/sh
# Google Benchmark's JSON, where a counter is 0.
#
# Guess: what --benchmark_format=json prints is JSON, and a row whose aggregate_unit is
# "percentage" holds percentages.
# Seen with Google Benchmark 1.7.1 (Debian's libbenchmark-dev): the row of the relative
# deviation, cv, has the word NaN for a counter that is 0 in all repetitions, which is no
# JSON: Go, jq and JavaScript refuse the file, and Python's module takes it. The same row
# gives the deviation of the times as a fraction, below 1, with time_unit "ns" beside it.
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
static void Spin(benchmark::State& state) {
  for (auto _ : state)
    for (volatile int i = 0; i < 1000; i = i + 1) {}
  state.counters["misses"] = 0;
}
BENCHMARK(Spin);
BENCHMARK_MAIN();
CC
c++ -O1 -I usr/include main.cc -o try -L "$LD_LIBRARY_PATH" -lbenchmark -lpthread 2>/dev/null || exit 2
./try --benchmark_format=json --benchmark_repetitions=3 --benchmark_min_time=0.01 2>/dev/null >out.json || exit 2
grep -A14 '"aggregate_name": "cv"' out.json | grep -E 'aggregate_unit|real_time|time_unit|misses'
grep -q '"misses": NaN' out.json || exit 1
grep -A14 '"aggregate_name": "cv"' out.json | grep -q '"aggregate_unit": "percentage"' || exit 1
