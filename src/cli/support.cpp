#include "cli/support.h"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "core/file.h"

namespace symh::cli {

LoadedData load_and_tell(const std::vector<std::string>& paths, bool tolerant) {
  auto data = load(paths, {.tolerant = tolerant, .csv_channels = {}});
  for (const auto& warning : data.warnings) spdlog::warn("warning: {}", warning);
  std::size_t skipped = 0;
  for (const auto& file : data.files) {
    skipped += file.skipped_lines;
    spdlog::debug("{}: {}, {} rows", file.path, file.format, file.rows);
  }
  if (skipped > 0) spdlog::warn("warning: {} bad lines were skipped (--tolerant)", skipped);
  if (data.series.empty()) throw DataError("the files hold no samples; check the paths");
  spdlog::info("read {} file{}: {} samples of {}, {} to {}", data.files.size(),
               data.files.size() == 1 ? "" : "s", data.series.size(), format_duration(data.series.cadence),
               format_time(data.series.first_time()), format_time(data.series.last_time()));
  return data;
}

void check_writable(const std::string& path, const std::string& flag) {
  if (path.empty() || path == "-") return;
  const auto folder = std::filesystem::absolute(path).parent_path();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error || access(folder.c_str(), W_OK) != 0 || std::filesystem::is_directory(path))
    throw RunError(fmt::format("{} {}: cannot be written there; choose another place", flag, path));
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
