// One build, old or new, of all pairs: pairs.h includes what rdxc wrote and has PAIRS(X), an X(pair0::C1) a class.
//
//   program SOURCE write OUT            objects of each class; their packets go to OUT
//   program SOURCE change IN OUT        takes the packets of IN, shows, changes what it finds, appends its packets to
//   OUT program SOURCE look IN
//
// Printed, of all that the build sees:  class ID   field CLASS OBJECT NUMBER TYPE TEXT   bytes OBJECT HEX
#include "pairs.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>

#include <rdx/rdx.h>
#include <rdx/rdx/types.h>
#include <rdx/replica/field.h>

namespace {

using namespace rdx;

std::mt19937 generator(7);
size_t below(size_t limit) { return generator() % limit; }

// A value as RDX text, by the type as the schema has it: `I<pair0.Way>` `M<S, F>`.
std::string text_of(std::string_view type) {
  const std::string_view inner = type.size() > 3 ? type.substr(2, type.size() - 3) : std::string_view();
  switch (type[0]) {
    case 'F': return below(2) == 0 ? "0.5" : "-2.0";
    case 'S': return below(2) == 0 ? "\"a\"" : "\"\xd0\xb6 long\"";
    case 'R': return "1-" + std::to_string(1 + below(9)) + "-0";
    case 'E': return '{' + text_of(inner.empty() ? "SFI"[below(3)] == 'S' ? "S" : "I" : inner) + '}';
    case 'L': return '[' + text_of(inner.empty() ? "S" : inner) + ',' + text_of(inner.empty() ? "I" : inner) + ']';
    case 'M': {
      const size_t comma = inner.find(", ");
      return inner.empty() ? "{\"k\":1}"
                           : '{' + text_of(inner.substr(0, comma)) + ':' + text_of(inner.substr(comma + 2)) + '}';
    }
    case 't': return below(2) == 0 ? "[\"a\",\"b\"]" : "[\"x\"]";
    case 'V': return "{5-" + std::to_string(1 + below(9)) + '}';
    case 'b': return std::to_string(below(2));
    default: return std::to_string(1 + below(5));  // I, its enums, the counters
  }
}

void require(bool fine, const std::string& what) {
  if (fine) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

template <class T>
void set_some(T& object) {
  for (const FieldInfo& field : T::kClass.fields) {
    if (below(3) == 0) continue;
    const auto bare = built_in_types().find(field.letter)->parse(text_of(field.type));
    require(bool(bare), std::string("no value for ") + field.type + ": " + text_of(field.type));
    // A counter that only grows and a version vector that only grows take no less than they have.
    if ((field.letter == 'N' || field.letter == 'V') && object.is_set(field.number)) continue;
    object.load(field.number, field.letter, *bare);
  }
}

template <class T>
void show(Replica& replica) {
  std::printf("class %s\n", to_text(T::kClass.id).c_str());
  const auto objects = replica.objects<T>();
  require(bool(objects), "the objects cannot be listed");
  for (const T& object : *objects) {
    std::printf("object %s %s\n", to_text(T::kClass.id).c_str(), to_text(object.id()).c_str());
    for (const FieldInfo& field : T::kClass.fields) {
      if (!object.is_set(field.number)) continue;
      const auto bare = bare_of_member(object, T::kClass, field);
      std::string type = field.type;
      std::erase(type, ' ');
      std::printf("field %s %s %d %s %s\n", to_text(T::kClass.id).c_str(), to_text(object.id()).c_str(),
                  int{field.number}, type.c_str(), built_in_types().find(field.letter)->string(*bare).c_str());
    }
    std::printf("bytes %s ", to_text(object.id()).c_str());
    for (const char byte : replica.store().load(object.id())->image)
      std::printf("%02x", static_cast<unsigned char>(byte));
    std::printf("\n");
  }
}

template <class T>
void write(Replica& replica, std::ofstream& packets) {
  T object;
  set_some(object);
  const auto saved = replica.save(object);
  require(bool(saved), "a save failed");
  packets << *saved;
}

template <class T>
void change(Replica& replica, std::ofstream& packets) {
  auto objects = replica.objects<T>();
  require(bool(objects), "the objects cannot be listed");
  for (T& object : *objects) {
    set_some(object);
    const auto saved = replica.save(object);
    require(bool(saved), saved ? "" : "a save failed: " + saved.error().message);
    packets << *saved;
  }
}

void take(Replica& replica, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string packets((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto taken = replica.integrate_ops(packets);
  require(taken && taken->left_out == 0 && !taken->cut, "the packets were not taken");
}

int run(int count, char** values) {
  Options options;
  options.source = static_cast<uint32_t>(std::atoi(values[1]));
  Replica replica = *open_memory(options);
  const std::string what = values[2];
  if (what != "write") take(replica, values[3]);
#define X(T) show<T>(replica);
  if (what == "change" || what == "look") {
    PAIRS(X)
  }
#undef X
  if (what == "look") return 0;
  std::ofstream packets(values[count - 1], std::ios::binary | std::ios::app);
#define X(T) what == "write" ? write<T>(replica, packets) : change<T>(replica, packets);
  PAIRS(X)
#undef X
  std::printf("then\n");
#define X(T) show<T>(replica);
  PAIRS(X)
#undef X
  return 0;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run(count, values);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "program: %s\n", error.what());
    return 4;
  }
}
