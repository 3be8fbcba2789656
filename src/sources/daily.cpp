#include "sources/daily.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/archive.h"
#include "formats/parse_text.h"
#include "series/transforms.h"
#include "sources/http/answer.h"
#include "sources/samples.h"

namespace symh {
namespace {

constexpr Minutes a_day{1440};

/// The text of a file that may have come packed.
std::string unpacked(const std::string& name, const std::string& bytes) {
  std::string text;
  for_each_text_in(name, bytes, [&](const std::string&, std::string_view content) { text = content; });
  return text;
}

class DayFetch {
 public:
  DayFetch(const DailyPlan& plan, const DailyKind& kind, FetchContext& context, Time day)
      : plan_(plan),
        kind_(kind),
        context_(context),
        day_(day),
        step_{.file = context.folder / fmt::format("{}_{}_{}{}", plan.source, kind.name,
                                                   format_time(day).substr(0, 10), kind.ending)} {}

  /// Returns false if the work must end.
  bool run() {
    return attempt_step(context_.report, step_, [&] {
      if (!context_.mode.force && take_settled()) return add();
      const auto address = kind_.address(day_);
      if (!address) return add_absent("not published yet");
      step_.address = address->shown();
      if (context_.mode.dry_run)
        add();
      else
        request(*address);
    });
  }

 private:
  void add() {
    context_.report.files.push_back(step_);
    if (!context_.mode.dry_run && step_.change != FileChange::cached)
      context_.listener.say(
          fmt::format("{}: {} {}", plan_.source, step_.file.filename().string(), change_name(step_.change)));
  }

  void add_absent(const std::string& note) {
    step_.change = FileChange::absent;
    step_.note = note;
    add();
  }

  /// True if the cached file is final, or was asked for so lately that a new one would hardly differ.
  bool is_settled() const {
    if (!std::filesystem::exists(step_.file)) return false;
    const auto checked = parse_time(read_note(step_.file).checked);
    if (!checked || *checked > context_.now) return false;
    return *checked >= day_ + 2 * a_day || context_.now - *checked < plan_.recheck;
  }

  /// True if the cached file is settled and can be read.
  bool take_settled() {
    if (!is_settled()) return false;
    const auto cached = read_cached(step_.file, context_.report.warnings);
    if (cached.empty()) return false;
    step_.rows = cached.size();
    step_.status = least_status(cached);
    step_.change = FileChange::cached;
    return true;
  }

  void request(const Address& address) {
    const auto request = request_for(step_.file, plan_.source, address);
    std::optional<HttpAnswer> answer;
    try {
      answer = context_.http.get(request);
    } catch (const NetworkError& error) {
      if (error.http_status != 404) throw;
      return add_absent("not published (HTTP status 404)");
    }
    if (answer->not_modified)
      step_.change = FileChange::unchanged;
    else
      take(*answer);
    add();
    remember(step_.file, request, *answer, context_.now, day_);
  }

  void take(const HttpAnswer& answer) {
    refuse_web_page(answer.body, plan_.source, step_.address);
    const auto text = unpacked(plan_.source + ": " + step_.address, answer.body);
    const auto parsed = parse_text(plan_.source + ": " + step_.address, text, {}, false);
    const auto rows = slice(parsed.series, day_, day_ + a_day);
    if (rows.empty() || rows.find(kind_.channel) == nullptr)
      throw DataError(fmt::format("{}: {}: found no {} of {}; check the address in the settings (--sources)",
                                  plan_.source, step_.address, kind_.channel,
                                  format_time(day_).substr(0, 10)));
    std::ranges::copy(parsed.warnings, std::back_inserter(context_.report.warnings));
    const auto stored = store_whole(step_.file, {text, rows, {day_, day_ + a_day}}, context_.report.warnings);
    step_.rows = stored.rows;
    step_.status = stored.status;
    step_.change = stored.change;
    step_.difference = stored.difference;
  }

  const DailyPlan& plan_;
  const DailyKind& kind_;
  FetchContext& context_;
  Time day_;
  FileReport step_;
};

}  // namespace

std::map<std::string, std::string> day_words(Time day) {
  const auto text = format_time(day);
  return {{"year", text.substr(0, 4)}, {"month", text.substr(5, 2)}, {"day", text.substr(8, 2)}};
}

void fetch_days(const DailyPlan& plan, FetchContext& context) {
  const Time first = std::chrono::floor<std::chrono::days>(context.range->from);
  const auto days = static_cast<double>((context.range->to - first + a_day - Minutes{1}) / a_day);
  double done = 0;
  context.http.set_callbacks(callbacks_of(context.listener));
  for (Time day = first; day < context.range->to; day += a_day) {
    context.listener.progress(plan.source, done++ / days, format_time(day).substr(0, 10));
    for (const auto& kind : plan.kinds)
      if (!DayFetch(plan, kind, context, day).run()) return;
  }
}

}  // namespace symh
