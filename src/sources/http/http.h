#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>

#include "core/error.h"
#include "sources/settings.h"

namespace symh {

/// A request that got no usable answer, after all attempts (exit code 1).
struct NetworkError : RunError {
  NetworkError(const std::string& message, long http_status, std::string body)
      : RunError(message), http_status(http_status), body(std::move(body)) {}
  long http_status = 0;  ///< of the last attempt; 0 where the server was not reached
  std::string body;      ///< the first kilobytes of an answer of status 400 and above
};

struct HttpRequest {
  std::string source;   ///< begins every error, such as `kyoto`
  std::string address;  ///< http or https
  /// Shown as *** wherever it stands in an address or an answer; empty: none.
  std::string secret = {};
  /// Where a partial download is kept, so that the next attempt, or the next run, goes on from there.
  std::filesystem::path part;
  /// What the server said of the copy that is there; an unchanged file is then not sent again.
  std::string etag = {};
  std::string last_modified = {};
};

struct HttpAnswer {
  bool not_modified = false;
  std::string body;
  std::string etag, last_modified;
};

/// What the user is told while requests run, and whether they want them to stop.
struct HttpCallbacks {
  /// Called now and then with the bytes received and, where known, expected (else 0).
  std::function<void(double received, double expected)> progress = {};
  std::function<void(const std::string& line)> say = {};
  std::function<bool()> stop = {};
};

/// `text` with `secret`, plain or percent-encoded, as ***.
std::string redact(std::string text, const std::string& secret);

/// `text` as it must stand in the query of an address.
std::string percent_encode(std::string_view text);

/// GET by libcurl: redirects, proxies (http_proxy, https_proxy, no_proxy) and TLS as it does them. Temporary
/// failures are tried again with growing, random waits; requests to one host keep a distance.
class HttpClient {
 public:
  explicit HttpClient(const HttpSettings& settings, HttpCallbacks callbacks = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Throws NetworkError; DataError where the answer is larger than the limit; RunError where the disk has no
  /// room for it; Error (interrupted) where `stop` says so, the part that came being kept.
  HttpAnswer get(const HttpRequest& request);

  void set_callbacks(HttpCallbacks callbacks) { callbacks_ = std::move(callbacks); }

 private:
  void wait(double seconds, const HttpRequest& request);
  void keep_distance(const HttpRequest& request);
  double backoff(std::int64_t attempt, double retry_after);

  HttpSettings settings_;
  HttpCallbacks callbacks_;
  std::mt19937 random_;
  std::map<std::string, std::chrono::steady_clock::time_point> last_request_;  ///< by host
};

}  // namespace symh
