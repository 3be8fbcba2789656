// Passwords and tokens of addresses: they reach the server, and nobody else.
#include <sys/stat.h>

#include <cstdlib>

#include "sources/fixture.h"
#include "sources/http/reach.h"
#include "sources/source.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

/// Sets a variable of the environment for the life of the object.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

std::string all_text(const FetchReport& report) {
  std::string text;
  for (const auto& file : report.files)
    text += file.file.string() + "\n" + file.address + "\n" + file.note + "\n";
  for (const auto* lines : {&report.notes, &report.warnings, &report.errors})
    for (const auto& line : *lines) text += line + "\n";
  return text;
}

class Secrets : public SourcesTest {
 protected:
  /// Gives each address in the settings a password, and a token in its query.
  void use(const HttpServer& server) {
    const auto plain = server.address();
    const auto secret = "http://user:s3cret@" + plain.substr(plain.find("://") + 3);
    for (const auto& option : settings_.options())
      if (auto* const* text = std::get_if<std::string*>(&option.value);
          text != nullptr && (*text)->find("://") != std::string::npos)
        **text = secret + (option.key.ends_with("server") ? "/t?token=t0ken&path=" : "/x?token=t0ken&y=1");
  }
  /// All that the fetch of a source says and writes.
  std::string leftovers(const std::string& source, const FetchMode& mode = {}) {
    std::string text;
    try {
      text = all_text(fetch_from(source, {now_ - Minutes{1440}, now_}, mode));
    } catch (const UsageError& error) {  // a server says that the request is wrong
      text = error.what();
    }
    for (const auto* lines : {&listener_.said, &listener_.said_more, &listener_.warned, &listener_.failed})
      for (const auto& line : *lines) text += line + "\n";
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
      if (entry.is_regular_file()) text += read_file(entry.path());
    return text;
  }
};

TEST_F(Secrets, OfAnAddressAreInNoErrorNoteOrReportOfAnySource) {
  const std::vector<Served> answers{
      {.status = 404, .body = "user:s3cret t0ken"},
      {.status = 500, .body = "http://user:s3cret@elsewhere/"},
      {.body = "<html><title>s3cret t0ken</title></html>"},
      {.body = "{\"HAPI\": \"3.0\", \"status\": {\"code\": 1406, \"message\": \"t0ken s3cret\"}}"},
      {.body = "time,sym_h\nrubbish s3cret\n"},
      {.body = index_text(now_ - Minutes{1440}, minutes_a_day, -30, Status::provisional)},
      {.body = "x", .headers = {"ETag: \"1\""}, .declared_more = 9}};
  const Environment token("SYMH_ISGI_TOKEN", "t0ken");
  for (const auto& answer : answers) {
    const HttpServer server([&](const SeenRequest&) { return answer; });
    use(server);
    for (const auto& source : source_names()) {
      const auto text = leftovers(source);
      EXPECT_THAT(text, Not(HasSubstr("s3cret"))) << source << " " << answer.status << " " << answer.body;
      EXPECT_THAT(text, Not(HasSubstr("t0ken"))) << source << " " << answer.status << " " << answer.body;
      // Where DSCOVR has no folder there is no address of a file.
      const bool is_said = text.find("http://***@127.0.0.1:") != std::string::npos;
      EXPECT_TRUE(is_said || (source == "dscovr" && answer.status == 404)) << source << text;
    }
    EXPECT_EQ(server.requests().at(0).header("authorization"), "Basic dXNlcjpzM2NyZXQ=")
        << "the server gets it";
  }
}

TEST_F(Secrets, OfAnAddressAreInNoPlan) {
  const HttpServer server([&](const SeenRequest&) { return Served{}; });
  use(server);
  for (const auto& source : source_names()) {
    const auto text = leftovers(source, {.dry_run = true});
    EXPECT_THAT(text, Not(HasSubstr("s3cret"))) << source;
    EXPECT_THAT(text, Not(HasSubstr("t0ken"))) << source;
  }
}

TEST_F(Secrets, OfAnAddressAreInNoErrorOfTheSettings) {
  const std::string secret = "http://user:s3cret@h/x?token=t0ken";
  for (const auto& text :
       {"[omni]\naddress = [\"" + secret + "\"]\n", "[omni]\nrecheck = \"" + secret + "\"\n",
        "[http]\nattempts = \"" + secret + "\"\n", "[hapi.omni]\nparameters = \"" + secret + "\"\n",
        "[omni]\naddresss = \"" + secret + "\"\n", "[omni]\naddress = \"" + secret + "\n"}) {
    try {
      parse_sources(text, "mine.toml");
      ADD_FAILURE() << text;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
      EXPECT_THAT(error.what(), Not(HasSubstr("t0ken")));
    }
  }
  settings_.value<std::string>("omni.address") = secret + "&y={yeer}";
  try {
    fetch_from("omni", period(2015, 3, 1, 3));
    ADD_FAILURE() << "an unknown placeholder was taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("http://***@h/x?token=***&y={yeer}"));
  }
}

TEST_F(Secrets, OfAProxyAreInNoError) {
  settings_.http.attempts = 1;
  for (const std::string proxy :
       {"http://user:s3cret@127.0.0.1:1", "user:s3cret@127.0.0.1:1", "odd://user:s3cret@h:1",
        "http://user:s3cret@h:99999", "http://user:s3cret@[::1"}) {
    const Environment environment("http_proxy", proxy);
    settings_.value<std::string>("omni.address") = "http://source.invalid/{year}{month}";
    EXPECT_THAT(leftovers("omni"), Not(HasSubstr("s3cret"))) << proxy;
  }
}

TEST_F(Secrets, GoToNoOtherHostByARedirect) {
  const HttpServer other([](const SeenRequest&) { return Served{.status = 404}; });
  const HttpServer server([&](const SeenRequest&) {
    return Served{.status = 302, .headers = {"Location: " + other.address("/there")}};
  });
  use(server);
  fetch_from("omni", period(2015, 3, 1, 3));
  ASSERT_EQ(other.requests().size(), 1U);
  EXPECT_EQ(other.requests()[0].header("authorization"), "");
  EXPECT_THAT(other.requests()[0].target + other.requests()[0].header("referer"), Not(HasSubstr("t0ken")));
}

/// A source beyond a proxy, which plays all servers of the net.
class Redirects : public SourcesTest {
 protected:
  std::string error_of_redirect(const std::string& to) {
    asked_ = 0;
    const HttpServer proxy([&](const SeenRequest& request) {
      if (request.target.starts_with("http://source.example/"))
        return Served{.status = 302, .headers = {"Location: " + to}};
      return Served{.status = 404, .body = "words of another service"};
    });
    const Environment environment("http_proxy", proxy.address());
    settings_.value<std::string>("omni.address") = "http://source.example/{year}{month}";
    const auto report = fetch_from("omni", period(2015, 3, 1, 3));
    for (const auto& request : proxy.requests())
      asked_ += request.target.empty() ? 0 : 1;  // a connection without a request has no target
    return all_text(report);
  }
  std::size_t asked_ = 0;
};

TEST_F(Redirects, FromTheNetToThisMachineOrItsNetworkAreRefusedUnasked) {
  for (const auto* to :
       {"http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]/x", "http://0x7f.1/x",
        "http://169.254.169.254/latest", "http://10.1.2.3/x", "http://user:s3cret@192.168.0.1/",
        "http://[fd00::1]/x", "http://[::ffff:127.0.0.1]/x"}) {
    const auto text = error_of_redirect(to);
    EXPECT_THAT(text, HasSubstr("it redirects to ")) << to;
    EXPECT_THAT(text, HasSubstr(": refused; check the address in the settings")) << to;
    EXPECT_THAT(text, Not(HasSubstr("words of another service"))) << to;
    EXPECT_THAT(text, Not(HasSubstr("s3cret"))) << to;
    EXPECT_EQ(asked_, 1U) << to;
  }
}

TEST_F(Redirects, ToAnotherHostOfTheNetAreFollowed) {
  error_of_redirect("http://mirror.example/x");
  EXPECT_EQ(asked_, 2U);
}

TEST(ReachOf, KnowsTheNetworksThatAreNotTheInternet) {
  for (const auto* host :
       {"127.0.0.1", "127.8.9.1", "0.0.0.0", "::1", "::", "[::1]", "169.254.1.1", "fe80::1%eth0", "localhost",
        "LocalHost.", "a.localhost", "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
    EXPECT_EQ(reach_of(host), Reach::this_machine) << host;
  for (const auto* host :
       {"10.0.0.1", "172.16.0.1", "172.31.255.1", "192.168.1.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1"})
    EXPECT_EQ(reach_of(host), Reach::private_network) << host;
  for (const auto* host : {"8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2001:db8::1"})
    EXPECT_EQ(reach_of(host), Reach::internet) << host;
  for (const auto* host : {"example.org", "", "localhost.example.org"})
    EXPECT_EQ(reach_of(host), std::nullopt) << host;
}

TEST(RedirectGuard, LetsARequestGoFurtherOutButNotFurtherIn) {
  RedirectGuard guard;
  EXPECT_EQ(guard.refusal("http://intranet.example/", "10.0.0.1"), "");
  EXPECT_EQ(guard.refusal("http://10.0.0.2/", "10.0.0.2"), "");
  EXPECT_EQ(guard.refusal("http://source.example/", "8.8.8.8"), "");
  EXPECT_THAT(guard.refusal("http://rebound.example/", "127.0.0.1"),
              HasSubstr("it redirects to rebound.example, which is this machine or its own link: refused"));
}

}  // namespace
}  // namespace symh
