#include "rdx/rdx/types.h"

#include "rdx/rdx/array.h"
#include "rdx/rdx/counter.h"
#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/set.h"
#include "rdx/rdx/versions.h"

namespace rdx {
namespace {

constexpr TypeTable make_table() {
  TypeTable table;
  for (const TypeFunctions& functions : {
           functions_of<C>(),
           functions_of<E>(),
           functions_of<F>(),
           functions_of<I>(),
           functions_of<L>(),
           functions_of<M>(),
           functions_of<N>(),
           functions_of<R>(),
           functions_of<S>(),
           functions_of<U>(),
           functions_of<U>('Z'),
           functions_of<V>(),
       })
    table.add(functions);
  return table;
}

constexpr TypeTable kBuiltIn = make_table();

}  // namespace

const TypeTable& built_in_types() { return kBuiltIn; }

}  // namespace rdx
