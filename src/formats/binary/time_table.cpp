#include "formats/binary/time_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "core/error.h"
#include "core/memory_budget.h"
#include "formats/binary/bad_samples.h"
#include "formats/binary/variable_names.h"
#include "formats/units.h"
#include "series/channel_names.h"
#include "series/channels.h"
#include "series/overlay.h"

namespace symh {
namespace {

constexpr std::size_t samples_at_once = std::size_t{1} << 16;
constexpr std::size_t most_fills = 100;
/// Its status in the file and in the series, its row, and whether it is bad.
constexpr std::uint64_t bytes_of_sample = 2 * sizeof(Status) + sizeof(std::uint32_t) + 1;

[[noreturn]] void refuse_table(const std::string& path, const std::string& found, const std::string& expected,
                               std::string_view remedy) {
  throw DataError(fmt::format("{}: found {}, expected {}; {}", path, found, expected, remedy));
}

/// A variable, the channel that it becomes, and the conversion of its unit.
struct Taken {
  const DescribedVariable* variable = nullptr;
  std::string channel;
  std::size_t rank = 0;
  UnitConversion conversion;
};

constexpr std::size_t named_by_user = 0, own_name = 1,
                      other_name = 2;  // the rank of a name of the table follows
constexpr std::size_t unknown_name = std::numeric_limits<std::size_t>::max();

/// Gives each variable its channel, and does not look at the others.
class ChannelNames {
 public:
  ChannelNames(const TextInput& input, const ReadOptions& options) : input_(input), options_(options) {}

  Taken take(const DescribedVariable& variable) const {
    Taken taken{&variable, variable.name, unknown_name, {}};
    if (const auto* given = given_channel(variable.name)) {
      taken.channel = *given;
      taken.rank = named_by_user;
    } else if (const auto known = channel_of_variable(variable.name)) {
      taken.channel = known->channel;
      taken.rank = known->rank == 0 ? own_name : other_name + known->rank;
    }
    convert(taken);
    return taken;
  }

 private:
  /// The channel of --columns; a name that is the same but for case, `-` or `_` counts where none is exact.
  const std::string* given_channel(const std::string& name) const {
    const auto& given = options_.column_channels;
    if (const auto exact = given.find(name); exact != given.end()) return &exact->second;
    for (const auto& [column, channel] : given)
      if (plain_name(column) == plain_name(name)) return &channel;
    return nullptr;
  }

  void convert(Taken& taken) const {
    const auto* const info = taken.rank == unknown_name ? nullptr : find_channel(taken.channel);
    if (info == nullptr) return;
    const auto& variable = *taken.variable;
    const bool stated = !variable.units.empty();
    const auto conversion = stated ? conversion_into(*info, variable.units) : std::nullopt;
    if (conversion) {
      taken.conversion = *conversion;
      return;
    }
    // A name of one letter alone says too little; another name with another unit is another quantity.
    const bool vague = taken.rank >= other_name && (stated || plain_name(variable.name).size() == 1);
    if (vague) {
      taken.channel = variable.name;
      taken.rank = unknown_name;
    } else if (stated) {
      refuse_table(input_.path, fmt::format("{} in '{}'", variable.name, variable.units),
                   fmt::format("a unit of {} that converts to {}", info->name, info->unit),
                   "correct the attribute of the unit, or leave the variable out");
    }
  }

  const TextInput& input_;
  const ReadOptions& options_;
};

/// Of several variables for one channel, keeps the one with the best name.
std::vector<Taken> chosen(std::vector<Taken> all, const TextInput& input, ParsedFile& parsed) {
  std::vector<Taken> kept;
  std::map<std::string, std::size_t> place_of;  // of the first one for each channel
  const auto keep = [&](Taken taken) {
    place_of.try_emplace(taken.channel, kept.size());
    kept.push_back(std::move(taken));
  };
  for (auto& taken : all) {
    const auto place = place_of.find(taken.channel);
    if (place == place_of.end()) {
      keep(std::move(taken));
      continue;
    }
    auto* const rival = &kept[place->second];
    if (rival->rank == taken.rank)
      refuse_table(input.path,
                   fmt::format("two variables, {} and {}, of {}", rival->variable->name, taken.variable->name,
                               taken.channel),
                   "one", fmt::format("name it: --columns {}={}", rival->variable->name, taken.channel));
    if (taken.rank < rival->rank) std::swap(*rival, taken);
    // The loser keeps the name that the file gives it, if that is free.
    if (taken.rank >= other_name && taken.rank != unknown_name && taken.variable->name != taken.channel) {
      taken.channel = taken.variable->name;
      taken.conversion = {};
      taken.rank = unknown_name;
      keep(std::move(taken));
    } else {
      parsed.warnings.push_back(fmt::format("{}: {} is left out: {} is taken as {}", input.path,
                                            taken.variable->name, rival->variable->name, taken.channel));
    }
  }
  return kept;
}

/// Reads one channel block by block: missing values, unit, bounds, means of minutes.
class ChannelReader {
 public:
  ChannelReader(const Taken& taken, const TimeTable& table, const SampleRows& rows, const BadSamples& bad,
                const TextInput& input, const ReadOptions& options)
      : taken_(taken),
        variable_(*taken.variable),
        table_(table),
        rows_(rows),
        bad_(bad),
        input_(input),
        options_(options),
        bounds_(bounded_channel(taken.channel)),
        by_fill_(variable_.fills.size(), 0) {}

  std::vector<float> read() {
    std::vector<float> values(rows_.rows(), missing);
    std::vector<double> block;
    const auto& row_of = rows_.row_of_sample();
    for (std::size_t first = 0; first < table_.samples; first += samples_at_once) {
      const auto count = std::min(samples_at_once, table_.samples - first);
      block.resize(count);
      variable_.read(first, count, block.data());
      for (std::size_t i = 0; i < count; ++i) {
        const double value = settled(block[i], first + i);
        if (row_of.empty())
          values[first + i] = static_cast<float>(value);
        else
          add_to_mean(values, row_of[first + i], value);
      }
    }
    close_mean(values);
    return values;
  }

  /// What became missing and by which attribute, such as `3 of sym_h by FILLVAL -999`; empty if nothing did.
  std::string note() const {
    std::vector<std::string> parts;
    for (std::size_t f = 0; f < by_fill_.size(); ++f)
      if (by_fill_[f] > 0)
        parts.push_back(fmt::format("{} by {} {:g}", by_fill_[f], variable_.fills[f].attribute,
                                    variable_.fills[f].value));
    if (by_limits_ > 0)
      parts.push_back(
          fmt::format("{} by {} {:g} to {:g}", by_limits_, variable_.limits, variable_.low, variable_.high));
    if (usual_fills_ > 0)
      parts.push_back(fmt::format("{} as {:g} is a usual fill value", usual_fills_, first_usual_fill_));
    return parts.empty() ? "" : fmt::format("{} {}", taken_.channel, fmt::join(parts, ", "));
  }

  std::string warning() const {
    if (dropped_ == 0) return "";
    return fmt::format("{}: {} value{} of {} out of bounds {} taken as missing (--tolerant), the first {}",
                       input_.path, dropped_, dropped_ == 1 ? "" : "s", taken_.channel,
                       dropped_ == 1 ? "was" : "were", first_dropped_);
  }

 private:
  bool equal(double a, double b) const {
    return a == b || std::abs(a - b) < variable_.tolerance ||
           (variable_.single && static_cast<float>(a) == static_cast<float>(b));
  }
  bool below(double a, double b) const { return a < b && !equal(a, b); }

  /// The value in the channel's unit; NaN if it is missing.
  double settled(double value, std::size_t sample) {
    if (std::isnan(value) || bad_.holds(sample)) return missing;
    for (std::size_t f = 0; f < by_fill_.size(); ++f)
      if (equal(value, variable_.fills[f].value)) {
        ++by_fill_[f];
        return missing;
      }
    if (below(value, variable_.low) || below(variable_.high, value)) {
      ++by_limits_;
      return missing;
    }
    const auto& unit = taken_.conversion;
    const double converted = unit.changes() ? value * unit.scale + unit.offset : value;  // -0 stays -0
    const auto stored = static_cast<float>(converted);
    const auto kind = classify(bounds_, stored);
    if (kind == ValueKind::observed && !std::isinf(stored) && !is_written_fill(value)) return converted;
    // A fill that no attribute states may be written in the unit of the file or, by habit, in ours.
    if (kind == ValueKind::fill || classify(bounds_, static_cast<float>(value)) == ValueKind::fill ||
        is_written_fill(value)) {
      if (usual_fills_++ == 0) first_usual_fill_ = value;
      return missing;
    }
    const auto found = fmt::format("{} = {:g} at sample {}", variable_.name, value, sample);
    const auto expected = bounds_ == nullptr ? std::string("a number, or NaN for missing")
                                             : bounds_text(*bounds_) + ", or NaN for missing";
    if (!options_.tolerant) refuse_table(input_.path, found, expected, "convert the file again, or mend it");
    if (dropped_++ == 0) first_dropped_ = fmt::format("{}, expected {}", found, expected);
    return missing;
  }

  /// True if the number in the file is a usual fill, which the conversion of the unit would hide.
  bool is_written_fill(double value) const {
    constexpr double least = 9999;
    return bounds_ != nullptr && taken_.conversion.changes() && is_usual_fill(value, least);
  }

  void add_to_mean(std::vector<float>& values, std::uint32_t row, double value) {
    if (row == SampleRows::no_row) return;
    if (row != open_row_) close_mean(values);
    open_row_ = row;
    if (std::isnan(value)) return;
    sum_ += value;
    ++summed_;
  }

  void close_mean(std::vector<float>& values) {
    if (summed_ > 0) values[open_row_] = static_cast<float>(sum_ / summed_);
    sum_ = 0;
    summed_ = 0;
  }

  const Taken& taken_;
  const DescribedVariable& variable_;
  const TimeTable& table_;
  const SampleRows& rows_;
  const BadSamples& bad_;
  const TextInput& input_;
  const ReadOptions& options_;
  const ChannelInfo* bounds_;
  std::vector<std::size_t> by_fill_;  ///< [fill]
  std::size_t by_limits_ = 0, usual_fills_ = 0, dropped_ = 0;
  double first_usual_fill_ = 0;
  std::string first_dropped_;
  std::uint32_t open_row_ = SampleRows::no_row;
  double sum_ = 0;
  int summed_ = 0;
};

SampleRows rows_of(const TimeTable& table, const TextInput& input) {
  SampleRows rows(input.path, table.stamp);
  std::vector<Microseconds> stamps;
  for (std::size_t first = 0; first < table.samples; first += samples_at_once) {
    stamps.resize(std::min(samples_at_once, table.samples - first));
    table.read_times(first, stamps.size(), stamps.data());
    for (const auto stamp : stamps) rows.add(stamp);
  }
  if (rows.rows() == 0)
    refuse_table(input.path, "no sample with a time", "at least one", "check that the download was whole");
  return rows;
}

/// The status of each row: the lowest of its samples.
std::vector<Status> status_of(const TimeTable& table, const SampleRows& rows) {
  if (table.status.empty()) return std::vector<Status>(rows.rows(), Status::unknown);
  if (rows.row_of_sample().empty()) return table.status;
  std::vector<Status> status(rows.rows(), Status::definitive);
  for (std::size_t i = 0; i < table.samples; ++i)
    if (const auto row = rows.row_of_sample()[i]; row != SampleRows::no_row)
      status[row] = std::min(status[row], table.status[i]);
  return status;
}

/// Tells in one line which variables have other names or units than symh's, and which ones symh leaves out.
std::string note_of_names(const std::vector<Taken>& taken, const TimeTable& table) {
  std::vector<std::string> parts;
  for (const auto& t : taken) {
    std::string part;
    if (t.rank != unknown_name && t.channel != t.variable->name)
      part = fmt::format("{} is {}", t.variable->name, t.channel);
    if (t.conversion.changes())
      part += fmt::format("{} in {}, converted to {}", part.empty() ? t.channel : "", t.variable->units,
                          find_channel(t.channel)->unit);
    if (!part.empty()) parts.push_back(part);
  }
  if (!table.left_out.empty()) parts.push_back(fmt::format("left out: {}", fmt::join(table.left_out, ", ")));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string without_unit(const std::vector<Taken>& taken) {
  std::vector<std::string> names;
  for (const auto& t : taken)
    if (t.rank != unknown_name && t.variable->units.empty() && find_channel(t.channel) != nullptr)
      names.push_back(fmt::format("{} as {}", t.variable->name, find_channel(t.channel)->unit));
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

AttributeMeaning attribute_meaning(std::string_view name) {
  const auto plain = plain_name(name);
  if (plain == "fillvalue" || plain == "fillval" || plain == "missingvalue") return AttributeMeaning::fill;
  if (plain == "validmin") return AttributeMeaning::valid_min;
  if (plain == "validmax") return AttributeMeaning::valid_max;
  return plain == "validrange" ? AttributeMeaning::valid_range : AttributeMeaning::other;
}

std::vector<double> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(", ;\t\n"), text.size());
    auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.size() > 1 && (word.ends_with('f') || word.ends_with('F'))) word.remove_suffix(1);
    double number = 0;
    const auto [last, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (!word.empty() && error == std::errc() && last == word.data() + word.size()) numbers.push_back(number);
  }
  return numbers;
}

ParsedFile series_of(const TimeTable& table, const TextInput& input, const ReadOptions& options) {
  ParsedFile parsed;
  for (const auto& variable : table.variables)
    if (variable.fills.size() > most_fills)  // every value is compared with each
      refuse_table(input.path, fmt::format("{} fill values of {}", variable.fills.size(), variable.name),
                   fmt::format("at most {}", most_fills),
                   "correct its attributes, or leave the variable out");
  const auto note = [&](std::string_view what, const std::string& text) {
    if (!text.empty()) parsed.notes.push_back(fmt::format("{}: {}{}", input.path, what, text));
  };
  const ChannelNames names(input, options);
  std::vector<Taken> all;
  const BadSamples bad(table);
  for (const auto& variable : table.variables)
    if (!bad.is_mark(variable)) all.push_back(names.take(variable));
  const auto taken = chosen(std::move(all), input, parsed);
  note("", note_of_names(taken, table));
  note("no unit is stated; taken: ", without_unit(taken));
  const MemoryClaim claim(bytes_of(table.samples, bytes_of_sample + sizeof(float) * taken.size()));
  const auto rows = rows_of(table, input);
  note("", rows.note());
  note("", bad.note());
  Series series;
  series.cadence = table.cadence > Minutes{0} ? table.cadence : rows.cadence();
  series.stamp = table.stamp;
  series.segments = rows.segments(series.cadence);
  series.status = status_of(table, rows);
  std::vector<std::string> lost;
  for (const auto& t : taken) {
    ChannelReader reader(t, table, rows, bad, input, options);
    series.channels.push_back({t.channel, reader.read()});
    if (auto text = reader.note(); !text.empty()) lost.push_back(std::move(text));
    if (auto text = reader.warning(); !text.empty()) parsed.warnings.push_back(std::move(text));
  }
  note("taken as missing: ", fmt::format("{}", fmt::join(lost, "; ")));
  for (const auto& variable : table.variables) parsed.columns.push_back(variable.name);
  parsed.source.rows = rows.rows();
  parsed.source.status = *std::ranges::min_element(series.status);
  std::vector<Series> sources;
  sources.push_back(std::move(series));
  parsed.series = lay_over(std::move(sources));
  parsed.series.solar_wind_at = table.solar_wind_at;
  return parsed;
}

}  // namespace symh
