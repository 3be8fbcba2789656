#include "sources/http/http.h"

#include <chrono>

#include "sources/fixture.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class Http : public testing::Test {
 protected:
  HttpRequest request(const HttpServer& server, const std::string& path = "/file") const {
    return {.source = "test", .address = server.address(path), .part = folder_.path() / "part"};
  }
  HttpAnswer get(const HttpServer& server) { return HttpClient(settings_, callbacks_).get(request(server)); }

  /// The error of a request that must fail.
  NetworkError failure(const HttpRequest& request) {
    try {
      HttpClient(settings_, callbacks_).get(request);
    } catch (const NetworkError& error) {
      return error;
    }
    ADD_FAILURE() << "the request did not fail";
    return {"", 0, ""};
  }

  HttpSettings settings_ = fast_http();
  HttpCallbacks callbacks_;
  TemporaryFolder folder_;
};

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST_F(Http, AnAnswerComesWholeAndLeavesNothingBehind) {
  const std::string body(300000, 'x');
  const HttpServer server([&](const auto& request) { return serve_file(request, body, "\"v1\""); });
  const auto answer = get(server);
  EXPECT_EQ(answer.body, body);
  EXPECT_EQ(answer.etag, "\"v1\"");
  EXPECT_TRUE(fs::is_empty(folder_.path()));
  EXPECT_THAT(server.requests().at(0).header("user-agent"), HasSubstr("symh/"));
}

TEST_F(Http, TemporaryErrorsAreTriedAgain) {
  int count = 0;
  const HttpServer server([&](const auto&) {
    return ++count < 3 ? Served{.status = count == 1 ? 500 : 503} : Served{.body = "good"};
  });
  std::vector<std::string> lines;
  callbacks_.say = [&](const std::string& line) { lines.push_back(line); };
  EXPECT_EQ(get(server).body, "good");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_THAT(lines[0], HasSubstr(server.address("/file") + ": HTTP status 500; attempt 2 of 3"));
  EXPECT_THAT(lines[1], HasSubstr(": HTTP status 503; attempt 3 of 3"));
  EXPECT_THAT(lines[1], Not(HasSubstr(server.address("")))) << "said once already";
}

TEST_F(Http, ErrorsThatStayAreSaidWithStatusAddressAndAttempts) {
  const HttpServer server(
      [](const auto&) { return Served{.status = 500, .body = "<html><title>Sorry</title>"}; });
  const auto error = failure(request(server));
  EXPECT_EQ(error.http_status, 500);
  EXPECT_EQ(error.code(), ExitCode::failed);
  EXPECT_THAT(error.what(),
              HasSubstr(server.address("/file") + ": HTTP status 500 ('Sorry'), 3 times; try again"));
}

TEST_F(Http, NotFoundIsNotTriedAgain) {
  const HttpServer server([](const auto&) { return Served{.status = 404, .body = "no such file"}; });
  EXPECT_THAT(failure(request(server)).what(),
              HasSubstr("HTTP status 404 ('no such file'); check the address"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Http, RetryAfterIsWaitedFor) {
  int count = 0;
  const HttpServer server([&](const auto&) {
    return ++count == 1 ? Served{.status = 503, .headers = {"Retry-After: 1"}} : Served{.body = "good"};
  });
  EXPECT_GE(seconds_of([&] { EXPECT_EQ(get(server).body, "good"); }), 1.0);
}

TEST_F(Http, ARetryAfterBeyondTheLongestWaitIsGivenUp) {
  const HttpServer server(
      [](const auto&) { return Served{.status = 503, .headers = {"Retry-After: 36000"}}; });
  failure(request(server));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(Http, ACutDownloadGoesOnWhereItWasCut) {
  const std::string body = std::string(5000, 'a') + std::string(5000, 'b');
  int count = 0;
  const HttpServer server([&](const auto& request) {
    if (++count > 1) return serve_file(request, body, "\"v1\"");
    return Served{.body = body.substr(0, 4000), .headers = {"ETag: \"v1\""}, .declared_more = 6000};
  });
  EXPECT_EQ(get(server).body, body);
  const auto second = server.requests().at(1);
  EXPECT_EQ(second.header("range"), "bytes=4000-");
  EXPECT_EQ(second.header("if-range"), "\"v1\"");
}

TEST_F(Http, APartOfAFileThatChangedIsThrownAway) {
  int count = 0;
  const HttpServer server([&](const auto& request) {
    if (++count > 1) return serve_file(request, "the new file", "\"v2\"");
    return Served{.body = "the ol", .headers = {"ETag: \"v1\""}, .declared_more = 6};
  });
  EXPECT_EQ(get(server).body, "the new file");
}

TEST_F(Http, APartWithoutAVersionIsNotGoneOnWith) {
  int count = 0;
  const HttpServer server([&](const auto&) {
    return ++count > 1 ? Served{.body = "whole"} : Served{.body = "wh", .declared_more = 3};
  });
  EXPECT_EQ(get(server).body, "whole");
  EXPECT_EQ(server.requests().at(1).header("range"), "");
}

TEST_F(Http, TheNextRunGoesOnWithThePart) {
  settings_.attempts = 1;
  const std::string body(8000, 'x');
  int count = 0;
  const HttpServer server([&](const auto& request) {
    if (++count > 1) return serve_file(request, body, "\"v1\"");
    return Served{.body = body.substr(0, 5000), .headers = {"ETag: \"v1\""}, .declared_more = 3000};
  });
  EXPECT_THAT(failure(request(server)).what(), HasSubstr("the fetched files are kept"));
  EXPECT_EQ(get(server).body, body);
  EXPECT_EQ(server.requests().at(1).header("range"), "bytes=5000-");
}

TEST_F(Http, AnotherRangeThanAskedForIsNotPutTogether) {
  int count = 0;
  const HttpServer server([&](const auto& request) {
    if (++count == 1) return Served{.body = "abc", .headers = {"ETag: \"v1\""}, .declared_more = 3};
    if (count == 2) return Served{.status = 206, .body = "ZZZ", .headers = {"Content-Range: bytes 0-2/6"}};
    return serve_file(request, "abcdef", "\"v1\"");
  });
  settings_.attempts = 1;
  failure(request(server));
  EXPECT_THAT(failure(request(server)).what(), HasSubstr("another range"));
  EXPECT_EQ(get(server).body, "abcdef");
}

TEST_F(Http, ASlowDripIsGivenUp) {
  settings_.attempts = 1;
  settings_.low_speed_seconds = 1;
  const HttpServer server([](const auto&) {
    return Served{.body = std::string(100'000, 'x'), .per_byte = std::chrono::milliseconds(100)};
  });
  EXPECT_THAT(failure(request(server)).what(), HasSubstr("too slow"));
}

/// Without the end of the time each of these would wait for minutes.
TEST_F(Http, NothingWaitsBeyondTheEndOfTheTime) {
  settings_.low_speed_bytes = 1;
  settings_.low_speed_seconds = settings_.connect_timeout_seconds = 600;
  settings_.attempts = 9;
  settings_.backoff_seconds = 600;
  settings_.longest_wait_seconds = 900;
  const auto end_of = [&](const Served& served, std::chrono::milliseconds time) {
    const HttpServer server([&](const auto&) { return served; });
    HttpClient client(settings_);
    client.end_by({std::chrono::steady_clock::now() + time, "fetch.budget = 1s"});
    try {
      client.get(request(server));
    } catch (const NetworkError& error) {
      EXPECT_TRUE(client.out_of_time() || served.status == 503);
      return std::string(error.what());
    }
    return std::string("an answer");
  };
  using std::chrono::milliseconds;
  const auto over = HasSubstr("the time for all requests ended (fetch.budget = 1s)");
  EXPECT_THAT(end_of({.before = milliseconds{1200'000}}, milliseconds{300}), over) << "silent";
  EXPECT_THAT(end_of({.body = std::string(5000, 'x'), .per_byte = milliseconds{500}}, milliseconds{300}),
              over)
      << "drips";
  EXPECT_THAT(end_of({.status = 503, .headers = {"Retry-After: 400"}}, std::chrono::minutes{5}), over)
      << "asks to wait longer than there is time";
  EXPECT_THAT(end_of({.body = "x"}, milliseconds{-1}), over) << "no time left";
  EXPECT_EQ(end_of({.body = "x"}, std::chrono::minutes{10}), "an answer");
}

TEST_F(Http, ClientsThatShareAPaceKeepTheDistanceTogether) {
  HostPace pace;
  const auto first = pace.next_request("a", std::chrono::hours{1});
  EXPECT_EQ(pace.next_request("a", std::chrono::hours{1}), first + std::chrono::hours{1});
  EXPECT_EQ(pace.next_request("a", std::chrono::hours{1}), first + std::chrono::hours{2});
  EXPECT_LT(pace.next_request("b", std::chrono::hours{1}), first + std::chrono::hours{1});
}

TEST_F(Http, RedirectsAreFollowedButNotInCircles) {
  const HttpServer server([](const auto& request) {
    if (request.is_for("/file")) return Served{.status = 302, .headers = {"Location: /there"}};
    if (request.is_for("/loop")) return Served{.status = 302, .headers = {"Location: /loop"}};
    return Served{.body = "there"};
  });
  EXPECT_EQ(get(server).body, "there");
  EXPECT_THAT(failure(request(server, "/loop")).what(), HasSubstr("redirects"));
}

TEST_F(Http, ARedirectToAFileOfThisMachineIsRefused) {
  const HttpServer server(
      [](const auto&) { return Served{.status = 302, .headers = {"Location: file:///etc/hostname"}}; });
  EXPECT_THAT(failure(request(server)).what(), HasSubstr("rotocol"));
}

TEST_F(Http, AnAnswerBeyondTheLimitIsRefusedWithOrWithoutALength) {
  for (const bool with_length : {true, false}) {
    const HttpServer server([&](const auto&) {
      return Served{.body = std::string((1U << 20U) + 1, 'x'), .with_length = with_length};
    });
    try {
      get(server);
      ADD_FAILURE() << "the answer was taken";
    } catch (const DataError& error) {
      EXPECT_THAT(error.what(), HasSubstr("larger than 1 MiB"));
    }
    EXPECT_TRUE(fs::is_empty(folder_.path()));
  }
}

TEST_F(Http, AnUnchangedFileIsNotSentAgain) {
  const HttpServer server([](const auto& request) { return serve_file(request, "body", "\"v1\""); });
  auto conditional = request(server);
  conditional.etag = "\"v1\"";
  EXPECT_TRUE(HttpClient(settings_).get(conditional).not_modified);
}

TEST_F(Http, ASecretIsNeverShown) {
  const std::string token = "s3cret+/token";
  const HttpServer server(
      [&](const auto&) { return Served{.status = 403, .body = "unknown token " + token}; });
  auto secret = request(server);
  secret.address = Address(server.address("/ws?user=" + percent_encode(token)), token);
  const auto error = failure(secret);
  EXPECT_THAT(error.what(), HasSubstr("/ws?user=***"));
  EXPECT_THAT(error.what(), HasSubstr("unknown token ***"));
  EXPECT_THAT(error.what() + error.body, Not(HasSubstr("s3cret")));
}

TEST_F(Http, RequestsToOneHostKeepADistance) {
  const HttpServer server([](const auto&) { return Served{.body = "x"}; });
  settings_.delay_seconds = 0.2;
  HttpClient client(settings_);
  EXPECT_GE(seconds_of([&] {
              for (int i = 0; i < 3; ++i) client.get(request(server));
            }),
            0.4);
}

TEST_F(Http, AStopKeepsWhatCameForTheNextRun) {
  const HttpServer server([](const auto&) {
    return Served{
        .body = std::string(300, 'x'), .headers = {"ETag: \"v1\""}, .per_byte = std::chrono::milliseconds(5)};
  });
  callbacks_.stop = [&] { return fs::exists(folder_.path() / "part.json"); };
  try {
    get(server);
    ADD_FAILURE() << "it was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::interrupted);
  }
  EXPECT_TRUE(fs::exists(folder_.path() / "part"));
}

TEST_F(Http, AServerThatIsNotThereIsSaid) {
  std::string address;
  {
    const HttpServer server([](const auto&) { return Served{}; });
    address = server.address("/file");
  }
  const auto error = failure({.source = "test", .address = address, .part = folder_.path() / "part"});
  EXPECT_EQ(error.http_status, 0);
  EXPECT_THAT(error.what(), HasSubstr("test: " + address));
}

TEST_F(Http, ALongErrorAnswerIsCutAndItsStatusStillTold) {
  const HttpServer server(
      [](const auto&) { return Served{.status = 404, .body = std::string(std::size_t{8} << 20, 'x')}; });
  const auto error = failure(request(server));
  EXPECT_EQ(error.http_status, 404);
  EXPECT_EQ(error.body.size(), 4096U);
  EXPECT_THAT(error.what(), HasSubstr("HTTP status 404"));
}

TEST_F(Http, ATransferThatNeverEndsIsStopped) {
  settings_.total_seconds = 1;
  settings_.attempts = 1;
  settings_.low_speed_seconds = 600;
  const HttpServer server([](const auto&) {
    return Served{.body = std::string(100'000, 'x'), .per_byte = std::chrono::milliseconds(1)};
  });
  EXPECT_THAT(failure(request(server)).what(), HasSubstr("timed out"));
}

TEST_F(Http, APlantedLinkInPlaceOfThePartIsNotFollowed) {
  write_file_atomically(folder_.path() / "precious", "keep me");
  fs::create_symlink(folder_.path() / "precious", folder_.path() / "part");
  const HttpServer server([](const auto&) { return Served{.body = "new"}; });
  EXPECT_THROW(get(server), RunError);
  EXPECT_EQ(read_file(folder_.path() / "precious"), "keep me");
}

}  // namespace
}  // namespace symh
