#include "rdx/tool/objects.h"

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "rdx/json/json.h"
#include "rdx/rdx/register.h"
#include "rdx/store/local_store.h"
#include "rdx/tool/class_table.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/object_scan.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

Error wrong(std::string message) { return {ErrorCode::invalid, std::move(message)}; }

/// What a packet must bring so that the field shows what is wanted. A register that was never written is written even
/// where it shows that already: it is set now.
Result<std::string> change_for(const TypeFunctions& type, Bytes now, Bytes wanted, uint32_t source) {
  RDX_TRY(std::string change, type.delta(now, wanted, {source, 0}));
  const auto view = view_register(wanted);
  if (!change.empty() || !now.empty() || !is_value_letter(type.letter) || !view) return change;
  append_stamp(change, Stamp{1, source});
  return change.append(view->value);
}

// What tells whose fields the line has. Whatever is wrong with it is for `fields_from_json` to say.
struct Head {
  std::string class_name;
  std::string id;
};

Head read_head(std::string_view line) {
  const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  const auto text = [&](const char* key) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return {text("$class"), text("$id")};
}

/// Takes JSON into a store under a source of its own.
class JsonReader {
 public:
  JsonReader(LocalStore& store, const ClassTable& classes) : store_(store), classes_(classes) {}

  /// The object's id.
  Result<Id> take(std::string_view line) {
    const Head head = read_head(line);
    const Id id = parse_id(head.id).value_or(Id());
    StoredObject now;
    if (id) {
      RDX_TRY(now, store_.load(id, nullptr));
    }
    const ClassInfo* info = id ? classes_.find(now.class_id) : classes_.find(head.class_name);
    if (info == nullptr) return class_problem(head, line);
    RDX_TRY(const JsonFields wanted, fields_from_json(*info, line));
    return write(id, *info, now.image, wanted);
  }

 private:
  static Error class_problem(const Head& head, std::string_view line) {
    if (!head.class_name.empty()) return wrong("$.$class: the store has no description of '" + head.class_name + "'");
    if (!head.id.empty()) return wrong("$.$id: the store has no description of the class of " + head.id);
    const auto read = fields_from_json(ClassInfo{}, line, UnknownMembers::keep);
    return read ? wrong("$: expected \"$class\", or the \"$id\" of an object that is there") : read.error();
  }

  Result<Id> write(Id id, const ClassInfo& info, Bytes image, const JsonFields& wanted) {
    RDX_TRY(const Dot dot, store_.next_dot());
    PacketBuilder builder(dot);
    if (!id) id = builder.begin_object(info.id);
    for (const JsonField& field : wanted.fields) {
      const TypeFunctions* type = built_in_types().find(field.letter);
      if (type == nullptr) return wrong(std::string("no type has the letter ") + field.letter);
      const Bytes now = find_image_field(image, field.number, field.letter);
      RDX_TRY(const std::string change, change_for(*type, now, field.bare, dot.source));
      if (!change.empty()) builder.change(field.letter, id, field.number, change);
    }
    if (builder.empty()) return id;
    const std::string bytes = builder.packet();
    Bytes rest = bytes;
    const auto packet = take_packet(rest);
    if (!packet) return wrong("the object is larger than a packet may be");
    if (auto fine = check_packet(*packet, built_in_types()); !fine) return fine.error();
    if (auto done = store_.commit(std::span(&*packet, 1)); !done) return done.error();
    return id;
  }

  LocalStore& store_;
  const ClassTable& classes_;
};

int status_of(std::ostream& out, const Result<bool>& done, std::ostream& errors) {
  out.flush();
  if (!done) errors << "rdx: " << done.error().message << '\n';
  if (!done || !out) return kFiles;
  return *done ? kFine : kFindings;
}

}  // namespace

Result<uint64_t> write_json(Engine& engine, const JsonChoice& choice, std::ostream& out) {
  RDX_TRY(const ClassNames names, ClassNames::read(engine));
  const ClassTable classes(names);
  if (!choice.class_name.empty() && classes.find(choice.class_name) == nullptr)
    return wrong("the store has no description of '" + choice.class_name + "'");
  JsonOptions options;
  options.indent = choice.indent;
  options.with_identity = true;
  uint64_t written = 0;
  Result<void> printed;
  const auto visit = [&](Id id, const StoredObject& object) {
    const ClassInfo* info = classes.find(object.class_id);
    if (info == nullptr || (!choice.class_name.empty() && info->name != choice.class_name)) return true;
    const auto json = image_to_json(id, object.image, *info, options);
    if (!json) printed = json.error();
    if (json) out << *json << '\n';
    written += json.has_value();
    return json.has_value();
  };
  if (auto scanned = for_each_stored_object(engine, visit); !scanned) return scanned.error();
  if (!printed) return printed.error();
  return written;
}

Result<bool> read_json(Engine& engine, std::optional<uint32_t> source, std::istream& in, std::ostream& out) {
  RDX_TRY(const ClassNames names, ClassNames::read(engine));
  const ClassTable classes(names);
  RDX_TRY(const auto book, SourceBook::open(engine, {}, {}));
  RDX_TRY(const auto store, LocalStore::open(engine, {&built_in_types(), {}, book.get()}));
  RDX_TRY([[maybe_unused]] const uint32_t claimed, book->claim(source, store->seen()));
  if (engine.may_have_lost_writes()) {
    if (auto renewed = store->renew_source(); !renewed) return renewed.error();
    if (auto done = store->leave_gap(); !done) return done.error();
  }
  JsonReader reader(*store, classes);
  bool fine = true;
  for (std::string line; std::getline(in, line);) {
    const auto taken = reader.take(line);
    fine = fine && taken;
    if (taken)
      out << to_text(*taken) << '\n';
    else
      out << "error: " << taken.error().message << '\n';
  }
  if (auto durable = store->acknowledge(); !durable) return durable.error();
  return fine;
}

int run_write_json(const std::string& folder, const JsonChoice& choice, std::ostream& out, std::ostream& errors) {
  auto engine = open_replica_database(folder);
  const auto written = engine ? write_json(**engine, choice, out) : Result<uint64_t>(engine.error());
  return status_of(out, written ? Result<bool>(true) : Result<bool>(written.error()), errors);
}

int run_read_json(const std::string& folder, std::optional<uint32_t> source, std::istream& in, std::ostream& out,
                  std::ostream& errors) {
  auto engine = open_database_to_write(folder);
  if (engine)
    if (auto done = check_replica_database(**engine, folder); !done) engine = done.error();
  return status_of(out, engine ? read_json(**engine, source, in, out) : Result<bool>(engine.error()), errors);
}

}  // namespace rdx::tool
