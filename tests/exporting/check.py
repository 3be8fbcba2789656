"""Runs every case of cases.json through torch; usage: check.py FOLDER"""
import json, sys, torch

def tensor(numbers):
    values = [float("nan") if v is None else v for v in numbers["values"]]
    return torch.tensor(values).view(numbers["shape"])

failed = 0
for number, case in enumerate(json.load(open(sys.argv[1] + "/cases.json"))):
    model = torch.jit.load(sys.argv[1] + "/" + case["file"])
    inputs = [tensor(case["x"])] + ([torch.tensor(case["time"])] if "time" in case else [])
    with torch.jit.optimized_execution(number % 8 == 0):  # as by default; it takes torch longer than the forecasts
        got = model(*inputs)
    for name, numbers in case["outputs"].items():
        expected = tensor(numbers)
        same = got[name].shape == expected.shape and torch.equal(got[name].isnan(), expected.isnan())
        # float32 has seven digits: a value of -500 nT may differ by 5e-4 nT
        difference = ((got[name] - expected).abs() - 1e-6 * expected.abs()).nan_to_num().max().item() if same else float("inf")
        if not difference < 1e-4:
            failed += 1
            print(case["file"], name, "differs by", difference)
sys.exit(1 if failed else 0)
