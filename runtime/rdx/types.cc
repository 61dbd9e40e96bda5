#include "rdx/rdx/types.h"

#include "rdx/rdx/register.h"

namespace rdx {
namespace {

constexpr TypeTable make_table() {
  TypeTable table;
  for (const TypeFunctions& functions : {functions_of<F>(), functions_of<I>(), functions_of<R>(), functions_of<S>()})
    table.add(functions);
  return table;
}

constexpr TypeTable kBuiltIn = make_table();

}  // namespace

const TypeTable& built_in_types() { return kBuiltIn; }

}  // namespace rdx
