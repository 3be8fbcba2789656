#include "sources/monthly.h"

#include <fmt/format.h>

#include <algorithm>

#include "series/transforms.h"
#include "sources/samples.h"

namespace symh {
namespace {

using std::chrono::days;
using std::chrono::year_month;

Time first_of(year_month month) { return std::chrono::sys_days{month / 1}; }

TimeRange span_of(year_month month) { return {first_of(month), first_of(month + std::chrono::months{1})}; }

year_month month_of(Time time) {
  const std::chrono::year_month_day date{std::chrono::floor<days>(time)};
  return date.year() / date.month();
}

/// The parts of the range, one for each calendar month.
std::vector<TimeRange> parts_by_month(const TimeRange& range) {
  std::vector<TimeRange> parts;
  for (Time from = range.from; from < range.to;) {
    const Time to = std::min(range.to, span_of(month_of(from)).to);
    parts.push_back({from, to});
    from = to;
  }
  return parts;
}

/// The start of the range that was asked for so recently that a new answer would hardly differ; or nullopt.
std::optional<Time> asked_lately(const std::filesystem::path& file, Minutes recheck, Time now) {
  const auto note = read_note(file);
  const auto checked = parse_time(note.checked);
  return checked && *checked <= now && now - *checked < recheck ? parse_time(note.checked_from)
                                                                : std::nullopt;
}

/// True if the month was last asked for at least `final_after` after its end.
bool is_final(const std::filesystem::path& file, year_month month, Minutes final_after, Time now) {
  if (final_after == Minutes{0}) return false;
  const auto checked = parse_time(read_note(file).checked);
  return checked && *checked <= now && *checked - span_of(month).to >= final_after;
}

/// The time of the newest sample with a value; nullopt if no sample has a value.
std::optional<Time> newest_value(const Series& series) {
  for (std::size_t row = series.size(); row-- > 0;)
    if (holds_value(series, row)) return series.time_of(row);
  return std::nullopt;
}

/// The days to ask for: from the first sample that is missing or may still improve; nullopt if there is none.
/// Not asked for again: gaps in definitive data, and gaps after `lately`, as the source is known to have no
/// values there. After the newest value more values may come.
std::optional<TimeRange> days_to_ask(const Series& cached, const TimeRange& part,
                                     const std::optional<Time>& lately) {
  const auto newest = newest_value(cached);
  const Minutes offset = cached.first_time().time_since_epoch() % cached.cadence;  // of the grid
  for (Time time = std::chrono::floor<days>(part.from) + offset; time < part.to; time += cached.cadence) {
    const auto row = row_of(cached, time);
    const bool settled = row && (cached.status[*row] == Status::definitive ||
                                 (lately && time >= *lately && newest && time <= *newest));
    if (settled) continue;
    return TimeRange{std::chrono::floor<days>(time), std::chrono::ceil<days>(part.to)};
  }
  return std::nullopt;
}

/// The rows of the month. Rows outside it must not change the month's file.
Series only_in(const Series& series, const TimeRange& month) {
  auto rows = slice(series, month.from, month.to);
  if (rows.empty())
    throw DataError(fmt::format("the answer is of {} to {}, not of the month that was asked for",
                                format_time(series.first_time()), format_time(series.last_time())));
  return rows;
}

class MonthFetch {
 public:
  /// `number` of `months` is for the log.
  MonthFetch(const MonthlyPlan& plan, FetchContext& context, const TimeRange& part, std::size_t number,
             std::size_t months)
      : plan_(plan),
        context_(context),
        month_(month_of(part.from)),
        part_(part),
        number_(number),
        months_(months),
        step_{.file = context.folder / plan.file_name(month_)} {}

  /// Returns false if the work must end.
  bool run() {
    return attempt_step(context_.report, step_, [&] {
      const auto ask = to_ask();
      if (!ask) {
        step_.change = FileChange::cached;
        return add(step_);
      }
      std::vector<Address> addresses{plan_.address(*ask)};
      if (plan_.other_addresses)
        std::ranges::move(plan_.other_addresses(*ask), std::back_inserter(addresses));
      step_.address = addresses.front().shown();
      if (context_.mode.dry_run)
        add(step_);
      else
        request(addresses, *ask);
    });
  }

 private:
  void add(FileReport report) {
    report.address = step_.address;
    context_.report.files.push_back(std::move(report));
  }

  void add_and_tell(FileReport report) {
    context_.listener.say(fmt::format("{}: {} {}, month {} of {}", context_.report.source,
                                      step_.file.filename().string(), change_name(report.change), number_,
                                      months_));
    add(std::move(report));
  }

  std::optional<TimeRange> to_ask() {
    TimeRange whole{std::chrono::floor<days>(part_.from), std::chrono::ceil<days>(part_.to)};
    if (plan_.whole_months) whole = span_of(month_);
    if (context_.mode.force) return whole;
    auto cached = read_cached(step_.file, context_.report.warnings);
    // A stray record of another time must not look like the newest value.
    const auto whole_month = span_of(month_);
    if (!cached.empty())
      cached = slice(cached, whole_month.from, std::min(whole_month.to, context_.now + Minutes{1}));
    step_.rows = cached.size();
    step_.status = least_status(cached);
    if (cached.empty()) return whole;
    if (is_final(step_.file, month_, plan_.final_after, context_.now)) return std::nullopt;
    const auto ask = days_to_ask(cached, part_, asked_lately(step_.file, plan_.recheck, context_.now));
    return ask && plan_.whole_months ? whole : ask;
  }

  void request(const std::vector<Address>& addresses, const TimeRange& asked) {
    HttpRequest request;
    std::optional<HttpAnswer> answer;
    for (const auto& address : addresses) {
      step_.address = address.shown();
      request = request_for(step_.file, plan_.source, address);
      answer = ask(request);
      if (answer) break;
    }
    if (!answer) {
      step_.change = FileChange::absent;
      step_.note = "not published yet (HTTP status 404)";
      return add_and_tell(step_);
    }
    if (answer->not_modified) {
      step_.change = FileChange::unchanged;
      add_and_tell(step_);
    } else {
      take(*answer);
    }
    const Time beginning = plan_.whole_months ? span_of(month_).from : std::chrono::floor<days>(part_.from);
    remember(step_.file, request, *answer, context_.now,
             asked.from <= beginning ? std::optional(beginning) : std::nullopt);
  }

  /// The answer; nullopt if the month is not published yet.
  std::optional<HttpAnswer> ask(const HttpRequest& request) {
    try {
      return context_.http.get(request);
    } catch (const NetworkError& error) {
      if (error.http_status != 404 || !plan_.absent_at_404) throw;
      return std::nullopt;
    }
  }

  void take(const HttpAnswer& answer) {
    auto arrival = plan_.parse(answer.body, step_.address);
    if (!arrival.series) {
      step_.change = FileChange::absent;
      step_.note = arrival.note;
      return add_and_tell(step_);
    }
    const auto rows = only_in(*arrival.series, span_of(month_));
    auto& warnings = context_.report.warnings;
    add_and_tell(plan_.write == nullptr
                     ? store_whole(step_.file, {answer.body, rows, span_of(month_)}, warnings)
                     : store(step_.file, rows, plan_.write, warnings));
  }

  const MonthlyPlan& plan_;
  FetchContext& context_;
  year_month month_;
  TimeRange part_;
  std::size_t number_, months_;
  FileReport step_;
};

}  // namespace

void fetch_months(const MonthlyPlan& plan, FetchContext& context) {
  const auto parts = parts_by_month(*context.range);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto words = plan.file_name(month_of(parts[i].from));
    const auto share = [&](double inside) {
      return (static_cast<double>(i) + inside) / static_cast<double>(parts.size());
    };
    const auto tell = [&](double inside) {
      context.listener.progress(context.report.source, share(inside), words);
    };
    auto callbacks = callbacks_of(context.listener);
    callbacks.progress = [&](double received, double expected) {
      tell(expected > 0 ? received / expected : 0.5);
    };
    context.http.set_callbacks(std::move(callbacks));
    tell(0);
    if (!MonthFetch(plan, context, parts[i], i + 1, parts.size()).run()) return;
  }
}

void store_months(const MonthlyPlan& plan, const Series& series, const std::filesystem::path& folder,
                  FetchReport& report) {
  for (const auto& part : parts_by_month({series.first_time(), series.last_time() + series.cadence})) {
    auto rows = slice(series, part.from, part.to);
    if (rows.empty()) continue;
    report.files.push_back(
        store(folder / plan.file_name(month_of(part.from)), std::move(rows), plan.write, report.warnings));
  }
}

}  // namespace symh
