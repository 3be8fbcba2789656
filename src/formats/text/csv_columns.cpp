#include "formats/text/csv_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "formats/column_meaning.h"
#include "formats/text/csv_time_columns.h"
#include "formats/text/line_reader.h"
#include "formats/units.h"

namespace symh {
namespace {

constexpr auto none = std::string_view::npos;

/// How firmly a column claims its channel: --columns before the channel's own name before a synonym.
enum class Claim : std::uint8_t { synonym, own_name, mapped };

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// True if the text behind the name of a time column, or in the row of units, states UTC, a form such as
/// `yyyy-mm-dd`, a unit of time, or nothing. Any other word may be a time zone, whose stamps would be hours
/// wrong.
bool is_of_utc(std::string_view unit) {
  static const std::set<std::string, std::less<>> words{
      "",         "utc",    "ut",           "gmt",         "z",
      "zulu",     "iso",    "iso8601",      "s",           "sec",
      "secs",     "second", "ms",           "us",          "ns",
      "seconds",  "unix",   "posix",        "epoch",       "day",
      "days",     "date",   "hour",         "hours",       "hr",
      "h",        "min",    "mins",         "minute",      "minutes",
      "month",    "year",   "years",        "time",        "none",
      "na",       "nan",    "text",         "string",      "str",
      "datetime", "clock",  "milliseconds", "nanoseconds", "microseconds",
      "utc0",     "utc00",  "utc0000",      "gmt0",        "utciso8601",
      "utciso",   "isoutc", "doy",          "int",         "integer"};
  const auto plain = plain_name(unit);
  constexpr std::string_view letters_of_forms = "ymdhsfzt";
  return words.contains(plain) || plain.find("since") != std::string::npos ||
         (plain.size() > 1 && plain.find_first_not_of(letters_of_forms) == std::string::npos &&
          plain != "mst" && plain != "mdt");
}

class Settler {
 public:
  Settler(const TextInput& input, std::size_t line, const std::vector<CsvColumn>& columns,
          const std::map<std::string, std::string>& mapped)
      : input_(input), line_(line), columns_(columns), targets_(columns.size(), nullptr) {
    for (const auto& column : columns) names_.push_back(column.name);
    for (const auto& [name, target] : mapped)
      if (const auto i = mapped_column(name); i != none) targets_[i] = &target;
  }

  CsvRoles settle(const std::vector<std::string_view>& first_row) {
    settle_time(first_row);
    for (std::size_t i = 0; i < columns_.size(); ++i) refuse_zones(i, first_row);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (result_.roles[i] == CsvRole::skip) settle_value(i);
    drop_weaker_claims();
    if (result_.channels.empty()) refuse_header();
    if (!left_out_.empty()) result_.notes.push_back(fmt::format("left out: {}", fmt::join(left_out_, ", ")));
    return std::move(result_);
  }

 private:
  [[noreturn]] void refuse_header() const {
    refuse(
        input_, line_, 1, fmt::format("{}", fmt::join(names_, ",")),
        time_.note.empty() ? "a column `time` and at least one channel"
                           : "a column `time`, or year, month, day and hour; found " + time_.note,
        "name the columns with --columns, such as --columns NAME=time, or the parts NAME=month, NAME=hour");
  }

  [[noreturn]] void refuse_column(std::size_t i, std::string_view expected, std::string_view remedy) const {
    refuse(input_, line_, columns_[i].position, columns_[i].name, expected, remedy);
  }

  /// The column that a NAME of --columns means; its exact spelling comes first.
  std::size_t mapped_column(const std::string& name) const {
    if (const auto exact = std::ranges::find(names_, name); exact != names_.end())
      return static_cast<std::size_t>(exact - names_.begin());
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (names_column(name, names_[i])) return i;
    return none;
  }

  void settle_time(const std::vector<std::string_view>& first_row) {
    std::vector<CsvRole> given(columns_.size(), CsvRole::skip);
    std::vector<bool> taken(columns_.size(), false);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      taken[i] = targets_[i] != nullptr;
      if (taken[i]) given[i] = time_role_named(*targets_[i]);
    }
    time_ = find_time_columns(names_, first_row, given, taken);
    if (!time_.found) refuse_header();
    result_.roles = time_.roles;
    result_.channel.assign(columns_.size(), 0);
    result_.names_utc = time_.names_utc;
    if (!time_.note.empty()) result_.notes.push_back(time_.note);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (result_.roles[i] != CsvRole::skip &&
          !(is_of_utc(split_label(names_[i]).unit) && is_of_utc(columns_[i].unit)))
        refuse_column(i, "times in UTC", "convert them, and name no other zone in the header");
  }

  /// Refuses a column of time zones other than UTC: its rows would be hours wrong.
  void refuse_zones(std::size_t i, const std::vector<std::string_view>& first_row) const {
    static const std::set<std::string> names{"timezone", "tz", "utcoffset", "gmtoffset", "tzoffset", "zone"};
    static const std::set<std::string> utc{"", "utc", "z", "gmt", "ut", "0", "00", "0000"};
    if (!names.contains(plain_name(names_[i])) || i >= first_row.size() ||
        utc.contains(plain_name(first_row[i])))
      return;
    refuse_column(i, "times in UTC", "convert them, and leave this column out");
  }

  void settle_value(std::size_t i) {
    const auto& name = names_[i];
    if (targets_[i] != nullptr) return add_mapped(i, *targets_[i]);
    if (name.empty() || name.starts_with("Unnamed:")) return;  // an index that a program added
    if (plain_name(name) == "active") return void(result_.active = i);
    if (plain_name(name) == "overallquality") return void(result_.quality = i);
    if (time_.named_as_time[i])
      return left_out_.push_back(fmt::format("'{}' (time is known without it)", name));
    auto meaning = meaning_of_column(name, columns_[i].unit);
    if (!meaning.note.empty()) result_.notes.push_back(fmt::format("column '{}': {}", name, meaning.note));
    switch (meaning.kind) {
      case ColumnMeaning::Kind::known:
        return add(i, std::string(meaning.channel->name),
                   meaning.match == NameMatch::own ? Claim::own_name : Claim::synonym);
      case ColumnMeaning::Kind::derived:
        return left_out_.push_back(fmt::format("'{}' (symh computes it)", name));
      case ColumnMeaning::Kind::wrong_unit:
        refuse_unit(i, *meaning.channel,
                    columns_[i].unit.empty() ? split_label(name).unit : columns_[i].unit);
      case ColumnMeaning::Kind::other:
        return add(i, lower(name), Claim::own_name);
    }
  }

  [[noreturn]] void refuse_unit(std::size_t i, const ChannelInfo& channel, std::string_view unit) const {
    refuse_column(i, fmt::format("{} in {}, not in '{}'", channel.name, channel.unit, unit),
                  "convert the column, or leave it out");
  }

  /// The user knows what the column is, but its unit may still be another.
  void add_mapped(std::size_t i, const std::string& channel) {
    const auto& unit = columns_[i].unit.empty() ? std::string(split_label(names_[i]).unit) : columns_[i].unit;
    if (match_unit(channel, unit) == UnitMatch::other) refuse_unit(i, *find_channel(channel), unit);
    add(i, channel, Claim::mapped);
  }

  void add(std::size_t i, const std::string& channel, Claim claim) {
    result_.roles[i] = CsvRole::value;
    claims_.push_back({i, channel, claim});
  }

  /// Keeps the firmest claim to each channel; two that are equally firm are an error.
  void drop_weaker_claims() {
    std::map<std::string_view, Rivals> rivals;
    for (std::size_t i = 0; i < claims_.size(); ++i) rivals[claims_[i].channel].add(i, claims_[i].claim);
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const auto& one = claims_[i];
      const auto& others = rivals.at(one.channel);
      if (const auto firmer = others.firmer(one.claim); firmer != none) {
        result_.roles[one.column] = CsvRole::skip;
        left_out_.push_back(fmt::format("'{}' ('{}' is {})", names_[one.column],
                                        names_[claims_[firmer].column], one.channel));
        continue;
      }
      if (const auto equal = others.equal(one.claim, i); equal != none)
        refuse_column(claims_[equal].column, "a channel name, each once",
                      fmt::format("'{}' and '{}' are both {}: mend the header", names_[one.column],
                                  names_[claims_[equal].column], one.channel));
      keep(one);
    }
  }

  struct Claimed {
    std::size_t column;
    std::string channel;
    Claim claim;
  };

  /// The first two claims of each firmness to a channel.
  struct Rivals {
    struct Pair {
      std::size_t first = none, second = none;
    };
    std::array<Pair, 3> of_claim;

    void add(std::size_t i, Claim claim) {
      auto& pair = of_claim[static_cast<std::size_t>(claim)];
      (pair.first == none ? pair.first : pair.second == none ? pair.second : i) = i;
    }
    /// The first claim that is firmer than `claim`.
    std::size_t firmer(Claim claim) const {
      std::size_t found = none;
      for (auto c = static_cast<std::size_t>(claim) + 1; c < of_claim.size(); ++c)
        found = std::min(found, of_claim[c].first);
      return found;
    }
    /// The first other claim than `i` that is as firm.
    std::size_t equal(Claim claim, std::size_t i) const {
      const auto& pair = of_claim[static_cast<std::size_t>(claim)];
      return pair.first == i ? pair.second : pair.first;
    }
  };

  void keep(const Claimed& one) {
    result_.channel[one.column] = result_.channels.size();
    result_.channels.push_back(one.channel);
    result_.infos.push_back(find_channel(one.channel));
    result_.fills.push_back(columns_[one.column].fill);
    result_.columns.push_back(one.column);
    const auto& name = names_[one.column];
    if (find_channel(one.channel) != nullptr && name != one.channel)
      result_.renamed.push_back(fmt::format("{} is {}", name, one.channel));
  }

  const TextInput& input_;
  std::size_t line_;
  const std::vector<CsvColumn>& columns_;
  std::vector<const std::string*> targets_;  ///< [column] what --columns maps it to
  std::vector<std::string> names_;
  TimeRoles time_;
  std::vector<Claimed> claims_;
  std::vector<std::string> left_out_;
  CsvRoles result_;
};

}  // namespace

CsvRoles settle_roles(const TextInput& input, std::size_t line, const std::vector<CsvColumn>& columns,
                      const std::vector<std::string_view>& first_row,
                      const std::map<std::string, std::string>& mapped) {
  return Settler(input, line, columns, mapped).settle(first_row);
}

CsvNamePlaces::CsvNamePlaces(const std::vector<CsvColumn>& columns) : taken_(columns.size(), false) {
  for (std::size_t i = 0; i < columns.size(); ++i) plain_[plain_name(columns[i].name)].push_back(i);
  for (std::size_t i = columns.size(); i-- > 0;) exact_[columns[i].name].push_back(i);
}

std::size_t CsvNamePlaces::take(const std::string& name) {
  const auto next_of = [&](std::vector<std::size_t>& places) {
    while (!places.empty() && taken_[places.back()]) places.pop_back();
    return places.empty() ? none : places.back();
  };
  const auto exact = exact_.find(name);
  auto place = exact == exact_.end() ? none : next_of(exact->second);
  if (place == none) place = next_of(plain_.at(plain_name(name)));
  taken_[place] = true;
  return place;
}

bool has_time_columns(const std::vector<std::string>& names, const std::vector<std::string_view>& first_row) {
  if (names.size() < 2) return false;
  const auto time = find_time_columns(names, first_row, {}, {});
  return time.found || !time.note.empty();
}

}  // namespace symh
