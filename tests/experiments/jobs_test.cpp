#include "experiments/jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;

/// Writes what it hears to a file, so that it can be read in another process too.
class FileListener : public Listener {
 public:
  explicit FileListener(std::filesystem::path file) : file_(std::move(file)) {}
  void fail(const std::string& line) override { write_file_atomically(file_, line); }

 private:
  std::filesystem::path file_;
};

TEST(Jobs, EndWithTheExitCodeOfTheFirstFailureAndTheListenerHearsWhy) {
  const TemporaryFolder folder;
  FileListener listener(folder.path() / "heard");
  const std::vector<Job> jobs{{"good", [] {}}, {"bad", [] { throw DataError("no samples"); }}};
  try {
    run_jobs(jobs, 1, listener, [](const Job&, double) {});
    FAIL() << "no failure was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::data);
    EXPECT_THAT(error.what(), HasSubstr("bad failed"));
  }
  EXPECT_EQ(read_file(folder.path() / "heard"), "bad: no samples");
}

TEST(Jobs, TellTheShareThatIsDone) {
  std::vector<double> shares;
  run_jobs({{"one", [] {}}, {"two", [] {}}}, 1, silent_listener(),
           [&](const Job&, double share) { shares.push_back(share); });
  EXPECT_EQ(shares, (std::vector<double>{0.5, 1.0}));
}

}  // namespace
}  // namespace symh
