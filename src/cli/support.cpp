#include "cli/support.h"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <filesystem>

#include "core/file.h"

namespace symh::cli {

void add_data_flags(CLI::App& command, DataFlags& flags) {
  command.add_flag("--tolerant", flags.tolerant, "skip bad lines; say of each file how many and which first");
  command.add_option("--columns", flags.columns,
                     "generic CSV: which column is which channel, such as SYM=sym_h Vsw=speed");
  command
      .add_option("--solar-wind-at", flags.solar_wind_at,
                  "where the solar wind was measured, for formats that do not say: l1 or bow_shock")
      ->check(CLI::IsMember({"auto", "l1", "bow_shock"}));
}

ReadOptions read_options(const DataFlags& flags, std::map<std::string, std::string> columns) {
  for (const auto& pair : flags.columns) {
    const auto equals = pair.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
      throw UsageError(fmt::format("--columns {}: expected NAME=CHANNEL, such as SYM=sym_h", pair));
    columns[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  const auto position = flags.solar_wind_at == "l1"          ? WindPosition::l1
                        : flags.solar_wind_at == "bow_shock" ? WindPosition::bow_shock
                                                             : WindPosition::unknown;
  return {.tolerant = flags.tolerant, .csv_channels = std::move(columns), .solar_wind_at = position};
}

spdlog::sink_ptr log_file_sink(const std::filesystem::path& path, const std::string& flag) try {
  auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string());
  sink->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
  return sink;
} catch (const spdlog::spdlog_ex& error) {
  throw RunError(fmt::format("{} {}: cannot be written: {}", flag, path.string(), error.what()));
}

std::optional<Time> optional_time(const std::string& text, const std::string& flag) {
  return text.empty() ? std::nullopt : std::optional(require_time(text, flag));
}

std::string shell_quoted(const std::string& text) {
  const bool plain = text.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                         "_-./=,:+") == std::string::npos;
  if (plain && !text.empty()) return text;
  std::string escaped;
  for (const char c : text) escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + escaped + "'";
}

void print_result(const std::string& text) {
  const bool newline = !text.empty() && text.back() == '\n';
  if (std::fputs(text.c_str(), stdout) < 0 || (!newline && std::fputc('\n', stdout) < 0) ||
      std::fflush(stdout) != 0)
    throw RunError("stdout: cannot write the result; is the disk full or the pipe closed?");
}

void write_result(const std::string& path, const std::string& text) {
  if (path == "-")
    print_result(text);
  else
    write_file_atomically(path, text);
}

}  // namespace symh::cli
