#pragma once
#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "core/choices.h"

namespace symh::cli {

/// Adds an option whose value is one of the enum's names; any other value is a usage error.
template <Chosen E>
CLI::Option* add_choice(CLI::App& command, const std::string& name, std::optional<E>& value,
                        const std::string& help) {
  return command
      .add_option_function<std::string>(
          name, [&value](const std::string& chosen) { value = choice_named<E>(chosen); }, help)
      ->check(CLI::IsMember(names_of<E>()));
}

/// The same for a value that has a default.
template <Chosen E>
CLI::Option* add_choice(CLI::App& command, const std::string& name, E& value, const std::string& help) {
  return command
      .add_option_function<std::string>(
          name, [&value](const std::string& chosen) { value = *choice_named<E>(chosen); }, help)
      ->check(CLI::IsMember(names_of<E>()));
}

}  // namespace symh::cli
