// Words that others wrote (names of files, channels, keys; answers) and secrets, as the real binary prints
// them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "http_server.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

/// True if nothing in the text can command a terminal.
bool is_plain(const std::string& text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || (byte >= 0x20 && byte != 0x7f);
  });
}

class ForeignText : public testing::Test {
 protected:
  void save(const std::string& name, const std::string& text) const {
    write_file_atomically(folder_.path() / name, text);
  }
  Outcome symh(const std::string& arguments) const { return symh_in(folder_.path(), arguments); }
  TemporaryFolder folder_;
};

TEST_F(ForeignText, NeverCommandsTheTerminal) {
  const std::string esc = "\x1b]0;title\a", name = "a" + esc + "\n\u202eb.csv";
  save(name, "time,sym_h,x" + esc + "\u009b31m\n2019-05-03T00:00Z,-1,2\n2019-05-03T00:05Z,-1,2\n");
  save("bad" + esc + ".csv", "time,sym_h\n2019-05-03T00:00Z,rub" + esc + "bish\n");
  save("keys.toml", "\"k\\u001bey\" = 1\n");
  const auto quoted = "'" + name + "'";
  for (const auto& arguments :
       {"inspect " + quoted, "inspect --json " + quoted, "inspect -v --no-cache " + quoted,
        "inspect 'bad" + esc + ".csv'", "inspect '" + esc + "'", "convert " + quoted + " --output -",
        std::string("train --config keys.toml"), "predict --model '" + esc + "' --data " + quoted,
        "'" + esc + "'", "inspect --" + std::string("x\x1bx"), "fetch omni --cache c --from '" + esc + "'"}) {
    const auto run = symh(arguments + " --log-file log");
    EXPECT_TRUE(is_plain(run.out)) << arguments << "\n" << run.out;
    EXPECT_TRUE(is_plain(run.err)) << arguments << "\n" << run.err;
    EXPECT_THAT(run.out + run.err, Not(HasSubstr("\u202e"))) << arguments;
    EXPECT_THAT(run.out + run.err, Not(HasSubstr("\u009b"))) << arguments;
  }
  EXPECT_TRUE(is_plain(read_file(folder_.path() / "log")));
  const auto table = symh("inspect " + quoted);
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(symh("inspect 'bad" + esc + ".csv'").err, HasSubstr("bad\\u001b]0;title\\u0007.csv"));
}

TEST_F(ForeignText, ThatIsNotUtf8IsPrintedAndStaysJson) {
  save("a\xff.csv", "time,sym_h\n2019-05-03T00:00Z,-1\n2019-05-03T00:05Z,-1\n");
  EXPECT_THAT(symh("inspect 'a\xff.csv' -v").err, HasSubstr("a\\xff.csv"));
  const auto run = symh("inspect --json 'a\xff.csv'");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_TRUE(nlohmann::json::accept(run.out)) << run.out;
}

TEST_F(ForeignText, ControlCharactersStayJson) {
  save("a\x1b\x7f\u009b\u202e.csv", "time,sym_h\n2019-05-03T00:00Z,-1\n2019-05-03T00:05Z,-1\n");
  const auto run = symh("inspect --json 'a\x1b\x7f\u009b\u202e.csv'");
  EXPECT_TRUE(is_plain(run.out));
  EXPECT_THAT(nlohmann::json::parse(run.out).dump(), HasSubstr("a\\u001b\x7f\u009b\u202e.csv"));
}

TEST_F(ForeignText, SecretsOfTheSettingsAreNeverPrinted) {
  const HttpServer server([](const auto&) { return Served{.status = 403, .body = "who is user:s3cret?"}; });
  const auto plain = server.address();
  save(
      "sources.toml",
      fmt::format(
          "[http]\nattempts = 1\n[omni]\naddress = \"http://user:s3cret@{}/{{year}}{{month}}?token=t0ken\"\n",
          plain.substr(plain.find("://") + 3)));
  for (const auto* arguments :
       {"fetch omni --from 2015-03 --dry-run", "fetch omni --from 2015-03-01 --to 2015-03-02 -v",
        "fetch omni --from 2015-03-01 --to 2015-03-02 --json", "fetch omni --print-config"}) {
    const auto run = symh(std::string(arguments) + " --sources sources.toml --cache cache --log-file log");
    for (const auto* secret : {"s3cret", "t0ken"}) {
      EXPECT_THAT(run.out + run.err, Not(HasSubstr(secret))) << arguments;
      EXPECT_THAT(read_file(folder_.path() / "log"), Not(HasSubstr(secret))) << arguments;
    }
  }
}

}  // namespace
}  // namespace symh
