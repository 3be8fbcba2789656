#include "cli/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "core/printable.h"
#include "core/temporary_file.h"

namespace symh::cli {
namespace {

/// The message of a line, which may hold foreign words, as a terminal may get it. A line break in them could
/// pass for the end of the line.
class PrintableMessage : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
    const auto text = printable({message.payload.data(), message.payload.size()}, Newlines::escaped);
    line.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<PrintableMessage>();
  }
};

/// The layout of a line; `%*` is its message.
std::unique_ptr<spdlog::formatter> layout(const std::string& pattern) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<PrintableMessage>('*').set_pattern(pattern);
  return formatter;
}

}  // namespace

void start_log(const Common& common) {
  std::vector<spdlog::sink_ptr> sinks;
  auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  terminal->set_level(common.quiet ? spdlog::level::err : spdlog::level::trace);
  terminal->set_formatter(layout("%^%*%$"));
  sinks.push_back(terminal);
  if (!common.log_file.empty()) sinks.push_back(log_file_sink(common.log_file, "--log-file"));
  auto logger = std::make_shared<spdlog::logger>("symh", sinks.begin(), sinks.end());
  logger->set_level(common.verbose ? spdlog::level::debug : spdlog::level::info);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

spdlog::sink_ptr log_file_sink(const std::filesystem::path& path, const std::string& flag) try {
  const auto folder = std::filesystem::absolute(path).parent_path();
  // Where root writes into the folder of another user, a link there may lead to any file of the system.
  const bool guarded = ::geteuid() == 0 && is_of_another(folder, 0);
  const int file = guarded ? open_to_append(path) : -1;
  auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(
      guarded ? fmt::format("/proc/self/fd/{}", file) : path.string());
  if (guarded) ::close(file);
  sink->set_formatter(layout("%Y-%m-%dT%H:%M:%S%z %l %*"));
  return sink;
} catch (const spdlog::spdlog_ex& error) {
  throw RunError(fmt::format("{} {}: cannot be written: {}", flag, path.string(), error.what()));
}

}  // namespace symh::cli
