"""Replays a simulated year through `symh forecast`, from the sources to the alerts, with random faults, and
checks the state folder after every run. scripts/soak.sh starts it."""

import argparse
import collections
import json
import os
import pathlib
import random
import resource
import signal
import statistics
import subprocess
import sys
import time

import models
import source
from checks import Checker
from source import DAY, text_of

SOURCES = pathlib.Path(__file__).resolve().parents[2]
FIRST_DAY = 8  # so that the fetched period is within the simulated data
EXPLAIN_NOTHING = ("two at once", "webhook down")  # these cost no forecast
HANGS_AFTER_S = 300  # no fault takes longer than its timeouts; a busy machine may be slow
SECRET = "s3cret-of-the-soak"  # the password in the addresses of the sources; it must not get out
SOURCE_SETTINGS = """
[http]
connect_timeout_seconds = 2
low_speed_seconds = 900
attempts = 2
backoff_seconds = 0.01
delay_seconds = 0
[kyoto]
address = "{0}/kyoto?year={{year_tens}}{{year_unit}}&month={{month}}&day={{day_tens}}{{day_unit}}&days={{days_tens}}{{days_unit}}"
[swpc]
mag_address = "{0}/mag"
wind_address = "{0}/wind"
[stations]
codes = ["HON", "KAK", "HER"]
services = ["usgs"]
usgs_codes = ["HON", "KAK", "HER"]
usgs_address = "{0}/h?id={{code}}&day={{day}}"
"""
CENTRE = """
centre = "Soak"
state = "state"
[fetch]
sources = ["kyoto", "swpc", "stations"]
settings = "sources.toml"
budget = "10s"
period = "7d"    # longer than the longest outage and `recheck`, so that every day gets its better values
[alerts]
webhook = "{0}/hook"
timeout_seconds = 2
"""


ALERT_LAPSES_AFTER = 6 * 60  # as alert_lapses_after


class Draw:
    """The faults of each run, drawn from a seed. Faults of a source may last for several runs."""

    def __init__(self, seed, share):
        self.random, self.share = random.Random(seed), share
        self.kinds = ["kill"] * 4 + ["source"] * 4 + ["disk full"] * 2 + [
            "clock forward", "clock back", "two at once", "webhook down", "damaged model", "impossible model"]
        self.deck = []
        self.source_faults, self.source_runs = {}, 0

    def next(self):
        """The names of the faults of this run."""
        names = []
        self.source_runs -= 1
        if self.source_runs <= 0:
            self.source_faults = {}
        if self.random.random() < self.share:
            kind = self.deal()
            if kind == "source":
                self.draw_source()
            else:
                names.append(kind)
        return names + sorted({f"source: {fault}" for fault in self.source_faults.values()})

    def deal(self):
        """Draws from a shuffled deck, so that a short soak meets every kind."""
        if not self.deck:
            self.deck = self.random.sample(self.kinds, len(self.kinds))
        return self.deck.pop()

    def draw_source(self):
        paths = self.random.choice([["/kyoto"], ["/mag"], ["/wind"], ["/h"], ["/kyoto", "/mag", "/wind", "/h"]])
        fault = self.random.choice(source.FAULTS)
        self.source_faults = {path: fault for path in paths}
        self.source_runs = 1 if fault in source.SLOW else self.random.randint(1, 4)

    def gap(self, mean):
        """Minutes to the next run, `mean` on average; half of the runs follow at the next call of cron."""
        return 5 if self.random.random() < 0.5 else 5 * self.random.randint(1, max(1, round(0.8 * mean) - 3))


def peak_memory(pid):
    """Peak memory in kB; 0 once the process has ended. wait4() would count the memory that the child inherits."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


class Disk:
    """Fills the file system of the state folder; if none could be mounted, limits the size of files."""

    def __init__(self, state, draw):
        self.state, self.draw = state, draw
        self.ballast = state / ".ballast"
        self.mounted = os.path.ismount(state)

    def fill(self):
        if not self.mounted:
            return
        space = os.statvfs(self.state)
        free = space.f_bavail * space.f_frsize
        with self.ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - self.draw.randrange(200_000)))

    def limit(self):
        """In the child: a write beyond this size fails, as on a full disk."""
        if not self.mounted:
            size = self.draw.randrange(1, 100_000)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    def free(self):
        self.ballast.unlink(missing_ok=True)


class Soak:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.folder)
        self.state = self.folder / "state"
        self.simulate()
        self.truth = source.Truth(self.folder / "simulated")
        self.world = source.World(self.truth, options.seed)
        address = source.serve(self.world)
        with_password = address.replace("http://", f"http://centre:{SECRET}@")
        (self.folder / "sources.toml").write_text(SOURCE_SETTINGS.format(with_password))
        (self.folder / "centre.toml").write_text(CENTRE.format(address))
        self.models = {f"{name} model": make(SOURCES / "data/models", self.folder / name)
                       for name, make in (("damaged", models.damaged), ("impossible", models.impossible))}
        self.draw = Draw(options.seed, options.fault_share)
        self.disk = Disk(self.state, self.draw.random)
        self.checker = Checker(self.state, self.truth, SOURCES / "data/schema/forecast.schema.json")
        self.faults, self.codes = collections.Counter(), collections.Counter()
        self.seconds, self.memory, self.sizes = [], [], []
        self.lost, self.explained = [], collections.Counter()
        self.valid_to, self.unsure = {}, False  # of the alerts in force, by threshold
        self.unfinished = False  # the next run may publish what the last one issued
        self.ahead_until = 0  # a run with a fast clock issued for this minute; older issue times are not due

    def simulate(self):
        days = self.options.days + FIRST_DAY + 4
        subprocess.run([self.options.symh, "simulate", "--output", self.folder / "simulated", "--days", str(days),
                        "--seed", str(self.options.seed), "--storms-per-month", "8", "--stations", "--quiet"], check=True)

    def start(self, clock, full, model):
        command = [self.options.symh, "forecast", "--config", self.folder / "centre.toml", "--at", text_of(clock),
                   "--quiet"]
        return subprocess.Popen(command, stderr=(self.folder / "log").open("ab"),
                                env=os.environ | ({"SYMH_MODELS": str(model)} if model else {}),
                                preexec_fn=self.disk.limit if full else None)

    def wait(self, process):
        """Returns the exit code and the peak memory in kB. A run that hangs is a violation; it is killed."""
        deadline = time.monotonic() + HANGS_AFTER_S
        memory = 0
        while time.monotonic() < deadline:
            memory = peak_memory(process.pid) or memory
            if process.poll() is not None:
                return process.returncode, memory
            time.sleep(0.003)
        process.kill()
        process.wait()
        return "hung", 0

    def run(self, number, clock, faults):
        """One call from cron, with these faults."""
        full = "disk full" in faults
        if full:
            self.disk.fill()
        began = time.monotonic()
        model = next((self.models[fault] for fault in faults if fault in self.models), None)
        process = self.start(clock, full, model)
        second = self.start(clock, full, model) if "two at once" in faults else None
        if "kill" in faults:
            usual = statistics.median(self.seconds[-50:]) if self.seconds else 0.5
            time.sleep(self.draw.random.uniform(0, 1.1) * usual)
            os.kill(process.pid, signal.SIGKILL)  # Popen.kill() would reap a process that has ended
        code, memory = self.wait(process)
        codes = [code] if second is None else [code, self.wait(second)[0]]
        if full:
            self.disk.free()
        if not faults:
            self.seconds.append(time.monotonic() - began)
            self.memory.append(memory)
        for one in codes:
            self.codes[one] += 1
        self.judge_codes(number, codes, faults)
        return codes

    def judge_codes(self, number, codes, faults):
        allowed = {0, 1, 3, 4} if faults else {0}
        if "kill" in faults:
            allowed.add(-signal.SIGKILL)
        for code in codes:
            if code not in allowed:
                self.checker.violate(number, f"exit code {code} with faults {faults}")

    def judge_model(self, number, codes, before, alerts):
        """A model that cannot forecast changes no product and sends no alert."""
        if 0 in codes:
            self.checker.violate(number, "a model that cannot forecast ends with exit code 0")
        if alerts or (self.product() != before and not self.unfinished):
            self.checker.violate(number, "a model that cannot forecast has changed the product or sent an alert")

    def product(self):
        path = self.state / "products" / "forecast.json"
        return path.read_bytes() if path.exists() else None

    def step(self, number, now):
        faults = self.draw.next() if number > 0 else []
        self.faults.update(faults)
        if now - source.LATENCY < self.ahead_until:
            faults = faults + ["clock was ahead"]
        self.world.now, self.world.faults = now, self.draw.source_faults
        self.world.webhook_fault = self.draw.random.choice(["status 500", "hangs"]) if "webhook down" in faults else None
        clock = now
        if "clock forward" in faults:
            clock += self.draw.random.choice([30, 6 * 60, 40 * DAY])
        if "clock back" in faults:
            clock -= self.draw.random.choice([30, 6 * 60, 5 * DAY])
        alerts_before, product_before = len(self.world.alerts), self.product()
        codes = self.run(number, clock, faults)
        if set(faults) & set(self.models):
            self.judge_model(number, codes, product_before, self.world.alerts[alerts_before:])
        self.unfinished = bool(set(faults) & {"kill", "disk full", "two at once"})
        if not (self.state / "forecasts.sqlite").exists():
            return
        newest = self.checker.look_at_log(number, now, {2, 6})
        if "clock forward" in faults:
            self.ahead_until = newest or 0
        product = self.checker.look_at_products(number, max(now, clock))
        self.judge_due(number, now, faults)
        if not set(faults) & {"kill", "disk full", "two at once"}:
            self.checker.look_at_outcome(number, codes[0])
        self.checker.look_for(number, SECRET, self.folder / "log")
        self.judge_alerts(number, clock, product, self.world.alerts[alerts_before:], faults)
        if not faults:
            self.measure_log()

    def measure_log(self):
        """Checks after a run that ended by itself: its rows are in the database, not in the write-ahead log."""
        rows = self.checker.query("SELECT (SELECT count(*) FROM forecasts) + (SELECT count(*) FROM observations)"
                                  " + (SELECT count(*) FROM runs)")[0][0]
        wal = self.state / "forecasts.sqlite-wal"
        self.sizes.append((rows, (self.state / "forecasts.sqlite").stat().st_size,
                           wal.stat().st_size if wal.exists() else 0))

    def judge_due(self, number, now, faults):
        """The newest data of the source must be in the log, unless a fault explains why not."""
        due = now - source.LATENCY + 1
        due -= due % 5
        if any(issue == due for issue, _ in self.checker.issued):
            return
        reasons = [fault for fault in faults if fault not in EXPLAIN_NOTHING]
        if not reasons:
            self.lost.append(due)
            self.checker.violate(number, f"the forecast of {text_of(due)} is lost")
        self.explained.update(reasons[:1])

    def judge_alerts(self, number, clock, product, messages, faults):
        """One alert a storm and threshold, and its end; after a fault they may come again or later."""
        if product is None:
            return
        now_nt = product["estimated_now"]["value_nt"] if "estimated_now" in product else product["last_nt"]
        deepest = min([now_nt] + [lead["forecast_nt"] for lead in product["forecasts"]])
        certain = not faults and not self.unsure
        for threshold in (-50.0, -100.0, -250.0):
            mine = [body for _, body in messages if body["threshold_nt"] == threshold]
            begun, ended = (sum(body["kind"] in kinds for body in mine) for kinds in (("issue", "escalate"), ("cancel",)))
            valid_to = self.valid_to.pop(threshold, None)
            in_force = valid_to is not None and clock - valid_to <= ALERT_LAPSES_AFTER
            over = deepest > threshold + 20
            if certain and begun != (deepest <= threshold and not in_force):
                self.checker.violate(number, f"{begun} alerts at {threshold:.0f} nT; one was in force: {in_force}")
            if certain and ended != (over and in_force):
                self.checker.violate(number, f"{ended} alerts end at {threshold:.0f} nT; one was in force: {in_force}")
            if mine and mine[-1]["kind"] != "cancel":
                self.valid_to[threshold] = source.minute_of(mine[-1]["valid_to"])
            elif valid_to is not None and not mine and not over and self.world.now - valid_to <= ALERT_LAPSES_AFTER:
                self.valid_to[threshold] = valid_to  # in force by the true time, be the clock of this run ahead
        self.unsure = bool(faults)

    def finish(self, number, first, now):
        """Two days of clean runs, so that late data can arrive; then the checks of the whole year."""
        for _ in range(8):
            now += DAY // 4
            self.world.now, self.world.faults, self.world.webhook_fault = now, {}, None
            self.run(number, now, [])
            self.checker.look_at_log(number, now, {2, 6})
            self.checker.look_at_products(number, now)
            self.measure_log()
        self.checker.look_at_whole_log(number)
        self.checker.look_at_database(number)
        self.unarchived = self.checker.look_at_archive(number, now - 60 * DAY)
        # Days before yesterday are provisional; symh asks for them again within `recheck`, one day.
        self.observed = self.checker.look_at_observations(number, first, (now // DAY - 2) * DAY, now)
        self.verified = self.verify(number, first, now)
        self.left = self.checker.leftovers()
        if self.left:
            self.checker.violate(number, f"files left behind: {self.left[:5]}")
        self.judge_growth(number)

    def verify(self, number, first, now):
        result = subprocess.run([self.options.symh, "verify", "--config", self.folder / "centre.toml", "--since",
                                 text_of(first - DAY), "--until", text_of(now), "--json"], capture_output=True)
        if result.returncode:
            self.checker.violate(number, f"verify exits with {result.returncode}: {result.stderr.decode()}")
            return {}
        return json.loads(result.stdout)

    def judge_growth(self, number):
        """Memory does not grow; the database grows with its rows only."""
        tenth = max(1, len(self.memory) // 10)
        self.memory_first, self.memory_last = (statistics.median(part) for part in
                                               (self.memory[:tenth], self.memory[-tenth:]))
        if self.memory_last > 1.1 * self.memory_first:
            self.checker.violate(number, "memory grows")
        first, middle, last = self.sizes[0], self.sizes[len(self.sizes) // 2], self.sizes[-1]
        self.slopes = [(b[1] - a[1]) / max(1, b[0] - a[0]) for a, b in ((first, middle), (middle, last))]
        enough = middle[0] - first[0] > 2000 and last[0] - middle[0] > 2000  # rows, beside pages of 4 kB
        if enough and self.slopes[1] > 1.25 * self.slopes[0]:
            self.checker.violate(number, "the log grows faster than what it holds")

    def report(self, runs):
        ordered = sorted(self.seconds)
        lines = [
            f"runs: {runs} over {self.options.days} days; exit codes: "
            + ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items(), key=str)),
            "faults: " + ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items())),
            f"forecasts: {len({issue for issue, _ in self.checker.issued})} issued, {len(self.lost)} lost; not issued"
            " because of " + (", ".join(f"{name} {count}" for name, count in sorted(self.explained.items())) or "-"),
            f"products: {self.checker.products} parsed and validated; {self.unarchived} of the last 60 days are in the"
            " log but not in the archive",
            f"observations: {self.observed}, compared with the simulated ones",
            f"alerts: {len(self.world.alerts)} delivered",
            f"a run: median {statistics.median(ordered):.2f} s, 95 % {ordered[int(0.95 * len(ordered))]:.2f} s",
            f"peak memory: first tenth {self.memory_first / 1024:.0f} MiB, last tenth {self.memory_last / 1024:.0f} MiB",
            f"log: {self.sizes[-1][0]} rows, {self.sizes[-1][1] / 1e6:.2f} MB and {self.sizes[-1][2] / 1e6:.2f} MB not"
            f" yet moved into it; {self.slopes[0]:.0f} bytes a new row in the first half, {self.slopes[1]:.0f} in the second",
        ]
        for lead in self.verified.get("verification", {}).get("leads", []):
            lines.append(f"verify {lead['lead_time_minutes']} min: {lead['model']['samples']} samples, RMSE"
                         f" {lead['model']['rmse']:.2f} nT")
        lines.append(f"violations: {len(self.checker.violations)}")
        print("\n".join(lines + ["  " + text for text in self.checker.violations[:40]]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--symh", required=True, help="the program")
    parser.add_argument("--folder", required=True, help="a new folder; state/ in it may be a small file system")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--fault-share", type=float, default=0.35, help="of the runs")
    options = parser.parse_args()
    soak = Soak(options)
    first = now = soak.truth.start + FIRST_DAY * DAY + 3
    number = 0
    end = soak.truth.start + (FIRST_DAY + options.days) * DAY
    began = time.monotonic()
    while now < end:
        soak.step(number, now)
        number += 1
        if number % 100 == 0:
            print(f"{number} runs, {text_of(now)}, {time.monotonic() - began:.0f} s,"
                  f" {len(soak.checker.violations)} violations", file=sys.stderr)
        now += soak.draw.gap(options.days * DAY / options.runs)
    soak.finish(number, first, now)
    soak.report(number)
    return 1 if soak.checker.violations else 0


if __name__ == "__main__":
    sys.exit(main())
