#include "formats/text/swpc_feed.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "core/error.h"
#include "core/json.h"
#include "core/memory_budget.h"
#include "formats/format.h"
#include "formats/minute_means.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

using nlohmann::json;

/// The memory that parsed JSON may take: an object with one member, `{"":0}`, takes about 150 bytes.
constexpr std::uint64_t bytes_a_character = 24;
constexpr const char* moved = "the feed has changed: fetch again, or see whether symh has a newer version";

class Reader {
 public:
  explicit Reader(std::string origin) : origin_(std::move(origin)) {}

  SwpcReading read(const std::string& text) {
    require_memory(bytes_of(text.size(), bytes_a_character));
    const auto feed = parse_json(text, origin_, "fetch again");
    if (!feed.is_array()) refuse(fmt::format("a JSON {}, expected a list", feed.type_name()), moved);
    if (feed.empty()) refuse("an empty feed", "try again later");
    if (feed.front().is_array())
      read_arrays(feed);
    else
      read_objects(feed);
    return records_->finish(origin_);
  }

 private:
  [[noreturn]] void refuse(const std::string& found, const std::string& remedy) const {
    throw DataError(fmt::format("{}: found {}; {}", origin_, found, remedy));
  }

  [[noreturn]] void lacks(std::size_t record, const std::string& key) const {
    refuse(fmt::format("record {} without the key '{}'", record + 1, key), moved);
  }

  const SwpcKind& kind_of(const json& record) const {
    const auto* kind = swpc_kind_of([&](const char* key) { return record.contains(key); });
    if (kind == nullptr) lacks(0, "bz_gsm' or 'proton_speed");
    return *kind;
  }

  const json& at(const json& record, const char* key) const {
    const auto found = record.find(key);
    if (found == record.end()) lacks(record_, key);
    return *found;
  }

  [[noreturn]] void odd(const char* key, const json& value, const char* expected) const {
    refuse(fmt::format("{} = {} in record {}, expected {}", key, shown(value), record_ + 1, expected), moved);
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
    return *result <= swpc_fill_from ? missing : *result;
  }

  /// True for a record whose quality marks it as bad; feeds without the key have no such mark.
  bool is_bad(const json& record) const {
    const auto found = record.find("overall_quality");
    if (found == record.end() || found->is_null()) return false;
    return number("overall_quality", *found) != 0.F;
  }

  void read_objects(const json& feed) {
    if (!feed.front().is_object())
      refuse(fmt::format("a list of {}, expected objects", feed.front().type_name()), moved);
    const auto& kind = kind_of(feed.front());
    records_.emplace(kind);
    for (record_ = 0; record_ < feed.size(); ++record_) {
      if (!feed[record_].is_object()) refuse(fmt::format("record {} that is no object", record_ + 1), moved);
      take(feed[record_], kind, kind.of_spacecraft);
    }
    if (records_->empty() && records_->bad() == 0)
      refuse(fmt::format("{} records, none of an active spacecraft", feed.size()), "try again later");
  }

  /// Each record, active or not, must have every key, so that a changed feed is reported at once.
  void take(const json& record, const SwpcKind& kind, bool has_active) {
    const auto& stamp = at(record, "time_tag");
    SwpcRecord taken{.time = time_of(stamp), .stamp = stamp.get<std::string>()};
    for (const auto& column : kind.columns)
      taken.values.push_back(number(column.key, at(record, column.key)));
    if (has_active && !is_active(record)) return;
    if (is_bad(record)) return records_->add_bad(taken.time);
    if (const auto source = record.find("source"); source != record.end() && source->is_string())
      taken.spacecraft = source->get<std::string>();
    records_->add(std::move(taken));
  }

  void read_arrays(const json& feed) {
    json names = json::object();
    for (std::size_t i = 0; i < feed.front().size(); ++i)
      if (feed.front()[i].is_string()) names[feed.front()[i].get<std::string>()] = i;
    const auto& kind = kind_of(names);
    records_.emplace(kind);
    for (record_ = 1; record_ < feed.size(); ++record_) {
      const auto& row = feed[record_];
      if (!row.is_array() || row.size() != feed.front().size())
        refuse(fmt::format("row {} unlike the {} names in the first", record_ + 1, feed.front().size()),
               moved);
      json record = json::object();
      for (const auto& [name, index] : names.items()) {
        const auto& value = row[index.get<std::size_t>()];
        if (value.is_structured()) odd(name.c_str(), value, "a number, a text or null");
        record[name] = value;
      }
      take(record, kind, names.contains("active"));
    }
    if (records_->empty() && records_->bad() == 0) refuse("no rows behind the names", "try again later");
  }

  std::string origin_;
  std::size_t record_ = 0;
  std::optional<SwpcRecords> records_;
};

/// True for a list of records with stamps and the leading key of one of SWPC's kinds.
bool sniff(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const auto has = [&](std::string_view key) {
    return head.find(fmt::format("\"{}\"", key)) != std::string_view::npos;
  };
  if (first == std::string_view::npos || head[first] != '[' || !has("time_tag")) return false;
  const auto* const kind = swpc_kind_of([&](const char* key) { return has(key); });
  return kind != nullptr && has(kind->columns.front().key);
}

ParsedFile parse(const TextInput& input, const ReadOptions&) {
  auto reading = read_swpc(std::string(input.text), input.path);
  ParsedFile file{.series = std::move(reading.series), .source = {}, .warnings = std::move(reading.warnings)};
  file.source.rows = file.series.size();
  return file;
}

}  // namespace

SwpcReading read_swpc(const std::string& text, const std::string& origin) {
  return Reader(origin).read(text);
}

extern const Format swpc_json_format{"SWPC JSON", sniff, parse};

}  // namespace symh
