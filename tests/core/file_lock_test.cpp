#include "core/file_lock.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "temporary_folder.h"

namespace symh {
namespace {

TEST(FileLock, IsHeldByOneAtATime) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state" / "lock";
  {
    const FileLock first(path, "not writable", "held");
    EXPECT_THROW(FileLock(path, "not writable", "held"), RunError);
  }
  EXPECT_NO_THROW(FileLock(path, "not writable", "held"));
}

}  // namespace
}  // namespace symh
