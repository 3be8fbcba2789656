"""Fails where code that x.h declares is in another file than x.cpp: homes_test.py SOURCE"""
import collections
import pathlib
import re
import sys

# Declarations and definitions at the left margin, as clang-format sets them; they may reach over several lines.
NO_FUNCTION = r"(?!using|static|return|friend|extern|inline|constexpr|template|typedef|namespace|class|struct|enum|#|//)"
FUNCTION = re.compile(r"^" + NO_FUNCTION + r"[A-Za-z_][\w:<>,&* ]*[ &*](\w+)\(([^;{}]*)\)( const)?( noexcept)?;", re.M)
TYPE = re.compile(r"^(?:class|struct) (\w+)(?: final)?(?: : [^;{]*)?\s*\{", re.M)
DEFINITION = re.compile(r"^" + NO_FUNCTION + r"(?:[A-Za-z_][\w:<>,&* ]*[ &*])?((?:\w+::)?~?\w+)\([^;{}]*\)[^;{}]*\{", re.M)


def strays(texts):
    """(header, name, file of its code) for each name whose code is not in the file of the header's name; `texts` maps
    paths to texts. A name without code in any .cpp is a template, inline, or abstract."""
    homes = collections.defaultdict(set)
    for path, text in texts.items():
        if path.suffix == ".cpp":
            for name in DEFINITION.findall(text):
                homes[name.split("::")[0]].add(path)
    for path, text in sorted(texts.items()):
        if path.suffix != ".h":
            continue
        for name in [match[0] for match in FUNCTION.findall(text)] + TYPE.findall(text):
            if homes[name] and path.with_suffix(".cpp") not in homes[name]:
                yield path, name, sorted(homes[name])[0]


def planted(code):
    texts = {"a.h": "int f(int x,\n      int y);\nclass K : public L {\n};\n", "a.cpp": "", "b.cpp": ""} | code
    return [(str(path), name) for path, name, _ in strays({pathlib.Path(name): text for name, text in texts.items()})]


f, k = "int f(int x,\n      int y) {\n", "K::K(int x) : x_(x) {}\n"
assert planted({"b.cpp": f + k}) == [("a.h", "f"), ("a.h", "K")], "the test does not see code in a wrong file"
assert not planted({"a.cpp": f + k}), "the test refuses code in its own file"

source = pathlib.Path(sys.argv[1])
texts = {file: file.read_text() for ending in ("cpp", "h") for file in (source / "src").rglob("*." + ending)}
assert len(texts) > 300, f"{source}: only {len(texts)} files were found"
found = list(strays(texts))
for header, name, file in found:
    print(f"{header}: the code of {name} is in {file}; move it to {header.stem}.cpp, or the declaration to {file.stem}.h")
sys.exit(1 if found else 0)
