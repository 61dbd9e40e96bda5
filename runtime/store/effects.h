// Effects: what a packet's ops came to where they came to something else than they say.
//
//   arrival := dot effect*                 the value of an A key                                            keys.h
//   effect  := E( object class )           the packet ended that object, which was there, of that class
//            | D( object )                 the packet's changes to it were dropped: it had ended
//   object, class := tiny zipped id64
//
// They stand in the order of the ops; a D once for changes to one object that no other D parts. An end without its
// effect ended nothing. With these the log by itself says what happened, in order, also of objects that are long gone.
#pragma once

#include <optional>
#include <string>

#include "rdx/base/bytes.h"
#include "rdx/base/id.h"

namespace rdx {

struct Effect {
  bool ended = false;  // or its changes were dropped
  Id object;
  Id class_id;  // of one that ended
};

void append_effect(std::string& to, const Effect& effect);
/// Cuts an effect off; nothing at the end, and, with `from` unchanged, for what is none.
std::optional<Effect> take_effect(Bytes& from);

}  // namespace rdx
