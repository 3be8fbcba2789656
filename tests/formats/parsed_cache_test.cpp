#include "formats/parsed_cache.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

#include "formats/random_series.h"
#include "formats/text/writers.h"
#include "temporary_folder.h"

namespace symh {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Two files with a warning, a bad line and rows of two statuses.
class Cache : public testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 generator(4);
    fs::create_directory(texts());
    const auto text = write_iaga2002(random_minutes(generator, 900, true));
    std::ofstream(texts() / "ASY_a_b_Q.dat") << text << "2000-99-99 broken\n";
    std::ofstream(texts() / "b.dat") << write_iaga2002(random_minutes(generator, 300));
  }

  fs::path texts() const { return folder_.path() / "texts"; }
  fs::path archives() const { return folder_.path() / "cache" / "parsed"; }

  LoadedData load(std::uintmax_t most_bytes = 1 << 30, bool tolerant = true) {
    said_.clear();
    ParsedCache cache(archives(), {.from_bytes = 1000, .most_bytes = most_bytes});
    return cache.load({texts().string()}, {.tolerant = tolerant},
                      [&](const std::string& text) { said_ += text; });
  }

  std::vector<fs::path> kept() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(archives())) files.push_back(entry.path());
    return files;
  }

  void expect_as_from_text(const LoadedData& data) const {
    const auto plain = symh::load({texts().string()}, {.tolerant = true});
    ASSERT_EQ(data.warnings, plain.warnings);
    ASSERT_EQ(data.files.size(), plain.files.size());
    for (std::size_t i = 0; i < data.files.size(); ++i) {
      EXPECT_EQ(data.files[i].path, plain.files[i].path);
      EXPECT_EQ(data.files[i].format, plain.files[i].format);
      EXPECT_EQ(data.files[i].rows, plain.files[i].rows);
      EXPECT_EQ(data.files[i].skipped_lines, plain.files[i].skipped_lines);
      EXPECT_EQ(data.files[i].first_skipped, plain.files[i].first_skipped);
      EXPECT_EQ(data.files[i].status, plain.files[i].status);
    }
    expect_same(data.series, plain.series);
    EXPECT_EQ(data.series.status, plain.series.status);
    for (std::size_t c = 0; c < plain.series.channels.size(); ++c)
      EXPECT_EQ(data.series.channels[c].name, plain.series.channels[c].name);
  }

  TemporaryFolder folder_;
  std::string said_;
};

TEST_F(Cache, GivesWhatTheTextGave) {
  expect_as_from_text(load());
  EXPECT_THAT(said_, HasSubstr("cache: wrote"));
  expect_as_from_text(load());
  EXPECT_THAT(said_, HasSubstr("cache: took"));
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(Cache, IsAnOrdinaryArchive) {
  const auto data = load();
  expect_same(data.series, symh::load({kept().front().string()}).series);
}

TEST_F(Cache, ReadsAnewWhatHasChangedAndKeepsOneArchiveOfIt) {
  load();
  std::ofstream(texts() / "b.dat", std::ios::app) << "\n";
  expect_as_from_text(load());
  EXPECT_THAT(said_, HasSubstr("cache: wrote"));
  const auto time = fs::last_write_time(texts() / "b.dat");
  fs::last_write_time(texts() / "b.dat", time + std::chrono::milliseconds{1});
  load();
  EXPECT_THAT(said_, HasSubstr("cache: wrote")) << "the same size, another time";
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(Cache, ReadsAnewAListWhoseFmtHasChanged) {
  const auto write_fmt = [&](const std::string& component) {
    std::ofstream(folder_.path() / "w.fmt")
        << " FORMAT OF THE SUBSETTED FILE\n 1 Year  I4\n 2 Day  I4\n 3 Hour  I3\n"
        << " 4 " << component << ", nT (GSM)  F8.2\n";
  };
  std::ofstream(folder_.path() / "w.lst") << "2015  76  0   -1.25\n";
  const auto channel = [&] {
    ParsedCache cache(archives(), {.from_bytes = 1, .most_bytes = 1 << 30});
    return cache.load({(folder_.path() / "w.lst").string()}, {}, [](const std::string&) {})
        .series.channels[0]
        .name;
  };
  write_fmt("BZ");
  EXPECT_EQ(channel(), "bz_gsm");
  write_fmt("BY");
  EXPECT_EQ(channel(), "by_gsm");
}

TEST_F(Cache, KeepsAnArchiveForEachWayOfReading) {
  load();
  EXPECT_ANY_THROW(load(1 << 30, false)) << "the bad line is refused, not found skipped in the cache";
}

TEST_F(Cache, ReadsTheTextWhereTheArchiveIsDamaged) {
  load();
  const auto archive = kept().front();
  const auto size = fs::file_size(archive);
  for (const auto left : {size / 2, std::uintmax_t{100}, std::uintmax_t{0}}) {
    fs::resize_file(archive, left);
    expect_as_from_text(load());
    EXPECT_THAT(said_, HasSubstr("is not used")) << left;
    EXPECT_EQ(fs::file_size(archive), size) << "it is written again";
  }
}

TEST_F(Cache, DoesWithoutAFolderThatCannotBeWritten) {
  std::ofstream(folder_.path() / "cache") << "a file where the folder should be";
  expect_as_from_text(load());
  EXPECT_THAT(said_, HasSubstr("is not kept"));
  ParsedCache none{fs::path()};
  expect_as_from_text(none.load({texts().string()}, {.tolerant = true}, [](const std::string&) {}));
}

TEST_F(Cache, LetsGoOfTheArchivesLongestUnused) {
  load();
  const auto first = kept().front();
  fs::last_write_time(first, fs::file_time_type::clock::now() - std::chrono::hours{1});
  std::ofstream(texts() / "c.csv") << "time,sym_h\n2001-01-01T00:00Z,-1\n2001-01-01T00:01Z,-2\n";
  load(1);
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_NE(kept().front(), first) << "the newest stays, however large";
}

TEST_F(Cache, LeavesSmallDataAlone) {
  ParsedCache cache(archives());
  cache.load({texts().string()}, {.tolerant = true}, [](const std::string&) {});
  EXPECT_FALSE(fs::exists(archives()));
}

TEST(CacheFolder, FollowsTheEnvironment) {
  const char* const before = std::getenv("XDG_CACHE_HOME");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("XDG_CACHE_HOME", "/somewhere", 1);
  EXPECT_EQ(default_cache_folder(), "/somewhere/symh/parsed");
  ::setenv("XDG_CACHE_HOME", "relative", 1);
  EXPECT_THAT(default_cache_folder().string(), testing::Not(HasSubstr("relative"))) << "as the standard says";
  before == nullptr ? ::unsetenv("XDG_CACHE_HOME") : ::setenv("XDG_CACHE_HOME", kept.c_str(), 1);
}

}  // namespace
}  // namespace symh
