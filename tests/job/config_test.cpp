#include "job/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "core/error.h"

namespace symh {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& text, const std::vector<std::string>& settings = {}) {
  try {
    parse_config(text, "job.toml", settings);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Config, ReadsEveryTypeOfValue) {
  const auto config = parse_config(
      "seed = 7\n[windows]\ncadence = \"1m\"\nhorizon = [\"30m\", \"2h\"]\nstride = \"1m\"\n"
      "channels = [\"sym_h\", \"asy_h\"]\n[model]\nkind = \"gru\"\ndropout = 0.25\nfilters = [8, 16]\n",
      "job.toml");
  EXPECT_EQ(config.seed, 7);
  EXPECT_EQ(config.windows.horizon, (std::vector<Minutes>{Minutes{30}, Minutes{120}}));
  EXPECT_EQ(config.windows.channels, (std::vector<std::string>{"sym_h", "asy_h"}));
  EXPECT_EQ(config.model.kind, "gru");
  EXPECT_DOUBLE_EQ(config.model.dropout, 0.25);
  EXPECT_EQ(config.model.filters, (std::vector<std::int64_t>{8, 16}));
}

TEST(Config, EveryFileOfConfigsIsValid) {
  const std::set<std::string> others{"operational.toml", "sources.toml"};  // of other commands; tested there
  for (const auto& entry : std::filesystem::directory_iterator(SYMH_SOURCE_DIR "/configs")) {
    const auto& path = entry.path();
    if (!others.contains(path.filename().string())) {
      EXPECT_NO_THROW(read_config(path.string())) << path;
    }
  }
}

TEST(Config, UnknownKeyNamesPlaceAndNearestKey) {
  EXPECT_THAT(error_of("[training]\nepoch = 3\n"), HasSubstr("job.toml:2:9: unknown key 'training.epoch'"));
  EXPECT_THAT(error_of("[training]\nepoch = 3\n"), HasSubstr("'training.epochs'"));
}

TEST(Config, AnErrorIsOneLineWhateverTheTextHolds) {
  EXPECT_EQ(error_of("[training]\nbands = t\n").find('\n'), std::string::npos);
}

TEST(Config, WrongTypeRangeAndChoiceAreRefused) {
  EXPECT_THAT(error_of("[training]\nepochs = \"three\"\n"), HasSubstr("expected a whole number"));
  EXPECT_THAT(error_of("[training]\nepochs = 0\n"), HasSubstr("expected a value from 1"));
  EXPECT_THAT(error_of("[training]\noptimizer = \"lion\"\n"), HasSubstr("one of adam, adamw, sgd"));
  EXPECT_THAT(error_of("[windows]\nlookback = 4\n"), HasSubstr("expected a duration"));
  EXPECT_THAT(error_of("[windows]\nlookback = \"7m\"\n"), HasSubstr("multiples of windows.cadence"));
  EXPECT_THAT(error_of("[windows]\nhorizon = [\"25h\"]\n"), HasSubstr("at most 24h"));
  EXPECT_THAT(error_of("[model]\nkind = \"cnn\"\nkind = \"rnn\"\n"), HasSubstr("job.toml:3"));
}

TEST(Config, ValuesThatWouldFillAnyMemoryAreRefused) {
  const auto in = [](const std::string& table, const std::string& lines) {
    return error_of("[" + table + "]\n" + lines + "\n");
  };
  EXPECT_THAT(in("windows", "lookback = \"36500d\""),
              HasSubstr("job.toml:2:12: windows.lookback = '36500d'; expected a duration from 1m to 100d"));
  EXPECT_THAT(in("windows", "cadence = \"1m\"\nlookback = \"30d\""),
              HasSubstr("windows.lookback is 43200 samples of windows.cadence, at most 20000"));
  EXPECT_THAT(in("windows", "fill_limit = \"100d\""), HasSubstr("from 0m to 30d"));
  EXPECT_THAT(in("windows", "storm_margin = \"36500d\""), HasSubstr("from 0m to 100d"));
  EXPECT_THAT(in("training", "batch_size = 1000000\n[windows]\nlookback = \"50d\""),
              HasSubstr("training.batch_size"));
  EXPECT_THAT(in("model", "units = 4096\nlayers = 16"), HasSubstr("weights"));
  EXPECT_THAT(in("model", "kind = \"cnn\"\nfilters = [4096, 4096, 4096]"), HasSubstr("weights"));
  EXPECT_THAT(in("model", "kind = \"mlp\"\nunits = 4096\nlayers = 16"), HasSubstr("weights"));
  EXPECT_THAT(error_of("folds = 100\nmembers = 100\n"), HasSubstr("10000 models, at most 2000"));
  std::string numbers = "1", laws = "1.0", leads = "\"5m\"", names = "'c'";
  for (int i = 2; i <= 12'000; ++i) numbers += ", 1";
  for (int i = 0; i < 500; ++i) laws += ", 1.0";
  for (int i = 2; i <= 301; ++i) leads += ", \"" + std::to_string(i) + "m\"";
  for (int i = 0; i < 100; ++i) names += ", 'c'";
  EXPECT_THAT(in("model", "filters = [" + numbers + "]"), HasSubstr("a list of at most 10000 entries"));
  EXPECT_THAT(in("model", "filters = [" + numbers.substr(0, 60) + "]"), HasSubstr("at most 16 entries"));
  EXPECT_LT(in("model", "filters = [" + numbers + "]").size(), 400U) << "the error is one line to read";
  EXPECT_THAT(in("physics", "recovery_factors = [" + laws + "]"), HasSubstr("the bank has 4008 laws"));
  EXPECT_THAT(in("windows", "horizon = [" + leads + "]"), HasSubstr("301 lead times; name at most 300"));
  EXPECT_THAT(in("windows", "head = [" + names + "]"), HasSubstr("windows.head has 101 entries"));
}

TEST(Config, PrintsTextThatIsNotUtf8AsTomlThatReadsBack) {
  Config config;
  config.data.train = {"/daten-\xe4/*.dat"};
  EXPECT_EQ(parse_config(print_config(config), "printed").data.train.front(), "/daten-\xef\xbf\xbd/*.dat");
}

TEST(Config, SettingsWinOverTheFileAndMayLeaveQuotesOut) {
  const auto config = parse_config("[model]\nkind = \"cnn\"\n", "job.toml",
                                   {"model.kind=rnn", "windows.lookback=2h", "training.learning_rate=0.01"});
  EXPECT_EQ(config.model.kind, "rnn");
  EXPECT_EQ(config.windows.lookback, Minutes{120});
  EXPECT_DOUBLE_EQ(config.training.learning_rate, 0.01);
  EXPECT_THAT(error_of("", {"training.epoch=1"}), HasSubstr("training.epochs"));
  EXPECT_THAT(error_of("", {"training"}), HasSubstr("KEY=VALUE"));
}

TEST(Config, PrintedConfigurationReadsBackTheSame) {
  auto config = parse_config("", "defaults");
  config.name = "quote \" and \\ slash";
  config.model.class_weights = {1, 2, 3.5, 4e-3};
  config.windows.lookback_min = Minutes{30};
  for (const bool commented : {false, true}) {
    const auto text = print_config(config, commented);
    EXPECT_EQ(print_config(parse_config(text, "printed"), commented), text);
  }
}

TEST(Config, ChoicesAreReadIntoEnumsAndPrintedByName) {
  auto config = parse_config("[model]\nbackend = \"auto\"\n[training]\nloss = \"mae\"\n", "job.toml",
                             {"windows.predict=correction"});
  EXPECT_EQ(config.model.backend, RecurrentBackend::automatic);
  EXPECT_EQ(config.training.loss, RegressionLoss::mae);
  EXPECT_EQ(config.windows.predict, Predict::correction);
  EXPECT_THAT(print_config(config), HasSubstr("loss = 'mae'\n"));
  EXPECT_THAT(print_config(config, true),
              HasSubstr("# one of: change, level, correction\npredict = 'correction'"));
}

TEST(Config, EveryOptionHasHelpAndItsDefaultIsInRange) {
  Config config;
  for (const auto& option : options_of(config)) EXPECT_FALSE(option.help.empty()) << option.key;
  EXPECT_EQ(error_of(print_config(config)), "no error");
}

TEST(Config, MissingFileIsAUsageError) { EXPECT_THROW(read_config("/nonexistent/job.toml"), UsageError); }

TEST(Config, NamesTheChannelsOfCsvColumnsAsATableInOneLineOrBySetting) {
  const std::map<std::string, std::string> expected{{"SYM", "sym_h"}, {"V sw", "speed"}};
  const auto table = parse_config("[data.columns]\nSYM = \"sym_h\"\n\"V sw\" = \"speed\"\n", "a.toml");
  EXPECT_EQ(table.data.columns, expected);
  EXPECT_EQ(parse_config(print_config(table), "a.toml").data.columns, expected);
  EXPECT_EQ(parse_config("", "a.toml", {"data.columns={SYM = \"sym_h\", \"V sw\" = \"speed\"}"}).data.columns,
            expected);
  try {
    parse_config("[data]\ncolumns = [\"SYM=sym_h\"]\n", "a.toml");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("a.toml:2:"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("a table such as {SYM = "), std::string::npos) << error.what();
  }
}

TEST(TuneRanges, AreReadByQuotedKeyOrAsTablesAndPrintedBack) {
  const auto config = parse_config(
      "[tune]\ntrials = 9\n[tune.range]\n\"training.learning_rate\" = {low = 1e-4, high = 1e-2, scale = "
      "\"log\"}\nmodel.units = {low = 16, high = 128}\n\"windows.lookback\" = {low = \"2h\", high = \"1d\"}\n"
      "\"model.kind\" = [\"cnn\", \"lstm\"]\n\"model.filters\" = [[8], [16, 16]]\n",
      "job.toml");
  EXPECT_EQ(config.tune.trials, 9);
  const auto& ranges = config.tune.ranges;
  ASSERT_EQ(ranges.size(), 5U);
  EXPECT_EQ(ranges[0].choices, (std::vector<std::string>{"[8]", "[16, 16]"}));
  EXPECT_EQ(ranges[1].choices, (std::vector<std::string>{"'cnn'", "'lstm'"}));
  EXPECT_EQ(ranges[2].kind, TuneRange::Kind::whole);
  EXPECT_EQ(ranges[2].scale, TuneScale::linear);
  EXPECT_EQ(ranges[3].scale, TuneScale::log);
  EXPECT_DOUBLE_EQ(ranges[3].low, 1e-4);
  EXPECT_EQ(ranges[4].kind, TuneRange::Kind::duration);
  EXPECT_DOUBLE_EQ(ranges[4].high, 1440);
  for (const bool commented : {false, true}) {
    const auto text = print_config(config, commented);
    EXPECT_EQ(print_config(parse_config(text, "printed"), commented), text);
  }
}

TEST(TuneRanges, FaultsNameTheirPlaceAndWhatIsExpected) {
  const auto range_error = [](const std::string& line) { return error_of("[tune.range]\n" + line + "\n"); };
  EXPECT_THAT(range_error("\"model.unit\" = {low = 1, high = 2}"),
              HasSubstr("job.toml:2:16: [tune.range] unknown key 'model.unit'; the nearest known key is "
                        "'model.units'"));
  EXPECT_THAT(range_error("model.unit = {low = 1, high = 2}"), HasSubstr("'model.units'"));
  EXPECT_THAT(range_error("\"model.dropout\" = {low = 0.1, high = 1.5}"),
              testing::AllOf(HasSubstr("job.toml:2:38:"), HasSubstr("expected a value from 0 to 0.95")));
  EXPECT_THAT(range_error("\"model.dropout\" = {low = 0.5, high = 0.5}"),
              HasSubstr("low must lie below high"));
  EXPECT_THAT(range_error("\"model.dropout\" = {low = 0.0, high = 0.5, scale = \"log\"}"),
              HasSubstr("above 0 where scale"));
  EXPECT_THAT(range_error("\"model.dropout\" = {low = 0.0, high = 0.5, scale = \"lin\"}"),
              HasSubstr("\"linear\" or \"log\""));
  EXPECT_THAT(range_error("\"model.dropout\" = {low = 0.0}"), HasSubstr("high is missing"));
  EXPECT_THAT(range_error("\"model.dropout\" = {low = 0.0, hihg = 0.5}"),
              HasSubstr("the nearest known key is 'high'"));
  EXPECT_THAT(range_error("\"model.dropout\" = 0.5"), HasSubstr("expected { low"));
  EXPECT_THAT(range_error("\"model.units\" = {low = 1.5, high = 8}"), HasSubstr("expected a whole number"));
  EXPECT_THAT(range_error("\"model.init\" = []"),
              HasSubstr("job.toml:2:16: [tune.range] model.init: an empty"));
  EXPECT_THAT(range_error("\"model.init\" = [\"xaver\"]"), HasSubstr("expected one of uniform, xavier"));
  EXPECT_THAT(range_error("\"model.init\" = {low = 0, high = 1}"), HasSubstr("has no order; list choices"));
  EXPECT_THAT(range_error("\"training.epochs\" = {low = 1, high = 3}"),
              HasSubstr("must stay the same in all trials"));
  EXPECT_THAT(range_error("\"data.train\" = [[\"a\"]]"), HasSubstr("must stay the same in all trials"));
  EXPECT_THAT(range_error("\"model.units\" = [1]\nmodel.units = [2]"), HasSubstr("is given twice"));
  EXPECT_THAT(error_of("[tune]\nrange = 3\n"), HasSubstr("expected a table of keys"));
  EXPECT_THAT(error_of("[tune]\nhalving = 3\n"), HasSubstr("'tune.halving_rate'"));
}

}  // namespace
}  // namespace symh
