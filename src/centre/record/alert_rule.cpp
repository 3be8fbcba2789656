#include "centre/record/alert_rule.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "core/error.h"

namespace symh {
namespace {

constexpr double deepest_nt = -5000, highest_nt = 500;
constexpr Minutes farthest{7 * 24 * 60};

/// Reads a rule from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  /// True, and behind the word, where it comes next.
  bool take(std::string_view word) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  void require(std::string_view word) {
    if (!take(word)) fail(fmt::format("'{}'", word));
  }

  double number(const char* what) {
    skip_blanks();
    double value = 0;
    const auto rest = text_.substr(at_);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{}) fail(what);
    at_ += static_cast<std::size_t>(end - rest.data());
    return value;
  }

  Minutes duration() {
    skip_blanks();
    const auto begin = at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    const auto digits = text_.substr(begin, at_ - begin);
    for (const auto* unit : {"minutes", "minute", "min", "m", "hours", "hour", "h", "days", "day", "d"})
      if (!digits.empty() && take(unit))
        if (const auto time = parse_duration(fmt::format("{}{:.1}", digits, unit));
            time && *time > Minutes{0} && *time <= farthest)
          return *time;
    at_ = begin;
    fail("a time from 1m to 7d such as 3h");
  }

  void require_end() {
    skip_blanks();
    if (at_ != text_.size()) fail("the end");
  }

  [[noreturn]] void fail(std::string_view expected) const {
    const auto rest = text_.substr(at_);
    throw UsageError(
        fmt::format("the rule '{}': found {} at character {}, expected {}; rules look like 'min <= -100', "
                    "'min <= -100 within 2h' or 'P(min <= -100 within 3h) >= 0.5'",
                    text_, rest.empty() ? "the end" : fmt::format("'{}'", rest), at_ + 1, expected));
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void read_minimum(Reader& reader, AlertRule& rule) {
  reader.require("min");
  reader.require("<=");
  rule.threshold_nt = reader.number("a SYM-H in nT such as -100");
  if (!(rule.threshold_nt >= deepest_nt && rule.threshold_nt <= highest_nt))
    reader.fail(fmt::format("a SYM-H from {:g} to {:g} nT before this", deepest_nt, highest_nt));
  reader.take("nT");
}

double read_chance(Reader& reader) {
  auto chance = reader.number("a chance such as 0.5 or 50 %");
  if (reader.take("%")) chance /= 100;
  if (!(chance > 0 && chance <= 1)) reader.fail("a chance above 0 and at most 1 before this");
  return chance;
}

/// `90m` is shorter to read than `1h 30m`, and a rule reads it.
std::string short_duration(Minutes time) {
  return time % Minutes{60} == Minutes{0} ? fmt::format("{}h", time.count() / 60)
                                          : fmt::format("{}m", time.count());
}

}  // namespace

std::string to_text(const AlertRule& rule) {
  auto text = fmt::format("min <= {}", rule.threshold_nt);
  if (rule.within) text += " within " + short_duration(*rule.within);
  return rule.chance ? fmt::format("P({}) >= {}", text, *rule.chance) : text;
}

AlertRule parse_alert_rule(std::string_view text) {
  Reader reader(text);
  AlertRule rule;
  const bool by_chance = reader.take("P");
  if (by_chance) reader.require("(");
  read_minimum(reader, rule);
  if (by_chance) {
    reader.require("within");
    rule.within = reader.duration();
    reader.require(")");
    reader.require(">=");
    rule.chance = read_chance(reader);
  } else if (reader.take("within")) {
    rule.within = reader.duration();
  }
  reader.require_end();
  return rule;
}

}  // namespace symh
