#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace symh {

/// How near to this machine a host is.
enum class Reach : std::uint8_t {
  internet,
  private_network,  ///< 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, fc00::/7
  this_machine,     ///< loopback, and link-local, where clouds answer with the keys of the machine
};

/// The reach of a numeric IPv4 or IPv6 address, or of `localhost`; nullopt for another name.
std::optional<Reach> reach_of(const std::string& host);

/// Refuses a redirect that leads nearer to this machine than the first address: the words of a service that
/// only this machine or its network can reach must not come into a log or a page. Sees one request and its
/// redirects.
class RedirectGuard {
 public:
  /// Why a request must not be made; empty if it may. `address` is that of the request, which is about to go
  /// over a connection to the numeric address `peer`. The first request may always be made.
  std::string refusal(const std::string& address, const std::string& peer);

 private:
  std::optional<Reach> first_;
};

/// `text`, such as an error of libcurl, without the passwords of the proxies that the environment names.
std::string without_proxy_secrets(std::string text);

}  // namespace symh
