#!/usr/bin/python3
"""Times symh and pandas on the same IAGA-2002 file. Then times `symh inspect` on 45 years of 1-minute values, from text and
from the cache.

usage: scripts/bench_reading.py [--days 730] [--years 45] [--repeats 5]     (--years 0: only the comparison with pandas)
It needs python3-pandas and a build with benchmarks:
  cmake --preset release -DSYMH_BENCHMARKS=ON
  cmake --build --preset release --target symh bench_formats
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import pandas
except ImportError:
    sys.exit("bench_reading: pandas is missing; apt-get install python3-pandas")

BUILD = pathlib.Path(__file__).resolve().parent.parent / "build"
NAMES = ["date", "clock", "doy", "asy_d", "asy_h", "sym_d", "sym_h"]


def make_file(folder, days):
    """Writes one header and the lines of all simulated months: pandas cannot read a file of several headers."""
    subprocess.run([BUILD / "src" / "symh", "simulate", "--quiet", "--days", str(days), "--output", folder], check=True)
    path = folder / "all.txt"
    header_lines = 0
    with open(path, "wb") as out:
        for number, month in enumerate(sorted(folder.glob("ASY_*.dat"))):
            text = month.read_bytes()
            data = text.index(b"\n", text.index(b"\nDATE") + 1) + 1
            if number == 0:
                header_lines = text[:data].count(b"\n")
            out.write(text if number == 0 else text[data:])
            month.unlink()
    return path, header_lines


def read_numbers(path, header_lines):
    return pandas.read_csv(path, sep=r"\s+", engine="c", skiprows=header_lines, header=None, names=NAMES,
                           na_values=["99999.00"])


def read_times_too(path, header_lines):
    table = read_numbers(path, header_lines)
    table.index = pandas.to_datetime(table["date"] + " " + table["clock"], format="%Y-%m-%d %H:%M:%S.%f")
    return table


def read_fixed_width(path, header_lines):
    return pandas.read_fwf(path, colspecs=[(0, 10), (11, 23), (24, 27), (30, 40), (40, 50), (50, 60), (60, 70)],
                           skiprows=header_lines, header=None, names=NAMES, na_values=["99999.00"])


def seconds_of(function, repeats):
    """For each run the time by the clock, and the time of all cores together, which other programs disturb less."""
    seconds = []
    for _ in range(repeats):
        start, cpu_start = time.perf_counter(), time.process_time()
        function()
        seconds.append((time.perf_counter() - start, time.process_time() - cpu_start))
    return seconds


def seconds_of_symh(path, repeats):
    """The times of load(), from the file to the series, measured inside the program."""
    result = subprocess.run([BUILD / "tests" / "bench" / "bench_formats", "--benchmark_filter=load_file",
                             f"--benchmark_repetitions={repeats}", "--benchmark_format=json"],
                            env={**os.environ, "SYMH_BENCH_FILE": str(path)}, check=True, capture_output=True)
    runs = json.loads(result.stdout)["benchmarks"]
    return [(run["real_time"] / 1e3, run["cpu_time"] / 1e3) for run in runs if run["run_type"] == "iteration"]


def print_inspect(years, repeats):
    """Prints the time of the whole process `symh inspect` on monthly files: without the cache, then with it."""
    with tempfile.TemporaryDirectory() as name:
        data, env = pathlib.Path(name) / "data", {**os.environ, "XDG_CACHE_HOME": name}
        days = round(365.25 * years)
        subprocess.run([BUILD / "src" / "symh", "simulate", "--quiet", "--start", "1981-01-01", "--days", str(days),
                        "--output", data], check=True)
        files = sorted(data.glob("ASY_*.dat"))
        for extra in data.iterdir():
            if extra.is_dir():
                shutil.rmtree(extra)
        command = [BUILD / "src" / "symh", "inspect", "--quiet", data]
        inspect = lambda *more: subprocess.run([*command, *more], env=env, check=True, stdout=subprocess.DEVNULL)
        print(f"symh inspect of {days * 1440 / 1e6:.1f} million minutes in {len(files)} files, "
              f"{sum(file.stat().st_size for file in files) / 1e9:.2f} GB")
        inspect()  # writes the cache
        for what, more in [("from text, --no-cache", ["--no-cache"]), ("from the cache", [])]:
            clock = [wall for wall, _ in seconds_of(lambda: inspect(*more), repeats)]
            print(f"{what:<30} {statistics.median(clock):7.3f} s ({min(clock):.3f} to {max(clock):.3f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--years", type=float, default=45)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, header_lines = make_file(pathlib.Path(folder), options.days)
        size = path.stat().st_size
        rows = [("symh load()", seconds_of_symh(path, options.repeats))]
        for name, read in [("pandas read_csv, times as text", read_numbers),
                           ("pandas read_csv + to_datetime", read_times_too),
                           ("pandas read_fwf, times as text", read_fixed_width)]:
            rows.append((name, seconds_of(lambda: read(path, header_lines), options.repeats)))
    print(f"{size / 1e6:.0f} MB of IAGA-2002, pandas {pandas.__version__}; medians of {options.repeats} runs, in brackets "
          "the fastest and the slowest")
    medians = [[statistics.median(run[k] for run in runs) for k in (0, 1)] for _, runs in rows]
    for (name, runs), (wall, cpu) in zip(rows, medians):
        clock = [run[0] for run in runs]
        print(f"{name:<30} {wall:7.3f} s ({min(clock):.3f} to {max(clock):.3f}), {size / wall / 1e9:.3f} GB/s, "
              f"{wall / medians[0][0]:.1f} times symh; {cpu:.3f} s of one core, {cpu / medians[0][1]:.1f} times")
    if options.years > 0:
        print_inspect(options.years, options.repeats)


if __name__ == "__main__":
    main()
