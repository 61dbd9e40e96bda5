// `rdx dump`: what is in a store, as text that a person reads and `cmp` compares.
//
//   dump    := class* part        of a ring's node: class* ("slot " number NL part)*, the slots that it has
//   part    := object* packet* dots* size*
//   class   := "class " name " " id (" : " parent)? NL ("  " name ": " type " @" number NL)*
//   object  := name " " id NL ("  " field " = " text NL)*       by id; as the types' `string`, or with stamps as `show`
//   packet, field                                               packet_text.h; packets by dot
//   dots    := "dots " source ":" (" " first (".." last)?)* NL  what the store has seen, also what its log has no more
//   size    := "size " what ": " number " keys, " number " bytes" NL
//              what: objects, members, indexes, packets, arrivals, store, and each class of objects by its name; keys
//              and values, without what the database adds or saves
//
// Names come from the class descriptions that the store holds, so no schema is needed. Two stores with the same packets
// print the same classes, objects and dots; a packet's arrival is a store's own.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "rdx/store/rocks_engine.h"

namespace rdx::tool {

struct DumpOptions {
  bool classes = true;
  bool objects = true;
  bool packets = true;
  bool dots = true;
  bool sizes = true;
  bool stamps = false;
  const TypeTable* types = &built_in_types();
};

/// Reads the engine only. Stops at the first error of the engine; what is not readable is printed as hex.
Result<void> dump(Engine& engine, const DumpOptions& options, std::ostream& out);

/// The database in a folder, for reading, beside the process that writes it; `not_found` where there is none.
Result<std::unique_ptr<Engine>> open_database(const std::string& folder);
/// For reading, and to be brought up to what has been written since.
Result<std::unique_ptr<FollowingEngine>> open_database_to_follow(const std::string& folder);
/// For writing; `not_found` where there is none, `busy` where another process writes it.
Result<std::unique_ptr<Engine>> open_database_to_write(const std::string& folder);
/// Makes one.
Result<std::unique_ptr<Engine>> make_database(const std::string& folder);

/// `rdx dump FOLDER`. Answers the exit status; what is wrong goes to `errors`.
int run_dump(const std::string& folder, const DumpOptions& options, std::ostream& out, std::ostream& errors);

}  // namespace rdx::tool
