"""The outside world of a soak: serves a simulated year in the way of WDC Kyoto and NOAA SWPC, with faults, and a
webhook. Times are whole minutes since 1970."""

import datetime
import http.server
import json
import pathlib
import random
import threading
import time
import urllib.parse

DAY = 1440
QUICK_LOOK_ERROR_NT = 1.0  # error of quick-look values, so that a check sees whether better ones replace them
LATENCY = 2                # minutes until the source publishes a minute
STATION_DELAY = 10         # minutes
SILENCE_S = 600            # longer than symh waits: fetch.budget ends it
SHIFT = 45                 # minutes from L1 to the bow shock, where the simulated wind is

HEADER = (" Format                 IAGA-2002                                    |\n"
          " Data Type              {:<45}|\n"
          "DATE       TIME         DOY     ASY-D     ASY-H     SYM-D     SYM-H  |\n")
PAGE = b"<!DOCTYPE html><html><head><title>Service closed</title></head><body>Sorry</body></html>"

FAULTS = ("down", "status 500", "garbage", "web page", "truncated", "cut at a line", "bad line", "slow", "empty",
          "silent", "retry later", "nested", "year 2199")
SLOW = ("slow", "silent")  # these cost a run its whole time for fetching


def minute_of(text):
    """2001-01-01T00:00:00Z, with or without the Z."""
    stamp = datetime.datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=datetime.timezone.utc)
    return int(stamp.timestamp()) // 60


def text_of(minute):
    return datetime.datetime.fromtimestamp(minute * 60, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Truth:
    """The output of `symh simulate`, by the minute."""

    def __init__(self, folder):
        self.lines, self.sym_h, self.mag, self.wind = [], [], [], []
        for file in sorted(pathlib.Path(folder).glob("ASY_*.dat")):
            for line in file.read_text().splitlines():
                if not line[:1].isdigit():
                    continue
                if not self.lines:
                    self.start = minute_of(line[:10] + "T" + line[11:19])
                self.lines.append(line)
                self.sym_h.append(float(line[-10:]))
        for file in sorted((pathlib.Path(folder) / "solar-wind").glob("*.csv")):
            for line in file.read_text().splitlines()[1:]:
                stamp, *values = line.split(",")
                bx, by, bz, total, speed, density, temperature = (float(v) if v else None for v in values)
                tag = text_of(minute_of(stamp) - SHIFT)[:19]
                self.mag.append(json.dumps({"time_tag": tag, "active": True, "bt": total, "bx_gsm": bx,
                                            "by_gsm": by, "bz_gsm": bz}))
                self.wind.append(json.dumps({"time_tag": tag, "active": True, "proton_speed": speed,
                                             "proton_density": density, "proton_temperature": temperature}))

        self.h = {}  # code -> H by the minute, as text; empty where the observatory has none
        for file in sorted((pathlib.Path(folder) / "stations").glob("*.csv")):
            names, *rows = file.read_text().splitlines()
            for code, values in zip(names.split(",")[1:], list(zip(*(row.split(",") for row in rows)))[1:]):
                self.h.setdefault(code[2:].upper(), []).extend(values)

    def mean(self, stamp):
        """The five-minute mean stamped by the end of its interval."""
        row = stamp - self.start
        return sum(self.sym_h[row - 5:row]) / 5


class World:
    """The state of the server, which the driver sets before each run."""

    def __init__(self, truth, seed):
        self.truth = truth
        self.now = truth.start
        self.faults = {}       # path -> one of FAULTS
        self.webhook_fault = None
        self.alerts = []       # (minute, body)
        self.random = random.Random(seed)

    def index(self, first_day, days):
        """Whole days in Kyoto's format: minutes of the future are 99999.00."""
        truth, parts, status = self.truth, [], None
        for minute in range(first_day, first_day + days * DAY):
            row = minute - truth.start
            if not 0 <= row < len(truth.lines):
                continue
            line = truth.lines[row]
            provisional = minute < (self.now // DAY - 1) * DAY
            if minute > self.now - LATENCY:
                line = line[:30] + "  99999.00" * 4
            elif not provisional:
                line = f"{line[:60]}{truth.sym_h[row] + QUICK_LOOK_ERROR_NT:10.2f}"
            if status != provisional:
                status = provisional
                parts.append(HEADER.format("Provisional" if provisional else "Quick-look"))
            parts.append(line + "\n")
        return "".join(parts).encode()

    def feed(self, records):
        """The last day, the newest first."""
        end = self.now - LATENCY + SHIFT - self.truth.start + 1
        return ("[" + ",\n".join(reversed(records[max(0, end - DAY):end])) + "]").encode()

    def observatory(self, code, first):
        """A day of H in IAGA-2002, as USGS answers; minutes of the future are not there."""
        head = {"Format": "IAGA-2002", "Source of Data": "USGS", "IAGA CODE": code, "Reported": "H",
                "Data Interval Type": "1-minute", "Data Type": "variation"}
        lines = [f" {key:<23}{value:<45}|" for key, value in head.items()]
        lines.append(f"{f'DATE       TIME         DOY     {code}H':<69}|")
        day_of_year = datetime.datetime.fromtimestamp(first * 60, datetime.timezone.utc).strftime("%j")
        for minute in range(first, min(first + DAY, self.now - STATION_DELAY)):
            row = minute - self.truth.start
            if not 0 <= row < len(self.truth.h[code]):
                continue
            value = self.truth.h[code][row] or "99999"
            lines.append(f"{text_of(minute)[:10]} {text_of(minute)[11:19]}.000 {day_of_year}   {float(value):10.2f}")
        return ("\n".join(lines) + "\n").encode()

    def answer(self, path, query):
        if path == "/h":
            return self.observatory(query["id"][0], minute_of(query["day"][0] + "T00:00:00"))
        if path == "/kyoto":
            number = {key: int(values[0]) for key, values in query.items()}
            first = minute_of(f"{number['year']:04}-{number['month']:02}-{number['day']:02}T00:00:00")
            return self.index(first, number["days"])
        if path == "/mag":
            return self.feed(self.truth.mag)
        if path == "/wind":
            return self.feed(self.truth.wind)
        return None

    def add_2199(self, path, body):
        """The body with a record whose clock is far ahead."""
        if path == "/kyoto":
            line = next(line for line in body.decode().splitlines() if line[:1].isdigit())
            return body + f"2199{line[4:]}\n".encode()
        if path == "/h":
            return body + b"2199-01-01 00:00:00.000 001     30000.00\n"
        record = json.loads(body)[0]
        record["time_tag"] = "2199-01-01T00:00:00"
        return b"[" + json.dumps(record).encode() + b"," + body[1:]

    def spoil_line(self, body):
        lines = body.split(b"\n")
        row = self.random.randrange(len(lines) // 2, len(lines))
        lines[row] = lines[row][: len(lines[row]) // 2] + b"#" + lines[row][len(lines[row]) // 2:]
        return b"\n".join(lines)


class Handler(http.server.BaseHTTPRequestHandler):
    """One request; `world` is set by serve()."""

    world = None

    def log_message(self, *_):
        pass

    def send(self, body, status=200, declared=None):
        self.send_response(status)
        self.send_header("Content-Length", str(declared or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        body = self.world.answer(url.path, urllib.parse.parse_qs(url.query))
        fault = self.world.faults.get(url.path)
        if body is None:
            self.send(b"", 404)
        elif fault is None:
            self.send(body)
        else:
            self.fail(fault, body, url.path)

    def fail(self, fault, body, path):
        draw = self.world.random
        if fault == "down":
            self.close_connection = True  # no answer at all
        elif fault == "status 500":
            self.send(b"internal error", 500)
        elif fault == "garbage":
            self.send(draw.randbytes(20000))
        elif fault == "web page":
            self.send(PAGE)
        elif fault == "truncated":
            self.send(body[: draw.randrange(len(body) + 1)], declared=len(body))
        elif fault == "cut at a line":
            cut = body[: draw.randrange(len(body) + 1)]
            self.send(cut[: cut.rfind(b"\n") + 1])
        elif fault == "bad line":
            self.send(self.world.spoil_line(body))
        elif fault == "empty":
            self.send(b"")
        elif fault == "slow":
            self.send(body[:1], declared=len(body))
            time.sleep(SILENCE_S)
        elif fault == "silent":
            time.sleep(SILENCE_S)
            self.close_connection = True
        elif fault == "retry later":
            self.send_response(503)
            self.send_header("Retry-After", "400")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif fault == "nested":
            self.send(b"[" * 80_000)
        elif fault == "year 2199":
            self.send(self.world.add_2199(path, body))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.world.webhook_fault == "status 500":
            return self.send(b"", 500)
        if self.world.webhook_fault == "hangs":
            time.sleep(3)
            return None
        self.world.alerts.append((self.world.now, json.loads(body)))
        return self.send(b"")

    def handle(self):
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            pass  # symh gave up, or was killed


def serve(world):
    """Starts to serve on loopback; returns the address."""
    handler = type("BoundHandler", (Handler,), {"world": world})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"
