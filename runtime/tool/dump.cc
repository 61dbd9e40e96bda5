#include "rdx/tool/dump.h"

#include <map>
#include <ostream>
#include <vector>

#include "rdx/rdx/show.h"
#include "rdx/rdx/value.h"
#include "rdx/replica/object.h"
#include "rdx/store/local_store.h"
#include "rdx/store/packet.h"
#include "rdx/tool/class_names.h"
#include "rdx/tool/object_scan.h"
#include "rdx/tool/packet_text.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

// Of packets read at once: an engine must not be called while it is being scanned.
constexpr std::size_t kPageBytes = std::size_t{1} << 20;

struct LoggedPacket {
  std::string key;
  std::string value;
};

// A replica's store, or the slot of a ring's node.
struct Part {
  Keys keys;
  std::optional<uint16_t> slot;
};

class Dumper {
 public:
  Dumper(Engine& engine, Part part, const DumpOptions& options, const ClassNames& names, std::ostream& out)
      : engine_(engine),
        options_(options),
        names_(names),
        out_(out),
        slot_(part.slot),
        keys_(std::move(part.keys)),
        context_{engine, keys_, names, *options.types} {}

  Result<void> objects() {
    return for_each_stored_object(
        engine_,
        [&](Id id, const StoredObject& object) {
          out_ << names_.name(object.class_id) << ' ' << to_text(id) << '\n';
          Bytes image = object.image;
          while (const auto field = take_image_field(image))
            out_ << "  " << names_.field(object.class_id, field->number, field->letter) << " = "
                 << text(field->letter, field->bare) << '\n';
          return true;
        },
        keys_);
  }

  Result<void> packets() {
    std::string first(Bytes(keys_.start('P')));
    const std::string end = end_of_prefix(first);
    while (true) {
      std::vector<LoggedPacket> page;
      std::size_t bytes = 0;
      const auto visit = [&](Bytes key, Bytes value) {
        page.push_back({std::string(key), std::string(value)});
        return (bytes += value.size()) < kPageBytes;
      };
      if (auto scanned = engine_.scan(first, end, visit); !scanned) return scanned;
      if (page.empty()) return {};
      for (const LoggedPacket& each : page)
        if (auto printed = packet(each.value); !printed) return printed;
      first = page.back().key + '\0';
    }
  }

  Result<void> sizes() {
    RDX_TRY(const auto by_class, class_sizes());
    for (const auto& [class_id, size] : by_class) print_size(names_.name(class_id), size);
    for (const auto& [letter, what] : {std::pair{'O', "objects"},
                                       {'K', "members"},
                                       {'X', "indexes"},
                                       {'P', "packets"},
                                       {'A', "arrivals"},
                                       {'M', "store"}}) {
      Size size;
      const Key first = keys_.start(letter);
      const auto count = [&](Bytes key, Bytes value) { return size.add(key, value), true; };
      if (auto scanned = engine_.scan(first, end_of_prefix(first), count); !scanned) return scanned;
      print_size(what, size);
    }
    return {};
  }

  Result<void> dots() {
    LocalStore::Setup setup;
    setup.types = options_.types;
    setup.prefix = keys_.prefix();
    setup.slot = slot_;
    RDX_TRY(const auto store, LocalStore::open(engine_, setup));
    print_dots(store->seen(), "", out_);
    return {};
  }

 private:
  struct Size {
    uint64_t keys = 0;
    uint64_t bytes = 0;
    void add(Bytes key, Bytes value) {
      ++keys;
      bytes += key.size() + value.size();
    }
  };

  // Of the objects' O keys. The class stands in front of the fields.
  Result<std::map<Id, Size>> class_sizes() const {
    std::map<Id, Size> sizes;
    Id class_id;
    const auto count = [&](Bytes key, Bytes value) {
      if (key.back() == 'O') class_id = unzip_id(value).value_or(Id());
      sizes[class_id].add(key, value);
      return true;
    };
    const auto scanned = engine_.scan(keys_.object(Id(1, 0, 0)), end_of_prefix(keys_.start('O')), count);
    if (!scanned) return scanned.error();
    return sizes;
  }

  void print_size(const std::string& what, const Size& size) {
    out_ << "size " << what << ": " << size.keys << " keys, " << size.bytes << " bytes\n";
  }

  std::string text(char letter, Bytes bare) const {
    const TypeFunctions* type = options_.types->find(letter);
    if (options_.stamps || type == nullptr || !type->valid(bare)) return show(letter, bare);
    return type->string(bare);
  }

  Result<void> packet(Bytes value) {
    const auto arrival = take_tiny(value, 'I');
    const auto packet = arrival ? take_packet(value) : std::nullopt;
    if (!packet) {
      out_ << "packet that is not readable: #" << to_hex(value) << '\n';
      return {};
    }
    return print_packet(context_, unzip(*arrival).value_or(0), *packet, out_);
  }

  Engine& engine_;
  const DumpOptions& options_;
  const ClassNames& names_;
  std::ostream& out_;
  const std::optional<uint16_t> slot_;
  const Keys keys_;
  const PacketContext context_;
};

Result<void> dump_part(Engine& engine, const Part& part, const DumpOptions& options, const ClassNames& names,
                       std::ostream& out) {
  Dumper dumper(engine, part, options, names, out);
  if (options.objects)
    if (auto done = dumper.objects(); !done) return done;
  if (options.packets)
    if (auto done = dumper.packets(); !done) return done;
  if (options.dots)
    if (auto done = dumper.dots(); !done) return done;
  if (options.sizes)
    if (auto done = dumper.sizes(); !done) return done;
  return {};
}

void print_classes(const ClassNames& names, std::ostream& out) {
  for (const auto& [id, each] : names.all()) {
    out << "class " << each.name << ' ' << to_text(id);
    if (each.parent) out << " : " << names.name(each.parent);
    out << '\n';
    for (const auto& [number, field] : each.fields)
      out << "  " << field.name << ": " << field.type << " @" << number << '\n';
  }
}

// What the slots describe, all of them.
Result<void> dump_slots(Engine& engine, const DumpOptions& options, std::ostream& out) {
  RDX_TRY(const SlotSet slots, slots_present(engine));
  ClassNames names;
  for (uint16_t slot = 0; slot < kSlots; ++slot) {
    if (!slots.test(slot)) continue;
    RDX_TRY(const ClassNames more, ClassNames::read(engine, keys_of_slot(slot)));
    names.add(more);
  }
  if (options.classes) print_classes(names, out);
  if (!options.objects && !options.packets && !options.dots && !options.sizes) return {};
  for (uint16_t slot = 0; slot < kSlots; ++slot) {
    if (!slots.test(slot)) continue;
    out << "slot " << slot << '\n';
    if (auto done = dump_part(engine, {keys_of_slot(slot), slot}, options, names, out); !done) return done;
  }
  return {};
}

}  // namespace

Result<void> dump(Engine& engine, const DumpOptions& options, std::ostream& out) {
  RDX_TRY(const auto ring, read_ring_folder(engine));
  if (ring) return dump_slots(engine, options, out);
  RDX_TRY(const ClassNames names, ClassNames::read(engine));
  if (options.classes) print_classes(names, out);
  return dump_part(engine, {Keys(), {}}, options, names, out);
}

int run_dump(const std::string& folder, const DumpOptions& options, std::ostream& out, std::ostream& errors) {
  auto engine = open_database(folder);
  const auto done = engine ? dump(**engine, options, out) : Result<void>(engine.error());
  out.flush();
  if (!done) errors << "rdx: " << done.error().message << '\n';
  return done && out ? kFine : kFiles;
}

}  // namespace rdx::tool
