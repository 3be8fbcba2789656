#pragma once
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace symh {

/// One value of an enum and the name by which users choose it.
template <class E>
struct Choice {
  E value;
  std::string_view name;
};

/// The table of an enum's names, the only place that spells them. Specialise it beside the enum:
///
///     enum class Pooling { none, max, average };
///     template <>
///     inline constexpr auto choices<Pooling> = std::to_array<Choice<Pooling>>(
///         {{Pooling::none, "none"}, {Pooling::max, "max"}, {Pooling::average, "average"}});
template <class E>
inline constexpr std::nullptr_t choices = nullptr;

/// An enum that has a table of names.
template <class E>
concept Chosen = std::is_enum_v<E> && requires {
  choices<E>.size();
};

/// The name of a value; empty for a value that the table leaves out.
template <Chosen E>
constexpr std::string_view name_of(E value) {
  for (const auto& choice : choices<E>)
    if (choice.value == value) return choice.name;
  return {};
}

/// The value of that name; nothing where the table has no such name.
template <Chosen E>
constexpr std::optional<E> choice_named(std::string_view name) {
  for (const auto& choice : choices<E>)
    if (choice.name == name) return choice.value;
  return std::nullopt;
}

/// All names, in the order of the table.
template <Chosen E>
std::vector<std::string> names_of() {
  std::vector<std::string> names;
  names.reserve(std::size(choices<E>));
  for (const auto& choice : choices<E>) names.emplace_back(choice.name);
  return names;
}

}  // namespace symh
