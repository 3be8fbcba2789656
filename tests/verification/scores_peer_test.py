"""Compares the scores of `symh evaluate` with those that scores, properscoring and scikit-learn of PyPI make of the same
forecasts: scores_peer_test.py SYMH DATA. Skips (exit code 77) where one of them is not installed."""
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy
    import properscoring
    import scores
    import sklearn
    import xarray
except ImportError as error:
    print(f"SKIPPED: {error}; install them with: python3 -m pip install scores properscoring scikit-learn", file=sys.stderr)
    sys.exit(77)

from scipy.stats import norm
from scores.continuous import interval_score
from scores.probability import brier_score, crps_cdf
from sklearn.metrics import brier_score_loss, roc_auc_score

warnings.filterwarnings("ignore", message="numba is not available")
SIGMAS_OF_95 = norm.ppf(0.95)


def evaluate(symh, data, folder):
    """The forecasts of the longest lead time, and what symh says of them."""
    path = pathlib.Path(folder) / "forecasts.csv"
    result = subprocess.run([symh, "evaluate", "--quiet", "--json", "--bootstrap", "0", "--data", data,
                             "--forecasts", path], check=True, capture_output=True, text=True)
    table = numpy.genfromtxt(path, delimiter=",", names=True, dtype=None, encoding="utf-8")
    lead = json.loads(result.stdout)["leads"][-1]
    table = table[table["lead_time_minutes"] == lead["lead_time_minutes"]]
    known = numpy.isfinite([table[name].astype(float) for name in
                            ("forecast_nt", "observed_nt", "persistence_nt", "q05_nt", "q95_nt")]).all(axis=0)
    return table[known], lead


def two_piece(forecasts):
    """Cumulative chances at `x` of the distribution of each forecast with its band; an axis of x is added."""
    median = forecasts["forecast_nt"][:, None]
    below = (median - forecasts["q05_nt"][:, None]) / SIGMAS_OF_95
    above = (forecasts["q95_nt"][:, None] - median) / SIGMAS_OF_95
    return lambda x: norm.cdf((x - median) / numpy.where(x < median, below, above))


def quantiles(forecasts, shares):
    median = forecasts["forecast_nt"][:, None]
    side = numpy.where(shares < 0.5, median - forecasts["q05_nt"][:, None], forecasts["q95_nt"][:, None] - median)
    return median + norm.ppf(shares) * side / SIGMAS_OF_95


def agree(what, ours, theirs, tolerance):
    assert abs(ours - theirs) <= tolerance, f"{what}: symh says {ours}, the peer {theirs}"
    print(f"{what}: {ours:.6g} and {theirs:.6g}")


symh, data = sys.argv[1:3]
with tempfile.TemporaryDirectory() as folder:
    forecasts, lead = evaluate(symh, data, folder)
chances, observed = lead["chances"], forecasts["observed_nt"]
assert len(forecasts) == chances["samples"], (len(forecasts), chances["samples"])
cdf = two_piece(forecasts)

# Both peers need memory for each pair of members or values, so that they get the forecasts in parts. An ensemble of 200
# quantiles scores as the distribution does, but for its coarseness.
members = quantiles(forecasts, (numpy.arange(200) + 0.5) / 200)
grid = numpy.arange(members.min() - 60, members.max() + 60, 0.5)
by_ensemble, by_integral = [], []
for begin in range(0, len(forecasts), 1000):
    part = slice(begin, begin + 1000)
    by_ensemble.append(properscoring.crps_ensemble(observed[part], members[part]))
    result = crps_cdf(xarray.DataArray(two_piece(forecasts[part])(grid), dims=("sample", "x"), coords={"x": grid}),
                      xarray.DataArray(observed[part], dims="sample"), threshold_dim="x", preserve_dims="sample")
    by_integral.append(result["total"].values)
agree("CRPS (properscoring)", chances["crps_nt"]["model"], numpy.concatenate(by_ensemble).mean(), 0.01)
agree("CRPS (scores)", chances["crps_nt"]["model"], numpy.concatenate(by_integral).mean(), 0.01)

winkler = interval_score(xarray.DataArray(forecasts["q05_nt"]), xarray.DataArray(forecasts["q95_nt"]),
                         xarray.DataArray(observed), interval_range=0.9)["total"].item()
agree("Winkler (scores)", chances["winkler_nt"]["model"], winkler, 0.01)

for event in chances["events"]:
    threshold, chance = event["threshold_nt"], cdf(numpy.array([[event["threshold_nt"]]]))[:, 0]
    came = (observed <= threshold).astype(float)
    assert int(came.sum()) == event["events"], (threshold, came.sum(), event["events"])
    agree(f"Brier at {threshold} nT (scikit-learn)", event["brier"]["model"], brier_score_loss(came, chance), 1e-5)
    agree(f"Brier at {threshold} nT (scores)", event["brier"]["model"],
          brier_score(xarray.DataArray(chance), xarray.DataArray(came)).item(), 1e-5)
    if 0 < came.sum() < len(came):
        agree(f"ROC area at {threshold} nT (scikit-learn)", event["roc_area"], roc_auc_score(came, chance), 1e-5)

pit = cdf(observed[:, None])[:, 0]
shares = numpy.histogram(pit, bins=10, range=(0, 1))[0] / len(pit)
for tenth, (ours, theirs) in enumerate(zip(chances["pit"]["shares"], shares)):
    agree(f"PIT {tenth}", ours, theirs, 5 / len(pit))
print(f"scores {scores.__version__}, scikit-learn {sklearn.__version__}: {len(forecasts)} forecasts agree")
