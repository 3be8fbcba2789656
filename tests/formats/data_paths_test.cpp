#include "formats/data_paths.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"
#include "formats/load.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;

TEST(DataPaths, AFileThatIsNamedAndInAFolderIsReadOnceAsNamed) {
  const TemporaryFolder folder;
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  for (const auto* name : {"b.csv", "a.csv", ".hidden", "README.txt"}) write_file_atomically(path(name), "x");
  EXPECT_THAT(data_paths({folder.path().string(), path("b.csv")}),
              ElementsAre(DataPath{path("a.csv"), true}, DataPath{path("b.csv"), false}));
  EXPECT_THROW(data_paths({path("c*.csv")}), DataError);
}

TEST(DataPaths, ADashIsTheStandardInputAndMayBeReadTwice) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.csv";
  write_file_atomically(file, "time,sym_h\n2001-03-31T00:00Z,-10\n2001-03-31T00:01Z,-11\n");
  const int before = ::dup(STDIN_FILENO), input = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  ::dup2(input, STDIN_FILENO);
  for (int i = 0; i < 2; ++i) {
    const auto data = load({"-"});
    EXPECT_EQ(data.series.size(), 2U);
    EXPECT_EQ(data.files.at(0).path, "standard input");
  }
  ::dup2(before, STDIN_FILENO);
  ::close(before);
  ::close(input);
}

}  // namespace
}  // namespace symh
