"""Validates JSON files against a JSON Schema: validate.py SCHEMA FILE... Exits 1 and says where on the first fault."""

import json
import sys

import jsonschema

schema, *files = ([json.load(open(name)), name] for name in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema[0])
validator = jsonschema.Draft202012Validator(schema[0])
for value, name in files:
    for fault in validator.iter_errors(value):
        sys.exit(f"{name}: {'/'.join(map(str, fault.path))}: {fault.message}")
