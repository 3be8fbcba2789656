#include "centre/centre.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "centre/alerting.h"
#include "centre/fetching.h"
#include "centre/page_inputs.h"
#include "centre/record/page.h"
#include "centre/record/state.h"
#include "core/file.h"
#include "core/json.h"
#include "formats/read_data.h"
#include "products/check.h"
#include "products/folder.h"
#include "products/forecast_formats.h"
#include "products/plausible.h"
#include "products/wind_age.h"
#include "series/storms.h"
#include "series/stray_times.h"
#include "series/transforms.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

constexpr Minutes a_day{24 * 60};
constexpr int skill_days = 30;
/// Days of cached files to read: observations of skill_days may be replaced by better data, and a model looks
/// further back.
constexpr int read_days = skill_days + 10;

std::vector<LoggedForecast> to_log(const IssuedForecast& forecast, Time now) {
  std::vector<LoggedForecast> list;
  const auto number = [](const std::optional<float>& value) {
    return value ? std::optional<double>(*value) : std::nullopt;
  };
  for (const auto& lead : forecast.leads)
    list.push_back({forecast.issue_time, lead.lead_time, forecast.model, double{lead.value_nt},
                    number(lead.q05_nt), number(lead.q95_nt), double{lead.persistence_nt}, now,
                    forecast.last_observed.value_or(forecast.issue_time - no_index_age),
                    number(forecast.drive_mv_m)});
  return list;
}

}  // namespace

Centre::Centre(CentreConfig config, Time now, Time machine_now, bool use_cache, Listener& listener)
    : config_(std::move(config)),
      now_(now),
      machine_now_(std::max(now, machine_now)),
      use_cache_(use_cache),
      listener_(listener),
      state_(state_folder(config_.state)),
      log_(log_file(state_)),
      paths_(config_.data.paths),
      stations_(config_.data.stations) {}

void Centre::fail(const char* name, ExitCode code, const std::string& what) {
  auto note = fmt::format("{}: {}", name, what);
  listener_.fail(note);
  if (code_ == ExitCode::done) code_ = code;
  std::ranges::replace(note, '\n', ' ');
  if (std::ranges::find(failures_, note) == failures_.end()) failures_.push_back(note);
}

template <class Work>
bool Centre::step(const char* name, Work work) {
  try {
    work();
    return true;
  } catch (const Error& error) {
    fail(name, error.code(), error.what());
  } catch (const std::exception& error) {
    fail(name, ExitCode::failed, error.what());
  }
  return false;
}

/// Publishes the last forecast if the run that issued it was killed before it did.
void Centre::finish_last() {
  remove_temporaries(state_ / "products");
  remove_temporaries(state_ / "page");
  const auto last = log_.published();
  if (last && !is_written(state_ / "products", *last)) write_forecast(state_ / "products", *last);
}

void Centre::fetch_all() {
  const auto since = now_ - read_days * a_day;
  for (auto& source : fetch_side_by_side(config_.fetch, now_, since, state_ / "cache", listener_)) {
    if (source.code != ExitCode::done) fail(fetch_step(source.name).c_str(), source.code, source.fault);
    std::ranges::move(source.files, std::back_inserter(source.of_stations ? stations_ : paths_));
  }
}

void Centre::read() {
  if (paths_.empty())
    throw DataError(fmt::format(
        "no data: {} holds no fetched files and data.paths names none; see what the sources answer (symh "
        "fetch), or name files in data.paths",
        (state_ / "cache").string()));
  const auto read = [&](const std::map<std::string, std::string>& columns) {
    const ReadOptions options{.tolerant = config_.data.tolerant,
                              .keep_implausible = config_.data.keep_implausible,
                              .column_channels = columns,
                              .solar_wind_at = config_.data.solar_wind_at};
    auto series = read_data(paths_, options, use_cache_, listener_, machine_now_).series;
    estimate_from_stations(series);
    return series;
  };
  data_ = load_model_and_data(config_.model.run, read, now_, listener_);
}

/// Adds an estimate of SYM-H from observatories. Without one the forecast is issued all the same.
void Centre::estimate_from_stations(Series& series) {
  if (stations_.empty()) return;
  try {
    const ReadOptions options{.tolerant = config_.data.tolerant,
                              .keep_implausible = config_.data.keep_implausible};
    auto stations = read_data(stations_, options, use_cache_, listener_, machine_now_).series;
    drop_before_hole(stations, longest_station_hole, listener_);
    estimate_ = add_estimates(series, stations);
    listener_.say(newest_text(*estimate_, now_));
  } catch (const Error& error) {
    listener_.warn(fmt::format("warning: no estimate of SYM-H from observatories: {}", error.what()));
  }
}

void Centre::issue() {
  auto forecast =
      issue_or_fall_back(data_->model, data_->series, {config_.model.fallback, false}, now_, listener_);
  if (!forecast.fallback)
    forecast.warnings.insert(forecast.warnings.end(), data_->warnings.begin(), data_->warnings.end());
  if (estimate_ && forecast.estimated && forecast.estimated->stations_until)
    forecast.estimated->observatories = used_at(*estimate_, *forecast.estimated->stations_until);
  if (const auto reason = implausible_forecast(forecast); !reason.empty()) {
    listener_.warn("warning: " + reason + "; alerts are held");
    forecast.warnings.push_back(reason);
    alerts_held_ = true;
  }
  const auto& data = config_.data;
  if (data.max_age > Minutes{0}) require_fresh_index(forecast, now_, {data.max_age, "data.max_age"});
  if (data.max_index_age > Minutes{0})
    require_fresh_index(forecast, now_, {data.max_index_age, "data.max_index_age"});
  require_fresh_data(forecast, now_, {data.max_wind_age, "data.max_wind_age"});
  if (const auto passed = wind_has_passed(forecast, now_); !passed.empty())
    listener_.warn("warning: " + passed);
  const auto newest = log_.newest_issue_time();
  if (newest && forecast.issue_time < *newest)
    throw RunError(fmt::format(
        "the newest data end at {}, but a forecast from data until {} is issued already; is the clock right? "
        "It says {}",
        format_time(forecast.issue_time), format_time(*newest), format_time(now_)));
  if (newest == forecast.issue_time) {
    listener_.say(
        fmt::format("the forecast of {} is issued already: no newer data have come", format_time(*newest)));
  } else {
    const auto fresh = to_log(forecast, now_);
    const auto json = checked_json(forecast, now_);
    log_.add(fresh, PublishedForecast{forecast.issue_time, json_text(json, 1) + "\n", to_csv(forecast)},
             forecast.odds);
    listener_.say(fmt::format("issued {}: {} lead times", format_time(forecast.issue_time), fresh.size()));
  }
  logged_ = log_.forecasts(forecast.issue_time, forecast.issue_time);
  forecast_ = std::move(forecast);
}

void Centre::observe() {
  const auto& windows = data_->model.ensemble.windows();
  const auto recent = slice(data_->series, now_ - skill_days * a_day, now_ + Minutes{1});
  if (recent.empty() || recent.find(windows.target) == nullptr) return;
  const auto grid = resample(recent, windows.cadence);
  if (grid.empty()) return;
  const auto changes = log_.observe(grid, windows.target);
  if (changes.replaced > 0)
    listener_.say(fmt::format("{} observations replaced by better ones", changes.replaced));
}

void Centre::publish() {
  const auto since = now_ - config_.products.observation_days * a_day;
  const auto folder = state_ / "products";
  write_file_atomically(folder / "observations.csv",
                        observations_csv(forecast_->target, log_.observations(since, now_)));
  if (const auto forecast = log_.published()) write_forecast(folder, *forecast);
  prune_products(folder, now_ - config_.products.keep_days * a_day);
}

/// What the page shows of the newest forecast: what the product says, whichever run issued it.
void Centre::show_forecast(CentrePage& page) const {
  try {
    if (const auto published = log_.published()) page.forecast = read_shown_forecast(published->json);
  } catch (const Error& error) {
    page.warnings.emplace_back(error.what());
  }
  if (!forecast_) {
    page.warnings.push_back(fmt::format("there is no new forecast ({})", fmt::join(failures_, "; ")));
    return;
  }
  page.warnings = warnings_on(*forecast_, now_);
  page.note = note_on(*forecast_);
  if (page.forecast && page.forecast->issue_time == forecast_->issue_time && forecast_->estimated)
    page.estimated = forecast_->estimated->path;
}

void Centre::draw() {
  CentrePage page{.centre = config_.centre, .made_at = now_};
  const auto since = now_ - config_.products.page_days * a_day;
  page.past = log_.forecasts(since - a_day, now_);
  page.observations = log_.observations(since, now_);
  std::erase_if(page.past, [&](const auto& f) { return f.issue_time + f.lead_time < since; });
  show_forecast(page);
  page.warnings.insert(page.warnings.end(), rules_not_judged_.begin(), rules_not_judged_.end());
  page.in_force = alerts_in_force(log_.database(), now_);
  page.undelivered = waiting_messages(log_.database());
  page.delivery_faults = delivery_faults_;
  const auto month = now_ - skill_days * a_day;
  page.skill = operational_skill(log_, alert_rules(config_.alerts), month, now_);
  page.sources = source_health(config_.fetch.sources, log_.runs(month, now_));
  if (data_) {
    page.health = health_of(data_->series, now_);
    page.wind = wind_at_earth(data_->series, now_ - 2 * a_day, now_, data_->model.ensemble.windows().cadence);
  }
  write_file_atomically(state_ / "page" / "index.html", centre_page(page));
}

void Centre::raise_alerts() {
  if (alerts_held_) return;  // issue() said why
  // An old observation is no reason for an alert: where the index is late, the estimate is SYM-H now.
  const auto& estimated = forecast_->estimated;
  const auto& paths = forecast_->trajectories;
  const Outlook outlook{.issue_time = forecast_->issue_time,
                        .issued_at = now_,
                        .now_nt = double{estimated ? estimated->value_nt : forecast_->last_nt},
                        .now_time = estimated ? forecast_->issue_time
                                              : forecast_->last_observed.value_or(forecast_->issue_time),
                        .estimated = estimated.has_value(),
                        .forecasts = logged_,
                        .trajectories = paths ? &*paths : nullptr};
  auto update = update_alerts(log_, alert_rules(config_.alerts), outlook, config_.alerts.extend_before);
  due_ = std::move(update.due);
  rules_not_judged_ = std::move(update.not_judged);
  for (const auto& sentence : rules_not_judged_) listener_.warn("warning: " + sentence);
}

void Centre::deliver_alerts() {
  for (const auto& message : due_) {
    const auto faults = deliver(message, config_.alerts, listener_);
    for (const auto& fault : faults) {
      fail("alerts", ExitCode::failed, fault);
      if (std::ranges::find(delivery_faults_, fault) == delivery_faults_.end())
        delivery_faults_.push_back(fault);
    }
    if (faults.empty()) mark_delivered(log_, message.serial);
  }
  due_.clear();
}

/// Writes the outcome so far into the log.
void Centre::log_run() {
  LoggedRun run{now_, static_cast<int>(code_), fmt::format("{}", fmt::join(failures_, "\n"))};
  if (!due_.empty() && code_ == ExitCode::done) {
    run.exit_code = static_cast<int>(ExitCode::failed);
    run.note = "alerts: the run ended before they were delivered";
  }
  if (run_)
    log_.amend(*run_, run);
  else
    run_ = log_.add(run);
}

ExitCode Centre::run() {
  step("last products", [&] { finish_last(); });
  step("fetch", [&] { fetch_all(); });
  const bool issued = step("data", [&] { read(); }) && step("forecast", [&] { issue(); });
  if (data_) step("observations", [&] { observe(); });
  if (issued) step("products", [&] { publish(); });
  if (issued) step("alerts", [&] { raise_alerts(); });
  step("log", [&] { log_run(); });
  step("page", [&] { draw(); });
  if (!due_.empty()) {
    step("alerts", [&] { deliver_alerts(); });
    step("log", [&] { log_run(); });
    step("page", [&] { draw(); });
  }
  // A step that failed after the row was written belongs into it too.
  if (code_ != ExitCode::done) step("log", [&] { log_run(); });
  return code_;
}

}  // namespace symh
