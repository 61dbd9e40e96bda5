// What the fields that are containers share, whatever they hold: walks over the bytes, and changes put together.
//
// E and M: the keys that the program changed are put onto the bytes of now, so that elements of other letters, and
// what others changed meanwhile, stay. L: the same, by the delta from what was loaded.
#pragma once

#include <string>
#include <vector>

#include "rdx/base/function_ref.h"
#include "rdx/base/result.h"
#include "rdx/tlv/stamp.h"

namespace rdx::detail {

// Each answers whether to go on. An array's text runs come as one S a code point.
using VisitElement = FunctionRef<bool(char letter, Bytes value)>;
using VisitEntry = FunctionRef<bool(char key_letter, Bytes key, char value_letter, Bytes value)>;

/// The live elements, in value order (of an array: in its order), until `visit` answers false; then false.
bool visit_set(Bytes bare, VisitElement visit);
bool visit_map(Bytes bare, VisitEntry visit);
bool visit_array(Bytes bare, VisitElement visit);

struct OwnedValue {
  char letter = 0;
  std::string bytes;
};

/// Why a value can be no element and no key: a string that is not UTF-8, a null.
std::optional<Error> fault_of_element(const OwnedValue& value);

class SetChanges {
 public:
  void put(char letter, Bytes value);
  void erase(char letter, Bytes value);
  Result<std::string> onto(Bytes now, Clock clock);

 private:
  struct Change {
    OwnedValue value;
    bool present = false;
  };
  std::vector<Change> changes_;
};

class MapChanges {
 public:
  void put(char key_letter, Bytes key, char letter, Bytes value);
  void erase(char key_letter, Bytes key);
  Result<std::string> onto(Bytes now, Clock clock);

 private:
  struct Change {
    OwnedValue key;
    OwnedValue value;  // letter 0: erased
  };
  std::vector<Change> changes_;
};

/// The delta from `now` to what it shows with the one from `loaded` to `wanted`. What is not `known` in loaded stays
/// there, as near as can be to where it stood.
Result<std::string> store_array(Bytes loaded, Bytes now, std::vector<OwnedValue> wanted, VisitElement known,
                                Clock clock);

}  // namespace rdx::detail
