"""Fails on a file of src/ or tests/ with more than 400 lines or a function with more than 80: lengths_test.py SOURCE"""
import pathlib
import re
import sys

MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 80
TYPE_OR_NAMESPACE = re.compile(r"\s*(template <.*> )?(namespace|class|struct|enum|union)\b")


def long_functions(lines):
    """(line, length) of each long block from `{` to the `}` in the column where its first line began, as clang-format
    sets them; types and namespaces are no functions."""
    open_blocks = {}
    for number, line in enumerate(lines, 1):
        column = len(line) - len(line.lstrip())
        if line[column:].startswith("}") and column in open_blocks:
            begin, is_function = open_blocks.pop(column)
            if is_function and number - begin + 1 > MOST_LINES_OF_A_FUNCTION:
                yield begin, number - begin + 1
        if line.endswith("{"):
            open_blocks[column] = (number, not TYPE_OR_NAMESPACE.match(line))


def violations(source):
    files = sorted(file for top in ("src", "tests") for ending in ("cpp", "h") for file in (source / top).rglob("*." + ending))
    if len(files) < 300:
        yield f"{source}: only {len(files)} files were found"
    for file in files:
        lines = file.read_text().splitlines()
        if len(lines) > MOST_LINES:
            yield f"{file}: {len(lines)} lines, more than {MOST_LINES}; divide it by its jobs"
        for begin, length in long_functions(lines):
            yield f"{file}:{begin}: a function of {length} lines, more than {MOST_LINES_OF_A_FUNCTION}; divide it"


planted = ["namespace symh {", "int f() {"] + ["  g();"] * 79 + ["}", "int h() {"] + ["  g();"] * 78 + ["}", "}"]
assert list(long_functions(planted)) == [(2, 81)], "the test does not see a long function"
found = list(violations(pathlib.Path(sys.argv[1])))
print("\n".join(found))
sys.exit(1 if found else 0)
