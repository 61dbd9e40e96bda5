#include "rdx/replica/field_container.h"

namespace rdx {

template struct detail::SetField<std::string>;
template struct detail::SetField<int64_t>;
template struct detail::SetField<double>;
template struct detail::SetField<Id>;
template struct detail::SetField<Value>;
template struct detail::VectorField<std::string>;
template struct detail::VectorField<int64_t>;
template struct detail::VectorField<double>;
template struct detail::VectorField<Id>;
template struct detail::VectorField<Value>;
template struct detail::MapField<std::string, int64_t>;
template struct detail::MapField<std::string, double>;
template struct detail::MapField<std::string, std::string>;
template struct detail::MapField<int64_t, int64_t>;
template struct detail::MapField<int64_t, double>;
template struct detail::MapField<int64_t, std::string>;
template struct detail::MapField<Value, Value>;

}  // namespace rdx
