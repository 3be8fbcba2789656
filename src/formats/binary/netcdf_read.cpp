#include "formats/binary/netcdf_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <optional>

#include "core/error.h"
#include "core/memory.h"
#include "core/memory_budget.h"
#include "core/parallel.h"
#include "formats/binary/contiguous.h"
#include "formats/binary/netcdf_attributes.h"
#include "formats/binary/netcdf_classic.h"
#include "formats/binary/netcdf_file.h"
#include "formats/binary/netcdf_time.h"
#include "formats/binary/survives.h"
#include "formats/binary/time_table.h"
#include "formats/binary/variable_names.h"
#include "formats/mapping.h"
#include "series/channel_names.h"

namespace symh {
namespace {

constexpr std::size_t most_samples = 500'000'000;  // nine centuries of minutes; a larger count means damage
constexpr std::size_t samples_at_once = std::size_t{1} << 16;

[[noreturn]] void refuse(const std::string& path, std::string_view found, std::string_view expected) {
  throw DataError(
      fmt::format("{}: found {}, expected {}; convert the file again, or mend it", path, found, expected));
}

struct Variable {
  int id = 0;
  std::string name;
  nc_type type = NC_NAT;
};

/// The variables on the dimension of the time.
struct Contents {
  Variable time;
  int dimension = 0;
  std::size_t samples = 0;
  std::optional<Variable> status;
  std::vector<Variable> channels;
  std::vector<std::string> left_out;  ///< texts and arrays
};

struct Shape {
  Variable variable;
  std::vector<int> dimensions;
};

std::vector<Shape> shapes_of(const NetcdfFile& file) {
  int count = 0;
  file.check(::nc_inq_nvars(file.id(), &count), "cannot be read");
  std::vector<Shape> shapes;
  for (int id = 0; id < count; ++id) {
    Shape shape{{id, {}, NC_NAT}, {}};
    std::array<char, NC_MAX_NAME + 1> name{};
    std::array<int, NC_MAX_VAR_DIMS> dimensions{};
    int dimension_count = 0;
    file.check(::nc_inq_var(file.id(), id, name.data(), &shape.variable.type, &dimension_count,
                            dimensions.data(), nullptr),
               "cannot be read");
    shape.variable.name = name.data();
    shape.dimensions.assign(dimensions.begin(), dimensions.begin() + dimension_count);
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

/// The time is the variable `time`, else the one of standard name time, else the only one with a unit of time
/// since a date.
const Shape& time_of(const NetcdfFile& file, const std::vector<Shape>& shapes, const std::string& path) {
  std::vector<const Shape*> dated;
  for (const auto wanted : {0, 1}) {
    for (const auto& shape : shapes) {
      if (shape.dimensions.size() != 1 || !is_number(shape.variable.type)) continue;
      const bool found = wanted == 0 ? plain_name(shape.variable.name) == "time"
                                     : file.text(shape.variable.id, "standard_name") == "time";
      if (found) return shape;
      if (wanted == 0 && is_time_unit(file.text(shape.variable.id, "units"))) dated.push_back(&shape);
    }
  }
  if (dated.size() != 1)
    refuse(path,
           dated.empty() ? "no variable `time` of one dimension" : "several variables of time, none `time`",
           "one, in minutes");
  return *dated.front();
}

bool holds_status(const NetcdfFile& file, const Variable& variable) {
  return variable.name == "status" &&
         file.text(variable.id, "flag_meanings").starts_with("unknown quick_look");
}

Contents contents_of(const NetcdfFile& file, const std::string& path) {
  const auto shapes = shapes_of(file);
  Contents contents;
  const auto& time = time_of(file, shapes, path);
  contents.time = time.variable;
  contents.dimension = time.dimensions[0];
  file.check(::nc_inq_dimlen(file.id(), contents.dimension, &contents.samples), "cannot be read");
  for (const auto& [variable, dimensions] : shapes) {
    if (variable.id == contents.time.id ||
        std::ranges::find(dimensions, contents.dimension) == dimensions.end())
      continue;
    if (dimensions.size() != 1 || !is_number(variable.type))
      contents.left_out.push_back(variable.name);
    else if (holds_status(file, variable))
      contents.status = variable;
    else
      contents.channels.push_back(variable);
  }
  if (contents.samples == 0 || contents.samples > most_samples || contents.channels.empty())
    refuse(path, fmt::format("{} samples of {} variables", contents.samples, contents.channels.size()),
           "at least one of each on the dimension of `time`");
  require_memory(bytes_of(contents.samples, sizeof(Status) + sizeof(float) * contents.channels.size()));
  return contents;
}

std::vector<float> read_channel(const NetcdfFile& file, const Variable& variable, std::size_t samples) {
  std::vector<float> values(samples);
  file.check(::nc_get_var_float(file.id(), variable.id, values.data()), "cannot read " + variable.name);
  return values;
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

TimeUnit time_unit(const NetcdfFile& file, const Contents& contents, const std::string& path) {
  auto calendar = file.text(contents.time.id, "calendar");
  std::ranges::transform(calendar, calendar.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool proleptic = calendar == "proleptic_gregorian";
  if (!calendar.empty() && calendar != "standard" && calendar != "gregorian" && !proleptic)
    refuse(path, fmt::format("the calendar '{}'", calendar), "the standard calendar");
  const auto units = file.text(contents.time.id, "units");
  const auto unit = parse_time_unit(units, proleptic);
  if (!unit)
    refuse(path, fmt::format("time in '{}'", units),
           "milliseconds, seconds, minutes, hours or days since a date after 1582");
  return *unit;
}

/// Reads the stamps of the samples.
std::function<void(std::size_t, std::size_t, Microseconds*)> time_reader(const NetcdfFile& file,
                                                                         const Contents& contents,
                                                                         const std::string& path) {
  const auto unit = time_unit(file, contents, path);
  auto time = described(file, contents.time.id, contents.time.name, contents.time.type, path);
  return [unit, time = std::move(time), &path](std::size_t first, std::size_t count, Microseconds* stamps) {
    std::vector<double> values(count);
    time.read(first, count, values.data());
    for (std::size_t i = 0; i < count; ++i) {
      const bool fill = std::ranges::find(time.fills, values[i], &FillValue::value) != time.fills.end();
      stamps[i] = fill ? no_stamp : unit.stamp(values[i]);
      if (!fill && stamps[i] == no_stamp)
        refuse(path, fmt::format("{} {} at sample {}", time.name, values[i], first + i), "a time");
    }
  };
}

Minutes stated_cadence(const NetcdfFile& file) {
  const auto stated = number_attribute(file, NC_GLOBAL, "cadence_minutes");
  const double minutes = stated && stated->numbers.size() == 1 ? stated->numbers[0] : 0;
  return Minutes{minutes >= 1 && minutes <= 1e6 ? static_cast<long>(minutes) : 0};
}

/// True for a file that NOAA publishes of DSCOVR, which has always been at L1.
bool is_of_dscovr(const NetcdfFile& file) {
  return std::ranges::any_of(
      std::array{"program", "platform", "mission", "spacecraft", "source"},
      [&](const char* name) { return plain_name(file.text(NC_GLOBAL, name)).starts_with("dscovr"); });
}

Series read_head(const NetcdfFile& file) {
  Series series;
  series.cadence = stated_cadence(file);
  series.stamp = file.text(NC_GLOBAL, "stamp") == "end" ? Stamp::end : Stamp::beginning;
  const auto position = file.text(NC_GLOBAL, "solar_wind_at");
  for (const auto known : {WindPosition::l1, WindPosition::bow_shock})
    if (position == wind_position_name(known)) series.solar_wind_at = known;
  if (position.empty() && is_of_dscovr(file)) series.solar_wind_at = WindPosition::l1;
  return series;
}

/// What the file holds. The caller must keep `file` and `path` while it uses the table.
TimeTable table_of(const NetcdfFile& file, const std::string& path) {
  const auto contents = contents_of(file, path);
  const auto head = read_head(file);
  TimeTable table;
  table.samples = contents.samples;
  table.read_times = time_reader(file, contents, path);
  for (const auto& variable : contents.channels)
    table.variables.push_back(described(file, variable.id, variable.name, variable.type, path));
  table.status = contents.status ? read_status(file, contents, path) : std::vector<Status>();
  table.left_out = contents.left_out;
  table.cadence = head.cadence;
  table.stamp = head.stamp;
  table.solar_wind_at = head.solar_wind_at;
  return table;
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

/// True if the values lie in the file as they are. Else the library unpacks whole chunks, whose size the file
/// chooses.
bool is_contiguous(const NetcdfFile& file, const Variable& variable) {
  int storage = NC_CHUNKED;
  std::size_t chunk = 0;
  file.check(::nc_inq_var_chunking(file.id(), variable.id, &storage, &chunk), "cannot be read");
  constexpr std::uint64_t copies = 2, widest_value = 8;  // packed and unpacked
  if (storage == NC_CHUNKED) require_memory(bytes_of(chunk, copies * widest_value));
  return storage == NC_CONTIGUOUS;
}

/// Reads one value of each contiguous variable, which the library copies as it is, and all of every other.
void read_all_that_may_crash(const NetcdfFile& file, const std::string& path) {
  const auto contents = contents_of(file, path);
  std::vector<double> values;
  auto variables = contents.channels;
  variables.push_back(contents.time);
  if (contents.status) variables.push_back(*contents.status);
  for (const auto& variable : variables) {
    const auto samples = is_contiguous(file, variable) ? 1 : contents.samples;
    for (std::size_t first = 0; first < samples; first += samples_at_once) {
      const auto count = std::min(samples_at_once, samples - first);
      values.resize(count);
      file.check(::nc_get_vara_double(file.id(), variable.id, &first, &count, values.data()),
                 "cannot be read");
    }
    described(file, variable.id, variable.name, variable.type, path);
  }
}

/// The seconds of computing that a file of this size may cost.
std::uint64_t seconds_for(std::uintmax_t bytes) {
  constexpr std::uint64_t least = 60, bytes_a_second = 1'000'000;
  return least + bytes / bytes_a_second;
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

ParsedFile parse_netcdf(const TextInput& input, const ReadOptions& options) try {
  const std::lock_guard one_at_a_time(netcdf_mutex());
  const ClassicBytes classic(input.path, input.text);
  const auto open = [&] { return NetcdfFile::open_bytes(input.path, classic.bytes()); };
  if (!survives([&] { read_all_that_may_crash(open(), input.path); }, seconds_for(input.text.size())))
    refuse_damaged(input.path);
  const auto file = open();
  return series_of(table_of(file, input.path), input, options);
} catch (const RunError& error) {
  throw DataError(fmt::format("{}; the file is cut or corrupt: convert it again", error.what()));
}

Archive read_archive(const std::filesystem::path& path) try {
  const std::lock_guard one_at_a_time(netcdf_mutex());
  std::error_code unknown;
  if (!survives([&] { read_open(path, false); }, seconds_for(std::filesystem::file_size(path, unknown))))
    refuse_damaged(path.string());
  return read_open(path, true);
} catch (const RunError& error) {
  throw DataError(error.what());
}

extern const Format netcdf_format{"NetCDF", is_netcdf, parse_netcdf, /*binary=*/true};

}  // namespace symh
