#include <fmt/format.h>

#include <regex>

#include "sources/daily.h"
#include "sources/http/answer.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct DscovrSettings {
  std::string folder_address;
  Habits habits;
};

std::vector<Option> options_of(DscovrSettings& settings) {
  auto options = options_of("dscovr", settings.habits);
  options.push_back({"dscovr.folder_address", &settings.folder_address,
                     "address of the folder of a month of DSCOVR's files, with {year} and {month}"});
  return options;
}

/// The folders of NCEI's archive, each asked for once in a fetch. A file's name ends with the time at which
/// it was made, so only the folder tells it.
class Folders {
 public:
  Folders(const DscovrSettings& settings, FetchContext& context) : settings_(settings), context_(context) {}

  /// The address of the newest file of a kind (`m1m`) for a day; nullopt if the folder has none.
  std::optional<std::string> file_of(const std::string& kind, Time day) {
    const auto words = day_words(day);
    const auto folder = fill_address(settings_.folder_address, words, "dscovr.folder_address");
    if (context_.mode.dry_run) return folder;  // only the folder tells the names of its files
    const std::regex name(fmt::format("oe_{}_dscovr_s{}{}{}000000_e[0-9]{{14}}_p[0-9]{{14}}_pub[.]nc([.]gz)?",
                                      kind, words.at("year"), words.at("month"), words.at("day")));
    const auto& page = page_of(folder);
    std::string newest;
    for (auto found = std::sregex_iterator(page.begin(), page.end(), name); found != std::sregex_iterator();
         ++found)
      newest = std::max(newest, found->str());
    if (newest.empty()) return std::nullopt;
    return folder + (folder.ends_with('/') ? "" : "/") + newest;
  }

 private:
  const std::string& page_of(const std::string& folder) {
    if (const auto known = pages_.find(folder); known != pages_.end()) return known->second;
    try {
      const auto answer = context_.http.get(
          {.source = "dscovr", .address = folder, .part = context_.folder / ".folder.part"});
      return pages_[folder] = answer.body;
    } catch (const NetworkError& error) {
      if (error.http_status != 404) throw;
      return pages_[folder] = "";
    }
  }

  const DscovrSettings& settings_;
  FetchContext& context_;
  std::map<std::string, std::string> pages_;
};

/// DSCOVR's field (m1m) and plasma (f1m) by the minute, from NCEI's archive.
class Dscovr : public Source {
 public:
  explicit Dscovr(const DscovrSettings& settings) : settings_(settings) {}
  std::string name() const override { return "dscovr"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    Folders folders(settings_, context);
    const auto address_of = [&](const std::string& kind) {
      return [&folders, kind](Time day) { return folders.file_of(kind, day); };
    };
    fetch_days({.source = name(),
                .recheck = settings_.habits.recheck,
                .kinds = {{"mag", ".nc", "bz_gsm", address_of("m1m")},
                          {"plasma", ".nc", "speed", address_of("f1m")}}},
               context);
  }

 private:
  DscovrSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> dscovr_provider() {
  return std::make_unique<SingleProvider<Dscovr, DscovrSettings>>("dscovr");
}

}  // namespace symh
