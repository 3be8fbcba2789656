#include "sources/http/reach.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "core/address.h"

namespace symh {
namespace {

/// The names that libcurl knows. It takes HTTP_PROXY from no environment, as a web server sets it for CGI.
constexpr std::array proxy_names{"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

using Bytes4 = std::array<unsigned char, 4>;
using Bytes16 = std::array<unsigned char, 16>;

Reach reach_of_v4(const Bytes4& ip) {
  const auto [a, b, c, d] = ip;
  if (a == 127 || a == 0 || (a == 169 && b == 254)) return Reach::this_machine;
  const bool is_private = a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) ||
                          (a == 100 && b >= 64 && b < 128);
  return is_private ? Reach::private_network : Reach::internet;
}

Reach reach_of_v6(const Bytes16& ip) {
  // ::ffff:a.b.c.d, ::a.b.c.d and 64:ff9b::a.b.c.d stand for an address of IPv4.
  constexpr std::array<Bytes16, 3> of_v4{Bytes16{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, Bytes16{},
                                         Bytes16{0, 0x64, 0xFF, 0x9B}};
  constexpr std::size_t prefix = 12;
  if (std::ranges::any_of(of_v4, [&](const auto& start) {
        return std::equal(start.begin(), start.begin() + prefix, ip.begin());
      }))
    return reach_of_v4({ip[12], ip[13], ip[14], ip[15]});  // ::1 and :: are in 0.0.0.0/8
  if (ip[0] == 0xFE && (ip[1] & 0xC0U) == 0x80) return Reach::this_machine;
  return (ip[0] & 0xFEU) == 0xFC ? Reach::private_network : Reach::internet;
}

/// The host of an address as libcurl reads it: 0x7f.1 is 127.0.0.1 too.
std::string host_of(const std::string& address) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
  char* part = nullptr;
  if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_GUESS_SCHEME) != CURLUE_OK ||
      curl_url_get(url.get(), CURLUPART_HOST, &part, 0) != CURLUE_OK)
    return "";
  const std::unique_ptr<char, decltype(&curl_free)> owned(part, curl_free);
  return part;
}

/// A proxy resolves the name of a host by itself, so the peer says nothing about that host.
bool may_use_proxy() {
  return std::ranges::any_of(proxy_names, [](const char* name) { return !environment(name).empty(); });
}

}  // namespace

std::optional<Reach> reach_of(const std::string& host) {
  auto bare = host;
  if (bare.starts_with('[') && bare.ends_with(']')) bare = bare.substr(1, bare.size() - 2);
  bare.resize(std::min(bare.find('%'), bare.size()));  // the zone of a link-local address
  if (bare.ends_with('.')) bare.pop_back();
  Bytes4 v4{};
  if (::inet_pton(AF_INET, bare.c_str(), v4.data()) == 1) return reach_of_v4(v4);
  Bytes16 v6{};
  if (::inet_pton(AF_INET6, bare.c_str(), v6.data()) == 1) return reach_of_v6(v6);
  std::ranges::transform(bare, bare.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return bare == "localhost" || bare.ends_with(".localhost") ? std::optional(Reach::this_machine)
                                                             : std::nullopt;
}

std::string RedirectGuard::refusal(const std::string& address, const std::string& peer) {
  const auto host = host_of(address);
  auto reach = reach_of(host);
  if (!reach && !may_use_proxy()) reach = reach_of(peer);
  const auto now = reach.value_or(Reach::internet);
  if (!first_) first_ = now;
  if (now <= *first_) return "";
  return fmt::format("it redirects to {}, which is {}: refused", host,
                     now == Reach::this_machine ? "this machine or its own link" : "in a private network");
}

std::string without_proxy_secrets(std::string text) {
  for (const auto* name : proxy_names)
    if (const auto value = environment(name); !value.empty()) text = Address(value).redact(std::move(text));
  return text;
}

}  // namespace symh
