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

/// A request that got no usable answer in any attempt (exit code 1).
struct NetworkError : RunError {
  NetworkError(const std::string& message, long http_status, std::string body)
      : RunError(message), http_status(http_status), body(std::move(body)) {}
  long http_status = 0;  ///< of the last attempt; 0 if the server was not reached
  std::string body;      ///< the first kilobytes of an answer of status 400 and above
};

struct HttpRequest {
  std::string source;   ///< every error begins with it, such as `kyoto`
  std::string address;  ///< http or https
  /// Shown as *** in every address and answer; empty: no secret.
  std::string secret = {};
  /// The file for a partial download, so that the next attempt, or the next run, can continue it.
  std::filesystem::path part;
  /// The server's validators of the local copy; the server then does not send an unchanged file again.
  std::string etag = {};
  std::string last_modified = {};
};

struct HttpAnswer {
  bool not_modified = false;
  std::string body;
  std::string etag, last_modified;
};

/// How running requests report to the user and learn that the user asked to stop.
struct HttpCallbacks {
  /// Called from time to time with the bytes received and the bytes expected (0: unknown).
  std::function<void(double received, double expected)> progress = {};
  std::function<void(const std::string& line)> say = {};
  std::function<bool()> stop = {};
};

/// `text` with *** in place of `secret`, both plain and percent-encoded.
std::string redact(std::string text, const std::string& secret);

/// `text` percent-encoded for the query of an address.
std::string percent_encode(std::string_view text);

/// GET requests by libcurl, which handles redirects, proxies (http_proxy, https_proxy, no_proxy) and TLS.
/// Repeats temporary failures after growing, random waits, and spaces out requests to one host.
class HttpClient {
 public:
  explicit HttpClient(const HttpSettings& settings, HttpCallbacks callbacks = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Throws NetworkError; DataError if the answer exceeds the limit; RunError if the disk is full; Error
  /// (interrupted) if `stop` returns true, which keeps the part received so far.
  HttpAnswer get(const HttpRequest& request);

  void set_callbacks(HttpCallbacks callbacks) { callbacks_ = std::move(callbacks); }

 private:
  void wait(double seconds, const HttpRequest& request);
  void keep_distance(const HttpRequest& request);
  double backoff(std::int64_t attempt, double retry_after);

  HttpSettings settings_;
  HttpCallbacks callbacks_;
  std::mt19937 random_;
  std::map<std::string, std::chrono::steady_clock::time_point> last_request_;  ///< for each host
};

}  // namespace symh
