#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "core/address.h"
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
  std::string source;  ///< every error begins with it, such as `kyoto`
  Address address;     ///< http or https
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

/// When each host may be asked again. Clients that work side by side share one, so that together they do not
/// ask a host too often.
class HostPace {
 public:
  using Clock = std::chrono::steady_clock;
  /// Reserves the next request to the host, `delay` after the one before; returns its time.
  Clock::time_point next_request(const std::string& host, Clock::duration delay);

 private:
  std::mutex mutex_;
  std::map<std::string, Clock::time_point> last_;
};

/// The end of the time for all requests of a client, and the name that errors give to it.
struct HttpDeadline {
  std::chrono::steady_clock::time_point time;
  std::string name;  ///< such as `fetch.budget = 60s`
};

/// GET requests by libcurl, which handles redirects, proxies (http_proxy, https_proxy, no_proxy) and TLS.
/// A redirect gets no password of the first address, and must not lead into a network that is nearer to this
/// machine (reach.h). Repeats temporary failures after growing, random waits, and spaces out requests to one
/// host.
class HttpClient {
 public:
  explicit HttpClient(const HttpSettings& settings, HttpCallbacks callbacks = {},
                      std::shared_ptr<HostPace> pace = std::make_shared<HostPace>());
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Throws NetworkError; DataError if the answer exceeds the limit; RunError if the disk is full; Error
  /// (interrupted) if `stop` returns true. That, and the end of the time (end_by), keep the part received so
  /// far.
  HttpAnswer get(const HttpRequest& request);

  /// `text`, which may quote an answer, without the secrets of any address that was asked.
  std::string redact(std::string text) const;

  void set_callbacks(HttpCallbacks callbacks) { callbacks_ = std::move(callbacks); }

  /// From then on no request waits, and running ones end with a NetworkError.
  void end_by(HttpDeadline deadline) { deadline_ = std::move(deadline); }
  bool out_of_time() const;

 private:
  [[noreturn]] void fail_out_of_time(const HttpRequest& request) const;
  std::optional<std::chrono::milliseconds> time_left() const;
  void wait(double seconds, const HttpRequest& request);
  void keep_distance(const HttpRequest& request);
  double backoff(std::int64_t attempt, double retry_after);

  HttpSettings settings_;
  HttpCallbacks callbacks_;
  std::mt19937 random_;
  std::set<std::string> secrets_;  ///< of the addresses that were asked
  std::shared_ptr<HostPace> pace_;
  std::optional<HttpDeadline> deadline_;
};

}  // namespace symh
