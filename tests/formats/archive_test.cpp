#include "formats/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <cstdlib>

#include "core/error.h"
#include "core/file.h"
#include "formats/load.h"
#include "formats/random_series.h"
#include "formats/text/writers.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ArchiveTest : public testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 generator(5);
    series_ = random_minutes(generator, 300);
    write_file_atomically(path("ASY_a_b_P.dat"), write_iaga2002(series_));
  }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void shell(const std::string& command) const {
    ASSERT_EQ(std::system(("cd '" + folder_.path().string() + "' && " + command).c_str()), 0) << command;
  }
  static std::string error_of(const std::string& path) {
    try {
      load({path});
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }
  TemporaryFolder folder_;
  Series series_;
};

TEST_F(ArchiveTest, OpensEveryKindOfCompressionAndArchive) {
  shell(
      "gzip -k ASY_a_b_P.dat && xz -k ASY_a_b_P.dat && bzip2 -k ASY_a_b_P.dat && tar cf a.tar ASY_a_b_P.dat "
      "&& "
      "tar czf a.tar.gz ASY_a_b_P.dat && tar cjf a.tar.bz2 ASY_a_b_P.dat && tar cJf a.tar.xz ASY_a_b_P.dat "
      "&& "
      "python3 -c \"import zipfile; z = zipfile.ZipFile('a.zip', 'w', 8); z.write('ASY_a_b_P.dat'); "
      "z.write('ASY_a_b_P.dat.gz', 'deeper/second.dat.gz')\"");
  for (const auto* name : {"ASY_a_b_P.dat.gz", "ASY_a_b_P.dat.xz", "ASY_a_b_P.dat.bz2", "a.tar", "a.tar.gz",
                           "a.tar.bz2", "a.tar.xz", "a.zip"})
    expect_same(series_, load({path(name)}).series);
  const auto files = load({path("a.zip")}).files;
  ASSERT_EQ(files.size(), 2U);
  EXPECT_THAT(files[0].path, HasSubstr("a.zip!ASY_a_b_P.dat"));
  EXPECT_THAT(files[1].path, HasSubstr("a.zip!deeper/second.dat.gz"));
}

TEST_F(ArchiveTest, OpensZstd) {
  const auto text = read_file(path("ASY_a_b_P.dat"));
  auto* const packed = ::archive_write_new();
  ::archive_write_set_format_raw(packed);
  ASSERT_EQ(::archive_write_add_filter_zstd(packed), ARCHIVE_OK);
  ::archive_write_open_filename(packed, path("ASY_a_b_P.dat.zst").c_str());
  auto* const entry = ::archive_entry_new();
  ::archive_entry_set_filetype(entry, AE_IFREG);
  ::archive_write_header(packed, entry);
  ASSERT_EQ(::archive_write_data(packed, text.data(), text.size()), static_cast<la_ssize_t>(text.size()));
  ::archive_entry_free(entry);
  ASSERT_EQ(::archive_write_free(packed), ARCHIVE_OK);
  expect_same(series_, load({path("ASY_a_b_P.dat.zst")}).series);
}

TEST_F(ArchiveTest, RefusesACutArchive) {
  shell("gzip -k ASY_a_b_P.dat && head -c 900 ASY_a_b_P.dat.gz > cut.gz");
  EXPECT_THAT(error_of(path("cut.gz")), HasSubstr("cut or corrupt"));
}

TEST_F(ArchiveTest, MembersThatHoldNoDataArePassedOverAndNamed) {
  shell(
      "python3 -c \"import zipfile; z = zipfile.ZipFile('m.zip', 'w'); z.write('ASY_a_b_P.dat'); "
      "[z.writestr(n, 'words') for n in ('README.txt', '__MACOSX/._ASY_a_b_P.dat', '.hidden', 'x/.git/y', "
      "'plot.png', 'page.html')]\"");
  const auto data = load({path("m.zip")});
  expect_same(series_, data.series);
  EXPECT_EQ(data.files.size(), 1U);
  EXPECT_EQ(data.notes.size(), 6U);
  EXPECT_THAT(data.notes, Contains(HasSubstr("left out by its name: " + path("m.zip") + "!README.txt")));
  EXPECT_THAT(data.warnings, IsEmpty());
}

TEST_F(ArchiveTest, MembersOfNoKnownFormatAreLeftOutWithAWarning) {
  shell(
      "python3 -c \"import zipfile; z = zipfile.ZipFile('m.zip', 'w'); z.write('ASY_a_b_P.dat'); "
      "z.writestr('terms.txt', 'some terms of use')\"");
  const auto data = load({path("m.zip")});
  expect_same(series_, data.series);
  EXPECT_THAT(data.warnings,
              ElementsAre(AllOf(HasSubstr("left out: "), HasSubstr("m.zip!terms.txt:1:1: found"))));
}

TEST_F(ArchiveTest, ADamagedMemberIsNotLeftOut) {
  auto damaged = write_iaga2002(series_);
  damaged.replace(damaged.find('\n', damaged.size() / 2) + 1, 4, "2x00");
  write_file_atomically(path("b/ASY_bad.dat"), damaged);
  shell("cp ASY_a_b_P.dat b/");
  EXPECT_THAT(error_of(path("b")), HasSubstr("ASY_bad.dat:"));
}

TEST_F(ArchiveTest, AnArchiveWithoutDataIsRefused) {
  shell(
      "python3 -c \"import zipfile; z = zipfile.ZipFile('m.zip', 'w'); z.writestr('README', 'words'); "
      "z = zipfile.ZipFile('n.zip', 'w'); z.writestr('terms.txt', 'words')\"");
  EXPECT_THAT(error_of(path("m.zip")), HasSubstr("m.zip: found only files that hold no data"));
  EXPECT_THAT(error_of(path("n.zip")), HasSubstr("n.zip!terms.txt:1:1: found 'words'"));
}

TEST_F(ArchiveTest, AFolderSaysWhichFilesOfNoFormatItLeavesOut) {
  write_file_atomically(path("mixed/feed.json"), R"([{"time_tag":"2019-05-03T00:00:00","bt":5}])");
  EXPECT_THAT(error_of(path("mixed")),
              AllOf(HasSubstr("feed.json:1:1: found"), HasSubstr("a JSON file that is no feed of SWPC")));
  shell("cp ASY_a_b_P.dat mixed/ && touch mixed/empty.dat");
  const auto data = load({path("mixed")});
  expect_same(series_, data.series);
  EXPECT_THAT(data.warnings,
              testing::UnorderedElementsAre(HasSubstr("feed.json:1:1: found 'a JSON file"),
                                            HasSubstr("empty.dat:1:1: found 'an empty file'")));
  EXPECT_THAT(error_of(path("mixed/feed.json")), HasSubstr("found 'a JSON file"))
      << "a file that the user names";
}

TEST(HoldsData, JudgesTheNameAndTheFoldersOfAFile) {
  for (const auto* name : {"a.dat", "x/y.csv", "./a.nc", "../a", "OMNI.asc", "x.json", "readings.txt"})
    EXPECT_TRUE(holds_data(name)) << name;
  for (const auto* name : {"README", "x/README.md", ".a.dat", "x/.git/a.dat", "__MACOSX/a.dat", "a.png",
                           "a.html", "a.toml", "a.md"})
    EXPECT_FALSE(holds_data(name)) << name;
}

}  // namespace
}  // namespace symh
