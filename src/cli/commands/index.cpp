#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/data_flags.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/error.h"
#include "core/json.h"
#include "core/writable.h"
#include "formats/read_data.h"
#include "formats/text/writers.h"
#include "reporting/report.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "stations/add_estimates.h"
#include "stations/comparison.h"
#include "stations/observatories.h"

namespace symh::cli {
namespace {

struct Options {
  std::vector<std::string> stations, anchor, dst;
  std::string output, report, index_age = "0m";
  DataFlags data;
};

/// What the command found.
struct Result {
  QuickIndex newest;         ///< with all of the observed index that there is
  Table use, ages, without;  ///< the last two are empty where nothing was observed
  Table against_dst;         ///< empty without Dst
  Series observed, dst;
};

QuickIndexOptions options_at(const Series& observed, Minutes index_age) {
  constexpr Minutes minute{1}, five{5};
  if (observed.cadence != minute && observed.cadence != five)
    throw DataError(fmt::format("--anchor: samples every {}, expected SYM-H every minute or every 5 minutes",
                                format_duration(observed.cadence)));
  return {.cadence = observed.cadence, .index_age = index_age};
}

Table table_of_use(const QuickIndex& index) {
  Table table{
      .title = "Observatories",
      .columns = {{.key = "code", .title = "Observatory", .brief = "code", .width = 5},
                  {.key = "name", .title = "Name", .brief = "name", .width = 20},
                  {.key = "newest", .title = "Newest value", .brief = "newest value", .width = 22},
                  {.key = "samples", .title = "Samples used", .brief = "used", .width = 9},
                  {.key = "left_out", .title = "Left out as it disagreed", .brief = "left out", .width = 9},
                  {.key = "jumps", .title = "Jumps of its baseline", .brief = "jumps", .width = 6}},
      .rows = {}};
  for (const auto& station : index.stations)
    table.rows.push_back({station.code, std::string(find_observatory(station.code)->name),
                          format_time(station.newest), station.rows, station.left_out, station.jumps.size()});
  return table;
}

Table table_of_scores(const std::string& title, const std::string& first) {
  return {
      .title = title,
      .columns = {{.key = "case", .title = first, .brief = first, .width = 14},
                  {.key = "samples", .title = "Samples", .brief = "n", .width = 8},
                  {.key = "rmse_nt", .title = "RMSE", .unit = "nT", .brief = "RMSE", .width = 7},
                  {.key = "bias_nt", .title = "Bias", .unit = "nT", .brief = "bias", .width = 7},
                  {.key = "correlation", .title = "Correlation", .brief = "r", .decimals = 3, .width = 7},
                  {.key = "samples_below_50", .title = "Samples below -50 nT", .brief = "n<-50", .width = 7},
                  {.key = "rmse_below_50_nt",
                   .title = "RMSE below -50 nT",
                   .unit = "nT",
                   .brief = "RMSE<-50",
                   .width = 9},
                  {.key = "share_within_error",
                   .title = "Within one standard error",
                   .unit = "%",
                   .brief = "in 1 s.e.",
                   .decimals = 1,
                   .width = 10,
                   .percent = true}},
      .rows = {}};
}

std::vector<Cell> row_of(const std::string& name, const QuickIndexScore& score) {
  return {name,
          score.samples,
          score.rmse_nt,
          score.bias_nt,
          score.correlation,
          score.samples_below_50,
          score.rmse_below_50_nt,
          score.share_within_error};
}

/// Scores the estimate as it would have been with the index late by each age, and without each observatory.
void compare(Result& result, const Series& stations, Listener& listener) {
  constexpr std::array ages{Minutes{60},  Minutes{180},  Minutes{360},
                            Minutes{720}, Minutes{1440}, Minutes{2880}};
  constexpr Minutes a_day{1440};
  result.ages = table_of_scores("Against the observed SYM-H, by the age of the index", "index age");
  result.against_dst = table_of_scores("Hourly means against Dst, by the age of the index", "index age");
  const auto score = [&](const Series& some, Minutes age) {
    return score_quick_index(estimate_sym_h(some, result.observed, options_at(result.observed, age)),
                             result.observed);
  };
  const auto& used = result.newest.stations;
  const auto steps = static_cast<double>(ages.size() + used.size());
  double done = 0;
  for (const auto age : ages) {
    listener.progress("index", done++ / steps, "index age " + format_duration(age));
    const auto found = score(stations, age);
    if (found.samples > 0) result.ages.rows.push_back(row_of(format_duration(age), found));
    if (result.dst.empty()) continue;
    const auto estimate = estimate_sym_h(stations, result.observed, options_at(result.observed, age));
    result.against_dst.rows.push_back(row_of(format_duration(age), score_against_dst(estimate, result.dst)));
  }
  constexpr std::size_t fewest = 3;
  if (used.size() < fewest || result.ages.rows.empty()) return listener.progress_ended();
  result.without = table_of_scores("What each observatory adds, with the index a day late", "without");
  result.without.rows.push_back(row_of("none", score(stations, a_day)));
  for (const auto& station : used) {
    listener.progress("index", done++ / steps, "without " + station.code);
    result.without.rows.push_back(
        row_of(station.code, score(without_station(stations, station.code), a_day)));
  }
  listener.progress_ended();
}

Plot plot_of(const QuickIndex& index, const Series& observed, const Series& dst) {
  Plot plot{.title = "SYM-H, estimated and observed",
            .x_label = "time",
            .y_label = "nT",
            .x = {},
            .lines = {},
            .x_is_time = true};
  PlotLine low{"one standard error below", {}, LineStyle::edge},
      high{"one standard error above", {}, LineStyle::edge}, estimate{"estimate, index a day late", {}},
      truth{"observed", {}, LineStyle::solid, true};
  const auto& values = index.series.at(quick_index_channel).values;
  const auto& errors = index.series.at(quick_index_error_channel).values;
  std::vector<float> seen(values.size(), missing);
  const auto& sym_h = observed.at("sym_h").values;
  for (const auto& segment : observed.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto row = (segment.start + observed.cadence * static_cast<long>(i) - index.series.first_time()) /
                       index.series.cadence;
      if (row >= 0 && row < std::ssize(seen)) seen[static_cast<std::size_t>(row)] = sym_h[segment.first + i];
    }
  // A screen shows some thousand points; the deepest of each stretch stays.
  constexpr std::size_t most_points = 6000;
  const std::size_t stride = values.size() / most_points + 1;
  for (std::size_t row = 0; row < values.size(); row += stride) {
    plot.x.push_back(static_cast<double>(index.series.time_of(row).time_since_epoch().count()));
    low.y.push_back(static_cast<double>(values[row] - errors[row]));
    high.y.push_back(static_cast<double>(values[row] + errors[row]));
    estimate.y.push_back(static_cast<double>(values[row]));
    truth.y.push_back(static_cast<double>(seen[row]));
  }
  plot.lines = {low, high, estimate, truth};
  if (dst.empty()) return plot;
  PlotLine hourly{"Dst", {}, LineStyle::dashed};
  std::map<Time, float> values_nt;
  for (std::size_t row = 0; row < dst.size(); ++row) values_nt[dst.time_of(row)] = dst.at("dst").values[row];
  for (const double minute : plot.x) {
    const auto hour = std::chrono::floor<std::chrono::hours>(Time{Minutes{static_cast<long>(minute)}});
    const auto found = values_nt.find(hour);
    hourly.y.push_back(static_cast<double>(found == values_nt.end() ? missing : found->second));
  }
  plot.lines.push_back(std::move(hourly));
  return plot;
}

void write_report(const Options& options, const Result& result, const Series& stations) {
  Report report("SYM-H from observatories");
  report.paragraph(
      newest_text(result.newest) +
      ". This is an estimate of symh, not the index of ISGI. docs/stations.md tells how it is made.");
  constexpr Minutes a_day{1440};
  report.plot(plot_of(estimate_sym_h(stations, result.observed, options_at(result.observed, a_day)),
                      result.observed, result.dst));
  report.table(result.use);
  for (const auto* table : {&result.ages, &result.against_dst, &result.without})
    if (!table->rows.empty()) report.table(*table);
  write_result(options.report, report.html());
}

void print(const Result& result, const Common& common) {
  if (common.json) {
    nlohmann::json json{{"newest", newest_text(result.newest)}, {"observatories", to_json(result.use)}};
    if (!result.ages.rows.empty()) json["by_index_age"] = to_json(result.ages);
    if (!result.against_dst.rows.empty()) json["against_dst"] = to_json(result.against_dst);
    if (!result.without.rows.empty()) json["without"] = to_json(result.without);
    return print_result(json_text(json, 1));
  }
  auto text = newest_text(result.newest, Time::max(), "\n") + "\n\n" + to_text(result.use);
  for (const auto* table : {&result.ages, &result.against_dst, &result.without})
    if (!table->rows.empty()) text += "\n" + to_text(*table);
  print_result(text);
}

void index(const Options& options, const Common& common) {
  const auto age =
      options.index_age == "0m" ? Minutes{0} : parse_duration(options.index_age).value_or(Minutes{-1});
  if (age < Minutes{0})
    throw UsageError(fmt::format("--index-age {}: expected a duration such as 3h or 1d", options.index_age));
  if (!options.output.empty()) check_writable(options.output, "--output");
  if (!options.report.empty()) check_writable(options.report, "--report");
  TerminalListener listener(common);
  const auto reading = read_options(options.data);
  const auto stations = read_data(options.stations, reading, !common.no_cache, listener).series;
  Result result;
  result.observed = read_data(options.anchor, reading, !common.no_cache, listener).series;
  if (!options.dst.empty()) result.dst = read_data(options.dst, reading, !common.no_cache, listener).series;
  result.newest = estimate_sym_h(stations, result.observed, options_at(result.observed, age));
  result.use = table_of_use(result.newest);
  compare(result, stations, listener);
  if (!options.output.empty()) write_result(options.output, write_csv(result.newest.series));
  if (!options.report.empty()) write_report(options, result, stations);
  if (options.output != "-") print(result, common);
}

}  // namespace

void add_index(CLI::App* command, Common& common, ExitCode&) {
  auto options = std::make_shared<Options>();
  command
      ->add_option("--stations", options->stations,
                   "H of observatories by the minute: files, folders or globs of `symh fetch stations`, of "
                   "INTERMAGNET, or CSV with columns such as HER or h_her")
      ->required();
  command
      ->add_option("--anchor", options->anchor,
                   "files of SYM-H, by the minute or every 5 minutes, as far as it is known")
      ->required();
  command->add_option("--dst", options->dst,
                      "files of hourly Dst, to compare the estimate with where SYM-H has not come yet");
  command->add_option("--output", options->output,
                      "CSV file for the estimate and its standard error; - is stdout");
  command->add_option("--report", options->report, "HTML page with the tables and a picture");
  command->add_option(
      "--index-age", options->index_age,
      "estimate as if the index were late by this time, such as 3h or 1d (default: use all of it)");
  add_data_flags(*command, options->data);
  command->footer(
      "SYM-H comes hours to a day late; the observatories that it is made of publish H within minutes. The\n"
      "estimate is causal: no later value changes it. It is not an official index. docs/stations.md has the\n"
      "recipe and its errors.\n\nExamples:\n"
      "  symh fetch stations && symh fetch kyoto\n"
      "  symh index --stations ~/.cache/symh/stations --anchor ~/.cache/symh/kyoto\n"
      "  symh index --stations h.csv --anchor storms/ --index-age 1d \\\n"
      "      --output quick.csv --report quick.html");
  command->callback([options, &common] { index(*options, common); });
}

}  // namespace symh::cli
