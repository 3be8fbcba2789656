#include "core/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

static_assert(!std::is_convertible_v<Address, std::string>, "an address does not become text by itself");

TEST(Address, WithoutSecretsIsShownAsItIs) {
  for (const std::string text : {"https://example.org/a/b?year=2015&id=AA@b#c", "http://127.0.0.1:8080/x",
                                 "http://[::1]:80/x", "", "https://example.org/@user/x", "no address"})
    EXPECT_EQ(Address(text).shown(), text);
}

TEST(Address, HidesUserAndPassword) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"http://user:pw@host/x?a=b", "http://***@host/x?a=b"},
      {"https://token@host", "https://***@host"},
      {"http://us%40er:p%3Aw@host:81/x", "http://***@host:81/x"},
      {"http://user:p@ss@host/x", "http://***@host/x"},
      {"http://user:pa/ss@host/x", "http://***@host/x"},
      {"http://user:pa?ss@host/x", "http://***@host/x"},
      {"http://:pw@[::1]:80/x", "http://***@[::1]:80/x"},
      {"user:pw@host/x", "***@host/x"}};
  for (const auto& [whole, shown] : cases) {
    EXPECT_EQ(Address(whole).shown(), shown);
    EXPECT_EQ(Address(whole).whole(), whole);
  }
}

TEST(Address, HidesValuesOfTheQueryThatNameThemselvesSecret) {
  EXPECT_EQ(Address("http://h/x?api_key=abc&year=2015&Access_Token=d;sig=e#token=f").shown(),
            "http://h/x?api_key=***&year=2015&Access_Token=***;sig=***#token=***");
}

TEST(Address, HidesTheSecretOfTheSettings) {
  EXPECT_EQ(Address("http://h/ws?user=s3%2Fcret", "s3/cret").shown(), "http://h/ws?user=***");
}

TEST(Address, RedactsWhatAServerSays) {
  const Address address("http://user:pass%2Fword@h/x?key=k123", "t0ken");
  const auto text =
      address.redact("t0ken: pass/word pass%2Fword k123 user:pass%2Fword and http://other:own@proxy:1/");
  for (const auto* secret : {"t0ken", "word", "k123", "own"}) EXPECT_THAT(text, Not(HasSubstr(secret)));
  EXPECT_THAT(text, HasSubstr("http://***@proxy:1/"));
}

TEST(ShownAddresses, FindsEachAddressInAText) {
  EXPECT_EQ(shown_addresses("a = \"http://u:p@h/x\" # ftp://q@g and https://e.org/?token=1 2"),
            "a = \"http://***@h/x\" # ftp://***@g and https://e.org/?token=*** 2");
  EXPECT_EQ(shown_addresses("omni: http://u:p@h/x?token=1: refused (http://h/?key=2), http://h/."),
            "omni: http://***@h/x?token=***: refused (http://h/?key=***), http://h/.");
  EXPECT_EQ(shown_addresses("no address: a@b"), "no address: a@b");
}

TEST(ShownHosts, CutsEachAddressBehindItsHost) {
  EXPECT_EQ(shown_hosts("['https://u:p@hooks.example.org/T0/B1?x=y', 3]"),
            "['https://***@hooks.example.org/***', 3]");
  EXPECT_EQ(shown_hosts("https://h"), "https://h");
}

}  // namespace
}  // namespace symh
