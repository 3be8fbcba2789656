#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/data_flags.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "formats/read_data.h"
#include "series/summary.h"

namespace symh::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  DataFlags data;
  std::size_t rows = 20;
};

std::map<std::string, std::size_t> formats_of(const LoadedData& data) {
  std::map<std::string, std::size_t> formats;
  for (const auto& file : data.files) ++formats[file.format];
  return formats;
}

/// An exact duration that stays readable if it is years long, such as `697d 3h 5m`.
std::string readable(Minutes duration) {
  const auto minutes = duration.count();
  std::string text;
  if (minutes >= 1440) text += fmt::format("{}d ", minutes / 1440);
  if (minutes % 1440 >= 60) text += fmt::format("{}h ", minutes % 1440 / 60);
  if (minutes % 60 > 0) text += fmt::format("{}m ", minutes % 60);
  if (!text.empty()) text.pop_back();
  return text;
}

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string head_text(const Summary& s, const LoadedData& data) {
  std::string text;
  for (const auto& [format, count] : formats_of(data))
    text += fmt::format("{:<10} {} ({} file{})\n", "format", format, count, count == 1 ? "" : "s");
  text += fmt::format("{:<10} {} to {}\n", "period", format_time(s.first), format_time(s.last));
  text += fmt::format("{:<10} {}\n", "cadence", format_duration(s.cadence));
  text += fmt::format("{:<10} {} of {} ({:.1f} %) in {} segment{}\n", "samples", s.rows, s.expected,
                      percent(s.rows, s.expected), data.series.segments.size(),
                      data.series.segments.size() == 1 ? "" : "s");
  for (int status = 3; status >= 0; --status)
    if (s.samples_by_status[status] > 0)
      text += fmt::format("{:<10} {} {:.1f} %\n", "status", status_name(static_cast<Status>(status)),
                          percent(s.samples_by_status[status], s.rows));
  return text;
}

/// Five significant digits in at most nine columns.
std::string short_number(float value) {
  const float size = std::abs(value);
  if (size >= 1e5F) return size < 1e8F ? fmt::format("{:.0f}", value) : fmt::format("{:.2e}", value);
  return size > 0 && size < 1e-2F ? fmt::format("{:.2e}", value) : fmt::format("{:.5g}", value);
}

std::string short_name(const std::string& name, std::size_t width) {
  return name.size() <= width ? name : name.substr(0, width - 1) + "~";
}

std::string channels_text(const Summary& s) {
  constexpr std::size_t width = 16;
  std::string text = fmt::format("\n{:<{}}{:>8} {:>9}  {:<16} {:>9}  {}\n", "channel", width, "present",
                                 "minimum", "at (UTC)", "maximum", "at (UTC)");
  const auto extreme = [](const Extreme& e) {
    auto time = format_time(e.time).substr(0, 16);
    time[10] = ' ';
    return fmt::format(" {:>9}  {}", short_number(e.value), time);
  };
  for (const auto& c : s.channels) {
    text += fmt::format("{:<{}}{:>6.1f} %", short_name(c.name, width), width, percent(c.present, s.rows));
    if (c.present > 0) text += extreme(c.minimum) + extreme(c.maximum);
    text += "\n";
  }
  return text;
}

std::string more(std::size_t all, std::size_t shown) {
  return all > shown ? fmt::format("... and {} more (--rows)\n", all - shown) : "";
}

std::string gaps_text(const Summary& s, const std::string& channel, std::size_t rows) {
  std::string text =
      fmt::format("\ngaps of {}: {}{}\n", channel, s.gaps.size(), s.gaps.empty() ? "" : ", longest first");
  for (std::size_t i = 0; i < std::min(rows, s.gaps.size()); ++i)
    text += fmt::format("  {} to {}  {}\n", format_time(s.gaps[i].first), format_time(s.gaps[i].last),
                        readable(s.gaps[i].last - s.gaps[i].first + s.cadence));
  return text + more(s.gaps.size(), rows);
}

std::string storms_text(const Summary& s, const Series& series, std::size_t rows) {
  if (series.find("sym_h") == nullptr) return "\nstorms: unknown without a channel sym_h\n";
  std::string text = fmt::format("\nstorms: {}\n", s.storms.size());
  if (!s.storms.empty())
    text += fmt::format("  {:<20}  {:>7}  {:<20}  {}\n", "start", "minimum", "time of minimum", "level");
  for (std::size_t i = 0; i < std::min(rows, s.storms.size()); ++i) {
    const auto& storm = s.storms[i];
    text += fmt::format("  {:<20}  {:>7.0f}  {:<20}  {}\n", format_time(storm.start), storm.minimum_nt,
                        format_time(storm.time_of_minimum), storm_level_name(storm.level));
  }
  return text + more(s.storms.size(), rows);
}

nlohmann::json extreme_json(const Extreme& extreme) {
  if (std::isnan(extreme.value)) return nullptr;
  return {{"value", extreme.value}, {"time", format_time(extreme.time)}};
}

nlohmann::json summary_json(const Summary& s, const LoadedData& data, const std::string& gap_channel) {
  nlohmann::json json{{"first", format_time(s.first)},        {"last", format_time(s.last)},
                      {"cadence_minutes", s.cadence.count()}, {"samples", s.rows},
                      {"expected_samples", s.expected},       {"segments", data.series.segments.size()},
                      {"formats", formats_of(data)},          {"gap_channel", gap_channel}};
  for (std::size_t i = 0; i < 4; ++i)
    json["status"][std::string(status_name(static_cast<Status>(i)))] = s.samples_by_status[i];
  for (const auto& file : data.files)
    json["files"].push_back({{"path", file.path},
                             {"format", file.format},
                             {"rows", file.rows},
                             {"skipped_lines", file.skipped_lines},
                             {"skipped_fields", file.skipped_fields},
                             {"first_skipped", file.first_skipped},
                             {"status", status_name(file.status)}});
  for (const auto& c : s.channels)
    json["channels"][c.name] = {{"present", c.present},
                                {"mean", c.present ? nlohmann::json(c.mean) : nullptr},
                                {"minimum", extreme_json(c.minimum)},
                                {"maximum", extreme_json(c.maximum)}};
  json["gaps"] = nlohmann::json::array();
  for (const auto& gap : s.gaps)
    json["gaps"].push_back({{"first", format_time(gap.first)}, {"last", format_time(gap.last)}});
  json["storms"] = nlohmann::json::array();
  for (const auto& storm : s.storms)
    json["storms"].push_back({{"start", format_time(storm.start)},
                              {"end", format_time(storm.end)},
                              {"minimum_nt", storm.minimum_nt},
                              {"time_of_minimum", format_time(storm.time_of_minimum)},
                              {"level", storm_level_name(storm.level)}});
  return json;
}

void inspect(const Options& options, const Common& common) {
  TerminalListener listener(common);
  const auto data = read_data(options.paths, read_options(options.data), !common.no_cache, listener);
  const std::string gap_channel =
      data.series.find("sym_h") != nullptr ? "sym_h" : data.series.channels.front().name;
  const auto summary = summarise(data.series, gap_channel);
  if (common.json)
    print_result(json_text(summary_json(summary, data, gap_channel), 1));
  else
    print_result(head_text(summary, data) + channels_text(summary) +
                 gaps_text(summary, gap_channel, options.rows) +
                 storms_text(summary, data.series, options.rows));
}

}  // namespace

void add_inspect(CLI::App* command, Common& common, ExitCode&) {
  auto options = std::make_shared<Options>();
  command->add_option("PATH", options->paths, "files, folders, globs or - for stdin; archives are unpacked")
      ->required();
  add_data_flags(*command, options->data);
  command->add_option("--rows", options->rows,
                      "list at most this many gaps and storms (default 20; --json lists all)");
  command->footer(
      "Examples:\n  symh inspect ASY_2003-11-18_2003-11-24_D.dat\n  symh inspect downloads/ --json");
  command->callback([options, &common] { inspect(*options, common); });
}

}  // namespace symh::cli
