#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include "core/file.h"
#include "series/transforms.h"
#include "sources/cache.h"
#include "sources/provider.h"
#include "sources/providers/station_files.h"
#include "sources/providers/station_services.h"
#include "sources/samples.h"
#include "stations/observatories.h"

namespace symh {
namespace {

constexpr Minutes a_day{1440};

struct StationsSettings {
  std::vector<std::string> codes;
  StationServices services;
  Habits habits;
  Minutes final_after{0};
};

std::vector<Option> options_of(StationsSettings& settings) {
  auto options = options_of("stations", settings.habits);
  auto& services = settings.services;
  std::ranges::move(
      std::vector<Option>{
          {"stations.codes", &settings.codes, "IAGA codes of the observatories to fetch"},
          {"stations.services", &services.order,
           "services to ask for a day, in this order, until one has data"},
          {"stations.usgs_codes", &services.usgs_codes,
           "observatories that USGS runs; usgs is asked for no other"},
          {"stations.usgs_address", &services.usgs_address,
           "address of a day in IAGA-2002, with {code} or {lower_code}, {day} and {next_day}"},
          {"stations.gin_address", &services.gin_address, "the same for INTERMAGNET's node in Edinburgh"},
          {"stations.hapi_server", &services.hapi_server, "address of INTERMAGNET's HAPI server"},
          {"stations.hapi_dataset", &services.hapi_dataset,
           "its dataset of an observatory, with {code} or {lower_code}"},
          {"stations.hapi_parameter", &services.hapi_parameter,
           "the parameter with H; NAME[i] is component i, from 0, of a vector"},
          {"stations.final_after", &settings.final_after,
           "do not ask again for a day that was last asked for so long after its end; --force asks"}},
      std::back_inserter(options));
  return options;
}

/// The codes in capitals, each once. They become parts of names of files and addresses.
std::vector<std::string> checked_codes(const std::vector<std::string>& codes) {
  std::vector<std::string> checked;
  for (auto code : codes) {
    const bool plain =
        code.size() == 3 && std::ranges::all_of(code, [](unsigned char c) { return std::isalnum(c) != 0; });
    if (!plain)
      throw UsageError(
          fmt::format("stations.codes: '{}' is no IAGA code; give three letters such as HER", code));
    std::ranges::transform(code, code.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (std::ranges::find(checked, code) == checked.end()) checked.push_back(code);
  }
  if (checked.empty()) throw UsageError("stations.codes is empty; give IAGA codes such as HER");
  return checked;
}

/// `6m`, `3h 05m` or `2d 3h`.
std::string age_text(Minutes age) {
  const auto minutes = std::max<Minutes::rep>(0, age.count());
  if (minutes < 60) return fmt::format("{}m", minutes);
  if (minutes < a_day.count()) return fmt::format("{}h {:02}m", minutes / 60, minutes % 60);
  return fmt::format("{}d {}h", minutes / a_day.count(), minutes % a_day.count() / 60);
}

/// Fetches the days of one observatory.
class StationFetch {
 public:
  StationFetch(std::string code, const StationsSettings& settings, StationAsker& asker, FetchContext& context)
      : code_(std::move(code)), settings_(settings), asker_(asker), context_(context) {}

  /// Returns false if the user asked to stop or the time for all requests has ended.
  bool fetch_day(Time day) {
    FileReport step{.file = station_file(context_.folder, code_, day)};
    const auto addresses = asker_.shown_addresses(code_, day);
    if (!addresses.empty()) step.address = addresses.front();
    attempt_step(context_.report, step,
                 [&] { take_day(day, step, fmt::format("{}", fmt::join(addresses, " "))); });
    return context_.report.code != ExitCode::interrupted && !context_.http.out_of_time();
  }

  /// Notes the newest value, and who measured it.
  void tell() const {
    auto& report = context_.report;
    if (context_.mode.dry_run) return;
    if (!newest_) return report.notes.push_back(fmt::format("{}: no value in this period", code_));
    report.notes.push_back(fmt::format("{}: newest value {}, {} behind now; {}", code_, format_time(*newest_),
                                       age_text(context_.now - *newest_), newest_kind_));
    if (kinds_.size() > 1)
      report.warnings.push_back(
          fmt::format("stations: {}: the days are of several kinds or makers, whose baselines may differ: {}",
                      code_, fmt::join(kinds_, "; ")));
  }

 private:
  void take_day(Time day, FileReport& step, const std::string& asked) {
    const StationHabits habits{settings_.habits.recheck, settings_.final_after};
    if (!context_.mode.force &&
        is_settled(step.file, asked, day, context_.now, habits, context_.report.warnings)) {
      step.change = std::filesystem::exists(step.file) ? FileChange::cached : FileChange::absent;
      if (step.change == FileChange::absent)
        step.note = fmt::format("nobody had it at {}", read_note(step.file).checked);
      return add(step);
    }
    if (context_.mode.dry_run) return context_.report.files.push_back(step);
    const auto outcome = asker_.ask(code_, day);
    if (outcome.day) {
      const auto address = step.address;
      step = keep_day(step.file, *outcome.day, context_.report.warnings);
      step.address = address;
      step.note = fmt::format("{}", fmt::join(outcome.reasons, "; "));
    } else {
      take_nothing(day, outcome, step);
    }
    add(step);
    note_asked(step.file, asked, context_.now);
  }

  /// Throws if a service failed, so that the exit code says so and the next fetch asks again.
  void take_nothing(Time day, const StationOutcome& outcome, FileReport& step) const {
    const auto text = fmt::format("stations: {} {}: nobody has it: {}", code_, format_time(day).substr(0, 10),
                                  fmt::join(outcome.reasons, "; "));
    if (outcome.bad_data) throw DataError(text);
    if (outcome.network_failed) throw NetworkError(text, 0, "");
    context_.report.warnings.push_back(text);
    step.note = "nobody has it";
    step.change = std::filesystem::exists(step.file) ? FileChange::unchanged : FileChange::absent;
  }

  void add(FileReport& step) {
    if (std::filesystem::exists(step.file)) look_at(step);
    if (step.change != FileChange::cached)
      context_.listener.say(
          fmt::format("stations: {} {}", step.file.filename().string(), change_name(step.change)));
    context_.report.files.push_back(step);
  }

  /// Remembers what the file of a day holds.
  void look_at(FileReport& step) {
    const auto series = read_cached(step.file, context_.report.warnings);
    if (series.empty()) return;
    const auto header = read_observatory_header(read_file(step.file));
    const auto kind =
        fmt::format("{}, {}", header.data_type, header.source.empty() ? "maker unknown" : header.source);
    kinds_.insert(kind);
    step.status = least_status(series);
    step.rows = series.size();
    for (std::size_t row = series.size(); row > 0; --row) {
      if (!holds_value(series, row - 1)) continue;
      if (!newest_ || series.time_of(row - 1) > *newest_) {
        newest_ = series.time_of(row - 1);
        newest_kind_ = kind;
      }
      return;
    }
  }

  std::string code_;
  const StationsSettings& settings_;
  StationAsker& asker_;
  FetchContext& context_;
  std::optional<Time> newest_;
  std::string newest_kind_;
  std::set<std::string> kinds_;  ///< data type and institute of each day
};

/// H of observatories by the minute, one file for each observatory and day.
class Stations : public Source {
 public:
  explicit Stations(const StationsSettings& settings) : settings_(settings) {
    while (settings_.services.hapi_server.ends_with('/')) settings_.services.hapi_server.pop_back();
    auto& codes = settings_.services.usgs_codes;
    if (!codes.empty()) codes = checked_codes(codes);
  }
  std::string name() const override { return "stations"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    const auto codes = checked_codes(settings_.codes);
    context.http.set_callbacks(callbacks_of(context.listener));
    StationAsker asker(settings_.services, context);
    const Time first = std::chrono::floor<std::chrono::days>(context.range->from);
    const auto days = (context.range->to - first + a_day - Minutes{1}) / a_day;
    const auto steps = static_cast<double>(days) * static_cast<double>(codes.size());
    double done = 0;
    for (const auto& code : codes) {
      StationFetch station(code, settings_, asker, context);
      for (Time day = first; day < context.range->to; day += a_day) {
        context.listener.progress(name(), done++ / steps,
                                  fmt::format("{} {}", code, format_time(day).substr(0, 10)));
        if (!station.fetch_day(day)) return;
      }
      station.tell();
    }
  }

  void import_text(const std::string& file, std::string_view text, const std::filesystem::path& folder,
                   FetchReport& report) const override {
    import_station_text(file, text, folder, report);
  }

 private:
  StationsSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> stations_provider() {
  return std::make_unique<SingleProvider<Stations, StationsSettings>>("stations");
}

}  // namespace symh
