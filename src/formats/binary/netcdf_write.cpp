#include "formats/binary/netcdf_write.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "formats/binary/netcdf_file.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr std::size_t times_of_a_chunk = std::size_t{1} << 20;
constexpr int deflate_level = 1;

/// The name as NetCDF allows it: without `/`, and in ASCII.
std::string allowed(std::string name) {
  for (char& c : name)
    if (c == '/' || static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) >= 0x7F) c = '_';
  return name;
}

int define(const NetcdfFile& file, const std::string& channel, nc_type type, int dimension) {
  int variable = 0;
  const auto name = allowed(channel);
  file.check(::nc_def_var(file.id(), name.c_str(), type, 1, &dimension, &variable), "cannot write " + name);
  return variable;
}

int define_times(const NetcdfFile& file, const Series& series, int dimension) {
  // Minutes after the year 6053 need more than 32 bits.
  const bool is_far = series.last_time().time_since_epoch().count() > std::numeric_limits<int>::max();
  const int time = define(file, "time", is_far ? NC_INT64 : NC_INT, dimension);
  const std::size_t chunk = std::min(series.size(), times_of_a_chunk);
  file.check(::nc_def_var_chunking(file.id(), time, NC_CHUNKED, &chunk), "cannot write time");
  file.check(::nc_def_var_deflate(file.id(), time, 1, 1, deflate_level), "cannot write time");
  file.put_text(time, "standard_name", "time");
  file.put_text(
      time, "long_name",
      series.stamp == Stamp::beginning ? "beginning of the interval (UTC)" : "end of the interval (UTC)");
  file.put_text(time, "units", "minutes since 1970-01-01 00:00:00");
  file.put_text(time, "calendar", "standard");
  file.put_text(time, "axis", "T");
  return time;
}

int define_channel(const NetcdfFile& file, const std::string& name, int dimension) {
  const int variable = define(file, name, NC_FLOAT, dimension);
  file.check(::nc_def_var_chunking(file.id(), variable, NC_CONTIGUOUS, nullptr), "cannot write " + name);
  file.check(::nc_put_att_float(file.id(), variable, "_FillValue", NC_FLOAT, 1, &missing),
             "cannot write " + name);
  const auto* info = find_channel(name);
  file.put_text(variable, "units", info == nullptr ? "" : info->udunits);
  file.put_text(variable, "long_name", info == nullptr ? "" : info->description);
  file.put_text(variable, "ancillary_variables", "status");
  return variable;
}

int define_status(const NetcdfFile& file, int dimension) {
  constexpr std::array<signed char, 4> values{0, 1, 2, 3};
  const int status = define(file, "status", NC_BYTE, dimension);
  file.check(::nc_def_var_chunking(file.id(), status, NC_CONTIGUOUS, nullptr), "cannot write status");
  file.check(::nc_put_att_schar(file.id(), status, "flag_values", NC_BYTE, values.size(), values.data()),
             "cannot write status");
  file.put_text(status, "flag_meanings", "unknown quick_look provisional definitive");
  file.put_text(status, "long_name", "how final the values are");
  file.put_text(status, "standard_name", "status_flag");
  return status;
}

void write_times(const NetcdfFile& file, const Series& series, int variable) {
  std::vector<long long> minutes;
  for (const auto& segment : series.segments)
    for (std::size_t done = 0; done < segment.count;) {
      const std::size_t count = std::min(segment.count - done, times_of_a_chunk),
                        start = segment.first + done;
      minutes.resize(count);
      const auto first = segment.start + series.cadence * static_cast<long>(done);
      for (std::size_t i = 0; i < count; ++i)
        minutes[i] = (first + series.cadence * static_cast<long>(i)).time_since_epoch().count();
      file.check(::nc_put_vara_longlong(file.id(), variable, &start, &count, minutes.data()),
                 "cannot write time");
      done += count;
    }
}

void write_notes(const NetcdfFile& file, const Series& series, const ArchiveNotes& notes) {
  file.put_text(NC_GLOBAL, "Conventions", "CF-1.8");
  file.put_text(NC_GLOBAL, "stamp", series.stamp == Stamp::beginning ? "beginning" : "end");
  file.put_text(NC_GLOBAL, "solar_wind_at", wind_position_name(series.solar_wind_at));
  const auto cadence = static_cast<int>(series.cadence.count());
  file.check(::nc_put_att_int(file.id(), NC_GLOBAL, "cadence_minutes", NC_INT, 1, &cadence), "cannot write");
  for (const auto& [name, text] : notes) file.put_text(NC_GLOBAL, name, text);
}

void write_named(const Series& series, const ArchiveNotes& notes, const std::filesystem::path& path,
                 const std::string& name) {
  const std::lock_guard one_at_a_time(netcdf_mutex());
  auto file = NetcdfFile::create(path, name);
  int dimension = 0;
  file.check(::nc_def_dim(file.id(), "time", series.size(), &dimension), "cannot write time");
  write_notes(file, series, notes);
  const int time = define_times(file, series, dimension);
  std::vector<int> variables;
  for (const auto& channel : series.channels)
    variables.push_back(define_channel(file, channel.name, dimension));
  const int status = define_status(file, dimension);
  file.check(::nc_enddef(file.id()), "cannot be set up");
  write_times(file, series, time);
  for (std::size_t c = 0; c < variables.size(); ++c)
    file.check(::nc_put_var_float(file.id(), variables[c], series.channels[c].values.data()),
               "cannot write " + series.channels[c].name);
  static_assert(sizeof(Status) == sizeof(signed char));
  file.check(
      ::nc_put_var_schar(file.id(), status, reinterpret_cast<const signed char*>(series.status.data())),
      "cannot write status");
  file.close();
}

}  // namespace

void write_netcdf(const Series& series, const ArchiveNotes& notes, const std::filesystem::path& path) {
  write_named(series, notes, path, path.string());
}

void write_netcdf(const Series& series, const ArchiveNotes& notes, const TemporaryFile& file) {
  write_named(series, notes, file.path_to_open(), file.target().string());
}

}  // namespace symh
