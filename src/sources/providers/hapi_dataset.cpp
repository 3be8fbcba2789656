#include "sources/providers/hapi_dataset.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "formats/minute_means.h"
#include "formats/text/line_reader.h"
#include "formats/units.h"
#include "series/channels.h"
#include "series/transforms.h"
#include "sources/http/answer.h"
#include "sources/samples.h"

namespace symh {
namespace {

using nlohmann::json;

json hapi_answer(const std::string& text, const std::string& origin) {
  auto answer = parse_json_or_discard(text);
  if (!answer.is_object())
    throw DataError(
        fmt::format("{}: found '{}', expected the JSON of a HAPI server; check `server` in the settings",
                    origin, first_words(text)));
  return answer;
}

const json& require(const json& object, const char* key, const std::string& origin) {
  const auto found = object.find(key);
  if (found == object.end())
    throw DataError(fmt::format("{}: the answer lacks the key '{}'; is this a HAPI server?", origin, key));
  return *found;
}

/// The parts of `NAME[2]` in the settings: component 2 of the vector NAME.
struct Wanted {
  std::string name;
  std::size_t component = 0;
  std::string channel;
};

std::vector<Wanted> wanted_of(const HapiSettings& settings) {
  std::vector<Wanted> all;
  for (const auto& [text, channel] : settings.parameters) {
    const auto open = text.find('[');
    Wanted wanted{text.substr(0, open), 0, channel};
    if (open != std::string::npos) {
      const auto index = digits(std::string_view(text).substr(open + 1, text.size() - open - 2));
      if (!index || text.back() != ']')
        throw UsageError(fmt::format("hapi: parameters: '{}' must be NAME or NAME[0]", text));
      wanted.component = static_cast<std::size_t>(*index);
    }
    all.push_back(std::move(wanted));
  }
  return all;
}

/// The number of columns of a parameter. No dataset that symh reads has more than `most`.
std::size_t size_of(const json& parameter, const std::string& origin) {
  constexpr std::size_t most = 100'000;
  std::size_t size = 1;
  for (const auto& extent : parameter.value("size", json::array())) {
    const auto factor = extent.is_number_unsigned() ? extent.get<std::size_t>() : 0;
    if (factor == 0 || factor > most || size * factor > most)
      throw DataError(
          fmt::format("{}: a parameter has the size {}, expected 1 to {} columns; choose another "
                      "dataset in the settings (--sources)",
                      origin, shown(parameter.at("size")), most));
    size *= factor;
  }
  return size;
}

/// Does `work` on an answer; a field of another type than HAPI's becomes a DataError.
template <typename Work>
auto as_hapi(const std::string& origin, const Work& work) {
  try {
    return work();
  } catch (const json::exception& error) {
    throw DataError(
        fmt::format("{}: not as HAPI's specification has it ({}); choose another dataset in the "
                    "settings (--sources)",
                    origin, error.what()));
  }
}

/// The entry of a component: servers give a list if the components have their own units or fill values.
std::string text_of(const json& parameter, const char* key, std::size_t component) {
  auto value = parameter.value(key, json());
  if (value.is_array()) value = component < value.size() ? value[component] : json();
  return value.is_string() ? value.get<std::string>() : std::string();
}

void check_unit(const json& parameter, const Wanted& wanted, const std::string& origin,
                HapiDataset& dataset) {
  const auto unit = text_of(parameter, "units", wanted.component);
  const auto* info = find_channel(wanted.channel);
  const auto expected = info == nullptr ? std::string_view{} : info->unit;
  const auto match = match_unit(wanted.channel, unit);
  if (match == UnitMatch::other)
    throw DataError(fmt::format("{}: {} is in '{}', but {} is in {}; map it to another channel", origin,
                                wanted.name, unit, wanted.channel, expected));
  if (match == UnitMatch::unknown && !expected.empty())
    dataset.warnings.push_back(fmt::format("{}: {} is in '{}', which is taken as {}, the unit of {}", origin,
                                           wanted.name, unit, expected, wanted.channel));
}

HapiColumn column_of(const json& parameter, const Wanted& wanted, std::size_t first,
                     const std::string& origin) {
  if (wanted.component >= size_of(parameter, origin))
    throw UsageError(fmt::format("{}: {} has {} components, from 0; [{}] is none of them", origin,
                                 wanted.name, size_of(parameter, origin), wanted.component));
  return {first + wanted.component, wanted.channel, to_number(text_of(parameter, "fill", wanted.component))};
}

void refuse_unknown(const std::vector<Wanted>& wanted, const std::vector<std::string>& names,
                    const std::string& origin) {
  for (const auto& one : wanted)
    if (std::ranges::find(names, one.name) == names.end())
      throw UsageError(fmt::format("{}: no parameter '{}'; the nearest is '{}'", origin, one.name,
                                   names.empty() ? "" : nearest(one.name, names)));
}

std::optional<TimeRange> available_of(const json& info) {
  const auto start = minute_of_stamp(info.value("startDate", "")),
             stop = minute_of_stamp(info.value("stopDate", ""));
  if (!start || !stop) return std::nullopt;
  return TimeRange{*start, *stop + Minutes{1}};
}

class DataReader {
 public:
  DataReader(const HapiDataset& dataset, const std::string& origin) : dataset_(dataset), origin_(origin) {}

  void read(const std::string& text, MinuteMeans& means) {
    LineReader lines(text);
    std::string_view line;
    while (lines.next(line)) {
      if (trim(line).empty()) continue;
      line_ = lines.number();
      if (lines.unfinished())
        refuse(fmt::format("'{}' without an end of line", line.substr(0, 40)), "a whole record");
      take(line, means);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
    throw DataError(
        fmt::format("{}: line {}: found {}, expected {}; fetch again", origin_, line_, found, expected));
  }

  void take(std::string_view line, MinuteMeans& means) {
    fields_.clear();
    for (std::size_t begin = 0; begin <= line.size();) {
      const auto end = std::min(line.find(',', begin), line.size());
      fields_.push_back(trim(line.substr(begin, end - begin)));
      begin = end + 1;
    }
    if (fields_.size() != dataset_.width)
      refuse(fmt::format("{} fields ('{}')", fields_.size(), line.substr(0, 40)),
             fmt::format("{} as info says", dataset_.width));
    const auto time = minute_of_stamp(fields_[0]);
    if (!time) refuse(fmt::format("'{}'", fields_[0]), "an ISO 8601 time");
    std::vector<float> values;
    for (const auto& column : dataset_.columns) values.push_back(value_of(column));
    means.add(*time, values);
  }

  float value_of(const HapiColumn& column) const {
    const auto text = fields_[column.index];
    if (text.empty() || text == "NaN" || text == "nan") return missing;
    const auto value = to_number(text);
    if (!value) refuse(fmt::format("'{}' for {}", text, column.channel), "a number");
    const bool is_fill = column.fill && std::abs(*value - *column.fill) <= 1e-5F * std::abs(*column.fill);
    return is_fill ? missing : *value;
  }

  const HapiDataset& dataset_;
  const std::string& origin_;
  std::size_t line_ = 0;
  std::vector<std::string_view> fields_;
};

}  // namespace

namespace {

std::int64_t code_of(const json& status, const std::string& origin) try {
  constexpr std::int64_t most = 9999;
  return whole_number(status.value("code", json(0)), 0, most);
} catch (const DataError& error) {
  throw DataError(fmt::format("{}: status.code: {}; choose another dataset in the settings (--sources)",
                              origin, error.what()));
}

bool has_data(const std::string& json_text, const std::string& origin) {
  const auto answer = hapi_answer(json_text, origin);
  const auto& status = require(answer, "status", origin);
  const auto code = status.is_object() ? code_of(status, origin) : 0;
  if (code == 1200 || code == 1201) return code == 1200;
  const auto message = fmt::format("{}: the server answers {} '{}'", origin, code,
                                   status.is_object() ? first_words(status.value("message", "")) : "");
  if (code >= 1400 && code < 1500)
    throw UsageError(message + "; check server, dataset and parameters in the settings (--sources)");
  throw NetworkError(message + "; try again later", 200, "");
}

HapiDataset read_info(const std::string& text, const HapiSettings& settings, const std::string& origin) {
  has_data(text, origin);
  const auto info = hapi_answer(text, origin);
  const auto& parameters = require(info, "parameters", origin);
  const auto wanted = wanted_of(settings);
  HapiDataset dataset;
  dataset.available = available_of(info);
  std::vector<std::string> names, asked;
  for (std::size_t i = 1; i < parameters.size(); ++i) {  // 0 is the time: servers always send it
    const auto& parameter = parameters[i];
    const auto name = require(parameter, "name", origin).get<std::string>();
    names.push_back(name);
    const auto before = dataset.columns.size();
    for (const auto& one : wanted) {
      if (one.name != name) continue;
      check_unit(parameter, one, origin, dataset);
      dataset.columns.push_back(column_of(parameter, one, dataset.width, origin));
    }
    if (dataset.columns.size() == before) continue;
    asked.push_back(percent_encode(name));
    dataset.width += size_of(parameter, origin);
  }
  refuse_unknown(wanted, names, origin);
  dataset.parameters = fmt::format("{}", fmt::join(asked, ","));
  return dataset;
}

}  // namespace

bool hapi_has_data(const std::string& json_text, const std::string& origin) {
  return as_hapi(origin, [&] { return has_data(json_text, origin); });
}

HapiDataset read_hapi_info(const std::string& text, const HapiSettings& settings, const std::string& origin) {
  return as_hapi(origin, [&] { return read_info(text, settings, origin); });
}

std::optional<Series> read_hapi_data(const std::string& text, const HapiDataset& dataset,
                                     const std::string& origin, std::vector<std::string>& warnings) {
  std::vector<std::string> channels;
  for (const auto& column : dataset.columns) channels.push_back(column.channel);
  MinuteMeans means(std::move(channels));
  DataReader(dataset, origin).read(text, means);
  if (means.empty()) return std::nullopt;
  if (const auto refused = means.refused(); !refused.empty())
    warnings.push_back(fmt::format("{}: {}", origin, refused));
  auto series = means.series(origin);
  for (std::size_t row = 0; row < series.size(); ++row)
    if (holds_value(series, row)) return series;
  return std::nullopt;
}

}  // namespace symh
