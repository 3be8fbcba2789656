#include "formats/binary/members_write.h"

#include <array>
#include <numeric>

#include "formats/binary/netcdf_file.h"
#include "series/channels.h"

namespace symh {
namespace {

constexpr const char* minutes_since = "minutes since 1970-01-01 00:00:00";

int define(const NetcdfFile& file, const std::string& name, nc_type type, std::span<const int> dimensions) {
  int variable = 0;
  file.check(::nc_def_var(file.id(), name.c_str(), type, static_cast<int>(dimensions.size()),
                          dimensions.data(), &variable),
             "cannot write " + name);
  return variable;
}

int define_time(const NetcdfFile& file, const std::string& name, const char* long_name,
                std::span<const int> dimensions) {
  const int variable = define(file, name, NC_INT64, dimensions);
  file.put_text(variable, "standard_name", name);
  file.put_text(variable, "long_name", long_name);
  file.put_text(variable, "units", minutes_since);
  file.put_text(variable, "calendar", "standard");
  return variable;
}

int define_target(const NetcdfFile& file, const std::string& target, std::span<const int> dimensions) {
  const int variable = define(file, target, NC_FLOAT, dimensions);
  file.check(::nc_def_var_deflate(file.id(), variable, 1, 1, 1), "cannot write " + target);
  const auto* info = find_channel(target);
  file.put_text(variable, "units", info == nullptr ? "" : info->udunits);
  file.put_text(variable, "long_name", info == nullptr ? "" : info->description);
  file.put_text(variable, "coordinates", "forecast_reference_time");
  return variable;
}

}  // namespace

void write_members(const Trajectories& trajectories, const MembersOf& of, const TemporaryFile& temporary) {
  const std::lock_guard one_at_a_time(netcdf_mutex());
  auto file = NetcdfFile::create(temporary.path_to_open(), temporary.target().string());
  std::array<int, 2> dimensions{};
  file.check(::nc_def_dim(file.id(), "realization", trajectories.members, dimensions.data()),
             "cannot write realization");
  file.check(::nc_def_dim(file.id(), "time", trajectories.length(), &dimensions[1]), "cannot write time");
  file.put_text(NC_GLOBAL, "Conventions", "CF-1.8");
  file.put_text(NC_GLOBAL, "title", "sample paths of a forecast, all equally likely");
  file.put_text(NC_GLOBAL, "source", of.model);
  file.put_text(NC_GLOBAL, "history", of.written_by);
  const std::span all(dimensions);
  const int realization = define(file, "realization", NC_INT, all.first(1));
  file.put_text(realization, "standard_name", "realization");
  file.put_text(realization, "units", "1");
  const int time = define_time(file, "time", "valid time (UTC)", all.last(1));
  file.put_text(time, "axis", "T");
  const int issued = define_time(file, "forecast_reference_time", "issue time (UTC)", {});
  const int target = define_target(file, of.target, all);
  file.check(::nc_enddef(file.id()), "cannot be set up");
  std::vector<int> numbers(trajectories.members);
  std::iota(numbers.begin(), numbers.end(), 1);
  std::vector<long long> minutes;
  const auto issue_minutes = static_cast<long long>(trajectories.issue_time.time_since_epoch().count());
  for (std::size_t step = 0; step < trajectories.length(); ++step)
    minutes.push_back(issue_minutes + trajectories.step.count() * static_cast<long long>(step));
  file.check(::nc_put_var_int(file.id(), realization, numbers.data()), "cannot write realization");
  file.check(::nc_put_var_longlong(file.id(), time, minutes.data()), "cannot write time");
  file.check(::nc_put_var_longlong(file.id(), issued, &issue_minutes),
             "cannot write forecast_reference_time");
  file.check(::nc_put_var_float(file.id(), target, trajectories.values_nt.data()),
             "cannot write " + of.target);
  file.close();
}

}  // namespace symh
