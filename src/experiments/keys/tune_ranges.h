#pragma once
#include <toml++/toml.h>

#include <string>
#include <vector>

#include "config/options.h"
#include "experiments/keys/tune.h"

namespace symh {

/// Takes [tune.range] out of the file: keys, dotted in quotes or as tables, each {low, high, scale} of a
/// number or a duration, or [choices] of anything. Assigns to `options` while it checks the values. Throws
/// UsageError with file:line:column for an unknown key (and names the nearest), a key that must not be drawn,
/// a value that the key does not allow, low not below high, or no choices.
std::vector<TuneRange> take_ranges(toml::table& file, const std::string& origin,
                                   const std::vector<Option>& options);

/// One range, without its key, in the form that take_ranges reads.
std::string text_of(const TuneRange& range);

/// [tune.range] in the form that take_ranges reads; empty if there are no ranges.
std::string print_ranges(const std::vector<TuneRange>& ranges);

}  // namespace symh
