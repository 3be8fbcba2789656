#pragma once
#include <toml++/toml.h>

#include <string>
#include <vector>

#include "config/options.h"
#include "experiments/keys/tune.h"

namespace symh {

/// Takes [tune.range] out of the file, whose `options` it assigns to while it looks: keys, dotted in quotes
/// or as tables, each {low, high, scale} of a number or a duration, or [choices] of anything. Throws
/// UsageError with file:line:column for an unknown key (and names the nearest), a key that must stay as it
/// is, a value that the key itself would not take, low not below high, no choices.
std::vector<TuneRange> take_ranges(toml::table& file, const std::string& origin,
                                   const std::vector<Option>& options);

/// One range as take_ranges reads it back, without its key.
std::string text_of(const TuneRange& range);

/// [tune.range] as take_ranges reads it back; empty where there are none.
std::string print_ranges(const std::vector<TuneRange>& ranges);

}  // namespace symh
