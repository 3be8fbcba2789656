#include "core/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace symh {
namespace {

constexpr std::string_view hidden = "***", scheme_end = "://";

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string percent_decode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 3], code, 16).ptr == &text[i + 3]) {
      result += static_cast<char>(code);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

/// True for the name of a value that is a secret: api_key, access_token, password, sig ...
bool names_secret(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 6> parts{"token",  "pass",       "pwd",
                                                  "secret", "credential", "signature"};
  constexpr std::array<std::string_view, 3> ends{"key", "auth", "sig"};
  return std::ranges::any_of(parts, [&](auto part) { return lower.find(part) != std::string::npos; }) ||
         std::ranges::any_of(ends, [&](auto end) { return lower.ends_with(end); });
}

/// Where an address has which part. The offsets are into the whole text that holds the address.
struct Parts {
  std::size_t authority = 0;  ///< behind `://`
  std::size_t host = 0;       ///< behind the user and password; `authority` without them
  std::size_t path = 0;       ///< the end of the host
  std::size_t end = 0;
};

/// True if the text after the last colon is no port. A password that holds a plain `/` or `?` looks like
/// that.
bool has_odd_port(std::string_view authority) {
  const auto colon = authority.rfind(':');
  return colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos &&
         authority.find_first_not_of("0123456789", colon + 1) != std::string_view::npos;
}

Parts parts_of(std::string_view text, std::size_t authority, std::size_t end) {
  Parts parts{authority, authority, std::min(text.find_first_of("/?#\\", authority), end), end};
  auto last = text.substr(0, parts.path).rfind('@');
  if (has_odd_port(text.substr(authority, parts.path - authority)) &&
      (last == std::string_view::npos || last < authority)) {
    last = text.substr(0, end).rfind('@');
    if (last != std::string_view::npos && last >= authority)
      parts.path = std::min(text.find_first_of("/?#\\", last), end);
  }
  if (last != std::string_view::npos && last >= authority) parts.host = last + 1;
  return parts;
}

/// Calls `see(begin, end)` for each secret value in the query and fragment of an address.
template <class See>
void for_each_secret_value(std::string_view text, const Parts& parts, const See& see) {
  auto at = text.substr(0, parts.end).find_first_of("?#", parts.path);
  while (at != std::string_view::npos) {
    const auto next = text.substr(0, parts.end).find_first_of("?&;#", at + 1);
    const auto end = std::min(next, parts.end);
    const auto equals = text.substr(0, end).find('=', at + 1);
    if (equals != std::string_view::npos && names_secret(text.substr(at + 1, equals - at - 1)))
      see(equals + 1, end);
    at = next;
  }
}

/// An address as people may see it, without the secret that the settings give.
std::string shown_of(std::string_view text, const Parts& parts) {
  std::string shown(text.substr(0, parts.authority));
  if (parts.host > parts.authority) shown.append(hidden).push_back('@');
  auto from = parts.host;
  for_each_secret_value(text, parts, [&](std::size_t begin, std::size_t end) {
    shown += text.substr(from, begin - from);
    shown += hidden;
    from = end;
  });
  return shown += text.substr(from, parts.end - from);
}

/// The parts of a text that is an address and nothing else. libcurl takes one without a scheme, too.
Parts parts_of_whole(std::string_view text) {
  const auto scheme = text.find(scheme_end);
  const bool has_scheme = scheme != std::string_view::npos && scheme < text.find_first_of("/?#@");
  return parts_of(text, has_scheme ? scheme + scheme_end.size() : 0, text.size());
}

/// `text` with each address in it replaced by what `show` gives for it.
template <class Show>
std::string replace_addresses(std::string_view text, const Show& show) {
  std::string result;
  while (true) {
    const auto scheme = text.find(scheme_end);
    if (scheme == std::string_view::npos) return result += text;
    const auto authority = scheme + scheme_end.size();
    auto end = std::min(text.find_first_of(" \t\r\n\"'<>`", authority), text.size());
    // What stands behind an address in a sentence is no part of it.
    while (end > authority && std::string_view(":;,.)").find(text[end - 1]) != std::string_view::npos) --end;
    result += show(text.substr(0, end), parts_of(text, authority, end));
    text.remove_prefix(end);
  }
}

}  // namespace

std::string percent_encode(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  std::string result;
  for (const char c : text)
    result += plain.find(c) != std::string_view::npos
                  ? std::string(1, c)
                  : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  return result;
}

std::string redact(std::string text, const std::string& secret) {
  if (secret.empty()) return text;
  return replace_all(replace_all(std::move(text), percent_encode(secret), hidden), secret, hidden);
}

std::string shown_addresses(std::string_view text) { return replace_addresses(text, shown_of); }

std::string shown_hosts(std::string_view text) {
  return replace_addresses(text, [](std::string_view before, const Parts& parts) {
    auto shown =
        shown_of(before.substr(0, parts.path), {parts.authority, parts.host, parts.path, parts.path});
    if (parts.path < parts.end) shown.append("/").append(hidden);
    return shown;
  });
}

std::string Address::shown() const { return symh::redact(shown_of(whole_, parts_of_whole(whole_)), secret_); }

std::vector<std::string> Address::secrets() const {
  const std::string_view whole = whole_;
  const auto parts = parts_of_whole(whole);
  std::vector<std::string> all;
  const auto add = [&](std::string_view secret) {
    constexpr std::size_t shortest = 3;  // a shorter one would blot out words that have nothing to do with it
    if (secret.size() < shortest) return;
    all.emplace_back(secret);
    all.push_back(percent_decode(secret));
  };
  if (!secret_.empty()) all.push_back(secret_);
  if (parts.host > parts.authority) {
    const auto user = whole.substr(parts.authority, parts.host - 1 - parts.authority);
    add(user);
    if (const auto colon = user.find(':'); colon != std::string_view::npos) add(user.substr(colon + 1));
  }
  for_each_secret_value(whole, parts,
                        [&](std::size_t begin, std::size_t end) { add(whole.substr(begin, end - begin)); });
  return all;
}

std::string Address::redact(std::string text) const {
  text = shown_addresses(text);
  for (const auto& secret : secrets()) text = symh::redact(std::move(text), secret);
  return text;
}

}  // namespace symh
