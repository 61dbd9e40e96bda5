// One build, old or new, of twenty classes: what rdxc wrote for them, over a store in memory.
//
//   program SOURCE STEP…       take FILE     integrates packets
//                              write FILE    saves an object of each class; the packets go behind FILE's end
//                              change FILE   sets the fields of every object that is seen, and saves it
//                              show NAME     prints all that is seen, each line with NAME before it:
//
//   class CLASS
//   field CLASS OBJECT NUMBER TYPE TEXT       what a member shows, as RDX text
//   bytes OBJECT HEX                          what is stored
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "classes.h"
#include "rdx/rdx.h"
#include "rdx/rdx/types.h"
#include "rdx/replica/field.h"

namespace rdx::pairs {
namespace {

void require(bool fine, const std::string& what) {
  if (fine) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

template <class T>
T must(Result<T> result, const std::string& what) {
  require(static_cast<bool>(result), result ? std::string() : what + ": " + result.error().message);
  return *std::move(result);
}

// Values by the type as the schema has it, `M<S, I<pairs.Way>>`: others at each call, the same in every run.
class Values {
 public:
  explicit Values(uint32_t source) : turn_(source * 100) {}

  std::string of(std::string_view type) {
    const size_t open = type.find('<');
    const std::string_view inner = open == std::string_view::npos ? "" : type.substr(open + 1, type.size() - open - 2);
    const std::string number = std::to_string(++turn_);
    if (type == "text") return "[\"a\",\"" + number + "\"]";
    if (type == "bool") return std::to_string(turn_ % 2);
    switch (type[0]) {
      case 'F': return number + ".5";
      case 'S': return "\"s" + number + '"';
      case 'R': return "1-" + number + "-0";
      case 'E': return inner.empty() ? "{\"e\"," + number + '}' : '{' + of(inner) + ',' + of(inner) + '}';
      case 'L': return inner.empty() ? "[\"l\"," + number + ']' : '[' + of(inner) + ',' + of(inner) + ']';
      case 'M': return '{' + of(inner.substr(0, inner.find(", "))) + ':' + of(inner.substr(inner.find(", ") + 2)) + '}';
      case 'V': return "{5-" + number + '}';
      default:
        return inner.empty() ? number : std::to_string(1 + turn_ % 2);  // an enum: not 0, which a member shows anyway
    }
  }

 private:
  uint32_t turn_;
};

class Program {
 public:
  explicit Program(uint32_t source) : replica_(open(source)), values_(source) {}

  void take(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string packets((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto taken = must(replica_.integrate_ops(packets), path);
    require(taken.left_out == 0 && !taken.cut, path + ": packets were left out");
  }

  template <class T>
  void write(std::ofstream& packets) {
    T object;
    set(object);
    packets << must(replica_.save(object), T::kClass.name);
  }

  template <class T>
  void change(std::ofstream& packets) {
    for (T& object : must(replica_.objects<T>(), T::kClass.name)) {
      set(object);
      packets << must(replica_.save(object), T::kClass.name);
    }
  }

  template <class T>
  void show(const std::string& name) {
    const std::string id = to_text(T::kClass.id);
    std::printf("%s class %s\n", name.c_str(), id.c_str());
    for (const T& object : must(replica_.objects<T>(), T::kClass.name)) {
      const std::string of = to_text(object.id());
      for (const FieldInfo& field : T::kClass.fields) {
        const std::string bare = must(bare_of_member(object, T::kClass, field), field.name);
        std::string type = field.type;
        std::erase(type, ' ');
        if (object.is_set(field.number))
          std::printf("%s field %s %s %d %s %s\n", name.c_str(), id.c_str(), of.c_str(), int{field.number},
                      type.c_str(), built_in_types().find(field.letter)->string(bare).c_str());
      }
      std::printf("%s bytes %s ", name.c_str(), of.c_str());
      const std::string image(must(replica_.store().load(object.id()), of).image);
      for (const char byte : image) std::printf("%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
      std::printf("\n");
    }
  }

 private:
  static Replica open(uint32_t source) {
    Options options;
    options.source = source;
    return *open_memory(options);
  }

  // All members, as a program sets them: only the member is written, and the save finds what is new.
  template <class T>
  void set(T& object) {
    for (const FieldInfo& field : T::kClass.fields) {
      const std::string text = values_.of(field.type);
      const std::string bare = must(built_in_types().find(field.letter)->parse(text), field.type + (' ' + text));
      field.functions->load(member_of(object, field), field, bare);
    }
  }

  Replica replica_;
  Values values_;
};

void run(Program& program, std::string_view step, const std::string& argument) {
  if (step == "take") return program.take(argument);
  if (step == "show") {
#define X(T) program.show<::pairs::T>(argument);
    RDX_PAIRS(X)
#undef X
    return;
  }
  std::ofstream packets(argument, std::ios::binary | std::ios::app);
#define X(T) step == "write" ? program.write<::pairs::T>(packets) : program.change<::pairs::T>(packets);
  RDX_PAIRS(X)
#undef X
}

}  // namespace
}  // namespace rdx::pairs

int main(int count, char** values) {
  try {
    rdx::pairs::Program program(static_cast<uint32_t>(std::atoi(values[1])));
    for (int i = 2; i + 1 < count; i += 2) rdx::pairs::run(program, values[i], values[i + 1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
}
