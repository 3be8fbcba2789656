#include "cli/data_flags.h"

#include <fmt/format.h>

#include "cli/choice_option.h"
#include "core/error.h"
#include "formats/read_data.h"

namespace symh::cli {

void add_data_flags(CLI::App& command, DataFlags& flags) {
  command.add_flag(
      "--tolerant", flags.tolerant,
      "skip bad fields, and lines without a usable time; warn how many each file has and where the "
      "first is");
  command.add_flag(
      "--keep-implausible", flags.keep_implausible,
      "keep values that cannot be, such as a SYM-H that falls by 900 nT in 5 minutes; symh takes "
      "them as missing otherwise, and says so");
  command.add_option(
      "--columns", flags.columns,
      "the channel of a column, as COLUMN=CHANNEL, such as SYM=sym_h Vsw=speed; COLUMN=time names the "
      "column of the stamp");
  add_choice(command, "--solar-wind-at", flags.solar_wind_at,
             "where the solar wind was measured, l1 or bow_shock, for formats that do not say; auto: symh "
             "judges by how soon SYM-H follows jumps of the pressure");
}

ReadOptions read_options(const DataFlags& flags, std::map<std::string, std::string> columns) {
  std::vector<std::string> required;
  for (const auto& pair : flags.columns) {
    const auto equals = pair.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
      throw UsageError(fmt::format("--columns {}: expected NAME=CHANNEL, such as SYM=sym_h", pair));
    required.push_back(pair.substr(0, equals));
    columns[required.back()] = pair.substr(equals + 1);
  }
  return {.tolerant = flags.tolerant,
          .keep_implausible = flags.keep_implausible,
          .column_channels = std::move(columns),
          .required_columns = std::move(required),
          .solar_wind_at = flags.solar_wind_at};
}

std::function<Series(const std::map<std::string, std::string>& columns)> series_reader(
    const std::vector<std::string>& paths, const DataFlags& flags, const Common& common, Listener& listener,
    std::optional<Time> now) {
  return [&, now](const std::map<std::string, std::string>& columns) {
    return read_data(paths, read_options(flags, columns), !common.no_cache, listener, now).series;
  };
}

}  // namespace symh::cli
