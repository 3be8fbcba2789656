"""Checks that the state folder of a forecast centre is sound at any moment, whatever happened to its runs."""

import contextlib
import csv
import json
import re
import sqlite3
import sys

import jsonschema

from source import QUICK_LOOK_ERROR_NT, minute_of, text_of

LEAST_PAGE_BYTES = 5000
EXPECTED_FILES = re.compile(
    r"lock|forecasts\.sqlite(-wal|-shm)?|page/index\.html|products/(forecast\.(json|csv)|observations\.csv)"
    r"|products/archive/\d{4}-\d\d-\d\d/forecast-\d{4}\.(json|csv)"
    r"|cache/kyoto/(\.lock|ASY_\d{4}-\d\d\.dat|\.ASY_\d{4}-\d\d\.dat\.(json|part|part\.json))"
    r"|cache/stations/(\.lock|h_[a-z]{3}_\d{4}-\d\d-\d\d\.dat|\.h_[a-z]{3}_\d{4}-\d\d-\d\d\.dat\.(json|part|part\.json)|\.h_[a-z]{3}\.part(\.json)?)"
    r"|cache/swpc/(\.lock|solar_wind_\d{4}-\d\d-\d\d\.csv|\.(mag|wind)\.(json|part|part\.json))")


class Checker:
    """Remembers every forecast and product, so that none may vanish or change; collects violations."""

    def __init__(self, state, truth, schema):
        self.state, self.truth = state, truth
        self.validator = jsonschema.Draft202012Validator(json.loads(schema.read_text()))
        self.violations = []
        self.issued = {}           # (issue, lead) -> forecast, as first seen in the log
        self.product_issue = None  # issue time of forecast.json at the last check
        self.products = 0          # parsed and validated

    def violate(self, run, text):
        self.violations.append(f"run {run}: {text}")
        print(f"violation in run {run}: {text}", file=sys.stderr, flush=True)

    def query(self, sql, *values):
        # Closed at once: while a reader has the database open, symh cannot move its write-ahead log into it.
        with contextlib.closing(sqlite3.connect(f"file:{self.state}/forecasts.sqlite?mode=ro", uri=True)) as log:
            return log.execute(sql, values).fetchall()

    def log_rows(self, since=0):
        return self.query("SELECT issue_time, lead_minutes, forecast_nt, q05_nt, q95_nt, persistence_nt, issued_at"
                          " FROM forecasts WHERE issue_time >= ? ORDER BY issue_time, lead_minutes", since)

    def look_at_log(self, run, now, leads):
        """Reads the new forecasts; returns the newest issue time."""
        rows = self.log_rows(now - 5 * 1440)
        counts = {}
        for issue, lead, *values in rows:
            counts[issue] = counts.get(issue, 0) + 1
            if self.issued.setdefault((issue, lead), values) != values:
                self.violate(run, f"the log's forecast of {issue}+{lead} was changed")
        there = {(issue, lead) for issue, lead, *_ in rows}
        for key in self.issued:
            if key[0] >= now - 5 * 1440 and key not in there:
                self.violate(run, f"the log has lost {key}")
        for issue, count in counts.items():
            if count not in leads:
                self.violate(run, f"issue time {issue} has {count} lead times")
        return max(counts, default=None)

    def look_at_whole_log(self, run):
        """The log has every forecast that it ever had, unchanged, and no other."""
        rows = {(issue, lead): values for issue, lead, *values in self.log_rows()}
        if rows != self.issued:
            self.violate(run, f"the log holds {len(rows)} forecasts, {len(self.issued)} were seen, or they differ")

    def valid_product(self, run, path):
        """The JSON, or None with a violation."""
        try:
            product = json.loads(path.read_text())
            self.validator.validate(product)
        except (OSError, ValueError, jsonschema.ValidationError) as error:
            self.violate(run, f"{path.name}: {str(error).splitlines()[0]}")
            return None
        self.products += 1
        for lead in product["forecasts"]:
            logged = self.issued.get((minute_of(product["issue_time"]), lead["lead_time_minutes"]))
            shown = [lead["forecast_nt"], lead.get("q05_nt"), lead.get("q95_nt"), lead["persistence_nt"],
                     minute_of(product["issued_at"])]
            if logged is None or any(a != b and (a is None or b is None or abs(a - b) > 1e-4)
                                     for a, b in zip(shown, logged)):
                self.violate(run, f"{path.name} of {product['issue_time']} says {shown}, the log {logged}")
        return product

    def look_at_products(self, run, now):
        """Every product is whole, valid, equal to the log, and never older than before."""
        folder = self.state / "products"
        if not (folder / "forecast.json").exists():
            if self.product_issue is not None:
                self.violate(run, "forecast.json has vanished")
            return None
        product = self.valid_product(run, folder / "forecast.json")
        if product is None:
            return None
        issue = minute_of(product["issue_time"])
        if self.product_issue is not None and issue < self.product_issue:
            self.violate(run, f"forecast.json went back to {product['issue_time']}")
        self.product_issue = max(issue, self.product_issue or issue)
        self.look_at_tables(run, folder, product, now)
        page = (self.state / "page" / "index.html")
        if not page.exists() or page.stat().st_size < LEAST_PAGE_BYTES or "</html>" not in page.read_text()[-100:]:
            self.violate(run, "the page is missing or cut")
        return product

    def look_at_outcome(self, run, code):
        """The log and the page tell how the run ended, and which alerts nobody got."""
        logged = self.query("SELECT exit_code, note FROM runs ORDER BY rowid DESC LIMIT 1")[0]
        if logged[0] != code or (code != 0) != bool(logged[1]):
            self.violate(run, f"exit code {code}, but the log has {logged}")
        waiting = self.query("SELECT count(*) FROM alert_messages WHERE delivery = 'waiting'")[0][0]
        if ("Alerts not delivered" in (self.state / "page" / "index.html").read_text()) != (waiting > 0):
            self.violate(run, f"{waiting} alerts are not delivered, and the page does not say so")

    def look_for(self, run, secret, log):
        """The secret is in no file that others read, nor in the cache."""
        for path in [log, *(path for path in self.state.rglob("*") if path.is_file())]:
            if path.suffix in ("", ".json", ".html", ".sqlite", ".sqlite-wal", ".part") and "archive" not in path.parts:
                if secret.encode() in path.read_bytes():
                    self.violate(run, f"{path.name} tells the password of a source")

    def look_at_tables(self, run, folder, product, now):
        """forecast.csv is written before forecast.json: after a kill it may be one issue time ahead."""
        rows = list(csv.DictReader((folder / "forecast.csv").open()))
        if not rows or any(None in row.values() for row in rows):
            return self.violate(run, "forecast.csv is cut")
        if minute_of(rows[0]["issue_time"]) < minute_of(product["issue_time"]):
            self.violate(run, "forecast.csv is older than forecast.json")
        shown = [lead["forecast_nt"] for lead in product["forecasts"]]
        tabled = [float(row["forecast_nt"]) for row in rows]
        if rows[0]["issue_time"] == product["issue_time"] and (
                len(shown) != len(tabled) or any(abs(a - b) > 0.0006 for a, b in zip(shown, tabled))):
            self.violate(run, "forecast.csv and forecast.json differ")
        times = [minute_of(row["time"]) for row in csv.DictReader((folder / "observations.csv").open())]
        if not times or times != sorted(set(times)) or times[-1] > now:
            self.violate(run, "observations.csv is empty, in disorder or ahead of its time")
        return None

    def look_at_archive(self, run, since):
        """Every archived product is valid; returns how many later issue times of the log have none."""
        folder = self.state / "products" / "archive"
        kept = set()
        for path in folder.glob("*/*.json"):
            product = self.valid_product(run, path)
            if product is not None:
                kept.add(minute_of(product["issue_time"]))
            if not path.with_suffix(".csv").exists():
                self.violate(run, f"{path} has no CSV beside it")
        return len({issue for issue, _ in self.issued if issue >= since} - kept)

    def look_at_observations(self, run, first, settled, last):
        """Every five minutes have an observation, and it is true. Until `settled` it is provisional, without the error
        of quick-look data. Returns the number of observations."""
        observed = dict(self.query("SELECT time, value_nt FROM observations WHERE time BETWEEN ? AND ?", first, last))
        wrong, missing = [], 0
        for stamp in range(first - first % 5 + 5, last + 1, 5):
            if stamp not in observed:
                missing += stamp <= settled
                continue
            error = observed[stamp] - self.truth.mean(stamp)
            quick_look_share = 0 if stamp <= settled else 1
            if not -0.01 <= error <= QUICK_LOOK_ERROR_NT * quick_look_share + 0.01:
                wrong.append(stamp)
        if missing:
            self.violate(run, f"{missing} observations are missing")
        if wrong:
            self.violate(run, f"{len(wrong)} observations are not the simulated ones, from {text_of(wrong[0])} to"
                              f" {text_of(wrong[-1])}; those until {text_of(settled)} are provisional")
        return len(observed)

    def look_at_database(self, run):
        if self.query("PRAGMA integrity_check") != [("ok",)]:
            self.violate(run, "the database is damaged")

    def leftovers(self):
        """Files that no run may leave behind."""
        names = (str(path.relative_to(self.state)) for path in self.state.rglob("*") if path.is_file())
        return [name for name in names if not EXPECTED_FILES.fullmatch(name)]
