#include "formats/text/swpc_records.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "formats/minute_means.h"
#include "series/hourly_dst.h"

namespace symh {
namespace {

const std::array<SwpcKind, 4>& kinds() {
  static const std::array<SwpcKind, 4> all{{
      {{{"bz_gsm", "bz_gsm"}, {"bx_gsm", "bx_gsm"}, {"by_gsm", "by_gsm"}, {"bt", "b_total"}}},
      {{{"proton_speed", "speed"}, {"proton_density", "density"}, {"proton_temperature", "temperature"}}},
      {{{"speed", "speed"}, {"density", "density"}, {"temperature", "temperature"}}},
      {{{"dst", "dst"}}, false},
  }};
  return all;
}

using Spacecraft = std::set<std::string>;

/// Minutes that follow each other in the file and have the same spacecraft.
struct Stretch {
  Time first, last;
  std::size_t minutes = 0;
  Spacecraft spacecraft;
  std::string taken = {};
  std::string_view why = {};
};

std::vector<Stretch> stretches_of(const std::map<Time, Spacecraft>& minutes) {
  std::vector<Stretch> stretches;
  for (const auto& [time, spacecraft] : minutes) {
    if (stretches.empty() || stretches.back().spacecraft != spacecraft)
      stretches.push_back({.first = time, .last = time, .spacecraft = spacecraft});
    stretches.back().last = time;
    ++stretches.back().minutes;
  }
  return stretches;
}

/// For each stretch the nearest one before it (or behind it, for reverse iterators) that has one spacecraft;
/// nullptr if there is none.
template <class Iterator>
std::vector<const Stretch*> nearest_alone(Iterator begin, Iterator end) {
  std::vector<const Stretch*> nearest;
  const Stretch* last = nullptr;
  for (auto stretch = begin; stretch != end; ++stretch) {
    nearest.push_back(last);
    if (stretch->spacecraft.size() == 1) last = &*stretch;
  }
  return nearest;
}

/// The spacecraft of a stretch of one; empty if it is not also in `contested`, or there is no stretch.
std::string one_of(const Stretch* alone, const Spacecraft& contested) {
  if (alone == nullptr || !contested.contains(*alone->spacecraft.begin())) return {};
  return *alone->spacecraft.begin();
}

void choose(std::vector<Stretch>& stretches, const std::map<std::string, std::size_t>& records) {
  const auto before = nearest_alone(stretches.begin(), stretches.end());
  auto after = nearest_alone(stretches.rbegin(), stretches.rend());
  std::ranges::reverse(after);
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    auto& stretch = stretches[i];
    if (stretch.spacecraft.size() == 1) {
      stretch.taken = *stretch.spacecraft.begin();
    } else if (auto earlier = one_of(before[i], stretch.spacecraft); !earlier.empty()) {
      stretch.taken = std::move(earlier);
      stretch.why = "which was active alone before";
    } else if (auto later = one_of(after[i], stretch.spacecraft); !later.empty()) {
      stretch.taken = std::move(later);
      stretch.why = "which is active alone afterwards";
    } else {
      stretch.taken = *std::ranges::max_element(stretch.spacecraft, {},
                                                [&](const std::string& name) { return records.at(name); });
      stretch.why = "which has the most records, or of equals the first name";
    }
  }
}

bool holds_value(const SwpcRecord& record) {
  return std::ranges::any_of(record.values, [](float value) { return !std::isnan(value); });
}

std::vector<std::string> contest_texts(const std::vector<Stretch>& stretches, const std::string& origin) {
  constexpr std::size_t most = 5;
  std::vector<std::string> texts;
  std::size_t more = 0;
  for (const auto& stretch : stretches) {
    if (stretch.spacecraft.size() == 1) continue;
    if (texts.size() == most) {
      ++more;
      continue;
    }
    texts.push_back(
        fmt::format("{}: {} minute{} from {} to {} {} several active spacecraft ({}); symh takes {}, {}",
                    origin, stretch.minutes, stretch.minutes == 1 ? "" : "s", format_time(stretch.first),
                    format_time(stretch.last), stretch.minutes == 1 ? "has" : "have",
                    fmt::join(stretch.spacecraft, ", "), stretch.taken, stretch.why));
  }
  if (more > 0)
    texts.push_back(fmt::format("{}: and {} more such stretches, by the same rule", origin, more));
  return texts;
}

}  // namespace

const SwpcKind* swpc_kind_of(const std::function<bool(const char* key)>& has) {
  const SwpcKind* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const auto& kind : kinds()) {
    const auto known = std::ranges::count_if(kind.columns, [&](const SwpcColumn& c) { return has(c.key); });
    if (known > most) best = &kind;
    most = std::max(most, known);
  }
  return best;
}

/// Leaves one record of each moment of each spacecraft, the last. Returns how many were given again with
/// other values.
std::size_t drop_repeated(std::vector<SwpcRecord>& records) {
  std::map<std::pair<std::string, std::string>, std::size_t> last;
  std::size_t differ = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto [place, is_new] = last.try_emplace({records[i].stamp, records[i].spacecraft}, i);
    if (is_new) continue;
    const auto& before = records[place->second].values;
    const auto same = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    if (!std::ranges::equal(before, records[i].values, same)) ++differ;
    place->second = i;
  }
  if (last.size() == records.size()) return 0;
  std::vector<SwpcRecord> kept;
  for (std::size_t i = 0; i < records.size(); ++i)
    if (last.at({records[i].stamp, records[i].spacecraft}) == i) kept.push_back(std::move(records[i]));
  records = std::move(kept);
  return differ;
}

SwpcReading SwpcRecords::finish(const std::string& origin) {
  const auto bad_text = bad() == 0 ? ""
                                   : fmt::format("{} record{} marked bad by {} quality", bad(),
                                                 bad() == 1 ? " is" : "s are", bad() == 1 ? "its" : "their");
  if (records_.empty())
    throw DataError(fmt::format("{}: found no record of an active spacecraft to take{}; try again later",
                                origin, bad_text.empty() ? "" : ", as " + bad_text));
  std::map<Time, Spacecraft> minutes;
  std::map<std::string, std::size_t> records;
  for (const auto& record : records_) ++records[record.spacecraft];
  const auto repeated = drop_repeated(records_);
  for (const auto& record : records_) {
    if (holds_value(record)) minutes[record.time].insert(record.spacecraft);
  }
  auto stretches = stretches_of(minutes);
  choose(stretches, records);
  std::vector<std::string> channels;
  for (const auto& column : kind_.columns) channels.emplace_back(column.channel);
  MinuteMeans means(std::move(channels));
  for (const auto& record : records_) {
    const auto after = std::ranges::upper_bound(stretches, record.time, {}, &Stretch::first);
    if (!holds_value(record) || std::prev(after)->taken == record.spacecraft)
      means.add(record.time, record.values);
  }
  const std::vector<float> no_values(kind_.columns.size(), missing);
  for (const auto time : bad_) means.add(time, no_values);
  SwpcReading reading{.series = means.series(origin), .warnings = contest_texts(stretches, origin)};
  if (kind_.of_spacecraft) reading.series.solar_wind_at = WindPosition::l1;
  if (!kind_.of_spacecraft && reading.series.size() == 1) reading.series.cadence = Minutes{60};
  if (!kind_.of_spacecraft && reading.series.cadence < Minutes{60})
    throw DataError(fmt::format(
        "{}: found Dst every {}, as SWPC's model of the magnetosphere gives it, expected the hourly "
        "Dst that Kyoto observes (kyoto-dst.json); leave it out",
        origin, format_duration(reading.series.cadence)));
  if (!bad_text.empty()) reading.warnings.push_back(fmt::format("{}: {} and left out", origin, bad_text));
  if (repeated > 0)
    reading.warnings.push_back(
        fmt::format("{}: {} time{} {} there twice with different values; the later wins", origin, repeated,
                    repeated == 1 ? "" : "s", repeated == 1 ? "is" : "are"));
  if (const auto refused = means.refused(); !refused.empty())
    reading.warnings.push_back(fmt::format("{}: {}", origin, refused));
  return reading;
}

}  // namespace symh
