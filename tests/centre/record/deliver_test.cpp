#include "centre/record/deliver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "core/file.h"
#include "http_server.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

TEST(RunCommand, FindsItsVariables) {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "told").string();
  EXPECT_EQ(run_command("printf %s \"$SYMH_ALERT_TEXT\" > \"$FILE\"",
                        {{"SYMH_ALERT_TEXT", "SYM-H; rm -rf 'x' $(y)"}, {"FILE", file}}, seconds{20}),
            "");
  EXPECT_EQ(read_file(file), "SYM-H; rm -rf 'x' $(y)") << "the text is never part of the command";
}

TEST(RunCommand, PassesOnNoSecretOfTheEnvironment) {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "environment").string();
  ::setenv("SYMH_ISGI_TOKEN", "t0ken", 1);
  ::setenv("https_proxy", "http://user:s3cret@proxy", 1);
  ::setenv("LC_TIME", "C", 1);
  ::setenv("TZ", "UTC", 1);
  EXPECT_EQ(run_command("env > \"$FILE\"", {{"SYMH_ALERT_TEXT", "storm"}, {"FILE", file}}, seconds{20}), "");
  for (const auto* name : {"SYMH_ISGI_TOKEN", "https_proxy", "LC_TIME", "TZ"}) ::unsetenv(name);
  std::istringstream lines(read_file(file));
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) names.insert(line.substr(0, line.find('=')));
  for (const auto* name : {"PATH", "LC_TIME", "TZ", "SYMH_ALERT_TEXT", "FILE"})
    EXPECT_TRUE(names.contains(name)) << name;
  for (const auto* known :
       {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LC_TIME", "TZ", "USER", "LOGNAME", "TMPDIR",
        "SYMH_ALERT_TEXT", "FILE", "PWD", "SHLVL", "OLDPWD", "_"})  // the last four: sh sets them
    names.erase(known);
  EXPECT_THAT(names, testing::IsEmpty());
}

TEST(RunCommand, SaysHowItFailed) {
  EXPECT_EQ(run_command("exit 3", {}, seconds{20}), "exit code 3");
  EXPECT_THAT(run_command("kill -9 $$", {}, seconds{20}), HasSubstr("signal 9"));
}

/// True while the process runs; one that has ended and that nobody has asked for does not.
bool runs(const std::string& process) {
  const auto stat = std::filesystem::path("/proc") / process / "stat";
  if (!std::filesystem::exists(stat)) return false;
  std::ifstream stream(stat);
  std::string number, name, state;
  stream >> number >> name >> state;
  return state != "Z" && state != "";
}

TEST(RunCommand, IsKilledWithWhatItStartedWhenItTakesTooLong) {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "process").string();
  EXPECT_THAT(run_command("sleep 36000 & echo -n $! > '" + file + "'; wait", {}, seconds{2}),
              HasSubstr("killed"));
  const auto process = read_file(file);
  while (runs(process)) std::this_thread::sleep_for(std::chrono::milliseconds(5));  // it dies in its own time
}

TEST(PostJson, SendsTheTextAndHearsTheStatus) {
  int status = 204;
  HttpServer server([&](const SeenRequest&) { return Served{.status = status}; });
  EXPECT_EQ(post_json(server.address("/hook"), R"({"text":"storm"})", seconds{5}), "");
  const auto request = server.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/hook");
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_EQ(request.body, R"({"text":"storm"})");
  status = 500;
  EXPECT_EQ(post_json(server.address("/hook"), "{}", seconds{5}), "status 500");
}

TEST(PostJson, FollowsNoRedirectAndShowsNoAddress) {
  HttpServer server([&](const SeenRequest&) {
    return Served{.status = 307, .headers = {"Location: http://127.0.0.1:1/s3cret"}};
  });
  const auto fault = post_json(server.address("/s3cret"), "{}", seconds{5});
  EXPECT_EQ(fault, "status 307, a redirect: give the address it leads to");
  for (const auto* address : {"http://user:s3cret@127.0.0.1:1/s3cret", "http://s3cret:x/", "odd://s3cret"})
    EXPECT_THAT(post_json(address, "{}", seconds{5}), testing::Not(HasSubstr("s3cret")));
}

TEST(PostJson, GivesUpAServerThatHangs) {
  HttpServer server([](const SeenRequest&) { return Served{.before = std::chrono::hours{1}}; });
  EXPECT_THAT(post_json(server.address("/hook"), "{}", seconds{1}), HasSubstr("Timeout"));
}

TEST(PostJson, SaysThatNobodyAnswers) {
  EXPECT_NE(post_json("http://127.0.0.1:1/hook", "{}", seconds{5}), "");
  EXPECT_NE(post_json("file:///etc/hostname", "{}", seconds{5}), "") << "http and https only";
}

}  // namespace
}  // namespace symh
