#include "core/temporary_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

class Temporary : public testing::Test {
 protected:
  fs::path path(const std::string& name) const { return folder_.path() / name; }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }
  TemporaryFolder folder_;
};

TEST_F(Temporary, IsHiddenAndHasANameOfItsOwn) {
  const TemporaryFile one(path("a.nc")), other(path("a.nc"));
  EXPECT_THAT(one.path().filename().string(), AllOf(StartsWith(".a.nc."), EndsWith(".tmp")));
  EXPECT_NE(one.path(), other.path());
  EXPECT_TRUE(is_temporary(one.path()));
  EXPECT_FALSE(is_temporary(path("a.nc")));
}

TEST_F(Temporary, TakesThePlaceOfItsTargetOnlyWhenItIsToldTo) {
  write_file_atomically(path("a"), "old");
  {
    TemporaryFile file(path("a"));
    file.write("new");
  }
  EXPECT_EQ(read_file(path("a")), "old");
  EXPECT_EQ(files(), 1U);
  TemporaryFile file(path("a"));
  file.write("new");
  file.put_in_place();
  EXPECT_EQ(read_file(path("a")), "new");
  EXPECT_EQ(files(), 1U);
  struct stat found {};
  ASSERT_EQ(::stat(path("a").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0644U);
}

TEST_F(Temporary, AnotherProgramMayWriteToItsPath) {
  TemporaryFile file(path("deeper/a"));
  std::ofstream(file.path()) << "written by name";
  file.put_in_place();
  EXPECT_EQ(read_file(path("deeper/a")), "written by name");
}

TEST_F(Temporary, ItsOpenPathLeadsToItThoughAnotherFileTookItsName) {
  write_file_atomically(path("precious"), "keep me");
  TemporaryFile file(path("a"));
  fs::remove(file.path());
  fs::create_symlink(path("precious"), file.path());
  std::ofstream(file.path_to_open()) << "by the descriptor";
  EXPECT_EQ(read_file(path("precious")), "keep me");
}

TEST_F(Temporary, AMovedOneIsRemovedOnce) {
  TemporaryFile file(path("a"));
  {
    const TemporaryFile moved(std::move(file));
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
}

TEST_F(Temporary, ReplacesALinkAndNotTheFileBehindIt) {
  write_file_atomically(path("precious"), "keep me");
  fs::create_symlink(path("precious"), path("a"));
  write_file_atomically(path("a"), "new");
  EXPECT_EQ(read_file(path("precious")), "keep me");
  EXPECT_EQ(read_file(path("a")), "new");
}

TEST_F(Temporary, AppendsOrBeginsAnew) {
  for (const bool anew : {true, false}) {
    const int file = open_to_append(path("log"), anew);
    EXPECT_EQ(::write(file, "line\n", 5), 5);
    ::close(file);
  }
  EXPECT_EQ(read_file(path("log")), "line\nline\n");
  ::close(open_to_append(path("log"), true));
  EXPECT_EQ(read_file(path("log")), "");
}

TEST_F(Temporary, APlantedLinkIsNotFollowed) {
  write_file_atomically(path("precious"), "keep me");
  fs::create_symlink(path("precious"), path("log"));
  try {
    open_to_append(path("log"), true);
    FAIL() << "the link was followed";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr("is a symbolic link"));
  }
  EXPECT_EQ(read_file(path("precious")), "keep me");
}

TEST_F(Temporary, AFolderOfAnotherUserIsKnown) {
  EXPECT_FALSE(is_of_another(folder_.path(), ::geteuid()));
  EXPECT_TRUE(is_of_another(folder_.path(), ::geteuid() + 1));
  EXPECT_FALSE(is_of_another(path("nothing"), ::geteuid() + 1));
}

}  // namespace
}  // namespace symh
