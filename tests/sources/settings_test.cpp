#include "sources/settings.h"

#include <fstream>

#include "sources/cache.h"
#include "sources/fixture.h"
#include "sources/http/answer.h"
#include "sources/source.h"

namespace symh {
namespace {

using testing::HasSubstr;

std::string usage_error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

using Parameters = std::map<std::string, std::string>;

/// The name that a key chooses.
std::string chosen(SourcesSettings& settings, const std::string& key) {
  for (const auto& option : settings.options())
    if (option.key == key) return std::get<ChosenValue>(option.value).get().front();
  return "no such key";
}

TEST(SourcesSettings, DefaultsAreThoseOfTheFile) {
  auto defaults = default_sources();
  EXPECT_EQ(defaults.http.attempts, 5);
  EXPECT_EQ(defaults.value<Parameters>("hapi.omni.parameters").at("SYM_H"), "sym_h");
  EXPECT_EQ(defaults.value<Minutes>("kyoto.default_period"), Minutes{3 * 1440});
}

TEST(SourcesSettings, AFileChangesWhatItNamesAndAddsDatasets) {
  auto settings = parse_sources(
      "[http]\nattempts = 2\n[hapi.mine]\nserver = \"http://x/hapi\"\ndataset = \"d\"\nparameters = {A = "
      "\"sym_h\"}\n",
      "mine.toml");
  EXPECT_EQ(settings.http.attempts, 2);
  EXPECT_EQ(settings.http.redirects, default_sources().http.redirects);
  EXPECT_EQ(settings.value<Parameters>("hapi.mine.parameters").at("A"), "sym_h");
  EXPECT_EQ(chosen(settings, "hapi.mine.solar_wind_at"), "auto");
  EXPECT_EQ(chosen(settings, "hapi.omni.solar_wind_at"), "bow_shock");
  EXPECT_EQ(settings.value<Minutes>("hapi.mine.default_period"), Minutes{7 * 1440});
  EXPECT_THROW(settings.value<Minutes>("hapi.other.default_period"), std::out_of_range);
}

TEST(SourcesSettings, AnUnknownKeyOrABadValueIsSaidWithItsPlace) {
  EXPECT_THAT(usage_error_of([] { parse_sources("[http]\nretries = 2\n", "mine.toml"); }),
              HasSubstr("mine.toml:2:11: unknown key 'http.retries'; the nearest known key is"));
  EXPECT_THAT(usage_error_of([] { parse_sources("[http]\nattempts = 0\n", "mine.toml"); }),
              HasSubstr("expected a value from 1 to 100"));
  EXPECT_THAT(usage_error_of([] { parse_sources("[hapi.omni]\nsolar_wind_at = \"moon\"\n", "mine.toml"); }),
              HasSubstr("bow_shock"));
  EXPECT_THAT(usage_error_of([] { parse_sources("[hapi.x]\nserver = \"http://x\"\n", "mine.toml"); }),
              HasSubstr("[hapi.x] needs server, dataset and parameters"));
  EXPECT_THAT(usage_error_of([] { parse_sources("[hapi.\"../x\"]\nserver = \"s\"\n", "mine.toml"); }),
              HasSubstr("use letters, digits"));
}

TEST(SourcesSettings, TheFileHasEveryKeyOfEveryProvider) {
  const auto text = read_file(std::filesystem::path(SYMH_SOURCE_DIR) / "configs/sources.toml");
  auto settings = default_sources();
  for (const auto& option : settings.options()) {
    const auto key = option.key.substr(option.key.rfind('.') + 1);
    const auto table = option.key.substr(0, option.key.rfind('.'));
    const auto begin = text.find("\n[" + table + "]\n");
    ASSERT_NE(begin, std::string::npos) << table;
    EXPECT_LT(text.find("\n" + key + " = ", begin), text.find("\n[", begin + 1)) << option.key;
  }
  for (const auto& name : source_names()) EXPECT_NE(make_source(settings, name), nullptr) << name;
}

TEST(SourcesSettings, PrintedWithHelpAreTheSameSettings) {
  auto settings = parse_sources("[http]\nattempts = 2\n[kyoto]\nemail = \"me@example.org\"\n", "mine.toml");
  for (const auto& option : settings.options()) EXPECT_FALSE(option.help.empty()) << option.key;
  const auto printed = print_options(settings.options(), true);
  auto again = parse_sources(printed, "printed.toml");
  EXPECT_EQ(print_options(again.options(), true), printed);
  EXPECT_EQ(again.http.attempts, 2);
}

TEST(SourcesSettings, TheImportingSourcesAreThoseThatReadFilesOfTheUser) {
  const auto importing = importing_source_names();
  EXPECT_FALSE(importing.empty());
  for (const auto& name : source_names()) {
    const bool imports = std::ranges::find(importing, name) != importing.end();
    const auto source = make_source(default_sources(), name);
    std::string refusal;
    try {
      FetchReport report;
      source->import_text("empty.txt", "", "/nonexistent", report);
    } catch (const Error& error) {
      refusal = error.what();
    }
    EXPECT_EQ(refusal.find("no files to fetch by hand") == std::string::npos, imports) << name;
  }
}

TEST(SourcesSettings, AnUnknownSourceOrDatasetIsSaid) {
  EXPECT_THAT(usage_error_of([] { make_source(default_sources(), "kioto"); }),
              HasSubstr("the nearest is 'kyoto'"));
  EXPECT_THAT(usage_error_of([] { make_source(default_sources(), "hapi", "x"); }),
              HasSubstr("the settings have omni"));
}

TEST(Address, APlaceholderThatIsNotKnownIsNamed) {
  EXPECT_EQ(fill_address("a{x}b{x}", {{"x", "1"}}, "k"), "a1b1");
  EXPECT_THAT(usage_error_of([] {
                fill_address("a{y}", {{"x", "1"}}, "omni.address");
              }),
              HasSubstr("omni.address = \"a{y}\": unknown {y}; there are {x}"));
  EXPECT_THAT(usage_error_of([] { fill_address("a{x", {{"x", "1"}}, "k"); }), HasSubstr("unknown {x"));
}

TEST(Cache, OneProcessAtATime) {
  const TemporaryFolder folder;
  const CacheLock lock(folder.path());
  EXPECT_THROW(CacheLock(folder.path()), RunError);
}

TEST(Cache, ADamagedFileIsSaidAndKeptBesideTheNewOne) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "ASY_2015-03.dat";
  write_file_atomically(file, "damaged");
  const auto arrived = index_series(make_time(2015, 3, 1), 10, -5, Status::definitive);
  std::vector<std::string> warnings;
  EXPECT_EQ(store(file, arrived, write_iaga2002, warnings).change, FileChange::fetched);
  EXPECT_THAT(warnings, testing::ElementsAre(HasSubstr(
                            "the cached file is damaged, so symh asks for it anew: " + file.string())));
  EXPECT_EQ(load({file.string()}).series.size(), 10U);
  EXPECT_EQ(read_file(folder.path() / ".ASY_2015-03.dat.damaged"), "damaged");
}

TEST(Cache, WhateverStandsInTheWayOfAFileIsMovedAside) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "ASY_2015-03.dat";
  const auto arrived = index_series(make_time(2015, 3, 1), 10, -5, Status::definitive);
  const std::vector<std::function<void()>> ways{[&] { std::filesystem::create_directory(file); },
                                                [&] { std::filesystem::create_symlink("nowhere", file); },
                                                [&] { write_file_atomically(file, ""); }};
  for (const auto& stand : ways) {
    stand();
    std::vector<std::string> warnings;
    EXPECT_EQ(store(file, arrived, write_iaga2002, warnings).change, FileChange::fetched);
    EXPECT_EQ(warnings.size(), 1U);
    EXPECT_EQ(load({file.string()}).series.size(), 10U);
    std::filesystem::remove(file);
    std::filesystem::remove_all(folder.path() / ".ASY_2015-03.dat.damaged");
  }
}

TEST(Cache, ADamagedNoteIsNone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "ASY_2015-03.dat", note = folder.path() / ".ASY_2015-03.dat.json";
  for (const std::string text :
       {"", "{", "[1]", "7", "{\"etag\": 5, \"address\": [1]}", "{\"etag\": \"a\\r\\nX-Evil: 1\"}"}) {
    write_file_atomically(note, text);
    EXPECT_EQ(read_note(file).etag, "") << text;
  }
  std::filesystem::remove(note);
  std::filesystem::create_directory(note);
  EXPECT_EQ(read_note(file).etag, "");
  write_note(
      file,
      {.address = {}, .etag = "e", .last_modified = {}, .checked = {}, .checked_from = {}, .sha256 = {}});
  EXPECT_EQ(read_note(file).etag, "e");
}

TEST(Cache, GivesTheFilesThatReachBackToATime) {
  const TemporaryFolder folder;
  for (const auto* name : {"ASY_2015-02.dat", "ASY_2015-03.dat", "omni_min201502.asc", "omni_min201504.asc",
                           "solar_wind_2015-03-16.csv", "solar_wind_2015-03-17.csv", "by-hand.dat", ".note"})
    write_file_atomically(folder.path() / name, "x");
  std::vector<std::string> names;
  for (const auto& file : cached_since(folder.path(), make_time(2015, 3, 17, 12)))
    names.push_back(file.filename().string());
  EXPECT_THAT(names, testing::ElementsAre("ASY_2015-03.dat", "by-hand.dat", "omni_min201504.asc",
                                          "solar_wind_2015-03-17.csv"));
  EXPECT_TRUE(cached_since(folder.path() / "none", Time{}).empty());
}

TEST(Cache, MissingValuesReplaceNothing) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "ASY_2015-03.dat";
  std::vector<std::string> warnings;
  store(file, index_series(make_time(2015, 3, 1), 10, -5, Status::provisional), write_iaga2002, warnings);
  auto arrived = index_series(make_time(2015, 3, 1), 10, -6, Status::provisional);
  arrived.channels[0].values[3] = missing;
  const auto report = store(file, arrived, write_iaga2002, warnings);
  EXPECT_EQ(report.difference.changed_values, 9U);
  EXPECT_EQ(load({file.string()}).series.at("sym_h").values[3], -5);
}

}  // namespace
}  // namespace symh
