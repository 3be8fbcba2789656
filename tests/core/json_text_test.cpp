#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/json.h"

namespace symh {
namespace {

TEST(JsonText, TakesAnyBytes) {
  EXPECT_EQ(json_text({{"path", "sturm-\xfc.dat"}}), "{\"path\":\"sturm-\xef\xbf\xbd.dat\"}");
  EXPECT_EQ(json_text({{"\xff", 1}}), "{\"\xef\xbf\xbd\":1}") << "in a key too";
  EXPECT_EQ(json_text({{"a", 1}}, 1), "{\n \"a\": 1\n}");
}

TEST(JsonText, KeepsTextThatIsUtf8) {
  EXPECT_EQ(utf8_text("für \"alle\"\n"), "für \"alle\"\n");
  EXPECT_EQ(utf8_text("a\xff\xfe"
                      "b"),
            "a\xef\xbf\xbd\xef\xbf\xbd"
            "b");
}

}  // namespace
}  // namespace symh
