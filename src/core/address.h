#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace symh {

/// An address that symh asks. It may hold a password or a token, so it does not turn into text by itself: a
/// transfer takes whole(), and all that people and files get is shown().
class Address {
 public:
  Address() = default;
  /// `secret` is a token that the settings give for a part of the address.
  // NOLINTNEXTLINE(google-explicit-constructor): a text becomes an address without loss, never the reverse
  Address(std::string whole, std::string secret = {})
      : whole_(std::move(whole)), secret_(std::move(secret)) {}

  /// With its secrets, for the request alone.
  const std::string& whole() const { return whole_; }
  /// With *** in place of the user and password, of `secret`, and of each value in the query whose name says
  /// that it is secret (token, key, password ...).
  std::string shown() const;
  /// `text`, such as an answer or an error of libcurl, with *** in place of the secrets of this address and
  /// of every address in it.
  std::string redact(std::string text) const;
  /// The texts that redact() takes for secrets.
  std::vector<std::string> secrets() const;

 private:
  std::string whole_, secret_;
};

/// `text` with every address in it as Address::shown() gives it.
std::string shown_addresses(std::string_view text);

/// `text` with every address in it cut after its host: the path of a webhook is a secret itself.
std::string shown_hosts(std::string_view text);

/// `text` with *** in place of `secret`, both plain and percent-encoded.
std::string redact(std::string text, const std::string& secret);

/// `text` percent-encoded for the query of an address.
std::string percent_encode(std::string_view text);

}  // namespace symh
