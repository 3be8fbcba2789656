#include "centre/record/deliver.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

namespace symh {
namespace {

/// True for a variable of this process that the command of an alert gets, too. Others may be secrets, such as
/// SYMH_ISGI_TOKEN or the password of a proxy.
bool is_passed_on(std::string_view name) {
  constexpr std::array<std::string_view, 7> names{"PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME", "TMPDIR"};
  return name.starts_with("LC_") || std::ranges::find(names, name) != names.end();
}

/// The environment of the command as `NAME=value`: the variables that symh passes on, and `more`.
std::vector<std::string> variables_for_command(const std::map<std::string, std::string>& more) {
  std::vector<std::string> variables;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view variable(*at);
    const auto name = variable.substr(0, variable.find('='));
    if (is_passed_on(name) && !more.contains(std::string(name))) variables.emplace_back(variable);
  }
  for (const auto& [name, value] : more) variables.push_back(name + "=" + value);
  return variables;
}

/// Calls only what POSIX allows after fork() in a process with threads.
[[noreturn]] void become(const std::string& command, char* const* variables) {
  setpgid(0, 0);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  execle("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr), variables);
  _exit(127);
}

/// True where the child ended within `timeout`; its `status` is then set.
bool ends_within(pid_t child, std::chrono::seconds timeout, int& status) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

}  // namespace

std::string run_command(const std::string& command, const std::map<std::string, std::string>& environment,
                        std::chrono::seconds timeout) {
  auto variables = variables_for_command(environment);
  std::vector<char*> pointers;
  for (auto& variable : variables) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) return fmt::format("cannot start a process: {}", std::strerror(errno));
  if (child == 0) become(command, pointers.data());
  int status = 0;
  if (!ends_within(child, timeout, status)) {
    kill(-child, SIGKILL);
    waitpid(child, &status, 0);
    return fmt::format("not done after {} s: killed", timeout.count());
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return "";
  return WIFEXITED(status) ? fmt::format("exit code {}", WEXITSTATUS(status))
                           : fmt::format("ended by signal {}", WTERMSIG(status));
}

std::string post_json(const std::string& address, const std::string& json, std::chrono::seconds timeout) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
  if (!curl) return "libcurl cannot start";
  curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, json.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, static_cast<long>(timeout.count()));
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, discard);
  if (const auto result = curl_easy_perform(curl.get()); result != CURLE_OK)
    return curl_easy_strerror(result);
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return status >= 200 && status < 300 ? ""
         : status >= 300 && status < 400
             ? fmt::format("status {}, a redirect: give the address it leads to", status)
             : fmt::format("status {}", status);
}

}  // namespace symh
