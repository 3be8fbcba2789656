#include "sources/providers/station_services.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>

#include "formats/parse_text.h"
#include "formats/text/line_reader.h"
#include "series/transforms.h"
#include "sources/daily.h"
#include "sources/http/answer.h"
#include "sources/samples.h"
#include "stations/observatories.h"

namespace symh {
namespace {

constexpr Minutes a_day{1440};

/// The service works, but has nothing of this observatory and day.
struct NoData : std::exception {
  explicit NoData(std::string why) : reason(std::move(why)) {}
  std::string reason;
};

std::string day_text(Time day) { return format_time(day).substr(0, 10); }

std::map<std::string, std::string> words_of(const std::string& code, Time day) {
  std::string lower(code);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return {{"code", code}, {"lower_code", lower}, {"day", day_text(day)}, {"next_day", day_text(day + a_day)}};
}

/// The values of the day up to now; services fill the rest of a day that is not over.
Series part_of_day(const Series& series, Time day, Time now) {
  auto part = slice(series, day, std::min(day + a_day, now + Minutes{1}));
  for (std::size_t row = part.size(); row > 0; --row)
    if (holds_value(part, row - 1)) return slice(part, day, part.time_of(row - 1) + Minutes{1});
  throw NoData("no values");
}

/// Status 404 is what the services document for data that they do not have; others of the kind are unknown
/// observatories and embargoes.
bool means_no_data(long http_status) {
  return http_status == 204 || (http_status >= 400 && http_status < 500);
}

/// The words of a HAPI server on an error, which is JSON whatever the HTTP status; empty if the answer is
/// none.
void refuse_hapi_error(const std::string& body, const std::string& origin) {
  if (body.find("\"status\"") == std::string::npos) return;
  try {
    if (!hapi_has_data(body, origin)) throw NoData("no data (HAPI 1201)");
  } catch (const UsageError& error) {
    throw NoData(error.what());  // an unknown dataset, or a time outside of it
  }
}

}  // namespace

bool StationAsker::serves(StationService service, const std::string& code) const {
  if (service != StationService::usgs) return true;
  return std::ranges::find(services_.usgs_codes, code) != services_.usgs_codes.end();
}

std::string StationAsker::address(StationService service, const std::string& code, Time day) const {
  const auto words = words_of(code, day);
  switch (service) {
    case StationService::usgs:
      return fill_address(services_.usgs_address, words, "stations.usgs_address");
    case StationService::gin:
      return fill_address(services_.gin_address, words, "stations.gin_address");
    case StationService::hapi:
      break;
  }
  const auto& parameter = services_.hapi_parameter;
  return fmt::format("{}/data?id={}&parameters={}&time.min={}&time.max={}", services_.hapi_server,
                     fill_address(services_.hapi_dataset, words, "stations.hapi_dataset"),
                     percent_encode(parameter.substr(0, parameter.find('['))), format_time(day),
                     format_time(day + a_day));
}

std::vector<std::string> StationAsker::shown_addresses(const std::string& code, Time day) const {
  std::vector<std::string> all;
  for (const auto service : services_.order)
    if (serves(service, code)) all.push_back(Address(address(service, code, day)).shown());
  return all;
}

StationOutcome StationAsker::ask(const std::string& code, Time day) {
  StationOutcome outcome;
  for (const auto service : services_.order) {
    if (!serves(service, code)) continue;
    const auto because = [&](std::string_view reason) {
      constexpr std::string_view prefix = "stations: ";
      if (reason.starts_with(prefix)) reason.remove_prefix(prefix.size());
      outcome.reasons.push_back(fmt::format("{}: {}", name_of(service), reason));
    };
    if (unreachable_.contains(service) || failed_.contains({service, code})) {
      because("failed before in this fetch");
      outcome.network_failed = true;
      continue;
    }
    try {
      outcome.day = answer_of(service, code, day);
      return outcome;
    } catch (const NoData& nothing) {
      because(nothing.reason);
    } catch (const DataError& error) {
      because(error.what());
      outcome.bad_data = true;
    } catch (const NetworkError& error) {
      because(error.what());
      outcome.network_failed = true;
      if (error.http_status == 0) unreachable_.insert(service);
      failed_.insert({service, code});
    }
  }
  if (outcome.reasons.empty())
    outcome.reasons.emplace_back("no service in stations.services has this observatory");
  return outcome;
}

StationDay StationAsker::answer_of(StationService service, const std::string& code, Time day) {
  return service == StationService::hapi ? hapi_day(code, day) : iaga_day(service, code, day);
}

std::string StationAsker::get(const Address& address, const std::string& code) const {
  try {
    const auto answer =
        context_.http.get({.source = "stations",
                           .address = address,
                           .part = context_.folder / fmt::format(".{}.part", h_channel(code))});
    if (trim(answer.body).empty()) throw NoData("an empty answer");
    refuse_web_page(answer.body, "stations", address.shown());
    return answer.body;
  } catch (const NetworkError& error) {
    refuse_hapi_error(error.body, "HAPI");
    if (!means_no_data(error.http_status)) throw;
    throw NoData(fmt::format("HTTP status {}", error.http_status));
  }
}

namespace {

/// True for IAGA-2002 without any row, as a service answers soon after midnight.
bool is_header_alone(std::string_view text) {
  if (!text.starts_with(" Format") && !text.starts_with("Format")) return false;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
    if (end + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[end + 1])) != 0) return false;
  return true;
}

}  // namespace

StationDay StationAsker::iaga_day(StationService service, const std::string& code, Time day) {
  const Address asked(address(service, code, day));
  const auto text = get(asked, code), from = asked.shown();
  if (is_header_alone(text)) throw NoData("no values");
  auto parsed = parse_text(from, text, {}, false);
  StationDay answer{std::move(parsed.series), read_observatory_header(text)};
  if (answer.series.cadence != Minutes{1} || answer.series.find(h_channel(code)) == nullptr)
    throw DataError(fmt::format("{}: found {} of cadence {}, expected minutes of {}", from,
                                answer.series.channels.front().name, format_duration(answer.series.cadence),
                                h_channel(code)));
  const auto own = slice(answer.series, day, day + a_day);
  if (own.empty()) throw DataError(fmt::format("{}: found nothing of {}", from, day_text(day)));
  answer.series = part_of_day(own, day, context_.now);
  answer.header.code = code;
  std::ranges::move(parsed.warnings, std::back_inserter(context_.report.warnings));
  return answer;
}

const HapiDataset& StationAsker::dataset_of(const std::string& code) {
  if (const auto known = datasets_.find(code); known != datasets_.end()) return known->second;
  const HapiSettings settings{.server = services_.hapi_server,
                              .dataset = {},
                              .parameters = {{services_.hapi_parameter, h_channel(code)}}};
  const Address asked(fmt::format(
      "{}/info?id={}", services_.hapi_server,
      fill_address(services_.hapi_dataset, words_of(code, context_.now), "stations.hapi_dataset")));
  const auto text = get(asked, code), from = asked.shown();
  refuse_hapi_error(text, from);
  return datasets_[code] = read_hapi_info(text, settings, from);
}

StationDay StationAsker::hapi_day(const std::string& code, Time day) {
  const auto& dataset = dataset_of(code);
  // A server refuses a time outside of its dataset.
  if (dataset.available && (day >= dataset.available->to || day + a_day <= dataset.available->from))
    throw NoData(fmt::format("the dataset has {} to {}", format_time(dataset.available->from),
                             format_time(dataset.available->to)));
  const auto whole_day = address(StationService::hapi, code, day);
  auto end = std::min(day + a_day, context_.now + Minutes{1});
  if (dataset.available) end = std::min(end, dataset.available->to);
  const Address asked(whole_day.substr(0, whole_day.rfind('=') + 1) + format_time(end));
  const auto text = get(asked, code), from = asked.shown();
  if (text.starts_with('{')) refuse_hapi_error(text, from);
  auto series = read_hapi_data(text, dataset, from, context_.report.warnings);
  if (!series) throw NoData("no values");
  for (std::size_t row = 0; row < series->size(); ++row) {
    auto& h_nt = series->channels.front().values[row];
    if (std::isnan(h_nt) || classify_h(h_nt) == ValueKind::observed) continue;
    if (classify_h(h_nt) == ValueKind::impossible)
      throw DataError(fmt::format("{}: found {} at {}, expected H between 0 and 80000 nT", from, h_nt,
                                  format_time(series->time_of(row))));
    h_nt = missing;
  }
  StationDay answer{
      part_of_day(*series, day, context_.now),
      {.code = code, .source = "INTERMAGNET, HAPI server", .name = {}, .data_type = "best available"}};
  if (const auto* known = find_observatory(code)) {
    answer.header.name = known->name;
    answer.header.latitude_degrees = known->latitude_degrees;
    answer.header.longitude_degrees = known->longitude_degrees;
  }
  return answer;
}

}  // namespace symh
