#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/data_flags.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "core/temporary_file.h"
#include "core/version.h"
#include "core/writable.h"
#include "formats/binary/netcdf_write.h"
#include "formats/read_data.h"
#include "formats/text/writers.h"

namespace symh {

/// The formats that symh convert writes.
enum class Written { netcdf, csv, iaga2002 };
template <>
inline constexpr auto choices<Written> = std::to_array<Choice<Written>>({{Written::netcdf, "netcdf"},
                                                                         {Written::csv, "csv"},
                                                                         {Written::iaga2002, "iaga2002"}});

namespace cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> paths;
  DataFlags data;
  std::string output;
  std::optional<Written> format;
};

Written format_by_ending(const std::string& output) {
  const auto ending = fs::path(output).extension().string();
  if (ending == ".nc") return Written::netcdf;
  if (ending == ".csv") return Written::csv;
  if (ending == ".dat" || ending == ".iaga") return Written::iaga2002;
  throw UsageError(fmt::format(
      "--output {}: its ending names no format; end it in .nc, .csv or .dat, or give --format", output));
}

/// One line for each file, so that a reader of the archive can find its sources again.
std::string source_list(const LoadedData& data) {
  std::string list;
  for (const auto& file : data.files) {
    std::error_code none;
    const auto bytes = fs::file_size(file.path.substr(0, file.path.find('!')), none);
    if (!list.empty()) list += "\n";
    list += fmt::format("{} ({}, {} rows, {}{})", file.path, file.format, file.rows, status_name(file.status),
                        none ? "" : fmt::format(", file of {} bytes", bytes));
  }
  return list;
}

void write_archive(const LoadedData& data, const std::string& output) {
  TemporaryFile temporary(output);
  write_netcdf(data.series,
               {{"title", "time series of geomagnetic indices and solar wind"},
                {"source", source_list(data)},
                {"history", fmt::format("written by symh {} convert", version)}},
               temporary);
  temporary.put_in_place();
}

void convert(const Options& options, const Common& common) {
  const auto format = options.format ? *options.format : format_by_ending(options.output);
  if (format == Written::netcdf && options.output == "-")
    throw UsageError("--output -: a NetCDF archive cannot go to stdout; name a file");
  check_writable(options.output, "--output");
  TerminalListener listener(common);
  const auto data = read_data(options.paths, read_options(options.data), !common.no_cache, listener);
  if (format == Written::netcdf)
    write_archive(data, options.output);
  else
    write_result(options.output,
                 format == Written::csv ? write_csv(data.series) : write_iaga2002(data.series));
  if (options.output == "-") return;
  const auto bytes = fs::file_size(options.output);
  if (common.json)
    print_result(json_text({{"file", options.output},
                            {"format", name_of(format)},
                            {"samples", data.series.size()},
                            {"bytes", bytes}},
                           1));
  listener.say(fmt::format("wrote {} ({}, {:.1f} MB)", options.output, name_of(format),
                           static_cast<double>(bytes) / 1e6));
}

}  // namespace

void add_convert(CLI::App* command, Common& common, ExitCode&) {
  auto options = std::make_shared<Options>();
  command->add_option("--data", options->paths, "files, folders, globs or - for stdin; archives are unpacked")
      ->required();
  command->add_option("--output", options->output, "file to write; its ending names the format; - is stdout")
      ->required();
  add_choice(*command, "--format", options->format, "netcdf (.nc), csv (.csv) or iaga2002 (.dat)");
  add_data_flags(*command, options->data);
  command->footer(
      "NetCDF-4 archives follow the CF-1.8 conventions; ncdump, xarray and --data of every command read\n"
      "them. A CSV file holds no status, an IAGA-2002 file only 1-minute values of the four "
      "indices.\n\nExamples:\n"
      "  symh convert --data downloads --output indices.nc\n"
      "  symh convert --data indices.nc omni --output both.csv\n"
      "  symh convert --data wdc.txt --output - --format iaga2002 | less");
  command->callback([options, &common] { convert(*options, common); });
}

}  // namespace cli
}  // namespace symh
