// Files that lie beside the data: they are left out with a warning, and never stop a forecast from the
// others.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/error.h"
#include "core/file.h"
#include "formats/load.h"
#include "formats/strays.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::Contains;
using testing::HasSubstr;
namespace fs = std::filesystem;

class StrayFiles : public testing::Test {
 protected:
  StrayFiles() { save("data.csv", twelve_samples()); }
  void save(const std::string& name, const std::string& text) const {
    write_file_atomically(folder_.path() / name, text);
  }
  LoadedData load_tolerantly() const { return load({folder_.path().string()}, {.tolerant = true}); }
  TemporaryFolder folder_;
};

TEST_F(StrayFiles, ThatAreDamagedAreLeftOutWithTolerant) {
  for (const auto& [name, text] : damaged_files()) {
    save(name, text);
    const auto data = load_tolerantly();
    EXPECT_EQ(data.series.size(), 12U) << name;
    EXPECT_THAT(data.warnings, Contains(HasSubstr(name)));
    EXPECT_THROW(load({(folder_.path() / name).string()}, {.tolerant = true}), DataError)
        << "a file that the user names";
    fs::remove(folder_.path() / name);
  }
  save("header.csv", "time,sym_h\n");
  EXPECT_THROW(load({folder_.path().string()}), DataError) << "without --tolerant";
}

TEST_F(StrayFiles, OfAnotherCadenceAreLeftOutWithTolerant) {
  save("minutes.csv", "time,speed\n2019-05-03T00:00Z,400\n2019-05-03T00:01Z,401\n2019-05-03T00:02Z,402\n");
  const auto data = load_tolerantly();
  EXPECT_EQ(data.series.cadence, Minutes{5});
  EXPECT_THAT(data.warnings, Contains(HasSubstr("found samples every 1m, expected 5m")));
}

TEST_F(StrayFiles, TheOrderOfFilesDoesNotDependOnHowTheirPathsAreWritten) {
  save("a.csv", "time,speed\n2019-05-03T00:00Z,400\n");
  save("b.csv", "time,speed\n2019-05-03T00:00Z,500\n");
  const auto whole = folder_.path(), relative = fs::relative(folder_.path());
  for (const auto& [first, second] : {std::pair{whole, relative}, {relative, whole}, {whole, whole}}) {
    const auto data = load({(first / "a.csv").string(), (second / "b.csv").string()});
    EXPECT_EQ(data.series.at("speed").values[0], 500.F) << "the later name wins";
  }
}

TEST_F(StrayFiles, ColumnsAreGivenChannelsInFormatsWithFixedColumnsToo) {
  save(
      "dst.wdc", "DST1905*03  X220   0" + [] {
        std::string hours;
        for (int hour = 0; hour < 25; ++hour) hours += fmt::format("{:4}", -hour);
        return hours + "\n";
      }());
  const auto path = (folder_.path() / "dst.wdc").string();
  EXPECT_NE(load({path}, {.column_channels = {{"dst", "sym_h"}}}).series.find("sym_h"), nullptr);
}

}  // namespace
}  // namespace symh
