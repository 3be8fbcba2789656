#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/ages.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/data_flags.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "core/text.h"
#include "core/writable.h"
#include "forecasting/hindcast.h"
#include "forecasting/late_hindcast.h"
#include "forecasting/named_model.h"
#include "forecasting/sample_windows.h"
#include "forecasting/training_data.h"
#include "formats/read_data.h"
#include "physics/raw_feed.h"
#include "physics/solar_wind.h"
#include "reporting/age_report.h"
#include "reporting/evaluation_report.h"
#include "reporting/scores_json.h"
#include "reporting/scores_text.h"
#include "reporting/table_json.h"
#include "reporting/table_text.h"
#include "series/transforms.h"
#include "stations/add_estimates.h"
#include "verification/forecasts_csv.h"
#include "verification/verify.h"

namespace symh::cli {
namespace {

struct Options {
  std::string model, from, to, forecasts, report;
  std::vector<std::string> data, without, index_age, wind_age, stations;
  int bootstrap = 500;
  bool wind_noise = false;
  DataFlags flags;
};

HindcastRange range_of(const Options& options) {
  const HindcastRange range{period_first(options.from, "--from"), period_last(options.to, "--to")};
  if (range.from && range.to && *range.from > *range.to)
    throw UsageError(fmt::format("--from {} is later than --to {}", options.from, options.to));
  return range;
}

/// The channels that --without names. Throws UsageError for a channel that the data do not have.
std::vector<std::string> channels_to_blank(const std::vector<std::string>& words, const Series& series) {
  std::set<std::string> channels;
  std::vector<std::string> known{"solar_wind"};
  for (const auto& channel : series.channels) known.push_back(channel.name);
  for (const auto& word : words) {
    if (word == "solar_wind")
      std::ranges::copy_if(known, std::inserter(channels, channels.end()), is_solar_wind_channel);
    else if (series.find(word) != nullptr)
      channels.insert(word);
    else
      throw UsageError(fmt::format("--without {}: no such channel in the data; the nearest is '{}'", word,
                                   nearest(word, known)));
  }
  return {channels.begin(), channels.end()};
}

/// `--stations simulated` takes no files.
StationSource source_of_stations(const std::vector<std::string>& words) {
  if (words.empty()) return StationSource::none;
  return words == std::vector<std::string>{"simulated"} ? StationSource::simulated : StationSource::measured;
}

/// The ages of --index-age and --wind-age, of which one is a list at most.
std::vector<DataAges> ages_of(const Options& options) {
  auto index = index_ages(options.index_age), wind = wind_ages(options.wind_age);
  if (index.empty()) index.emplace_back(0);
  if (wind.empty()) wind.emplace_back(0);
  if (index.size() > 1 && wind.size() > 1)
    throw UsageError(fmt::format(
        "--index-age has {} ages and --wind-age {}; give a list to one of them and one age to the other",
        index.size(), wind.size()));
  std::vector<DataAges> ages;
  for (const auto of_index : index)
    for (const auto of_wind : wind) ages.push_back({of_index, of_wind, source_of_stations(options.stations)});
  return ages;
}

/// `out.csv` for one age; `out-3h.csv` for one of several.
std::string file_of_age(const std::string& path, Minutes age, std::size_t ages) {
  if (ages == 1 || path == "-") return path;
  const std::filesystem::path file(path);
  const auto name = fmt::format("{}-{}{}", file.stem().string(), age_text(age), file.extension().string());
  return (file.parent_path() / name).string();
}

/// A warning on stderr, too, for those who only take the JSON or the files.
void tell_seen(const Verification& scores, Listener& listener) {
  const auto text = seen_text(scores.seen, scores.model);
  if (!text.empty()) listener.warn("warning:" + text.substr(text.find(':') + 1));
}

ExitCode evaluate_late(const Options& options, const Common& common, const Ensemble& ensemble,
                       const Series& series, Listener& listener) {
  const auto ages = ages_of(options);
  for (const auto& age : ages) {
    require_whole_samples("--index-age", age.index, ensemble.windows().cadence);
    require_whole_samples("--wind-age", age.wind, ensemble.windows().cadence);
  }
  const auto late =
      options.wind_age.size() > 1 || options.index_age.empty() ? LateInput::wind : LateInput::index;
  VerifyOptions verify_options;
  verify_options.bootstrap_samples = options.bootstrap;
  Series stations;
  if (ages.front().stations == StationSource::measured)
    stations = read_data(options.stations, read_options(options.flags), !common.no_cache, listener).series;
  std::vector<AgedScores> scores;
  for (const auto& age : ages) {
    const auto label =
        fmt::format("index {} late, solar wind {} late", age_text(age.index), age_text(age.wind));
    auto known = series;
    if (age.stations == StationSource::measured) add_estimates(known, stations, age.index);
    auto result = hindcast_with_late_data(ensemble, known, age, range_of(options),
                                          [&](double share) { listener.progress(label, share); });
    add_windows(result.table, ensemble.errors, known, {.ages = age},
                [&](double share) { listener.progress(label + ", sample paths", share); });
    listener.progress_ended();
    const auto listed = late == LateInput::wind ? age.wind : age.index;
    if (!options.forecasts.empty())
      write_result(file_of_age(options.forecasts, listed, ages.size()), forecasts_csv(result.table));
    result.table.seen = seen_in_training(ensemble, result.table);
    scores.push_back({age.index, verify(result.table, verify_options), age.wind});
  }
  const auto table = age_table(scores, late);
  if (!options.report.empty()) write_result(options.report, age_report(scores, late));
  if (options.forecasts != "-" && options.report != "-")
    print_result(common.json ? json_text(to_json(table), 1)
                             : to_text({table, age_window_table(scores, late)}));
  if (!options.report.empty()) listener.say("report: " + options.report);
  tell_seen(scores.front().scores, listener);
  return ExitCode::done;
}

ExitCode evaluate(const Options& options, const Common& common) {
  const auto range = range_of(options);
  if (!options.stations.empty() && options.index_age.empty())
    throw UsageError(
        "--stations: observatories estimate a SYM-H that is late; say how late it is, such as --index-age "
        "1d");
  if (options.forecasts == "-" && options.report == "-")
    throw UsageError("--forecasts and --report cannot both go to stdout; give one of them a file");
  check_writable(options.forecasts, "--forecasts");
  check_writable(options.report, "--report");
  TerminalListener listener(common);
  const auto read = series_reader(options.data, options.flags, common, listener);
  auto [model, series, warnings] = load_model_and_data(options.model, read, {}, listener);
  const auto without = channels_to_blank(options.without, series);
  blank(series, without);
  if (options.wind_noise) {
    series = as_raw_feed(std::move(series));
    listener.say("the solar wind is made as noisy as a real-time feed");
  }
  if (!options.index_age.empty() || !options.wind_age.empty())
    return evaluate_late(options, common, model.ensemble, series, listener);
  auto result =
      hindcast(model.ensemble, series, range, [&](double share) { listener.progress("forecasting", share); });
  add_windows(result.table, model.ensemble.errors, series, {},
              [&](double share) { listener.progress("sample paths", share); });
  listener.progress_ended();
  result.table.without = without;
  result.table.seen = seen_in_training(model.ensemble, result.table);
  listener.say(
      fmt::format("{} issue times; {} more have gaps in their inputs, {} have no observation to compare with",
                  result.table.leads.front().issue_time.size(), result.counts.missing_inputs,
                  result.counts.missing_targets));
  VerifyOptions verify_options;
  verify_options.bootstrap_samples = options.bootstrap;
  const auto verification = verify(result.table, verify_options);
  if (!options.forecasts.empty()) write_result(options.forecasts, forecasts_csv(result.table));
  if (!options.report.empty()) write_result(options.report, evaluation_report(result.table, verification));
  if (options.forecasts != "-" && options.report != "-")
    print_result(common.json ? json_text(to_json(verification), 1) : to_text(verification));
  if (!options.report.empty()) listener.say("report: " + options.report);
  tell_seen(verification, listener);
  return ExitCode::done;
}

}  // namespace

void add_evaluate(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option(
      "--model", options->model,
      "run folder of `symh train` or name of a bundled model (see `symh models`); default: the best bundled "
      "model that the data allow");
  command->add_option("--data", options->data, "files, folders or globs")->required();
  command->add_option("--from", options->from,
                      "first issue time or year (default: the first that the data allow)");
  command->add_option("--to", options->to, "last issue time or year (default: the last that the data allow)");
  command
      ->add_option(
          "--without", options->without,
          "treat these channels as missing, to see what a failing feed costs: names such as speed,density, "
          "or solar_wind for all its channels")
      ->delimiter(',');
  command->add_flag(
      "--wind-noise", options->wind_noise,
      "score as if the solar wind came from a raw real-time feed: noise (0.45 nT, 5 km/s, 15 % of "
      "the density, 30 % of the temperature), two spikes of the field a day, and in strong fields "
      "hours without plasma; the same noise in every run");
  command
      ->add_option(
          "--index-age", options->index_age,
          "score as if SYM-H came so late, the solar wind in time: one age or a list such as 0,1h,24h,none; "
          "--forecasts then writes a file for each age (out-3h.csv), --report the RMSE against the age")
      ->delimiter(',');
  command->add_option(
      "--stations", options->stations,
      "with --index-age: score as if observatories gave an estimate of the late SYM-H, ten minutes old. The "
      "word simulated draws its errors; files of H by the minute, as `symh index` takes them, make a real "
      "one, from SYM-H as late as --index-age says");
  command
      ->add_option("--wind-age", options->wind_age,
                   "score as if the solar wind came so late; SYM-H comes in time, or as late as --index-age "
                   "says. Give "
                   "one age or a list such as 0,15m,1h,3h; only one of the two options takes a list")
      ->delimiter(',');
  command->add_option("--forecasts", options->forecasts,
                      "write every forecast to this CSV file, to score it with other software; - is stdout");
  command->add_option("--report", options->report,
                      "write an HTML report with interactive plots to this file; it works offline");
  command
      ->add_option("--bootstrap", options->bootstrap,
                   "number of resamplings of day blocks for the 95 % intervals (default 500; 0: none)")
      ->check(CLI::Range(0, 100000));
  add_data_flags(*command, options->flags);
  command->footer(
      "Examples:\n  symh evaluate --model runs/lstm --data storms/validation --report lstm.html\n"
      "  symh evaluate --model runs/lstm --data storms/validation \\\n"
      "      --forecasts lstm.csv --json\n"
      "  symh evaluate --data storms --without solar_wind\n"
      "  symh evaluate --data storms --index-age 0,1h,3h,24h,none --report late.html\n"
      "  symh evaluate --data storms --index-age 3h,1d --stations simulated\n"
      "  symh evaluate --data storms --index-age 1d --stations observatory-files\n"
      "  symh evaluate --data storms --wind-age 0,15m,1h,3h\n"
      "  symh evaluate --data storms --wind-noise");
  command->callback([options, &common, &code] { code = evaluate(*options, common); });
}

}  // namespace symh::cli
