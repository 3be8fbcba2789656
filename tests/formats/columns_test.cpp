// What --columns and [data.columns] name, over several files and formats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "formats/column_meaning.h"
#include "formats/load.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class Columns : public testing::Test {
 protected:
  Columns() {
    write_file_atomically(folder_.path() / "a.csv", "time,SYM,V (km/s)\n2019-05-03T00:00Z,-5,400\n");
    write_file_atomically(folder_.path() / "b.csv", "when,SYM\n2019-05-03T00:01Z,-6\n");
  }

  LoadedData load_with(const std::map<std::string, std::string>& columns, bool required = true) const {
    ReadOptions options{.column_channels = columns};
    for (const auto& [name, channel] : columns)
      if (required) options.required_columns.push_back(name);
    return load({folder_.path().string()}, options);
  }

  std::string refusal(const std::map<std::string, std::string>& columns) const {
    try {
      load_with(columns);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no usage error";
  }

  TemporaryFolder folder_;
};

TEST_F(Columns, NameChannelsAndTheTimeInAllFiles) {
  const auto data = load_with({{"SYM", "sym_h"}, {"V", "speed"}, {"when", "time"}});
  EXPECT_EQ(data.series.at("sym_h").values, (std::vector<float>{-5, -6}));
  EXPECT_EQ(data.series.at("speed").values[0], 400.F);
}

TEST_F(Columns, ThatNoFileHasAreRefusedWithTheNearest) {
  EXPECT_THAT(refusal({{"SYN", "sym_h"}, {"when", "time"}}),
              HasSubstr("no file has a column 'SYN'; the nearest is 'SYM'"));
}

TEST_F(Columns, OfAModelNeedNotBeThere) {
  EXPECT_EQ(load_with({{"SYN", "sym_h"}, {"when", "time"}}, false).series.find("sym_h"), nullptr);
}

TEST_F(Columns, StandForKnownChannelsOnly) {
  EXPECT_THAT(refusal({{"SYM", "symh"}}), HasSubstr("'symh' is no channel; the nearest is 'sym_h'"));
  EXPECT_THAT(refusal({{"SYM", "vbs"}}), HasSubstr("symh computes vbs from other channels"));
}

TEST(ColumnMeaning, ToldByNameAndUnit) {
  using enum ColumnMeaning::Kind;
  EXPECT_EQ(meaning_of_column("Bz (GSM)").channel->name, "bz_gsm");
  EXPECT_EQ(meaning_of_column("Bz [GSE]").channel->name, "bz_gse");
  EXPECT_EQ(meaning_of_column("BZ_GSM", "T").kind, wrong_unit);
  EXPECT_EQ(meaning_of_column("BZ_GSM (T)").kind, wrong_unit);
  EXPECT_EQ(meaning_of_column("bz_gsm (GSE)").kind, other) << "the frame contradicts the name";
  EXPECT_THAT(meaning_of_column("bz_gsm (GSE)").note, HasSubstr("'GSE' is no unit of bz_gsm"));
  EXPECT_EQ(meaning_of_column("Newell-Coupling").kind, derived);
  EXPECT_EQ(meaning_of_column("speed_missing").kind, derived);
  EXPECT_EQ(meaning_of_column("dynamic_pressure").kind, known);
  EXPECT_EQ(meaning_of_column("station").kind, other);
  EXPECT_THAT(meaning_of_column("station").note, IsEmpty());
  EXPECT_THAT(meaning_of_column("speed", "furlongs").note, HasSubstr("'furlongs' is taken as km/s"));
}

}  // namespace
}  // namespace symh
