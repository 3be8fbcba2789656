#include "sources/fetch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <memory>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/commands/fetch_report.h"
#include "cli/interrupt.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "config/config_file.h"
#include "core/address.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/json.h"

namespace symh::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string source, from, to, cache, sources, import, token_file, dataset;
  FetchMode mode;
  bool print_config = false;
};

/// $XDG_CACHE_HOME/symh, or ~/.cache/symh.
fs::path cache_folder(const std::string& given) {
  if (!given.empty()) return given;
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return fs::path(cache) / "symh";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return fs::path(home) / ".cache" / "symh";
  throw UsageError("no folder for the cache: give --cache, or set XDG_CACHE_HOME or HOME");
}

SourcesSettings read_settings(const Options& options) {
  auto settings = options.sources.empty() ? default_sources()
                                          : parse_sources(read_config_file(options.sources), options.sources);
  if (!options.token_file.empty()) settings.value<std::string>("isgi.token_file") = options.token_file;
  return settings;
}

/// The period of --from and --to. A --to that is a year or a day includes all of it. Without --from the
/// source chooses the beginning.
FetchPeriod period_of(const Options& options) {
  constexpr std::size_t bare_date = 10;
  FetchPeriod period{period_first(options.from, "--from"), period_end(options.to, "--to")};
  if (period.to && options.to.size() == bare_date) *period.to += std::chrono::days{1};
  return period;
}

ExitCode fetch_and_tell(const Options& options, const Common& common) {
  exit_on_interrupt("fetched files are kept; run the same command again to continue");
  auto settings = read_settings(options);
  if (options.print_config) {
    print_result(shown_addresses(print_options(settings.options(), true)));
    return ExitCode::done;
  }
  const auto source = make_source(settings, options.source, options.dataset);
  const Time now = time_of_clock();
  const auto cache = cache_folder(options.cache);
  TerminalListener listener(common);
  HttpClient http(settings.http);
  const auto report = options.import.empty()
                          ? fetch(*source, period_of(options), now, cache, http, listener, options.mode)
                          : import_files(*source, options.import, cache, listener);
  listener.progress_ended();
  for (const auto& warning : report.warnings) listener.warn("warning: " + warning);
  for (const auto& error : report.errors) listener.fail("symh: " + error);
  print_result(common.json ? json_text(fetch_json(report), 1) : fetch_text(report));
  return report.code;
}

}  // namespace

void add_fetch(CLI::App* command, Common& common, ExitCode& code) {
  auto options = std::make_shared<Options>();
  command->add_option("SOURCE", options->source, "where to download from")
      ->required()
      ->check(CLI::IsMember(source_names()));
  command->add_option("--from", options->from,
                      "first year, day or time (default: some days or weeks ago, by source)");
  command->add_option("--to", options->to,
                      "last year or day, or the time at which the period ends (default: now)");
  command->add_option("--cache", options->cache,
                      "folder of the cache (default: $XDG_CACHE_HOME/symh or ~/.cache/symh)");
  command->add_option("--sources", options->sources,
                      "TOML file with addresses and limits, in place of configs/sources.toml");
  command->add_option("--dataset", options->dataset,
                      "hapi: NAME of the [hapi.NAME] table in the settings (default omni)");
  command->add_option(
      "--import", options->import,
      fmt::format("{}: import files, or a folder of files, downloaded by hand; download nothing",
                  fmt::join(importing_source_names(), ", ")));
  command->add_option("--token-file", options->token_file,
                      "isgi: file with the token, of mode 600; not needed if SYMH_ISGI_TOKEN is set");
  command->add_flag("--dry-run", options->mode.dry_run,
                    "list the files that would be downloaded; download nothing");
  command->add_flag(
      "--print-config", options->print_config,
      "print the resolved settings of every source with help, passwords in addresses as ***, and stop");
  command->add_flag("--force", options->mode.force, "download again even files that are complete and final");
  command->footer(
      "The files go into CACHE/SOURCE, indices as one IAGA-2002 file a month, ready for other commands:\n"
      "  symh predict --data CACHE/kyoto --data CACHE/swpc\n"
      "Data of a better status replace worse ones (definitive, provisional, quick-look), never the reverse.\n"
      "https_proxy and no_proxy name proxies. Exit codes: 0 done; 1 the network failed, fetched files are\n"
      "kept; 2 wrong usage or settings; 3 bad data arrived, the old files stay; 5 interrupted.\n\n"
      "Examples:\n"
      "  symh fetch kyoto --from 2015-03-01 --to 2015-03-31\n"
      "  symh fetch isgi --import downloads/\n"
      "  SYMH_ISGI_TOKEN=... symh fetch isgi --from 2015-03-01 --to 2015-04-30\n"
      "  symh fetch omni --from 2003-10-01 --to 2003-11-30 --dry-run\n"
      "  symh fetch omni --from 1998 --to 2025    # run it again after an interruption\n"
      "  symh fetch dst    # hourly Dst, which predict takes beside other files\n"
      "  symh fetch dscovr --from 2024-05-01 --to 2024-06-01    # or ace; from NCEI\n"
      "  symh fetch stations    # H of the observatories of stations.codes\n"
      "  symh fetch hapi --dataset omni --from 2015-03-16 --to 2015-03-18\n"
      "In cron:\n  symh fetch swpc --quiet && symh fetch kyoto --quiet");
  command->callback([options, &common, &code] { code = fetch_and_tell(*options, common); });
}

}  // namespace symh::cli
