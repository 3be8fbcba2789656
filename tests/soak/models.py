"""Saved models that must not forecast: copies of the bundled ones with a damage."""

import hashlib
import json
import shutil
import struct

HUGE = 1e6  # a finite number, but no weight of a model that forecasts


def damaged(models, folder):
    """One bit of the weights of each model is changed after training."""
    shutil.copytree(models, folder)
    for path in folder.rglob("weights.safetensors"):
        content = bytearray(path.read_bytes())
        content[-3] ^= 1
        path.write_bytes(content)
    return folder


def impossible(models, folder):
    """All weights are far too large, and every checksum fits: the forecasts are what SYM-H cannot be."""
    shutil.copytree(models, folder)
    for path in folder.rglob("weights.safetensors"):
        content = path.read_bytes()
        begin = 8 + struct.unpack("<Q", content[:8])[0]
        count = (len(content) - begin) // 4
        weights = struct.unpack(f"<{count}f", content[begin:])
        content = content[:begin] + struct.pack(f"<{count}f", *(weight * HUGE for weight in weights))
        path.write_bytes(content)
        description = path.with_name("model.json")
        model = json.loads(description.read_text())
        model["weights_sha256"] = hashlib.sha256(content).hexdigest()
        description.write_text(json.dumps(model))
    for sums in folder.rglob("SHA256SUMS"):
        names = [line.split(maxsplit=1)[1].lstrip("*") for line in sums.read_text().splitlines()]
        sums.write_text("".join(f"{hashlib.sha256((sums.parent / name).read_bytes()).hexdigest()}  {name}\n"
                                for name in names))
    return folder
