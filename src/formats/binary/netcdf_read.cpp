#include "formats/binary/netcdf_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>

#include "core/error.h"
#include "core/memory.h"
#include "core/parallel.h"
#include "formats/binary/contiguous.h"
#include "formats/binary/netcdf_file.h"
#include "formats/binary/survives.h"
#include "formats/mapping.h"
#include "formats/text/line_reader.h"
#include "series/channels.h"
#include "series/overlay.h"

namespace symh {
namespace {

constexpr std::size_t most_samples = 500'000'000;  // nine centuries of minutes; a larger count means damage
constexpr std::size_t times_at_once = std::size_t{1} << 16;

[[noreturn]] void refuse(const std::string& path, std::string_view found, std::string_view expected) {
  throw DataError(
      fmt::format("{}: found {}, expected {}; convert the file again, or mend it", path, found, expected));
}

struct Variable {
  int id = 0;
  std::string name;
  nc_type type = NC_NAT;
};

/// The variables whose only dimension is that of `time`.
struct Contents {
  Variable time;
  std::size_t samples = 0;
  std::optional<Variable> status;
  std::vector<Variable> channels;
};

bool is_number(nc_type type) {
  return type == NC_FLOAT || type == NC_DOUBLE || (type >= NC_BYTE && type <= NC_INT && type != NC_CHAR) ||
         (type >= NC_UBYTE && type <= NC_UINT64);
}

bool holds_status(const NetcdfFile& file, const Variable& variable) {
  return variable.name == "status" &&
         file.text(variable.id, "flag_meanings").starts_with("unknown quick_look");
}

Contents contents_of(const NetcdfFile& file, const std::string& path) {
  Contents contents;
  int dimension = 0, count = 0;
  if (::nc_inq_varid(file.id(), "time", &contents.time.id) != NC_NOERR ||
      ::nc_inq_varndims(file.id(), contents.time.id, &count) != NC_NOERR || count != 1)
    refuse(path, "no variable `time` of one dimension", "one, in minutes");
  file.check(::nc_inq_vardimid(file.id(), contents.time.id, &dimension), "cannot be read");
  file.check(::nc_inq_dimlen(file.id(), dimension, &contents.samples), "cannot be read");
  file.check(::nc_inq_nvars(file.id(), &count), "cannot be read");
  for (int id = 0; id < count; ++id) {
    Variable variable{id, {}, NC_NAT};
    std::array<char, NC_MAX_NAME + 1> name{};
    std::array<int, NC_MAX_VAR_DIMS> dimensions{};
    int dimension_count = 0;
    file.check(::nc_inq_var(file.id(), id, name.data(), &variable.type, &dimension_count, nullptr, nullptr),
               "cannot be read");
    if (dimension_count != 1 || id == contents.time.id || !is_number(variable.type)) continue;
    file.check(::nc_inq_vardimid(file.id(), id, dimensions.data()), "cannot be read");
    if (dimensions[0] != dimension) continue;
    variable.name = name.data();
    if (holds_status(file, variable))
      contents.status = variable;
    else
      contents.channels.push_back(variable);
  }
  if (contents.samples == 0 || contents.samples > most_samples || contents.channels.empty())
    refuse(path, fmt::format("{} samples of {} variables", contents.samples, contents.channels.size()),
           "at least one of each on the dimension of `time`");
  return contents;
}

std::optional<double> number(const NetcdfFile& file, int variable, const char* name) {
  double value = 0;
  std::size_t length = 0;
  nc_type type = NC_NAT;
  if (::nc_inq_att(file.id(), variable, name, &type, &length) != NC_NOERR || length != 1 ||
      !is_number(type) || ::nc_get_att_double(file.id(), variable, name, &value) != NC_NOERR)
    return std::nullopt;
  return value;
}

std::vector<float> read_channel(const NetcdfFile& file, const Variable& variable, std::size_t samples) {
  std::vector<float> values(samples);
  file.check(::nc_get_var_float(file.id(), variable.id, values.data()), "cannot read " + variable.name);
  return values;
}

/// Replaces fill values by NaN, unpacks packed numbers, and refuses values out of bounds.
void settle_values(const NetcdfFile& file, const Variable& variable, std::vector<float>& values,
                   const std::string& path) {
  for (const auto* name : {"_FillValue", "missing_value"})
    if (const auto fill = number(file, variable.id, name); fill && !std::isnan(*fill))
      std::ranges::replace(values, static_cast<float>(*fill), missing);
  const auto scale = number(file, variable.id, "scale_factor"),
             offset = number(file, variable.id, "add_offset");
  if (scale || offset)
    for (auto& value : values) value = static_cast<float>(value * scale.value_or(1) + offset.value_or(0));
  const auto* const bounds = bounded_channel(variable.name);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isinf(values[i]) || out_of_bounds(bounds, values[i]))
      refuse(
          path, fmt::format("{} = {} at sample {}", variable.name, values[i], i),
          bounds == nullptr ? "a number, or NaN for missing" : bounds_text(*bounds) + ", or NaN for missing");
}

void check_status(const std::vector<Status>& status, const std::string& path) {
  std::uint8_t highest = 0;  // the loop has no early exit, so that the compiler can vectorise it
  for (const auto s : status) highest = std::max(highest, static_cast<std::uint8_t>(s));
  if (highest > static_cast<std::uint8_t>(Status::definitive))
    refuse(path, "a status above 3", "0 unknown, 1 quick-look, 2 provisional or 3 definitive");
}

std::vector<Status> read_status(const NetcdfFile& file, const Contents& contents, const std::string& path) {
  if (!contents.status) return std::vector<Status>(contents.samples, Status::unknown);
  std::vector<Status> status(contents.samples);
  file.check(
      ::nc_get_var_schar(file.id(), contents.status->id, reinterpret_cast<signed char*>(status.data())),
      "cannot read status");
  check_status(status, path);
  return status;
}

/// `minutes since 1970-01-01 00:00:00`
struct TimeUnit {
  double minutes = 1;
  Time origin;
};

TimeUnit time_unit(const NetcdfFile& file, const Contents& contents, const std::string& path) {
  const auto units = file.text(contents.time.id, "units");
  const auto blank = units.find(' ');
  constexpr std::string_view since = "since ";
  static const std::map<std::string_view, double> known{
      {"seconds", 1.0 / 60}, {"minutes", 1}, {"hours", 60}, {"days", 1440}};
  const auto unit = known.find(std::string_view(units).substr(0, blank));
  const bool dated =
      blank != std::string::npos && std::string_view(units).substr(blank + 1).starts_with(since);
  auto origin_text = dated ? units.substr(blank + 1 + since.size()) : std::string();
  if (const auto point = origin_text.find('.'); point != std::string::npos) origin_text.resize(point);
  const auto origin = parse_time(trim(origin_text));
  const auto calendar = file.text(contents.time.id, "calendar");
  if (unit == known.end() || !origin)
    refuse(path, fmt::format("time in '{}'", units), "seconds, minutes, hours or days since a date");
  if (!calendar.empty() && calendar != "standard" && calendar != "gregorian" &&
      calendar != "proleptic_gregorian")
    refuse(path, fmt::format("the calendar '{}'", calendar), "the standard calendar");
  return {unit->second, *origin};
}

/// Splits rising whole minutes into runs of one step.
class TimeRuns {
 public:
  TimeRuns(const std::string& path, TimeUnit unit) : path_(path), unit_(unit) {}

  void add(double value) {
    const double minutes = value * unit_.minutes;
    const double whole = std::round(minutes);
    constexpr double most = 1e10;
    if (!(std::abs(minutes - whole) < 1e-4) || std::abs(whole) > most)
      refuse(path_, fmt::format("time {} at sample {}", value, count_), "whole minutes");
    const Time time = unit_.origin + Minutes{static_cast<long>(whole)};
    if (count_ > 0 && time <= last_)
      refuse(path_, fmt::format("{} behind {} at sample {}", format_time(time), format_time(last_), count_),
             "times that rise");
    const Minutes step = count_ > 0 ? time - last_ : Minutes{0};
    if (runs_.empty() || step != steps_.back()) {
      runs_.push_back({time, count_, 1});
      steps_.push_back(step);
    } else {
      ++runs_.back().count;
    }
    last_ = time;
    ++count_;
  }

  Minutes most_common_step() const {
    std::map<Minutes, std::size_t> samples;
    for (std::size_t r = 1; r < runs_.size(); ++r) samples[steps_[r]] += runs_[r].count;
    if (samples.empty()) return Minutes{1};
    return std::ranges::max_element(samples, {}, [](const auto& entry) { return entry.second; })->first;
  }

  std::vector<Segment> segments(Minutes cadence) const {
    std::vector<Segment> segments;
    for (std::size_t r = 0; r < runs_.size(); ++r)
      for (std::size_t i = 0; i < runs_[r].count;) {
        const Time time = runs_[r].start + steps_[r] * static_cast<long>(i);
        if (steps_[r] % cadence != Minutes{0})
          refuse(path_, format_time(time),
                 fmt::format("a stamp on the grid of {}", format_duration(cadence)));
        const bool goes_on = r > 0 && steps_[r] == cadence;
        const std::size_t count = goes_on ? runs_[r].count : 1;
        if (goes_on)
          segments.back().count += count;
        else
          segments.push_back({time, runs_[r].first + i, 1});
        i += count;
      }
    return segments;
  }

 private:
  const std::string& path_;
  TimeUnit unit_;
  std::vector<Segment> runs_;   ///< each starts at the first sample after a change of step
  std::vector<Minutes> steps_;  ///< the step between the samples of each run
  Time last_;
  std::size_t count_ = 0;
};

Minutes stated_cadence(const NetcdfFile& file) {
  const auto minutes = number(file, NC_GLOBAL, "cadence_minutes").value_or(0);
  return Minutes{minutes >= 1 && minutes <= 1e6 ? static_cast<long>(minutes) : 0};
}

void read_segments(const NetcdfFile& file, const Contents& contents, const std::string& path,
                   Series& series) {
  TimeRuns runs(path, time_unit(file, contents, path));
  std::vector<double> times;
  for (std::size_t start = 0; start < contents.samples; start += times_at_once) {
    const std::size_t count = std::min(times_at_once, contents.samples - start);
    times.resize(count);
    file.check(::nc_get_vara_double(file.id(), contents.time.id, &start, &count, times.data()),
               "cannot read time");
    for (const double time : times) runs.add(time);
  }
  if (series.cadence == Minutes{0}) series.cadence = runs.most_common_step();
  series.segments = runs.segments(series.cadence);
}

Series read_head(const NetcdfFile& file) {
  Series series;
  series.cadence = stated_cadence(file);
  series.stamp = file.text(NC_GLOBAL, "stamp") == "end" ? Stamp::end : Stamp::beginning;
  const auto position = file.text(NC_GLOBAL, "solar_wind_at");
  for (const auto known : {WindPosition::l1, WindPosition::bow_shock})
    if (position == wind_position_name(known)) series.solar_wind_at = known;
  return series;
}

ParsedFile parse_open(const NetcdfFile& file, const std::string& path) {
  const auto contents = contents_of(file, path);
  auto series = read_head(file);
  read_segments(file, contents, path, series);
  series.status = read_status(file, contents, path);
  for (const auto& variable : contents.channels) {
    auto values = read_channel(file, variable, contents.samples);
    settle_values(file, variable, values, path);
    series.channels.push_back({variable.name, std::move(values)});
  }
  ParsedFile parsed;
  parsed.source.rows = contents.samples;
  parsed.source.status = *std::ranges::min_element(series.status);
  const auto solar_wind_at = series.solar_wind_at;
  std::vector<Series> sources;
  sources.push_back(std::move(series));
  parsed.series = lay_over(std::move(sources));
  parsed.series.solar_wind_at = solar_wind_at;
  return parsed;
}

/// The values of `variable`, copied from the file; nullopt if they cannot be copied as they are.
template <typename Value>
std::optional<std::vector<Value>> copied(const Mapping& bytes, std::optional<std::uint64_t> offset,
                                         std::size_t samples) {
  const std::size_t length = samples * sizeof(Value);
  if (!offset || *offset % sizeof(Value) != 0 || *offset > bytes.text().size() ||
      bytes.text().size() - *offset < length)
    return std::nullopt;
  const auto* const first = reinterpret_cast<const Value*>(bytes.text().data() + *offset);
  std::vector<Value> values;
  values.reserve(samples);
  prefer_large_pages(values.data(), length);
  values.insert(values.end(), first, first + samples);
  bytes.forget(*offset, length);
  return values;
}

/// Fills the channels and the status, several in parallel.
void copy_values(const NetcdfFile& file, const Contents& contents, const std::filesystem::path& path,
                 Series& series) {
  const auto samples = contents.samples;
  std::vector<std::optional<std::uint64_t>> offsets;  // found first: only one thread may use NetCDF and HDF5
  for (const auto& variable : contents.channels)
    offsets.push_back(contiguous_offset(path, variable.name, samples * sizeof(float)));
  const auto status_offset =
      contents.status ? contiguous_offset(path, contents.status->name, samples) : std::nullopt;
  const Mapping bytes(path);
  for_each_in_parallel(contents.channels.size() + 1, [&](std::size_t c) {
    if (c == contents.channels.size()) {
      series.status = copied<Status>(bytes, status_offset, samples).value_or(std::vector<Status>());
      check_status(series.status, path.string());
    } else if (auto values = copied<float>(bytes, offsets[c], samples)) {
      series.channels[c].values = std::move(*values);
    }
  });
  for (std::size_t c = 0; c < contents.channels.size(); ++c)
    if (series.channels[c].values.empty())
      series.channels[c].values = read_channel(file, contents.channels[c], samples);
  if (series.status.empty()) series.status = read_status(file, contents, path.string());
}

/// Reads everything except contiguous values, which copy_values() copies without the library.
void read_all_that_may_crash(const NetcdfFile& file, const std::string& path) {
  const auto contents = contents_of(file, path);
  auto series = read_head(file);
  read_segments(file, contents, path, series);
  for (const auto& variable : contents.channels) {
    int storage = NC_CHUNKED;
    file.check(::nc_inq_var_chunking(file.id(), variable.id, &storage, nullptr), "cannot be read");
    const std::size_t first = 0, count = storage == NC_CONTIGUOUS ? 1 : contents.samples;
    std::vector<float> values(count);
    file.check(::nc_get_vara_float(file.id(), variable.id, &first, &count, values.data()), "cannot be read");
    settle_values(file, variable, values, path);
  }
  read_status(file, contents, path);
}

[[noreturn]] void refuse_damaged(const std::string& path) {
  refuse(path, "damage that the NetCDF library fails on", "a whole file");
}

/// Reads the description of an archive and, if `values` is set, its values.
Archive read_open(const std::filesystem::path& path, bool values) {
  const auto file = NetcdfFile::open(path);
  const auto contents = contents_of(file, path.string());
  Archive archive;
  archive.series = read_head(file);
  for (const auto& variable : contents.channels) archive.series.channels.push_back({variable.name, {}});
  for (const auto& name : file.text_names(NC_GLOBAL))
    archive.notes[name] = file.text(NC_GLOBAL, name.c_str());
  if (values) copy_values(file, contents, path, archive.series);
  return archive;
}

}  // namespace

bool is_netcdf(std::string_view bytes) {
  using namespace std::string_view_literals;
  return bytes.starts_with("\x89HDF\r\n\x1A\n"sv) || bytes.starts_with("CDF\x01"sv) ||
         bytes.starts_with("CDF\x02"sv) || bytes.starts_with("CDF\x05"sv);
}

ParsedFile parse_netcdf(const TextInput& input, const ReadOptions&) try {
  const std::lock_guard one_at_a_time(netcdf_mutex());
  const auto open = [&] { return NetcdfFile::open_bytes(input.path, input.text); };
  if (!survives([&] { read_all_that_may_crash(open(), input.path); })) refuse_damaged(input.path);
  return parse_open(open(), input.path);
} catch (const RunError& error) {
  throw DataError(fmt::format("{}; the file is cut or corrupt: convert it again", error.what()));
}

Archive read_archive(const std::filesystem::path& path) try {
  const std::lock_guard one_at_a_time(netcdf_mutex());
  if (!survives([&] { read_open(path, false); })) refuse_damaged(path.string());
  return read_open(path, true);
} catch (const RunError& error) {
  throw DataError(error.what());
}

extern const Format netcdf_format{"NetCDF", is_netcdf, parse_netcdf, /*binary=*/true};

}  // namespace symh
