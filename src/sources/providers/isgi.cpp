#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

#include "core/address.h"
#include "core/secret_file.h"
#include "formats/archive.h"
#include "formats/text/line_reader.h"
#include "series/transforms.h"
#include "sources/http/answer.h"
#include "sources/index_files.h"
#include "sources/provider.h"

namespace symh {
namespace {

struct IsgiSettings {
  std::string address;
  std::string token_file;
  Habits habits;
};

std::vector<Option> options_of(IsgiSettings& settings) {
  auto options = options_of("isgi", settings.habits);
  options.push_back({"isgi.address", &settings.address, "address of a request, with placeholders in braces"});
  options.push_back({"isgi.token_file", &settings.token_file,
                     "file of mode 600 with the token; SYMH_ISGI_TOKEN in the environment takes precedence"});
  return options;
}

constexpr const char* no_token =
    "isgi: no token: set SYMH_ISGI_TOKEN, or name a file of mode 600 with --token-file (the token is asked "
    "for by mail, see isgi.unistra.fr); without one fetch the files by hand from its download form and bring "
    "them in with: symh fetch isgi --import FOLDER";

std::string token_of(const IsgiSettings& settings) {
  const char* environment = std::getenv("SYMH_ISGI_TOKEN");
  const auto text = environment != nullptr        ? std::string(environment)
                    : settings.token_file.empty() ? std::string()
                                                  : read_secret_file(settings.token_file, "isgi: token file");
  const auto first_line = std::string_view(text).substr(0, text.find('\n'));
  if (trim(first_line).empty()) throw UsageError(no_token);
  return std::string(trim(first_line));
}

bool is_zip(std::string_view body) { return body.starts_with("PK"); }

/// Plain text instead of a zip: the source has no data, or the service declines the request.
Arrival read_words(const std::string& body, const std::string& shown, const std::string& token) {
  const auto words = redact(first_words(body), token);
  if (::strcasestr(words.c_str(), "no data") != nullptr) return {std::nullopt, words};
  throw NetworkError(
      fmt::format("isgi: {}: the service answers '{}'; check the token and the period", shown, words), 200,
      redact(body, token));
}

Arrival read_answer(const std::string& body, const std::string& shown, const std::string& token) {
  if (!is_zip(body) && body.find("IAGA-2002") == std::string::npos) {
    refuse_web_page(redact(body, token), "isgi", shown);
    return read_words(body, shown, token);
  }
  std::vector<Piece> pieces;
  for_each_text_in("answer", body, [&](const std::string& name, std::string_view text) {
    if (auto series = read_index_text(name, text)) pieces.push_back({std::move(*series), 0, name});
  });
  if (pieces.empty()) return {std::nullopt, "no values in the answer"};
  return {merge(std::move(pieces))};
}

class Isgi : public Source {
 public:
  explicit Isgi(const IsgiSettings& settings) : settings_(settings) {}
  std::string name() const override { return "isgi"; }
  std::optional<Minutes> default_period() const override { return settings_.habits.default_period; }

  void fetch(FetchContext& context) const override {
    // A plan always shows the token as ***, so it needs no token.
    const auto token = context.mode.dry_run ? std::string("***") : token_of(settings_);
    auto plan = index_plan(name(), settings_.habits.recheck);
    plan.address = [&](const TimeRange& days) {
      return Address(fill_address(settings_.address,
                                  {{"token", percent_encode(token)},
                                   {"first_day", day_text(days.from)},
                                   {"last_day", day_text(days.to - Minutes{1})}},
                                  "isgi.address"),
                     token);
    };
    plan.parse = [&](const std::string& body, const std::string& shown) {
      return read_answer(body, shown, token);
    };
    fetch_months(plan, context);
  }

  void import_text(const std::string& file, std::string_view text, const std::filesystem::path& folder,
                   FetchReport& report) const override {
    import_index_text(name(), file, text, folder, report);
  }

 private:
  IsgiSettings settings_;
};

}  // namespace

std::unique_ptr<Provider> isgi_provider() {
  return std::make_unique<SingleProvider<Isgi, IsgiSettings>>("isgi");
}

}  // namespace symh
