#include "sources/providers/swpc_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "formats/text/line_reader.h"
#include "sources/minute_means.h"

namespace symh {
namespace {

using nlohmann::json;

constexpr float fill_from = -9990.F;
constexpr const char* moved = "the feed has changed: fetch again, or see whether symh has a newer version";

struct Column {
  const char* key;
  const char* channel;
};

/// A kind of record, and its keys.
struct Kind {
  bool has_active;  ///< each record says if its spacecraft is active
  std::vector<Column> columns;
};

const std::array<Kind, 4>& kinds() {
  static const std::array<Kind, 4> all{{
      {true, {{"bz_gsm", "bz_gsm"}, {"bx_gsm", "bx_gsm"}, {"by_gsm", "by_gsm"}, {"bt", "b_total"}}},
      {true,
       {{"proton_speed", "speed"}, {"proton_density", "density"}, {"proton_temperature", "temperature"}}},
      {false, {{"bz_gsm", "bz_gsm"}, {"bx_gsm", "bx_gsm"}, {"by_gsm", "by_gsm"}, {"bt", "b_total"}}},
      {false, {{"speed", "speed"}, {"density", "density"}, {"temperature", "temperature"}}},
  }};
  return all;
}

class Reader {
 public:
  explicit Reader(std::string origin) : origin_(std::move(origin)) {}

  SwpcReading read(const std::string& text) {
    const auto feed = json::parse(text, nullptr, false);
    if (feed.is_discarded()) refuse("no JSON, or it is cut", "fetch again");
    if (!feed.is_array()) refuse(fmt::format("a JSON {}, expected a list", feed.type_name()), moved);
    if (feed.empty()) refuse("an empty feed", "try again later");
    if (feed.front().is_array())
      read_arrays(feed);
    else
      read_objects(feed);
    return finish();
  }

 private:
  [[noreturn]] void refuse(const std::string& found, const std::string& remedy) const {
    throw DataError(fmt::format("{}: found {}; {}", origin_, found, remedy));
  }

  [[noreturn]] void lacks(std::size_t record, const std::string& key) const {
    refuse(fmt::format("record {} without the key '{}'", record + 1, key), moved);
  }

  /// The kind with the most keys in the first record, so that an absent key gets reported by name.
  const Kind& kind_of(const json& feed, bool has_active) const {
    const Kind* best = nullptr;
    std::size_t most = 0;
    for (const auto& kind : kinds()) {
      if (kind.has_active != has_active) continue;
      const auto known = static_cast<std::size_t>(std::ranges::count_if(
          kind.columns, [&](const Column& column) { return feed.front().contains(column.key); }));
      if (known > most) best = &kind;
      most = std::max(most, known);
    }
    if (best == nullptr)
      lacks(0, fmt::format("{}' or '{}", kinds()[0].columns[0].key, kinds()[1].columns[0].key));
    return *best;
  }

  const json& at(const json& record, const char* key) const {
    const auto found = record.find(key);
    if (found == record.end()) lacks(record_, key);
    return *found;
  }

  [[noreturn]] void odd(const char* key, const json& value, const char* expected) const {
    refuse(fmt::format("{} = {} in record {}, expected {}", key, value.dump().substr(0, 40), record_ + 1,
                       expected),
           moved);
  }

  bool is_active(const json& record) const {
    const auto& value = at(record, "active");
    if (value.is_boolean()) return value.get<bool>();
    if (value == 1 || value == 0) return value == 1;
    if (value == "true" || value == "false") return value == "true";
    odd("active", value, "true or false");
  }

  Time time_of(const json& value) const {
    const auto time = value.is_string() ? minute_of_stamp(value.get<std::string>()) : std::nullopt;
    if (!time) odd("time_tag", value, "an ISO 8601 time");
    return *time;
  }

  float number(const char* key, const json& value) const {
    if (value.is_null()) return missing;
    auto result = value.is_number() ? std::optional(value.get<float>()) : std::nullopt;
    if (value.is_string()) result = value == "" ? missing : to_number(value.get<std::string>());
    if (!result) odd(key, value, "a number or null");
    return *result <= fill_from ? missing : *result;
  }

  void start(const Kind& kind) {
    std::vector<std::string> channels;
    for (const auto& column : kind.columns) channels.emplace_back(column.channel);
    means_.emplace(std::move(channels));
  }

  void read_objects(const json& feed) {
    if (!feed.front().is_object())
      refuse(fmt::format("a list of {}, expected objects", feed.front().type_name()), moved);
    const auto& kind = kind_of(feed, true);
    start(kind);
    for (record_ = 0; record_ < feed.size(); ++record_) {
      if (!feed[record_].is_object()) refuse(fmt::format("record {} that is no object", record_ + 1), moved);
      take(feed[record_], kind);
    }
    if (means_->empty())
      refuse(fmt::format("{} records, none of an active spacecraft", feed.size()), "try again later");
  }

  /// Each record, active or not, must have every key, so that a changed feed is reported at once.
  void take(const json& record, const Kind& kind) {
    std::vector<float> values;
    const Time time = time_of(at(record, "time_tag"));
    for (const auto& column : kind.columns) values.push_back(number(column.key, at(record, column.key)));
    if (!kind.has_active || is_active(record)) means_->add(time, values);
  }

  void read_arrays(const json& feed) {
    json names = json::object();
    for (std::size_t i = 0; i < feed.front().size(); ++i)
      if (feed.front()[i].is_string()) names[feed.front()[i].get<std::string>()] = i;
    const auto& kind = kind_of(json::array({names}), false);
    start(kind);
    for (record_ = 1; record_ < feed.size(); ++record_) {
      const auto& row = feed[record_];
      if (!row.is_array() || row.size() != feed.front().size())
        refuse(fmt::format("row {} unlike the {} names in the first", record_ + 1, feed.front().size()),
               moved);
      json record = json::object();
      for (const auto& [name, index] : names.items()) record[name] = row[index.get<std::size_t>()];
      take(record, kind);
    }
    if (means_->empty()) refuse("no rows behind the names", "try again later");
  }

  SwpcReading finish() const {
    SwpcReading reading{.series = means_->series(origin_), .warnings = {}};
    reading.series.solar_wind_at = WindPosition::l1;
    if (const auto refused = means_->refused(); !refused.empty())
      reading.warnings.push_back(fmt::format("{}: {}", origin_, refused));
    return reading;
  }

  std::string origin_;
  std::size_t record_ = 0;
  std::optional<MinuteMeans> means_;
};

}  // namespace

SwpcReading read_swpc(const std::string& text, const std::string& origin) {
  return Reader(origin).read(text);
}

}  // namespace symh
