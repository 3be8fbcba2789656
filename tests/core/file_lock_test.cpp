#include "core/file_lock.h"

#include <gtest/gtest.h>

#include <memory>

#include "core/error.h"
#include "temporary_folder.h"

namespace symh {
namespace {

TEST(FileLock, IsSharedByThoseThatAskForIt) {
  const TemporaryFolder folder;
  const auto lock = [&](FileLock::Kind kind) {
    return std::make_unique<FileLock>(folder.path() / "lock", "not writable", "held", kind);
  };
  auto first = lock(FileLock::Kind::shared), second = lock(FileLock::Kind::shared);
  EXPECT_THROW(lock(FileLock::Kind::alone), RunError);
  first.reset();
  EXPECT_THROW(lock(FileLock::Kind::alone), RunError);
  second.reset();
  const auto alone = lock(FileLock::Kind::alone);
  EXPECT_THROW(lock(FileLock::Kind::shared), RunError);
}

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
