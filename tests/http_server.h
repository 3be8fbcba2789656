#pragma once
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace symh {

/// A request from a client.
struct SeenRequest {
  std::string target;                          ///< path and query
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string method, body;
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
  bool is_for(const std::string& path) const { return target.substr(0, target.find('?')) == path; }
  /// The value of a parameter of the query, not decoded.
  std::string parameter(const std::string& name) const {
    for (const char before : {'?', '&'})
      if (const auto at = target.find(before + name + "="); at != std::string::npos) {
        const auto from = at + name.size() + 2;
        return target.substr(from, target.find('&', from) - from);
      }
    return "";
  }
};

/// The server's answer to a request.
struct Served {
  int status = 200;
  std::string body = {};
  std::vector<std::string> headers = {};  ///< whole lines
  std::size_t declared_more = 0;          ///< Content-Length beyond the body: a cut transfer
  std::chrono::milliseconds per_byte{0};  ///< a slow drip
  bool with_length = true;
  std::chrono::milliseconds before{0};  ///< until the answer begins: a server that hangs
};

/// An HTTP server on loopback. It serves one connection at a time; a handler makes its answers.
class HttpServer {
 public:
  using Handler = std::function<Served(const SeenRequest&)>;

  explicit HttpServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 8);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~HttpServer() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string address(const std::string& path = "") const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
  }
  std::vector<SeenRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    while (!stop_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      answer(connection);
      ::close(connection);
    }
  }

  void answer(int connection) {
    const auto request = read_request(connection);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    const auto served = handler_(request);
    const auto begin = std::chrono::steady_clock::now() + served.before;
    while (!stop_ && std::chrono::steady_clock::now() < begin)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    auto head = fmt::format("HTTP/1.1 {} Answer\r\nConnection: close\r\n", served.status);
    if (served.with_length)
      head += fmt::format("Content-Length: {}\r\n", served.body.size() + served.declared_more);
    for (const auto& line : served.headers) head += line + "\r\n";
    head += "\r\n";
    if (!send_all(connection, head)) return;
    if (served.per_byte.count() == 0) {
      send_all(connection, served.body);
      return;
    }
    for (std::size_t i = 0; i < served.body.size() && !stop_; ++i) {
      if (!send_all(connection, served.body.substr(i, 1))) return;
      std::this_thread::sleep_for(served.per_byte);
    }
  }

  static bool send_all(int connection, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
      const auto n = ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<std::size_t>(n);
    }
    return true;
  }

  static SeenRequest read_request(int connection) {
    std::string text;
    char buffer[4096];
    while (text.find("\r\n\r\n") == std::string::npos) {
      const auto n = ::recv(connection, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      text.append(buffer, static_cast<std::size_t>(n));
    }
    SeenRequest request;
    const auto first = text.find(' ');
    request.method = text.substr(0, first);
    request.target = text.substr(first + 1, text.find(' ', first + 1) - first - 1);
    for (auto at = text.find("\r\n"); at != std::string::npos && at + 2 < text.size();) {
      const auto end = text.find("\r\n", at + 2);
      const auto line = text.substr(at + 2, end - at - 2);
      const auto colon = line.find(": ");
      if (colon != std::string::npos) {
        auto name = line.substr(0, colon);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        request.headers[name] = line.substr(colon + 2);
      }
      at = end;
    }
    const auto head = text.find("\r\n\r\n");
    if (head != std::string::npos) request.body = text.substr(head + 4);
    const auto length = static_cast<std::size_t>(std::atol(request.header("content-length").c_str()));
    while (request.body.size() < length) {
      const auto n = ::recv(connection, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      request.body.append(buffer, static_cast<std::size_t>(n));
    }
    return request;
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  std::vector<SeenRequest> requests_;
  std::thread thread_;
};

/// A static file as web servers send it: 304 if the client has this ETag, 206 for a range.
inline Served serve_file(const SeenRequest& request, const std::string& body, const std::string& etag) {
  const auto version = "ETag: " + etag;
  if (request.header("if-none-match") == etag) return {.status = 304, .headers = {version}};
  const auto range = request.header("range");
  if (range.empty() || request.header("if-range") != etag) return {.body = body, .headers = {version}};
  const auto from = std::stoul(range.substr(std::string("bytes=").size()));
  return {
      .status = 206,
      .body = body.substr(from),
      .headers = {version, fmt::format("Content-Range: bytes {}-{}/{}", from, body.size() - 1, body.size())}};
}

}  // namespace symh
