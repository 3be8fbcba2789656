#include "sources/source.h"

#include <fmt/format.h>

namespace symh {
namespace {

/// Keeps the exit code of the first error; an interruption by the user replaces it.
void note_error(FetchReport& report, ExitCode code, const std::string& message) {
  report.errors.push_back(message);
  if (report.code == ExitCode::done || code == ExitCode::interrupted) report.code = code;
}

}  // namespace

HttpCallbacks callbacks_of(Listener& listener) {
  return {.say = [&listener](const std::string& line) { listener.say(line); },
          .stop = [&listener] { return listener.stop_asked(); }};
}

bool attempt_step(FetchReport& report, const FileReport& step, const std::function<void()>& work) {
  const auto fail = [&](ExitCode code, const std::string& message) {
    auto failed = step;
    failed.change = FileChange::failed;
    report.files.push_back(std::move(failed));
    note_error(report, code, message);
  };
  const auto named = [&](const std::string& message) {
    return message.starts_with(report.source + ":") || step.address.empty()
               ? message
               : fmt::format("{}: {}: {}", report.source, step.address, message);
  };
  try {
    work();
    return true;
  } catch (const DataError& error) {
    fail(ExitCode::data, named(error.what()) + "; the cached files are unchanged");
    return true;
  } catch (const NetworkError& error) {
    fail(ExitCode::failed, named(error.what()));
  } catch (const Error& error) {
    if (error.code() != ExitCode::interrupted) throw;
    fail(ExitCode::interrupted, error.what());
  }
  return false;
}

void Source::import_text(const std::string&, std::string_view, const std::filesystem::path&,
                         FetchReport&) const {
  throw UsageError(fmt::format(
      "--import: {} has no files to fetch by hand; leave --import out, or give its files to --data", name()));
}

}  // namespace symh
