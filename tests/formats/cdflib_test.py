"""Writes CDF files with cdflib of PyPI and compares what `symh convert` reads with the values written:
cdflib_test.py SYMH. Skips (exit code 77) without cdflib."""
import itertools
import math
import pathlib
import subprocess
import sys
import tempfile

try:
    import cdflib
    import numpy
    from cdflib.cdfwrite import CDF
    from cdflib.epochs import CDFepoch
except ImportError as error:
    print(f"SKIPPED: {error}; install it with: python3 -m pip install cdflib", file=sys.stderr)
    sys.exit(77)

#CDF_EPOCH16 is left to the tests in C++ : cdflib 1.3 writes each such stamp as two records.
CDF_INT4, CDF_REAL4, CDF_REAL8, CDF_EPOCH, CDF_TT2000 = 4, 21, 22, 31, 33
MINUTES = 500


def stamps(kind):
    """Minutes from 2016-12-31T20:00 on; the leap second before 2017 lies in them."""
    parts = []
    for minute in range(MINUTES):
        day, hour, minute = (31, 20 + minute // 60, minute % 60) if minute < 240 else (1, (minute - 240) // 60, minute % 60)
        parts.append([2016 if day == 31 else 2017, 12 if day == 31 else 1, day, hour, minute, 0])
    if kind == CDF_EPOCH:
        return CDFepoch.compute_epoch([p + [0] for p in parts])
    return CDFepoch.compute_tt2000([p + [0, 0, 0] for p in parts])


def text(value):
    return [value, "CDF_CHAR"]


def write(path, epoch_kind, encoding, file_compression, variable_compression, majority):
    if path.exists():
        path.unlink()
    cdf = CDF(path, cdf_spec={"Encoding": encoding, "Majority": majority, "Compressed": file_compression})
    cdf.write_globalattrs({"Logical_source": {0: "OMNI_HRO_1MIN"}})

    def add(name, kind, values, unit, fill, sizes=()):
        spec = {"Variable": name, "Data_Type": kind, "Num_Elements": 1, "Rec_Vary": True, "Dim_Sizes": list(sizes),
                "Compress": variable_compression}
        attributes = {} if unit is None else {
            "DEPEND_0": text("Epoch"), "UNITS": text(unit), "VAR_TYPE": text("data"),
            "FILLVAL": [fill, {CDF_INT4: "CDF_INT4", CDF_REAL4: "CDF_REAL4", CDF_REAL8: "CDF_REAL8"}[kind]]}
        cdf.write_var(spec, var_attrs=attributes, var_data=values)

    index = numpy.arange(MINUTES)
    sym_h = (-50 - index % 70).astype(numpy.int32)
    speed = (400 + index * 0.25).astype(numpy.float32)
    field = numpy.stack([index % 7 - 3.5, index % 11 - 5.25, index % 13 - 6.125], axis=1)
    sym_h[7], speed[8], field[9] = 99999, 99999.9, -1e31
    add("Epoch", epoch_kind, stamps(epoch_kind), None, None)
    add("SYM_H", CDF_INT4, sym_h, "nT", 99999)
    add("flow_speed", CDF_REAL4, speed, "km/s", 99999.9)
    add("BGSM", CDF_REAL8, field, "nT", -1e31, (3,))
    cdf.close()
    sym_h, speed = sym_h.astype(float), speed.astype(float)
    sym_h[7], speed[8], field[9] = math.nan, math.nan, math.nan
    return {"sym_h": sym_h, "speed": speed, "bx_gsm": field[:, 0], "by_gsm": field[:, 1], "bz_gsm": field[:, 2]}


def read(symh, path):
    output = subprocess.run([symh, "convert", "--quiet", "--data", path, "--output", "-", "--format", "csv"],
                            check=True, capture_output=True, text=True).stdout.splitlines()
    lines = [line for line in output if not line.startswith("#")]
    names = lines[0].split(",")
    rows = [line.split(",") for line in lines[1:]]
    return [row[0] for row in rows], {
  name: numpy.array([float(row[i]) if row[i] else math.nan for row in rows]) for i, name in enumerate(names) if i > 0}


checked = 0
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "storm.cdf"
    for kind, encoding, file_gzip, variable_gzip, majority in itertools.product(
            (CDF_EPOCH, CDF_TT2000), (1, 6), (0, 6), (0, 5), ("row_major", "column_major")):
        expected = write(path, kind, encoding, file_gzip, variable_gzip, majority)
        times, found = read(sys.argv[1], path)
        assert times[0] == "2016-12-31T20:00:00Z" and times[-1] == "2017-01-01T04:19:00Z", (times[0], times[-1])
        assert len(times) == MINUTES, len(times)
        for name, values in expected.items():
            numpy.testing.assert_array_equal(found[name].astype(numpy.float32), values.astype(numpy.float32),
                                             err_msg=f"{name} {kind} {encoding} {file_gzip} {variable_gzip} {majority}")
        checked += 1
print(f"cdflib {cdflib.__version__}: {checked} files agree")
