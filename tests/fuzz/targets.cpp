#include "fuzz/targets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <stdexcept>

#include "core/error.h"
#include "formats/archive.h"
#include "formats/format.h"
#include "formats/parse_text.h"
#include "job/config.h"
#include "saved/safetensors.h"
#include "series/channels.h"
#include "sources/providers/hapi_dataset.h"
#include "sources/providers/swpc_feed.h"
#include "sources/settings.h"

namespace symh {
namespace {

using Read = std::function<void(std::string_view bytes)>;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

void check(const Series& series) {
  std::size_t rows = 0;
  for (const auto& segment : series.segments) {
    require(segment.first == rows, "the segments do not follow each other");
    rows += segment.count;
  }
  require(series.cadence > Minutes{0}, "the cadence is not positive");
  require(series.status.size() == rows, "there is not one status for each row");
  for (const auto& channel : series.channels) {
    require(channel.values.size() == rows, "there is not one value for each row");
    const auto* bounds = bounded_channel(channel.name);
    for (const float value : channel.values)
      require(!out_of_bounds(bounds, value), "a value lies outside the bounds of its channel");
  }
}

/// Strictly, with --tolerant, and line by line.
void read_as(const Format& format, std::string_view bytes) {
  for (const auto& options : {ReadOptions{}, ReadOptions{.tolerant = true}, ReadOptions{.careful = true}}) {
    try {
      check(format.parse({bytes, "fuzzed", true}, options).series);
    } catch (const Error&) {
      continue;  // refused, as it should be
    }
  }
}

void read_any(const std::string& name, std::string_view bytes) { check(parse_text(name, bytes, {}).series); }

void read_hapi_data_of_three(std::string_view bytes) {
  HapiDataset dataset;
  dataset.columns = {{1, "bz_gsm", -1e31F}, {2, "speed", std::nullopt}};
  dataset.width = 3;
  std::vector<std::string> warnings;
  if (const auto series = read_hapi_data(std::string(bytes), dataset, "fuzzed", warnings)) check(*series);
}

std::map<std::string, Read, std::less<>> all_targets() {
  std::map<std::string, Read, std::less<>> targets{
      {"any", [](std::string_view bytes) { read_any("fuzzed", bytes); }},
      {"archive", [](std::string_view bytes) { for_each_text_in("fuzzed", bytes, read_any); }},
      {"swpc", [](std::string_view bytes) { check(read_swpc(std::string(bytes), "fuzzed").series); }},
      {"hapi-info",
       [](std::string_view bytes) {
         HapiSettings settings;
         settings.parameters = {{"BZ_GSM", "bz_gsm"}, {"flow_speed", "speed"}};
         read_hapi_info(std::string(bytes), settings, "fuzzed");
       }},
      {"hapi-data", read_hapi_data_of_three},
      {"config", [](std::string_view bytes) { parse_config(std::string(bytes), "fuzzed", {}); }},
      {"sources", [](std::string_view bytes) { parse_sources(std::string(bytes), "fuzzed"); }},
      {"safetensors", [](std::string_view bytes) { read_safetensors(std::string(bytes), "fuzzed"); }}};
  for (const auto& format : all_formats())
    targets[lower_case(format.name)] = [&format](std::string_view bytes) { read_as(format, bytes); };
  return targets;
}

}  // namespace

std::vector<std::string> fuzz_targets() {
  std::vector<std::string> names;
  for (const auto& [name, read] : all_targets()) names.push_back(name);
  return names;
}

void run_fuzz_target(std::string_view target, std::string_view bytes) {
  static const auto targets = all_targets();
  const auto found = targets.find(target);
  if (found == targets.end()) throw std::invalid_argument(fmt::format("no fuzz target {}", target));
  try {
    found->second(bytes);
  } catch (const Error&) {
    return;  // refused, as it should be
  }
}

}  // namespace symh
