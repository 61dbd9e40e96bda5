// A packet as text, and as one line of JSON; and dots.
//
//   packet := "packet " dot ", arrival " number ", " number " bytes" NL op*
//   op     := "  " object (" begins, of " class | " ends" | " " field " <- " change) NL
//   field  := name ": " type " @" number                 "?" and the letter, where no description names it
//
//   dots   := ("dots " source ":" (" " first (".." last)?)* NL)*
//
//   {"arrival":4,"packet":"a1-5","bytes":61,"ops":[{"object":"a1-5-0","begins":"notes.Note"},
//    {"object":"a1-5-0","field":"title","number":1,"letter":"S","value":"\"Ada\"","change":"S{1,a1}\"Ada\""},
//    {"object":"a1-2-0","ends":true}]}
//
// A change is shown with its stamps (rdx/show.h), a value without them. Of which class an object is, is asked as of
// now: where it has gone since, its fields have no names. What is not readable is shown in hex.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "rdx/store/dots.h"
#include "rdx/store/packet.h"
#include "rdx/tool/class_names.h"

namespace rdx::tool {

/// What is needed to name what a packet of a store is about. All of it must outlive this.
struct PacketContext {
  const Engine& engine;
  const Keys& keys;
  const ClassNames& names;
  const TypeTable& types;
};

/// Errors are the engine's.
Result<void> print_packet(const PacketContext& context, uint64_t arrival, const Packet& packet, std::ostream& out);
Result<void> print_packet_json(const PacketContext& context, uint64_t arrival, const Packet& packet, std::ostream& out);

/// As in `a1-5`: in hex.
std::string source_text(uint32_t source);
/// Each line behind `indent`.
void print_dots(const DotSet& dots, std::string_view indent, std::ostream& out);

}  // namespace rdx::tool
