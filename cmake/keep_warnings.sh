#!/bin/sh
# Compiler launcher: runs the given command and keeps the warnings of an object in OBJECT.warnings, until the object
# compiles without warnings. So the build can make warnings errors later, without compiling anything again.
for argument in "$@"; do
  [ "$previous" != -o ] || object=$argument
  previous=$argument
done
[ -n "$object" ] || exec "$@"
LC_ALL=C "$@" 2>"$object.warnings"
code=$?
cat "$object.warnings" >&2
if [ "$code" -ne 0 ] || ! grep -q 'warning:' "$object.warnings"; then rm -f "$object.warnings"; fi
exit "$code"
