#include "sources/http/http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <thread>

#include "sources/http/answer.h"
#include "sources/http/transfer.h"

namespace symh {
namespace {

using Clock = std::chrono::steady_clock;

std::string host_of(const std::string& address) {
  const auto begin = address.find("://");
  const auto from = begin == std::string::npos ? 0 : begin + 3;
  return address.substr(from, address.find_first_of("/?", from) - from);
}

[[noreturn]] void fail(const HttpRequest& request, const Attempt& attempt, std::int64_t attempts) {
  const auto words = first_words(request.address.redact(attempt.error_body));
  throw NetworkError(fmt::format("{}: {}: {}{}{}; {}", request.source, request.address.shown(),
                                 attempt.problem, words.empty() ? "" : fmt::format(" ('{}')", words),
                                 attempts > 1 ? fmt::format(", {} times", attempts) : "",
                                 attempt.end == Attempt::End::temporary
                                     ? "try again later; the fetched files are kept"
                                     : "check the address in the settings (--sources) and the period"),
                     attempt.http_status, request.address.redact(attempt.error_body));
}

[[noreturn]] void interrupted(const HttpRequest& request) {
  throw Error(
      ExitCode::interrupted,
      fmt::format("{}: interrupted; the fetched files are kept, and the same command continues with the rest",
                  request.source));
}

}  // namespace

HostPace::Clock::time_point HostPace::next_request(const std::string& host, Clock::duration delay) {
  const std::lock_guard one_at_a_time(mutex_);
  const auto last = last_.find(host);
  const auto next = last == last_.end() ? Clock::now() : std::max(Clock::now(), last->second + delay);
  return last_[host] = next;
}

HttpClient::HttpClient(const HttpSettings& settings, HttpCallbacks callbacks, std::shared_ptr<HostPace> pace)
    : settings_(settings),
      callbacks_(std::move(callbacks)),
      random_(std::random_device{}()),
      pace_(std::move(pace)) {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // libcurl counts these calls: each needs its curl_global_cleanup
}

HttpClient::~HttpClient() { curl_global_cleanup(); }

bool HttpClient::out_of_time() const { return deadline_ && Clock::now() >= deadline_->time; }

std::optional<std::chrono::milliseconds> HttpClient::time_left() const {
  if (!deadline_) return std::nullopt;
  // A transfer that ends with the time must not end a moment before it.
  return std::chrono::ceil<std::chrono::milliseconds>(deadline_->time - Clock::now()) +
         std::chrono::milliseconds{1};
}

void HttpClient::fail_out_of_time(const HttpRequest& request) const {
  throw NetworkError(
      fmt::format("{}: {}: the answer was not there when the time for all requests ended ({}); the fetched "
                  "files are kept, and the next run continues",
                  request.source, request.address.shown(), deadline_->name),
      0, "");
}

void HttpClient::wait(double seconds, const HttpRequest& request) {
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(std::max(0.0, seconds)));
  if (deadline_ && until >= deadline_->time) fail_out_of_time(request);
  while (Clock::now() < until) {
    if (callbacks_.stop && callbacks_.stop()) interrupted(request);
    std::this_thread::sleep_for(
        std::min<Clock::duration>(until - Clock::now(), std::chrono::milliseconds(50)));
  }
}

void HttpClient::keep_distance(const HttpRequest& request) {
  const auto delay =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(settings_.delay_seconds));
  const std::chrono::duration<double> until =
      pace_->next_request(host_of(request.address.whole()), delay) - Clock::now();
  wait(until.count(), request);
}

/// The wait doubles with each attempt. Half of it is random, so that many clients do not return at once.
double HttpClient::backoff(std::int64_t attempt, double retry_after) {
  const double longest =
      std::min(settings_.longest_wait_seconds,
               settings_.backoff_seconds * std::pow(2.0, static_cast<double>(attempt - 1)));
  return std::max(retry_after, longest * std::uniform_real_distribution(0.5, 1.0)(random_));
}

std::string HttpClient::redact(std::string text) const {
  text = shown_addresses(text);
  for (const auto& secret : secrets_) text = symh::redact(std::move(text), secret);
  return text;
}

HttpAnswer HttpClient::get(const HttpRequest& request) {
  std::ranges::copy(request.address.secrets(), std::inserter(secrets_, secrets_.end()));
  const auto limit = static_cast<std::uint64_t>(settings_.size_limit_mib) << 20U;
  std::error_code error;
  std::filesystem::create_directories(request.part.parent_path(), error);
  if (error)
    throw RunError(
        fmt::format("{}: cannot create folder: {}", request.part.parent_path().string(), error.message()));
  for (std::int64_t attempt = 1;; ++attempt) {
    keep_distance(request);
    PartFile part(request, limit);
    auto result = transfer(request, settings_, callbacks_, part, time_left());
    if (result.end == Attempt::End::temporary && out_of_time()) fail_out_of_time(request);
    switch (result.end) {
      case Attempt::End::done:
        return {false, part.take(), result.version.etag, result.version.last_modified};
      case Attempt::End::not_modified:
        return {true, "", request.etag, request.last_modified};
      case Attempt::End::stopped:
        interrupted(request);
      case Attempt::End::too_large:
        part.discard();
        throw DataError(fmt::format(
            "{}: {}: the answer is larger than {} MiB; raise http.size_limit_mib if that is right",
            request.source, request.address.shown(), settings_.size_limit_mib));
      case Attempt::End::not_kept:
        part.discard();
        throw RunError(fmt::format("{}: {}: the answer cannot be kept there: {}; make room and try again",
                                   request.source, request.part.string(), result.problem));
      case Attempt::End::final:
        fail(request, result, attempt);
      case Attempt::End::temporary:
        break;
    }
    if (attempt >= settings_.attempts || result.retry_after_seconds > settings_.longest_wait_seconds)
      fail(request, result, attempt);
    const double seconds = backoff(attempt, result.retry_after_seconds);
    if (callbacks_.say)
      callbacks_.say(fmt::format("{}: {}{}; attempt {} of {} in {:.1f} s", request.source,
                                 attempt == 1 ? request.address.shown() + ": " : "", result.problem,
                                 attempt + 1, settings_.attempts, seconds));
    wait(seconds, request);
  }
}

}  // namespace symh
