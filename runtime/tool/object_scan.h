// Every object of an engine, read key by key and handed over whole; class descriptions are none.
#pragma once

#include "rdx/base/function_ref.h"
#include "rdx/store/keys.h"
#include "rdx/store/store.h"

namespace rdx::tool {

/// By id, until the visit answers false; the visit must not call the engine. An object whose class cannot be read has
/// the class 0-0-0.
Result<void> for_each_stored_object(const Engine& engine, FunctionRef<bool(Id id, const StoredObject& object)> visit,
                                    const Keys& keys = Keys());

}  // namespace rdx::tool
