#include "core/memory_budget.h"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "core/file.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Sets the budget, and the usual one again at the end.
class MemoryBudget : public testing::Test {
 protected:
  void SetUp() override { set_memory_budget(std::uint64_t{1} << 20); }
  void TearDown() override { set_memory_budget(0); }
};

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const OverBudget& error) {
    return error.what();
  }
  return "no error";
}

TEST(Bytes, AreReadWithTheirUnits) {
  EXPECT_EQ(parse_bytes("512MiB"), std::uint64_t{512} << 20);
  EXPECT_EQ(parse_bytes("2 GiB"), std::uint64_t{2} << 30);
  EXPECT_EQ(parse_bytes("1.5gb"), 1'500'000'000U);
  EXPECT_EQ(parse_bytes("100B"), 100U);
  for (const auto* wrong :
       {"", "2", "GiB", "-1GiB", "0MiB", "2GiBs", "nanGiB", "1e300TB", "0x10MB", "2 Gi B"})
    EXPECT_EQ(parse_bytes(wrong), std::nullopt) << wrong;
}

TEST(Bytes, AreShownInTheirLargestUnit) {
  EXPECT_EQ(format_bytes(100), "100 B");
  EXPECT_EQ(format_bytes(std::uint64_t{3} << 29), "1.5 GiB");
  EXPECT_EQ(bytes_of(std::uint64_t{1} << 40, std::uint64_t{1} << 40), UINT64_MAX);
}

TEST(Bytes, TheUsualBudgetIsAQuarterOfTheMemory) {
  EXPECT_EQ(memory_budget(), machine_memory() / 4);
  EXPECT_GT(memory_budget(), std::uint64_t{64} << 20);
}

TEST_F(MemoryBudget, ClaimsCountTogetherUntilTheyEnd) {
  MemoryClaim first(600'000);
  EXPECT_THAT(error_of([] { require_memory(600'000); }),
              AllOf(HasSubstr("needs at least 1.1 MiB"), HasSubstr("but 1.0 MiB are allowed"),
                    HasSubstr("--max-memory"), HasSubstr("SYMH_MAX_MEMORY")));
  {
    MemoryClaim second(300'000);
    EXPECT_THROW(second.grow(300'000), OverBudget);
    EXPECT_THROW(require_memory(200'000), OverBudget);
  }
  EXPECT_NO_THROW(require_memory(400'000));
  EXPECT_THROW(first.grow(UINT64_MAX), OverBudget);
  first = MemoryClaim();
  EXPECT_NO_THROW(require_memory(1'000'000));
}

TEST_F(MemoryBudget, AMovedClaimCountsOnce) {
  MemoryClaim first(600'000);
  std::vector<MemoryClaim> claims;
  claims.push_back(std::move(first));
  EXPECT_NO_THROW(require_memory(400'000));
  claims.clear();
  EXPECT_NO_THROW(require_memory(1'000'000));
}

TEST_F(MemoryBudget, TheFileIsNamed) {
  EXPECT_THAT(error_of([] { name_over_budget("a.nc", [] { require_memory(2'000'000); }); }),
              testing::StartsWith("a.nc: reading needs at least 1.9 MiB"));
}

TEST_F(MemoryBudget, AFileWithoutEndIsRefused) {
  EXPECT_THAT(error_of([] { read_file("/dev/zero"); }),
              testing::StartsWith("/dev/zero: reading needs at least 1.1 MiB"));
}

TEST(LimitedProcess, CannotTakeMoreMemoryThanItsLimit) {
  const auto child = ::fork();
  if (child == 0) {
    limit_this_process(std::uint64_t{256} << 20, 60);
    rlimit cpu{};
    ::getrlimit(RLIMIT_CPU, &cpu);
    // Not by operator new, which ends the process with AddressSanitizer.
    const auto* much = ::mmap(nullptr, std::size_t{1} << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ::_exit(much != MAP_FAILED ? 1 : cpu.rlim_cur == 60 ? 0 : 3);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

}  // namespace
}  // namespace symh
