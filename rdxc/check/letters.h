// The types by their letter: what a schema may do with each. One row a type, written by hand.   FORMAT.md 3-5
#pragma once

#include <string_view>

namespace rdxc {

struct Letter {
  char letter;
  std::string_view word;    // what a person calls it
  std::string_view native;  // the plain C++ type; empty where it depends on the parameters
  int parameters;           // how many stand in <…>, where any do
  bool is_register;
  bool is_element;  // may stand in E, M and L
  bool takes_default;
  bool takes_index;
};

inline constexpr Letter kLetters[] = {
    // letter word            native               <> reg   elem   default index
    {'F', "float", "double", 0, true, true, true, true},
    {'I', "integer", "int64_t", 1, true, true, true, true},
    {'R', "reference", "rdx::Id", 1, true, true, false, true},
    {'S', "string", "std::string", 0, true, true, true, true},
    {'C', "counter", "int64_t", 0, false, false, false, false},
    {'U', "counter", "int64_t", 0, false, false, false, false},
    {'Z', "counter", "int64_t", 0, false, false, false, false},
    {'N', "counter", "uint64_t", 0, false, false, false, false},
    {'E', "set", "", 1, false, false, false, false},
    {'M', "map", "", 2, false, false, false, false},
    {'L', "array", "", 1, false, false, false, false},
    {'V', "version vector", "rdx::VersionVector", 0, false, false, false, false},
};

// Letters with a meaning in FORMAT.md: the types', and T (null, stamps, floors), O P D (packets), X G B (runs of an L).
inline constexpr std::string_view kTakenLetters = "BCDEFGILMNOPRSTUVXZ";

// What a type of somebody's own may be called.
inline constexpr std::string_view kFreeLetters = "AHJKQWY";

// The letters that the templates can write today; gen refuses a schema with another.
inline constexpr std::string_view kEmittedLetters = "FIRSCUZNEMLV";

constexpr const Letter* find_letter(char letter) {
  for (const Letter& row : kLetters)
    if (row.letter == letter) return &row;
  return nullptr;
}

}  // namespace rdxc
