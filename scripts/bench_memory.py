#!/usr/bin/python3
"""Measures how much more memory training takes on many years than on half a year, in multiples of the float32 channels.

usage: scripts/bench_memory.py [--years 44] [--lookbacks 1h,24h] [--stride 1m]
Simulates the years (four channels of 1-minute values; 44 years are 1.7 GB of text in a temporary folder) and trains a
small network on them with each lookback. A training takes some minutes, most of them for the ridge baseline. Build first
(scripts/build.sh).
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile

SYMH = pathlib.Path(__file__).resolve().parent.parent / "build" / "src" / "symh"
CHANNELS = ["sym_h", "asy_h", "sym_d", "asy_d"]
CONFIG = """
name = "memory"
[data]
train = ["{data}"]
[split]
validation_fraction = {validation}
[windows]
cadence = "1m"
stride = "{stride}"
lookback = "{lookback}"
horizon = ["1h"]
channels = {channels}
[model]
kind = "mlp"
[training]
epochs = 1
batches_per_epoch = 20
"""


def peak_bytes(folder, data, lookback, validation, stride):
    """The peak memory of `symh train`, from reading to the metrics. symh reads the text, not its archive."""
    config = folder / "memory.toml"
    config.write_text(CONFIG.format(data=data, lookback=lookback, channels=CHANNELS, validation=validation,
                                    stride=stride))
    process = subprocess.Popen([SYMH, "train", "--config", config, "--output", folder / "run", "--overwrite", "--no-cache",
                                "--quiet"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"bench_memory: symh train ended with status {os.waitstatus_to_exitcode(status)}")
    return 1024 * usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--years", type=int, default=44)
    parser.add_argument("--lookbacks", default="1h,24h")
    parser.add_argument("--stride", default="1m", help="time between issue times")
    options = parser.parse_args()
    days = round(365.25 * options.years)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data, part = folder / "all", folder / "half a year"
        subprocess.run([SYMH, "simulate", "--quiet", "--start", "1981-01-01", "--days", str(days), "--output", data],
                       check=True)
        shutil.rmtree(data / "solar-wind")
        part.mkdir()
        for file in sorted(data.glob("ASY_*.dat"))[:6]:
            shutil.copy(file, part)
        raw, raw_part = (n * 1440 * len(CHANNELS) * 4 for n in (days, 181))
        print(f"{options.years} years, {raw / 1e6:.0f} MB as float32 channels")
        for lookback in options.lookbacks.split(","):
            base = peak_bytes(folder, part, lookback, 0.1, options.stride)
            peak = peak_bytes(folder, data, lookback, 0.01, options.stride)
            print(f"lookback {lookback:>4}: peak {peak / 1e6:.0f} MB, on half a year {base / 1e6:.0f} MB; "
                  f"the difference is {(peak - base) / (raw - raw_part):.2f} times that of the raw channels")


if __name__ == "__main__":
    main()
