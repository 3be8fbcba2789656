#include "centre/record/page_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "centre/record/sample_page.h"

namespace symh {
namespace {

using test::sample_page;
using testing::HasSubstr;
using testing::Not;

const Time issue = test::page_issue;

TEST(PageSummary, SaysTheLevelNowAndTheWorstOneInWordsAndColour) {
  const auto html = page_summary(sample_page());
  EXPECT_THAT(html,
              HasSubstr("<div class=\"card moderate\">\n<div class=\"what\">Now</div>\n<div "
                        "class=\"level\">Moderate storm</div>\n<div class=\"value\">SYM-H -90 nT</div>"));
  EXPECT_THAT(html, HasSubstr("observed 16:00 UTC, 20 November (4 min ago)"));
  EXPECT_THAT(html, HasSubstr("<div class=\"card intense\">\n<div class=\"what\">Worst expected within 6 "
                              "h</div>\n<div class=\"level\">Intense storm</div>"));
}

TEST(PageSummary, SaysWhenTheMinimumIsDue) {
  const auto html = page_summary(sample_page());
  EXPECT_THAT(html, HasSubstr("minimum -144 nT (5-95 %: -190 to -105 nT)"));
  EXPECT_THAT(html, HasSubstr("due about 18:05 UTC, 20 November, between 17:30 and 19:20"));
}

TEST(PageSummary, DrawsTheChancesAsBars) {
  const auto html = page_summary(sample_page());
  EXPECT_THAT(html,
              HasSubstr("<th scope=\"col\">1 h</th><th scope=\"col\">3 h</th><th scope=\"col\">6 h</th>"));
  EXPECT_THAT(html, HasSubstr("-100 nT <span class=\"note\">intense</span></th><td><span class=\"bar\"><span "
                              "class=\"fill intense\" style=\"width:62%\"></span></span>62\u00a0%</td>"));
  EXPECT_THAT(html, HasSubstr("-30 nT</th><td>"));
  EXPECT_THAT(html, HasSubstr("style=\"width:0%\"></span></span>&lt;\u00a01\u00a0%</td>"))
      << "-250 nT within 1 h";
  EXPECT_THAT(html, HasSubstr("Chance that SYM-H stays above -50 nT for 6 h: &lt;\u00a01\u00a0%."));
  EXPECT_THAT(
      html,
      HasSubstr("If SYM-H falls to -100 nT within 6 h (chance 97\u00a0%), then first about 18:05 UTC, 20 "
                "November, between 17:30 and 19:20."));
}

TEST(PageSummary, ShowsADayAheadWhereTheModelReachesIt) {
  auto page = sample_page();
  auto& odds = *page.forecast->odds;
  auto day = odds.minimum.back();
  day.within = Minutes{24 * 60};
  day.when.q95 = issue + Minutes{24 * 60};
  odds.minimum.push_back(day);
  const auto html = page_summary(page);
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">6 h</th><th scope=\"col\">1 d</th>"));
  EXPECT_THAT(html, HasSubstr("Worst expected within 1 d"));
  EXPECT_THAT(html, HasSubstr("between 17:30, 20 November and 16:00, 21 November"));
}

TEST(PageSummary, WithoutOddsTheChancesAreThoseOfTheLeadTimes) {
  auto page = sample_page();
  page.forecast->odds.reset();
  const auto html = page_summary(page);
  EXPECT_THAT(html, HasSubstr("Chance that SYM-H is this deep in"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">1 h</th><th scope=\"col\">2 h</th></tr>"))
      << "two hours are as far as it reaches";
  EXPECT_THAT(html, HasSubstr("style=\"width:60%\"></span></span>60\u00a0%</td>"));
  EXPECT_THAT(html, HasSubstr("Worst expected within 2 h"));
  EXPECT_THAT(html, HasSubstr("lowest forecast -140 nT (5-95 %: -180 to -100 nT)"));
  EXPECT_THAT(html, HasSubstr("for 18:00 UTC, 20 November, 2 h ahead"));
}

TEST(PageSummary, OfAModelWithoutABandSaysThatThereAreNoChances) {
  auto page = sample_page();
  page.forecast->odds.reset();
  for (auto& lead : page.forecast->leads) {
    lead.chances.reset();
    lead.band_nt.reset();
  }
  const auto html = page_summary(page);
  EXPECT_THAT(html, HasSubstr("This model has no band, so there are no chances."));
  EXPECT_THAT(html, HasSubstr("lowest forecast -140 nT</div>"));
}

TEST(PageSummary, OfALateIndexIsTheEstimate) {
  auto page = sample_page();
  page.forecast->last_observed = issue - Minutes{185};
  page.forecast->last_nt = -30;
  page.forecast->estimated_nt = -96.5;
  page.forecast->estimated_band_nt = {-104, -89};
  const auto html = page_summary(page);
  EXPECT_THAT(html, HasSubstr("SYM-H -96 nT (5-95 %: -104 to -89 nT)"));
  EXPECT_THAT(html, HasSubstr("estimated for 16:00 UTC, 20 November (4 min ago); last observed -30 nT, 12:55 "
                              "UTC, 20 November (3 h 9 min ago)"));
  EXPECT_THAT(html, HasSubstr("card moderate")) << "of the estimate, not of the last observation";
  page.forecast->last_observed.reset();
  page.forecast->last_nt = std::nan("");
  EXPECT_THAT(page_summary(page), HasSubstr("there is no observed SYM-H"));
}

TEST(PageSummary, SaysThatNothingIsKnownOfNow) {
  auto page = sample_page();
  page.forecast->last_observed.reset();
  page.forecast->last_nt = std::nan("");
  const auto html = page_summary(page);
  EXPECT_THAT(html, HasSubstr("card unknown"));
  EXPECT_THAT(html, HasSubstr("There is no observed SYM-H."));
  EXPECT_THAT(html, Not(HasSubstr("nan nT")));
}

TEST(PageSummary, SaysHowOldEachInputIsThoseOfOneAgeTogether) {
  auto page = sample_page();
  page.health = {{"h_<ode>", issue + Minutes{5}},
                 {"speed", {}},
                 {"density", {}},
                 {"bz_gsm", issue - Minutes{56}},
                 {"asy_h", issue},
                 {"sym_h_quick_error", issue},
                 {"sym_h", issue}};
  EXPECT_THAT(page_summary(page), HasSubstr("<li><span>SYM-H</span>, <span>ASY-H</span> <b>4 min</b></li>\n"
                                            "<li><span>Bz</span> <b>1 h</b></li>\n"
                                            "<li><span>speed</span>, <span>density</span> <b>none</b></li>\n"
                                            "<li><span>h_&lt;ode&gt;</span> <b>0 min</b></li>\n"));
  page.health.clear();
  EXPECT_THAT(page_summary(page), HasSubstr("The data could not be read"));
}

TEST(PageSummary, NamesTheYearOfAnOldForecast) {
  auto page = sample_page();
  page.made_at = make_time(2004, 1, 2);
  EXPECT_THAT(page_summary(page), HasSubstr("observed 16:00 UTC, 20 November 2003 (42 d 8 h ago)"));
}

}  // namespace
}  // namespace symh
