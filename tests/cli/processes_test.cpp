#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <sstream>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;

/// A port of the loopback that nobody listens at now.
int free_port() {
  const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  const bool bound = ::bind(handle, any, size) == 0 && ::getsockname(handle, any, &size) == 0;
  ::close(handle);
  return bound ? ntohs(address.sin_port) : 0;
}

/// A network on simulated indices, trained by one process and by several on this machine.
class Processes : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(symh_in(folder_->path(), "simulate --output data --days 20 --seed 3 -q").code, 0);
    write_file_atomically(folder_->path() / "job.toml", R"(
name = "job"
[data]
train = ["data"]
[windows]
lookback = "1h"
horizon = ["1h"]
stride = "10m"
channels = ["sym_h"]
[model]
kind = "lstm"
units = 8
dropout = 0.1
[training]
epochs = 3
threads = 1
device = "cpu"
patience = 0
)");
  }
  static void TearDownTestSuite() { folder_.reset(); }

  /// Runs `script` with $SYMH, and the function `process RANK ARGUMENTS...` that trains as one of `count`.
  static Outcome processes(int count, const std::string& script) {
    write_file_atomically(folder_->path() / "script.sh", fmt::format(R"(SYMH='{}'
export WORLD_SIZE={} MASTER_ADDR=127.0.0.1 MASTER_PORT={}
process() {{ export RANK=$1; shift; exec "$SYMH" train --config job.toml "$@"; }}
)",
                                                                     SYMH_BINARY, count, free_port()) +
                                                             script);
    return shell_in(folder_->path(), "bash script.sh");
  }
  /// `count` processes that train into `output`.
  static Outcome train(int count, const std::string& output) {
    return processes(count, fmt::format(R"(for rank in $(seq {}); do (process $rank --output {}) 2>&1 & done
(process 0 --output {}); code=$?; wait; exit $code
)",
                                        count - 1, output, output));
  }
  /// Two processes that train into `lost`, of which one is killed after `epochs` epochs.
  static Outcome lose_one_after(std::size_t epochs, const std::string& more) {
    return processes(2, fmt::format(R"sh(arguments="--output lost --set training.epochs=100000 {}"
(process 1 $arguments) 2>/dev/null & second=$!
(process 0 $arguments) & first=$!
for i in $(seq 600); do
  [ "$(wc -l <lost/history.csv 2>/dev/null || echo 0)" -gt {} ] && break
  sleep 0.05
done
kill -9 $second; wait $first
)sh",
                                    more, epochs));
  }
  static Outcome symh(const std::string& arguments) { return symh_in(folder_->path(), arguments); }
  /// Training and validation loss of each epoch.
  static std::vector<double> losses(const std::string& run) {
    std::istringstream lines(read_file(folder_->path() / run / "history.csv"));
    std::vector<double> values;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      double epoch = 0, train_loss = 0, validation_loss = 0;
      char comma = 0;
      std::istringstream(line) >> epoch >> comma >> train_loss >> comma >> validation_loss;
      values.insert(values.end(), {train_loss, validation_loss});
    }
    return values;
  }
  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> Processes::folder_;

TEST_F(Processes, TheLossCurveOfTwoAndOfFourIsThatOfOne) {
  ASSERT_EQ(symh("train --config job.toml --output one").code, 0);
  const auto one = losses("one");
  ASSERT_EQ(one.size(), 6U);
  for (const int count : {2, 4}) {
    const auto output = fmt::format("of{}", count);
    const auto result = train(count, output);
    ASSERT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr(fmt::format("{} processes share every batch", count)));
    const auto several = losses(output);
    ASSERT_EQ(several.size(), one.size());
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_NEAR(several[i], one[i], 1e-4 * one[i]) << count;
    EXPECT_EQ(symh("evaluate --model " + output + " --data data -q").code, 0);
  }
}

TEST_F(Processes, ALostOneEndsTheRunWithACheckpointToResumeFrom) {
  const auto result = lose_one_after(2, "");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("has lost another process"));
  EXPECT_THAT(result.err, HasSubstr("--resume"));
  const auto before = losses("lost");
  ASSERT_GE(before.size(), 4U);
  EXPECT_EQ(lose_one_after(before.size() / 2 + 1, "--resume").code, 1);
  const auto after = losses("lost");
  ASSERT_GT(after.size(), before.size());
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + 4, after.begin()))
      << "it went on from the checkpoint";
}

TEST_F(Processes, AnEnsembleAndHalfAnEnvironmentAreRefused) {
  const auto refused = [&](const std::string& environment) {
    const auto result = shell_in(folder_->path(),
                                 environment + " '" SYMH_BINARY "' train --config job.toml --output refused");
    EXPECT_EQ(result.code, 2) << result.err;
    return result.err;
  };
  EXPECT_THAT(refused("WORLD_SIZE=2"), HasSubstr("RANK"));
  EXPECT_THAT(refused("WORLD_SIZE=2 RANK=5 MASTER_PORT=1 MASTER_ADDR=a"), HasSubstr("RANK = \"5\""));
  EXPECT_THAT(refused("WORLD_SIZE=2 RANK=1 MASTER_PORT=1"), HasSubstr("MASTER_ADDR"));
  const auto ensemble = processes(2,
                                  "(process 1 --output refused --set folds=2) 2>/dev/null &\n"
                                  "(process 0 --output refused --set folds=2); code=$?; wait; exit $code\n");
  EXPECT_EQ(ensemble.code, 2);
  EXPECT_THAT(ensemble.err, HasSubstr("only a single network"));
}

}  // namespace
}  // namespace symh
