#pragma once
#include <string>
#include <vector>

namespace symh {

/// Numbers, rounded to whole ones, as a text of about one character each where neighbours are close; page.js
/// reads it. Each is written as its distance d from the last finite one before it (0 at first): where
/// z = 2 d for d >= 0, else -2 d - 1, is less than 80, as the character z of short_number_letters, else as z
/// in decimal digits between two `~`. A number that is not finite is a blank. The text can stand in a JSON
/// string inside <script>.
std::string short_numbers(const std::vector<double>& values);

/// The 80 characters, that of 0 first.
inline constexpr const char* short_number_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%()*+,-./:;=?@[";

}  // namespace symh
