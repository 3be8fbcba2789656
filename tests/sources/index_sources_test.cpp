#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <cstdlib>

#include "sources/fixture.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

std::string zip_of(const std::map<std::string, std::string>& members) {
  std::string bytes(1U << 20U, '\0');
  std::size_t used = 0;
  auto* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  for (const auto& [name, text] : members) {
    auto* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(writer, entry);
    archive_write_data(writer, text.data(), text.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  return bytes.substr(0, used);
}

/// The day that Kyoto's parameters name, and how many.
std::pair<Time, int> asked_of_kyoto(const SeenRequest& request) {
  const auto year = std::stoi(request.parameter("Tens") + request.parameter("Year"));
  const auto day = std::stoi(request.parameter("Day_Tens") + request.parameter("Days"));
  return {make_time(year, static_cast<unsigned>(std::stoi(request.parameter("Month"))),
                    static_cast<unsigned>(day)),
          std::stoi(request.parameter("Dur_Day_Tens") + request.parameter("Dur_Day"))};
}

class Kyoto : public SourcesTest {
 protected:
  void use(const HttpServer& server) {
    auto& address = settings_.value<std::string>("kyoto.address");
    address = server.address() + address.substr(address.find("/cgi-bin"));
  }
  /// Every day that is asked for, of this status.
  static HttpServer::Handler whole_days(const Status& status, const float& sym_h_nt) {
    return [&](const SeenRequest& request) {
      const auto [from, days] = asked_of_kyoto(request);
      return Served{.body =
                        index_text(from, static_cast<std::size_t>(days) * minutes_a_day, sym_h_nt, status)};
    };
  }
  std::string stored() const { return (cache() / "kyoto" / "ASY_2015-03.dat").string(); }

  Status status_ = Status::provisional;
  float sym_h_nt_ = -30;
};

TEST_F(Kyoto, AsksForDaysInTheOrderOfTheServiceAndKeepsMonths) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  settings_.value<std::string>("kyoto.email") = "a@b.org";
  const auto report = fetch_from("kyoto", {make_time(2015, 3, 17), make_time(2015, 4, 3)});
  EXPECT_EQ(report.code, ExitCode::done);
  ASSERT_EQ(report.files.size(), 2U);
  EXPECT_EQ(report.files[0].change, FileChange::fetched);
  EXPECT_EQ(report.files[0].rows, 15 * minutes_a_day);
  EXPECT_EQ(server.requests().at(0).target,
            "/cgi-bin/"
            "aeasy-cgi?Tens=201&Year=5&Month=03&Day_Tens=1&Days=7&Hour=00&min=00&Dur_Day_Tens=01&Dur_Day=5&"
            "Dur_Hour=00&Dur_Min=00&Image+Type=GIF&COLOR=COLOR&AE+Sensitivity=0&ASY%2FSYM++Sensitivity=0&"
            "Output=ASY&"
            "Out+format=IAGA2002&Email=a%40b.org");
  const auto series = load({(cache() / "kyoto").string()}).series;
  EXPECT_EQ(series.size(), 17 * minutes_a_day);
  EXPECT_EQ(series.status[0], Status::provisional);
}

TEST_F(Kyoto, WhatIsDefinitiveIsNotAskedForAgain) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  status_ = Status::definitive;
  fetch_from("kyoto", period(2015, 3, 17, 18));
  now_ += std::chrono::days{400};
  EXPECT_EQ(fetch_from("kyoto", period(2015, 3, 17, 18)).files.at(0).change, FileChange::cached);
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(fetch_from("kyoto", period(2015, 3, 17, 18), {.force = true}).files.at(0).change,
            FileChange::unchanged);
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_F(Kyoto, OnlyTheDaysThatLackAreAskedFor) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  fetch_from("kyoto", period(2015, 3, 17, 18));
  const auto report = fetch_from("kyoto", period(2015, 3, 17, 20));
  EXPECT_EQ(asked_of_kyoto(server.requests().at(1)), std::pair(make_time(2015, 3, 19), 2));
  EXPECT_EQ(report.files.at(0).change, FileChange::updated);
  EXPECT_EQ(report.files.at(0).difference.new_values, 2 * minutes_a_day);
}

TEST_F(Kyoto, ProvisionalDataAreRecheckedLaterAndGiveWayToDefinitiveOnes) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  fetch_from("kyoto", period(2015, 3, 17, 17));
  EXPECT_EQ(fetch_from("kyoto", period(2015, 3, 17, 17)).files.at(0).change, FileChange::cached);
  now_ += std::chrono::days{2};
  status_ = Status::definitive;
  sym_h_nt_ = -31;
  const auto report = fetch_from("kyoto", period(2015, 3, 17, 17));
  const auto upgrades = report.files.at(0).difference.upgrades;
  EXPECT_EQ(upgrades.at({Status::provisional, Status::definitive}), minutes_a_day);
  EXPECT_EQ(load({stored()}).series.at("sym_h").values[0], -31);
}

TEST_F(Kyoto, AskingForNewDaysOftenDoesNotPutOffRecheckingTheOlderOnes) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  const auto month = period(2015, 3, 10, 31);
  now_ = make_time(2015, 3, 18);
  fetch_from("kyoto", month);
  for (unsigned day = 19; day <= 20; ++day) {
    now_ = make_time(2015, 3, day) - Minutes{60};
    fetch_from("kyoto", {make_time(2015, 3, day - 1), now_});
    fetch_from("kyoto", {make_time(2015, 3, day - 2), now_ + Minutes{30}});
  }
  now_ = make_time(2015, 3, 20);
  fetch_from("kyoto", month);
  EXPECT_EQ(asked_of_kyoto(server.requests().back()).first, make_time(2015, 3, 10));
}

TEST_F(Kyoto, WorseStatusNeverReplacesBetter) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  fetch_from("kyoto", period(2015, 3, 17, 17));
  const auto before = read_file(stored());
  status_ = Status::quick_look;
  sym_h_nt_ = -99;
  const auto report = fetch_from("kyoto", period(2015, 3, 17, 17), {.force = true});
  EXPECT_EQ(report.files.at(0).change, FileChange::unchanged);
  EXPECT_EQ(report.files.at(0).difference.kept_better, minutes_a_day);
  EXPECT_EQ(read_file(stored()), before);
}

TEST_F(Kyoto, AnAnswerInsideHtmlIsRead) {
  const HttpServer server([](const auto& request) {
    return Served{.body = "<html><body><pre>\n" +
                          index_text(asked_of_kyoto(request).first, minutes_a_day, -30, Status::provisional) +
                          "</pre></body></html>\n"};
  });
  use(server);
  EXPECT_EQ(fetch_from("kyoto", period(2015, 3, 17, 17)).files.at(0).change, FileChange::fetched);
}

TEST_F(Kyoto, AnErrorPageWithStatus200IsBadDataAndWhatWasThereStays) {
  std::string page;
  const HttpServer server([&](const auto& request) {
    return page.empty() ? whole_days(status_, sym_h_nt_)(request) : Served{.body = page};
  });
  use(server);
  fetch_from("kyoto", period(2015, 3, 17, 17));
  const auto before = read_file(stored());
  for (const std::string bad :
       {"<html><title>Service closed</title></html>", "\x01\x02 garbage", "IAGA-2002 cut"}) {
    page = bad;
    const auto report = fetch_from("kyoto", period(2015, 3, 17, 19));
    EXPECT_EQ(report.code, ExitCode::data);
    ASSERT_EQ(report.errors.size(), 1U);
    EXPECT_THAT(report.errors[0], HasSubstr("kyoto: " + server.address("/cgi-bin")));
    EXPECT_THAT(report.errors[0], HasSubstr("the cached files are unchanged"));
    EXPECT_EQ(read_file(stored()), before);
  }
  page = "<html><title>Service closed</title></html>";
  EXPECT_THAT(fetch_from("kyoto", period(2015, 3, 17, 19)).errors.at(0),
              HasSubstr("a web page came instead of data ('Service closed')"));
}

TEST_F(Kyoto, AnAnswerOfAnotherMonthIsRefused) {
  const HttpServer server([](const auto&) {
    return Served{.body = index_text(make_time(1999, 1, 1), 60, -5, Status::provisional)};
  });
  use(server);
  const auto report = fetch_from("kyoto", period(2015, 3, 17, 17));
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors.at(0), HasSubstr("not of the month that was asked for"));
}

TEST_F(Kyoto, MonthsBeforeANetworkFailureAreKept) {
  const HttpServer server([&](const auto& request) {
    return request.parameter("Month") == "04" ? Served{.status = 500}
                                              : whole_days(status_, sym_h_nt_)(request);
  });
  use(server);
  const auto report = fetch_from("kyoto", {make_time(2015, 3, 30), make_time(2015, 5, 2)});
  EXPECT_EQ(report.code, ExitCode::failed);
  ASSERT_EQ(report.files.size(), 2U) << "after a failure of the network nothing more is asked for";
  EXPECT_EQ(report.files[1].change, FileChange::failed);
  EXPECT_TRUE(fs::exists(stored()));
}

TEST_F(Kyoto, ADryRunAsksNothingAndWritesNothing) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  const auto report = fetch_from("kyoto", period(2015, 3, 17, 17), {.dry_run = true});
  EXPECT_EQ(report.files.at(0).change, FileChange::planned);
  EXPECT_THAT(report.files.at(0).address, HasSubstr("Month=03"));
  EXPECT_TRUE(server.requests().empty());
  EXPECT_FALSE(fs::exists(cache()));
}

TEST_F(Kyoto, TheFutureIsNotAskedForAndAnEmptyPeriodRefused) {
  const HttpServer server(whole_days(status_, sym_h_nt_));
  use(server);
  now_ = make_time(2015, 3, 18, 12);
  fetch_from("kyoto", period(2015, 3, 17, 30));
  EXPECT_EQ(asked_of_kyoto(server.requests().at(0)), std::pair(make_time(2015, 3, 17), 2));
  EXPECT_THROW(fetch_from("kyoto", period(2015, 4, 1, 2)), UsageError);
}

class Isgi : public SourcesTest {
 protected:
  Isgi() { ::unsetenv("SYMH_ISGI_TOKEN"); }
  void use(const HttpServer& server) {
    ::setenv("SYMH_ISGI_TOKEN", "t0ken/x", 1);
    auto& address = settings_.value<std::string>("isgi.address");
    address = server.address() + address.substr(address.find("/ws"));
  }
};

TEST_F(Isgi, ReadsAZipOfDefinitiveAndProvisionalFiles) {
  const HttpServer server([](const auto&) {
    return Served{
        .body = zip_of({{"ASY_2015-03-17_2015-03-17_D.dat",
                         index_text(make_time(2015, 3, 17), minutes_a_day, -10, Status::definitive)},
                        {"ASY_2015-03-18_2015-03-18_P.dat",
                         index_text(make_time(2015, 3, 18), minutes_a_day, -20, Status::provisional)}})};
  });
  use(server);
  const auto report = fetch_from("isgi", period(2015, 3, 17, 18));
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(server.requests().at(0).target,
            "/ws?user=t0ken%2Fx&index=ASY&StartTime=2015-03-17&EndTime=2015-03-18&format=IAGA2002");
  const auto series = load({(cache() / "isgi").string()}).series;
  EXPECT_EQ(series.size(), 2 * minutes_a_day);
  EXPECT_EQ(series.status.front(), Status::definitive);
  EXPECT_EQ(series.status.back(), Status::provisional);
}

TEST_F(Isgi, PlainTextIsShownWithoutTheToken) {
  std::string words;
  const HttpServer server([&](const auto&) { return Served{.body = words}; });
  use(server);
  words = "ERROR: user t0ken/x is unknown\n";
  auto report = fetch_from("isgi", period(2015, 3, 17, 18));
  EXPECT_EQ(report.code, ExitCode::failed);
  EXPECT_THAT(report.errors.at(0),
              HasSubstr("the service answers 'ERROR: user *** is unknown'; check the token"));
  EXPECT_THAT(report.errors.at(0), Not(HasSubstr("t0ken")));
  words = "No data for this period\n";
  report = fetch_from("isgi", period(2015, 3, 17, 18));
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(report.files.at(0).change, FileChange::absent);
  EXPECT_THAT(report.files.at(0).note, HasSubstr("No data"));
}

TEST_F(Isgi, TheTokenIsInNoFileOfTheCache) {
  const HttpServer server([](const auto& request) {
    return serve_file(request, index_text(make_time(2015, 3, 17), minutes_a_day, -10, Status::provisional),
                      "\"e\"");
  });
  use(server);
  fetch_from("isgi", period(2015, 3, 17, 17));
  for (const auto& entry : fs::recursive_directory_iterator(cache()))
    if (entry.is_regular_file()) {
      EXPECT_THAT(read_file(entry.path()), Not(HasSubstr("t0ken"))) << entry.path();
    }
}

TEST_F(Isgi, ATokenFileThatOthersCanReadIsRefused) {
  const HttpServer server([](const auto&) { return Served{.body = "No data"}; });
  use(server);
  ::unsetenv("SYMH_ISGI_TOKEN");
  settings_.value<std::string>("isgi.token_file") = file("token").string();
  write_file_atomically(file("token"), "secret\n");
  try {
    fetch_from("isgi", period(2015, 3, 17, 18));
    ADD_FAILURE() << "a token file of mode 644 was taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("mode 644 lets others use the secret; run: chmod 600"));
  }
  ::chmod(file("token").c_str(), 0600);
  EXPECT_EQ(fetch_from("isgi", period(2015, 3, 17, 18)).code, ExitCode::done);
  EXPECT_EQ(server.requests().at(0).parameter("user"), "secret");
}

TEST_F(Isgi, WithoutATokenTheErrorSaysHowToDoWithout) {
  try {
    fetch_from("isgi", period(2015, 3, 17, 18));
    ADD_FAILURE() << "no token was needed";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("symh fetch isgi --import FOLDER"));
  }
}

TEST_F(Isgi, ImportsAFolderOfZipsByMonth) {
  const Time from = make_time(2015, 3, 31);
  write_file_atomically(file("by-hand/a.zip"),
                        zip_of({{"ASY_2015-03-31_2015-04-01_Q.dat",
                                 index_text(from, 2 * minutes_a_day, -10, Status::quick_look)}}));
  write_file_atomically(file("by-hand/b.dat"), index_text(from, minutes_a_day, -12, Status::definitive));
  write_file_atomically(file("by-hand/c.dat"), "<html>not data</html>");
  const auto report = import_files(*make_source(settings_, "isgi"), file("by-hand"), cache());
  EXPECT_EQ(report.code, ExitCode::data);
  ASSERT_EQ(report.files.size(), 4U);
  EXPECT_EQ(report.files[2].change, FileChange::updated);
  EXPECT_EQ(report.files[2].difference.upgrades.at({Status::quick_look, Status::definitive}), minutes_a_day);
  EXPECT_THAT(report.errors, ElementsAre(HasSubstr("c.dat")));
  const auto series = load({(cache() / "isgi").string()}).series;
  EXPECT_EQ(series.at("sym_h").values.front(), -12);
  EXPECT_EQ(series.at("sym_h").values.back(), -10);
}

}  // namespace
}  // namespace symh
