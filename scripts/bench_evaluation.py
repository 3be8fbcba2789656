#!/usr/bin/env python3
"""Compares how many forecasts a second symh evaluates with ONNX Runtime, which runs the file that symh exports.

usage: bench_evaluation.py DATA...     files with a time column and the channels of the model, such as
                                       data/simulated-storms/*.csv
Needs symh (build/src/symh, or $SYMH), NumPy and onnxruntime; runs both on one core and on two, by turns, and compares
what they forecast. $MODEL names the model (default storms-l1).
"""
import csv
import datetime
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

SYMH = os.environ.get("SYMH", "build/src/symh")
MODEL = os.environ.get("MODEL", "storms-l1")
ROUNDS, BATCH, BATCHES = 3, 64, 8


def symh(cores, folder, data):
    """Forecasts by (issue time, lead time), their number a second of the whole program, and system over user time."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    files = [word for path in data for word in ("--data", path)]
    subprocess.run(["taskset", "-c", ",".join(map(str, range(cores))), SYMH, "evaluate", "--model", MODEL, *files,
                    "--bootstrap", "0", "--quiet", "--forecasts", f"{folder}/f.csv"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    forecasts = {}
    with open(f"{folder}/f.csv", encoding="utf-8") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            forecasts[row["issue_time"], int(row["lead_time_minutes"])] = float(row["forecast_nt"] or "nan")
    share = (after.ru_stime - before.ru_stime) / (after.ru_utime - before.ru_utime)
    return forecasts, len(forecasts) / seconds, share


def main(data):
    import numpy
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([SYMH, "export", "--model", MODEL, "--output", f"{folder}/m.onnx", "--quiet"], check=True)
        with open(f"{folder}/m.onnx.json", encoding="utf-8") as text:
            described = json.load(text)
        steps, leads = described["steps"], described["lead_times_minutes"]
        names = [channel["name"] for channel in described["channels"]]
        with open(data[0], encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        values = numpy.array([[float(row[name] or "nan") for name in names] for row in rows], numpy.float32)
        minutes = [int(datetime.datetime.fromisoformat(row["time"].replace("Z", "+00:00")).timestamp()) // 60
                   for row in rows]
        values = numpy.concatenate([numpy.full((steps, len(names)), numpy.nan, numpy.float32), values])
        chosen = [len(rows) // 2 + i for i in range(BATCH * BATCHES)]
        speeds = {}
        for _ in range(ROUNDS):
            for cores in (1, 2):
                forecasts, ours, share = symh(cores, folder, data)
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads, options.inter_op_num_threads = cores, 1
                session = onnxruntime.InferenceSession(f"{folder}/m.onnx", options, providers=["CPUExecutionProvider"])
                start, worst, count = time.perf_counter(), 0.0, 0
                for first in range(0, len(chosen), BATCH):
                    part = chosen[first:first + BATCH]
                    x = numpy.stack([values[i + 1:i + 1 + steps] for i in part])
                    result = session.run(["forecast"], {"x": x, "time": numpy.array([minutes[i] for i in part])})[0]
                    for i, row in zip(part, result):
                        for lead, value in zip(leads, row):
                            own = forecasts.get((rows[i]["time"], lead))
                            count += 1
                            if own is not None and abs(own - value) > worst:
                                worst = abs(own - value)
                theirs = count / (time.perf_counter() - start)
                speeds.setdefault(cores, []).append((ours, theirs, share, worst))
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            print(next(line.split(":")[1].strip() for line in info if line.startswith("model name")))
        print(f"{'cores':>5} {'symh [1/s]':>11} {'ONNX Runtime [1/s]':>19} {'ratio':>7} {'system/user':>12} {'differ [nT]':>12}")
        for cores, runs in speeds.items():
            ours, theirs, share, worst = (statistics.median(column) for column in zip(*runs))
            ratio = statistics.median(a / b for a, b, _, _ in runs)
            print(f"{cores:5} {ours:11.0f} {theirs:19.0f} {ratio:7.1f} {share:12.1%} {worst:12.4f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
