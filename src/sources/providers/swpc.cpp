#include <fmt/format.h>

#include <array>

#include "formats/text/swpc_feed.h"
#include "formats/text/writers.h"
#include "series/stray_times.h"
#include "series/transforms.h"
#include "sources/cache.h"
#include "sources/http/answer.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct SwpcSettings {
  std::string mag_address;
  std::string wind_address;
};

std::vector<Option> options_of(SwpcSettings& settings) {
  return {{"swpc.mag_address", &settings.mag_address, "address of the newest magnetic field"},
          {"swpc.wind_address", &settings.wind_address, "address of the newest plasma"}};
}

namespace fs = std::filesystem;
using std::chrono::days;

fs::path file_of(const fs::path& folder, Time day) {
  return folder / fmt::format("solar_wind_{}.csv", format_time(day).substr(0, 10));
}

void store_days(const Series& series, const fs::path& folder, FetchReport& report) {
  const Time end = series.last_time() + Minutes{1};
  for (Time day = std::chrono::floor<days>(series.first_time()); day < end; day += days{1}) {
    auto rows = slice(series, day, day + days{1});
    if (!rows.empty())
      report.files.push_back(store(file_of(folder, day), std::move(rows), write_csv, report.warnings));
  }
}

/// A feed whose request succeeded.
struct Answered {
  HttpRequest request;
  HttpAnswer answer;
};

/// The live feeds drop old data as they add new data, so each fetch adds to the files of earlier ones.
class Swpc : public Source {
 public:
  explicit Swpc(const SwpcSettings& settings) : settings_(settings) {}
  std::string name() const override { return "swpc"; }
  std::optional<Minutes> default_period() const override { return std::nullopt; }

  void fetch(FetchContext& context) const override {
    std::vector<Piece> pieces;
    std::vector<Answered> answers;
    context.http.set_callbacks(callbacks_of(context.listener));
    const std::array feeds{std::pair("mag", Address(settings_.mag_address)),
                           std::pair("wind", Address(settings_.wind_address))};
    for (std::size_t i = 0; i < feeds.size(); ++i) {
      const auto* feed = feeds[i].first;
      const auto& address = feeds[i].second;
      context.listener.progress(name(), static_cast<double>(i) / static_cast<double>(feeds.size()), feed);
      const FileReport step{.file = context.folder / feed, .address = address.shown()};
      if (context.mode.dry_run)
        context.report.files.push_back(step);
      else if (!attempt_step(context.report, step, [&] { ask(step, address, context, pieces, answers); }))
        break;
    }
    // After records of the future were left out, the same answer is wanted again: the clock may have been
    // behind.
    if (!pieces.empty() && !store_pieces(std::move(pieces), context)) return;
    for (const auto& [request, answer] : answers) note(request, answer, context);
  }

  void import_text(const std::string& file, std::string_view text, const fs::path& folder,
                   FetchReport& report) const override {
    auto reading = read_swpc(std::string(text), file);
    std::ranges::move(reading.warnings, std::back_inserter(report.warnings));
    store_days(reading.series, folder, report);
  }

 private:
  /// The day file whose hash guards both feeds' cached ETags: if it was changed, the ETags are not sent.
  static fs::path newest_file(const fs::path& folder) {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(folder))
      if (std::error_code unknown;
          entry.is_regular_file(unknown) && entry.path().filename().string().starts_with("solar_wind_"))
        newest = std::max(newest, entry.path());
    return newest;
  }

  static void ask(const FileReport& step, const Address& address, FetchContext& context,
                  std::vector<Piece>& pieces, std::vector<Answered>& answers) {
    HttpRequest request{.source = "swpc",
                        .address = address,
                        .part = context.folder / fmt::format(".{}.part", step.file.filename().string())};
    const auto newest = newest_file(context.folder);
    const auto known = read_note(step.file);
    if (!context.mode.force && !newest.empty() && known.address == step.address && !known.sha256.empty() &&
        known.sha256 == cached_hash(newest)) {
      request.etag = known.etag;
      request.last_modified = known.last_modified;
    }
    auto answer = context.http.get(request);
    if (answer.not_modified) {
      auto unchanged = step;
      unchanged.change = FileChange::unchanged;
      context.report.files.push_back(std::move(unchanged));
    } else {
      const auto origin = "swpc: " + step.address;
      refuse_web_page(answer.body, "swpc", step.address);
      auto reading = read_swpc(answer.body, origin);
      std::ranges::move(reading.warnings, std::back_inserter(context.report.warnings));
      pieces.push_back({std::move(reading.series), 0, origin});
    }
    answers.push_back({std::move(request), std::move(answer)});
  }

  /// Returns false if the feeds have records of the future, which are left out.
  static bool store_pieces(std::vector<Piece> pieces, FetchContext& context) {
    auto series = merge(std::move(pieces));
    const auto dropped = drop_future(series, context.now);
    if (!dropped.empty()) context.report.warnings.push_back("swpc: " + dropped);
    if (context.range && !series.empty()) series = slice(series, context.range->from, context.range->to);
    if (series.empty())
      context.report.warnings.push_back("swpc: the feed holds nothing of the period asked for");
    else
      store_days(series, context.folder, context.report);
    return dropped.empty();
  }

  static void note(const HttpRequest& request, const HttpAnswer& answer, const FetchContext& context) {
    const auto newest = newest_file(context.folder);
    if (newest.empty()) return;
    const auto feed = request.part.stem().string().substr(1);
    write_note(context.folder / feed, {.address = request.address.shown(),
                                       .etag = answer.etag,
                                       .last_modified = answer.last_modified,
                                       .checked = format_time(context.now),
                                       .checked_from = "",
                                       .sha256 = cached_hash(newest)});
  }

  SwpcSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> swpc_provider() {
  return std::make_unique<SingleProvider<Swpc, SwpcSettings>>("swpc");
}

}  // namespace symh
