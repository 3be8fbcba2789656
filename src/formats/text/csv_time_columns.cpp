#include "formats/text/csv_time_columns.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "formats/text/csv_dialect.h"
#include "formats/text/csv_stamp.h"
#include "formats/text/instant.h"
#include "formats/text/line_reader.h"
#include "series/channel_names.h"

namespace symh {
namespace {

constexpr auto none = std::string_view::npos;

/// A word that names a column of the stamp, in its plain form. Of several whole stamps the first in this
/// table is taken: one that states UTC goes before one that may be local time.
struct TimeWord {
  std::string_view plain;
  CsvRole role;
  bool utc = false;
};

constexpr std::array words{
    TimeWord{"timeutc", CsvRole::stamp, true},
    TimeWord{"utctime", CsvRole::stamp, true},
    TimeWord{"datetimeutc", CsvRole::stamp, true},
    TimeWord{"utcdatetime", CsvRole::stamp, true},
    TimeWord{"timestamputc", CsvRole::stamp, true},
    TimeWord{"timetagutc", CsvRole::stamp, true},
    TimeWord{"utc", CsvRole::stamp, true},
    TimeWord{"ut", CsvRole::stamp, true},
    TimeWord{"gmt", CsvRole::stamp, true},
    TimeWord{"time", CsvRole::stamp},
    TimeWord{"datetime", CsvRole::stamp},
    TimeWord{"dateandtime", CsvRole::stamp},
    TimeWord{"timestamp", CsvRole::stamp},
    TimeWord{"ts", CsvRole::stamp},
    TimeWord{"timetag", CsvRole::stamp},
    TimeWord{"observationtime", CsvRole::stamp},
    TimeWord{"timeatcenterofhour", CsvRole::stamp},
    TimeWord{"isotime", CsvRole::stamp},
    TimeWord{"isodate", CsvRole::stamp},
    TimeWord{"epoch", CsvRole::stamp},
    TimeWord{"epochtime", CsvRole::stamp},
    TimeWord{"unixtime", CsvRole::stamp},
    TimeWord{"unixtimestamp", CsvRole::stamp},
    TimeWord{"unix", CsvRole::stamp},
    TimeWord{"date", CsvRole::date},
    TimeWord{"dateutc", CsvRole::date, true},
    TimeWord{"utcdate", CsvRole::date, true},
    TimeWord{"clock", CsvRole::clock},
    TimeWord{"hhmm", CsvRole::clock},
    TimeWord{"hhmmss", CsvRole::clock},
    TimeWord{"hms", CsvRole::clock},
    TimeWord{"timeofday", CsvRole::clock},
    TimeWord{"year", CsvRole::year},
    TimeWord{"yr", CsvRole::year},
    TimeWord{"iyr", CsvRole::year},
    TimeWord{"iyear", CsvRole::year},
    TimeWord{"yyyy", CsvRole::year},
    TimeWord{"month", CsvRole::month},
    TimeWord{"mo", CsvRole::month},
    TimeWord{"mon", CsvRole::month},
    TimeWord{"mth", CsvRole::month},
    TimeWord{"imo", CsvRole::month},
    TimeWord{"imonth", CsvRole::month},
    TimeWord{"day", CsvRole::day},
    TimeWord{"dy", CsvRole::day},
    TimeWord{"da", CsvRole::day},
    TimeWord{"dd", CsvRole::day},
    TimeWord{"iday", CsvRole::day},
    TimeWord{"dom", CsvRole::day},
    TimeWord{"dayofmonth", CsvRole::day},
    TimeWord{"doy", CsvRole::day_of_year},
    TimeWord{"idoy", CsvRole::day_of_year},
    TimeWord{"jday", CsvRole::day_of_year},
    TimeWord{"dayofyear", CsvRole::day_of_year},
    TimeWord{"yday", CsvRole::day_of_year},
    TimeWord{"ddd", CsvRole::day_of_year},
    TimeWord{"hour", CsvRole::hour},
    TimeWord{"hr", CsvRole::hour},
    TimeWord{"hh", CsvRole::hour},
    TimeWord{"ihr", CsvRole::hour},
    TimeWord{"ihour", CsvRole::hour},
    TimeWord{"minute", CsvRole::minute},
    TimeWord{"min", CsvRole::minute},
    TimeWord{"mn", CsvRole::minute},
    TimeWord{"mi", CsvRole::minute},
    TimeWord{"imin", CsvRole::minute},
    TimeWord{"iminute", CsvRole::minute},
    TimeWord{"second", CsvRole::second},
    TimeWord{"sec", CsvRole::second},
    TimeWord{"ss", CsvRole::second},
};

/// `MM` is a month between year and day, and a minute behind the hour.
constexpr TimeWord month_mm{"mm", CsvRole::month}, minute_mm{"mm", CsvRole::minute};

const TimeWord* exact_time_word(std::string_view plain) {
  static const auto places = [] {
    std::unordered_map<std::string_view, const TimeWord*> all;
    for (const auto& word : words) all.try_emplace(word.plain, &word);
    return all;
  }();
  const auto found = places.find(plain);
  return found == places.end() ? nullptr : found->second;
}

const TimeWord* time_word(std::string_view plain) {
  if (plain.size() > 3 && plain.ends_with('s'))  // hours, minutes, times
    if (const auto* const singular = exact_time_word(plain.substr(0, plain.size() - 1))) return singular;
  return exact_time_word(plain);
}

/// Picks the columns of the stamp among those that words for time name.
class StampChoice {
 public:
  StampChoice(const std::vector<std::string>& names, const std::vector<std::string_view>& first_row,
              const std::vector<bool>& taken)
      : names_(names), first_row_(first_row), words_(names.size()) {
    result_.roles.assign(names.size(), CsvRole::skip);
    result_.named_as_time.assign(names.size(), false);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i < taken.size() && taken[i]) continue;
      words_[i] = word_of(i);
      result_.named_as_time[i] = words_[i] != nullptr;
      behind_hour_ = behind_hour_ || (words_[i] != nullptr && words_[i]->role == CsvRole::hour);
    }
  }

  TimeRoles choose(const std::vector<CsvRole>& given) {
    bool named = false;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i] == CsvRole::skip) continue;
      named = true;
      words_[i] = nullptr;
      for (auto& word : words_)
        if (word != nullptr && word->role == given[i]) word = nullptr;
    }
    for (std::size_t i = 0; i < given.size(); ++i)
      if (given[i] != CsvRole::skip) words_[i] = word_for(given[i]);
    const auto whole = best_stamp(), date = column_of(CsvRole::date);
    const bool whole_in_utc = whole != none && words_[whole]->utc && holds_instant(whole);
    const bool whole_is_sure = whole_in_utc || (named && whole != none && given[whole] == CsvRole::stamp);
    const bool in_two = !whole_is_sure && date != none && clock_column() != none;
    const bool whole_will_do = whole != none && !in_two && (!holds_clock(whole) || !has_calendar());
    if (whole_is_sure || whole_will_do) {
      take(whole, CsvRole::stamp);
    } else if (in_two) {
      take(date, CsvRole::date);
      take(clock_column(), CsvRole::clock);
    } else if (date != none) {
      const bool with_hour = column_of(CsvRole::hour) != none;
      if (!with_hour && lacks_hour()) return std::move(result_);
      take(date, with_hour ? CsvRole::date : CsvRole::stamp);
      if (with_hour) take_clock_parts();
    } else if (has_calendar()) {
      take_calendar();
    } else if (!names_.empty() && is_nameless(0) && holds_instant(0)) {
      take(0, CsvRole::stamp);
    }
    return std::move(result_);
  }

 private:
  static const TimeWord* word_for(CsvRole role) {
    const auto* const found =
        std::ranges::find_if(words, [&](const TimeWord& word) { return word.role == role && !word.utc; });
    return found == words.end() ? nullptr : found;
  }

  /// The word of column `i`; those before it are known.
  const TimeWord* word_of(std::size_t i) const {
    // CDAWeb writes the form of the stamp behind the name: EPOCH__yyyy-mm-ddThh:mm:ss.sssZ.
    const std::string name = names_[i].substr(0, names_[i].find("_yyyy"));
    const auto plain = plain_name(split_label(name).name);
    if (plain == "mm") return behind_hour_ ? &minute_mm : &month_mm;
    const auto* word = time_word(plain);
    if (word == nullptr) word = time_word(plain_name(name));
    const bool universal =
        word != nullptr && word->role == CsvRole::stamp && (plain == "ut" || plain == "utc");
    if (!universal || holds_instant(i) || read_epoch_count(first_value(i)).value_or(EpochCount{}).whole > 1e8)
      return word;
    // A column `UT` beside the date holds the hour, or hours and minutes.
    return first_value(i).size() <= 2 ? word_for(CsvRole::hour) : word_for(CsvRole::clock);
  }

  /// True if there are minutes or seconds, but no hour: perhaps of the day, which symh does not read.
  bool lacks_hour() {
    if (column_of(CsvRole::minute) == none && column_of(CsvRole::second) == none) return false;
    result_.note = "minutes or seconds without a column for the hour";
    return true;
  }

  static bool is_nameless_text(std::string_view name) {
    return name.empty() || name.starts_with("Unnamed:") || name == "index";
  }
  bool is_nameless(std::size_t i) const { return is_nameless_text(names_[i]); }

  std::size_t column_of(CsvRole role) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (words_[i] != nullptr && words_[i]->role == role) return i;
    return none;
  }

  std::size_t best_stamp() const {
    std::size_t best = none;
    for (std::size_t i = 0; i < words_.size(); ++i)
      if (words_[i] != nullptr && words_[i]->role == CsvRole::stamp &&
          (best == none || words_[i] < words_[best]))
        best = i;
    return best;
  }

  std::string_view first_value(std::size_t i) const {
    return i < first_row_.size() ? unquote(first_row_[i]) : std::string_view{};
  }
  bool holds_clock(std::size_t i) const {
    return read_clock(first_value(i)).has_value() && !holds_instant(i);
  }
  bool holds_instant(std::size_t i) const { return read_instant(first_value(i)).has_value(); }

  /// The column of the time of day beside a date: one named so, or a column `time` without a date.
  std::size_t clock_column() const {
    if (const auto named = column_of(CsvRole::clock); named != none) return named;
    constexpr std::size_t digits_of_clock = 4;  // 0005 in a column `hour`
    if (const auto hour = column_of(CsvRole::hour); hour != none && column_of(CsvRole::minute) == none &&
                                                    first_value(hour).size() == digits_of_clock &&
                                                    read_time_part(first_value(hour), digits_of_clock))
      return hour;
    const auto stamp = best_stamp();
    return stamp != none && holds_clock(stamp) ? stamp : none;
  }

  bool has_calendar() const {
    return column_of(CsvRole::year) != none &&
           (column_of(CsvRole::day) != none || column_of(CsvRole::day_of_year) != none);
  }

  void take(std::size_t i, CsvRole role) {
    if (i == none) return;
    result_.roles[i] = role;
    result_.found = true;
    const auto unit = split_label(names_[i]).unit;
    result_.names_utc = result_.names_utc || (words_[i] != nullptr && words_[i]->utc) ||
                        plain_name(unit) == "utc" || plain_name(unit) == "ut" || plain_name(unit) == "gmt";
  }

  void take_clock_parts() {
    for (const auto part : {CsvRole::hour, CsvRole::minute, CsvRole::second}) take(column_of(part), part);
  }

  /// OMNI calls the day of the year `Day`, right behind the year.
  bool may_be_day_of_year(std::size_t day) const {
    const auto plain = plain_name(split_label(names_[day]).name);
    return (plain == "day" || plain == "iday") && day > 0 && words_[day - 1] != nullptr &&
           words_[day - 1]->role == CsvRole::year;
  }

  void take_calendar() {
    take(column_of(CsvRole::year), CsvRole::year);
    const auto month = column_of(CsvRole::month), day = column_of(CsvRole::day);
    if (month == none && column_of(CsvRole::day_of_year) == none && !may_be_day_of_year(day)) {
      result_.found = false;
      result_.note = "'" + names_[day] + "' without a column for the month";
      return;
    }
    if (clock_column() == none && column_of(CsvRole::hour) == none && lacks_hour()) {
      result_.found = false;
      return;
    }
    if (month != none && day != none) {
      take(month, CsvRole::month);
      take(day, CsvRole::day);
    } else if (const auto of_year = column_of(CsvRole::day_of_year); of_year != none) {
      take(of_year, CsvRole::day_of_year);
    } else {
      take(day, CsvRole::day_of_year);
      result_.note = "'" + names_[day] + "' is the day of the year, as there is no column for the month";
    }
    if (clock_column() != none)
      take(clock_column(), CsvRole::clock);
    else
      take_clock_parts();
  }

  const std::vector<std::string>& names_;
  const std::vector<std::string_view>& first_row_;
  std::vector<const TimeWord*> words_;
  bool behind_hour_ = false;  ///< while words_ fills: whether a column so far holds the hour
  TimeRoles result_;
};

}  // namespace

TimeRoles find_time_columns(const std::vector<std::string>& names,
                            const std::vector<std::string_view>& first_row, const std::vector<CsvRole>& given,
                            const std::vector<bool>& taken) {
  return StampChoice(names, first_row, taken).choose(given);
}

CsvRole time_role_named(std::string_view target) {
  struct Named {
    std::string_view name;
    CsvRole role;
  };
  constexpr std::array names{Named{"time", CsvRole::stamp},      Named{"date", CsvRole::date},
                             Named{"clock", CsvRole::clock},     Named{"year", CsvRole::year},
                             Named{"month", CsvRole::month},     Named{"day", CsvRole::day},
                             Named{"doy", CsvRole::day_of_year}, Named{"hour", CsvRole::hour},
                             Named{"minute", CsvRole::minute},   Named{"second", CsvRole::second}};
  const auto* const found = std::ranges::find(names, target, &Named::name);
  return found == names.end() ? CsvRole::skip : found->role;
}

}  // namespace symh
