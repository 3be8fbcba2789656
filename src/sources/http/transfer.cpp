#include "sources/http/transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

#include "core/version.h"
#include "formats/text/line_reader.h"
#include "sources/http/reach.h"

namespace symh {
namespace {

constexpr std::size_t kept_error_bytes = 4096, most_error_bytes = std::size_t{1} << 16;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// The state that libcurl's callbacks share during one attempt.
struct State {
  CURL* handle = nullptr;
  const HttpCallbacks* callbacks = nullptr;
  PartFile* part = nullptr;
  Attempt attempt = {};
  std::string content_range = {};
  std::string bad_range = {};
  RedirectGuard guard = {};
  std::string refused = {};     ///< why a redirect is not followed
  std::string not_kept = {};    ///< the reason why the answer could not be written
  std::size_t error_bytes = 0;  ///< received of answers of status 300 and above
  bool received = false;        ///< at least the beginning of a good answer arrived
  bool stopped = false;
};

long status_of(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

/// `Retry-After` as seconds or as a date.
double retry_after_seconds(std::string_view value) {
  long seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error == std::errc{} && end == value.data() + value.size()) return static_cast<double>(seconds);
  const auto date = curl_getdate(std::string(value).c_str(), nullptr);
  return date < 0 ? 0 : std::max(0.0, std::difftime(date, std::time(nullptr)));
}

std::size_t on_header(const char* data, std::size_t, std::size_t size, void* user) {
  auto& state = *static_cast<State*>(user);
  std::string_view line(data, size);
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {  // another answer, after a redirect
    state.attempt.version = {};
    state.attempt.retry_after_seconds = 0;
    state.content_range.clear();
    return size;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  const std::string name(line.substr(0, colon));
  const auto value = trim(line.substr(colon + 1));
  const auto is = [&](const char* other) { return curl_strequal(name.c_str(), other) != 0; };
  if (is("ETag")) state.attempt.version.etag = value;
  if (is("Last-Modified")) state.attempt.version.last_modified = value;
  if (is("Content-Range")) state.content_range = value;
  if (is("Retry-After")) state.attempt.retry_after_seconds = retry_after_seconds(value);
  return size;
}

/// True if a 206 answer begins at the requested byte.
bool continues_part(const State& state) {
  return state.content_range.starts_with(fmt::format("bytes {}-", state.part->resumable_bytes()));
}

/// Opens the part file at the first byte of a good answer. False if the answer does not continue the part.
bool open_part(State& state, long status) {
  if (status == 206 && !continues_part(state)) {
    state.bad_range = fmt::format("it sent another range than asked for ('{}')", state.content_range);
    state.part->discard();
    return false;
  }
  state.part->open(status == 206, state.attempt.version);
  return true;
}

std::size_t on_body(const char* data, std::size_t, std::size_t size, void* user) {
  auto& state = *static_cast<State*>(user);
  const long status = status_of(state.handle);
  if (status >= 300) {
    auto& kept = state.attempt.error_body;
    kept.append(data, std::min(size, kept_error_bytes - std::min(kept.size(), kept_error_bytes)));
    state.error_bytes += size;
    return state.error_bytes <= most_error_bytes ? size : 0;  // the status says enough
  }
  try {
    if (!state.part->is_open() && !open_part(state, status)) return 0;
    if (state.part->write(data, size)) return size;
    state.not_kept = std::strerror(errno);
  } catch (const Error& error) {
    state.not_kept = error.what();
  }
  return 0;
}

int on_progress(void* user, curl_off_t expected, curl_off_t received, curl_off_t, curl_off_t) {
  auto& state = *static_cast<State*>(user);
  state.stopped = state.callbacks->stop && state.callbacks->stop();
  const auto before =
      static_cast<double>(state.part->is_open() ? state.part->size() : 0) - static_cast<double>(received);
  if (state.callbacks->progress && received > 0)
    state.callbacks->progress(before + static_cast<double>(received),
                              expected > 0 ? before + static_cast<double>(expected) : 0);
  return state.stopped ? 1 : 0;
}

/// Libcurl calls it when it has a connection, before each request.
int on_request(void* user, char* peer, char*, int, int) {
  auto& state = *static_cast<State*>(user);
  const char* address = nullptr;
  curl_easy_getinfo(state.handle, CURLINFO_EFFECTIVE_URL, &address);
  state.refused = state.guard.refusal(address == nullptr ? "" : address, peer == nullptr ? "" : peer);
  return state.refused.empty() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

template <class T>
void set(CURL* handle, CURLoption option, T value) {
  if (const auto result = curl_easy_setopt(handle, option, value); result != CURLE_OK)
    throw RunError(fmt::format("libcurl refused an option: {}", curl_easy_strerror(result)));
}

HeaderList headers_of(const HttpRequest& request, const PartFile& part) {
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& line) { list = curl_slist_append(list, line.c_str()); };
  if (part.resumable_bytes() > 0)
    add("If-Range: " + part.validator());
  else if (!request.etag.empty())
    add("If-None-Match: " + request.etag);
  else if (!request.last_modified.empty())
    add("If-Modified-Since: " + request.last_modified);
  return {list, curl_slist_free_all};
}

void set_up(CURL* handle, const HttpRequest& request, const HttpSettings& settings, State& state,
            const curl_slist* headers) {
  set(handle, CURLOPT_URL, request.address.whole().c_str());
  set(handle, CURLOPT_USERAGENT, fmt::format("symh/{}", version).c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 1L);
  set(handle, CURLOPT_MAXREDIRS, static_cast<long>(settings.redirects));
  set(handle, CURLOPT_PREREQFUNCTION, on_request);
  set(handle, CURLOPT_PREREQDATA, &state);
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.connect_timeout_seconds));
  set(handle, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(settings.low_speed_bytes));
  set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.low_speed_seconds));
  set(handle, CURLOPT_TIMEOUT, static_cast<long>(settings.total_seconds));
  set(handle, CURLOPT_HTTPHEADER, headers);
  if (state.part->resumable_bytes() > 0)
    set(handle, CURLOPT_RANGE, fmt::format("{}-", state.part->resumable_bytes()).c_str());
  set(handle, CURLOPT_HEADERFUNCTION, on_header);
  set(handle, CURLOPT_HEADERDATA, &state);
  set(handle, CURLOPT_WRITEFUNCTION, on_body);
  set(handle, CURLOPT_WRITEDATA, &state);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, on_progress);
  set(handle, CURLOPT_XFERINFODATA, &state);
}

bool is_temporary(CURLcode code) {
  constexpr std::array codes{CURLE_COULDNT_RESOLVE_PROXY,
                             CURLE_COULDNT_RESOLVE_HOST,
                             CURLE_COULDNT_CONNECT,
                             CURLE_PARTIAL_FILE,
                             CURLE_OPERATION_TIMEDOUT,
                             CURLE_SSL_CONNECT_ERROR,
                             CURLE_GOT_NOTHING,
                             CURLE_SEND_ERROR,
                             CURLE_RECV_ERROR,
                             CURLE_HTTP2,
                             CURLE_HTTP2_STREAM,
                             CURLE_WEIRD_SERVER_REPLY};
  return std::ranges::find(codes, code) != codes.end();
}

bool is_temporary(long http_status) {
  return http_status == 408 || http_status == 425 || http_status == 429 || http_status == 500 ||
         http_status == 502 || http_status == 503 || http_status == 504;
}

using End = Attempt::End;

/// Decides what a complete answer means.
void judge_status(State& state) {
  auto& attempt = state.attempt;
  if (attempt.http_status == 200 || attempt.http_status == 206) {
    if (!state.received) state.part->discard();  // the answer is empty: the part belongs to an earlier answer
    attempt.end = End::done;
  } else if (attempt.http_status == 304) {
    attempt.end = End::not_modified;
  } else if (attempt.http_status == 416) {
    state.part->discard();  // the file is not longer than the part: start anew
    attempt.end = End::temporary;
    attempt.problem = "HTTP status 416, nothing behind the part that is here";
  } else {
    attempt.end = is_temporary(attempt.http_status) ? End::temporary : End::final;
    attempt.problem = fmt::format("HTTP status {}", attempt.http_status);
  }
}

void judge(State& state, CURLcode code, const char* reason) {
  auto& attempt = state.attempt;
  attempt.http_status = status_of(state.handle);
  if (state.stopped) {
    attempt.end = End::stopped;
  } else if (!state.refused.empty()) {
    attempt.problem = state.refused;
  } else if (state.part->too_large()) {
    attempt.end = End::too_large;
  } else if (!state.not_kept.empty()) {
    attempt.end = End::not_kept;
    attempt.problem = state.not_kept;
  } else if (code == CURLE_OK || state.error_bytes > most_error_bytes) {
    judge_status(state);
  } else {
    attempt.end = is_temporary(code) ? End::temporary : End::final;
    attempt.problem = !state.bad_range.empty() ? state.bad_range
                      : *reason != '\0'        ? std::string(reason)
                                               : std::string(curl_easy_strerror(code));
  }
}

}  // namespace

Attempt transfer(const HttpRequest& request, const HttpSettings& settings, const HttpCallbacks& callbacks,
                 PartFile& part, std::optional<std::chrono::milliseconds> time_left) {
  const Handle handle(curl_easy_init(), curl_easy_cleanup);
  if (!handle) throw RunError("libcurl cannot be started: out of memory?");
  State state{.handle = handle.get(), .callbacks = &callbacks, .part = &part};
  const auto headers = headers_of(request, part);
  std::array<char, CURL_ERROR_SIZE> reason{};
  set_up(handle.get(), request, settings, state, headers.get());
  set(handle.get(), CURLOPT_ERRORBUFFER, reason.data());
  if (time_left) set(handle.get(), CURLOPT_TIMEOUT_MS, std::max<long>(1, time_left->count()));
  const auto code = curl_easy_perform(handle.get());
  state.received = part.is_open();
  if (!part.close() && state.not_kept.empty()) state.not_kept = std::strerror(errno);
  judge(state, code, reason.data());
  state.attempt.problem = without_proxy_secrets(request.address.redact(state.attempt.problem));
  return std::move(state.attempt);
}

}  // namespace symh
