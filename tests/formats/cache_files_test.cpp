// What lies in a cache of `symh fetch` and is no data: it is named and left out, and never stops a command.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "core/error.h"
#include "core/file.h"
#include "formats/data_paths.h"
#include "formats/load.h"
#include "formats/strays.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class CacheFiles : public testing::Test {
 protected:
  CacheFiles() {
    save("solar_wind_2019-05-03.csv", twelve_samples());
    save(cache_mark, "");
  }
  fs::path path(const std::string& name) const { return cache() / "source" / name; }
  fs::path cache() const { return folder_.path() / "cache"; }
  void save(const std::string& name, const std::string& text) const {
    write_file_atomically(path(name), text);
  }

  /// Whichever way the files are named, they are read, and a warning names the stray one.
  void expect_left_out(const std::string& name) const {
    for (const auto& given : {path(""), cache(), path("*")}) {
      const auto data = load({given.string()});
      EXPECT_EQ(data.series.size(), 12U) << name;
      EXPECT_THAT(data.warnings, Contains(HasSubstr(name))) << given;
    }
    const auto listed = load({path("solar_wind_2019-05-03.csv").string(), path(name).string()});
    EXPECT_EQ(listed.series.size(), 12U);
    EXPECT_THAT(listed.warnings, Contains(HasSubstr(name)));
  }
  TemporaryFolder folder_;
};

TEST_F(CacheFiles, ThatAreDamagedAreNamedAndLeftOut) {
  auto strays = damaged_files();
  const decltype(strays) others{
      {"empty.csv", ""},
      {"line.csv", "time,sym_h\n2019-05-03T00:00Z,rubbish\n"},
      {"README", "Read me\n"},
      {"README.md", "# Read me\n"},
      {"page.html", "<html>Not found</html>"},
      {"cut.gz", "\x1f\x8b\x08 and no more"},
      {"rubbish.dat", std::string("\0\xff\x01\x80\n\0\0\x7f", 8)},
      {"notes.json", "{\"a\": 1}"},
      {"minutes.csv", "time,speed\n2019-05-03T00:00Z,400\n2019-05-03T00:01Z,401\n"}};
  strays.insert(strays.end(), others.begin(), others.end());
  for (const auto& [name, text] : strays) {
    save(name, text);
    expect_left_out(name);
    fs::remove(path(name));
  }
}

TEST_F(CacheFiles, ThatAreNoFilesAreNamedAndLeftOut) {
  fs::create_symlink("nowhere", path("nowhere.csv"));
  expect_left_out("nowhere.csv");
  fs::remove(path("nowhere.csv"));
  fs::create_symlink("circle.csv", path("circle.csv"));
  expect_left_out("circle.csv");
  fs::remove(path("circle.csv"));
  ASSERT_EQ(::mkfifo(path("pipe.csv").c_str(), 0600), 0);
  expect_left_out("pipe.csv");
}

TEST_F(CacheFiles, ThatAreHiddenOrFoldersAreNoMatter) {
  save(".solar_wind_2019-05-04.csv.part", "time,sym");
  save(".solar_wind_2019-05-03.csv.json", "rubbish");
  fs::create_directory(path("solar_wind_2019-05-05.csv"));
  const auto data = load({path("").string()});
  EXPECT_EQ(data.series.size(), 12U);
  EXPECT_THAT(data.warnings, IsEmpty());
}

TEST_F(CacheFiles, AreAnErrorIfNoneIsGood) {
  save("solar_wind_2019-05-03.csv", "");
  EXPECT_THROW(load({path("").string()}), DataError);
  EXPECT_THROW(load({path("solar_wind_2019-05-03.csv").string()}), DataError);
}

TEST_F(CacheFiles, OfAnotherFolderAreAnErrorIfDamaged) {
  fs::remove(path(cache_mark));
  save("line.csv", "time,sym_h\n2019-05-03T00:00Z,rubbish\n");
  EXPECT_THROW(load({path("").string()}), DataError);
}

}  // namespace
}  // namespace symh
