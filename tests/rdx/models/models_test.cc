// Every type against its model. (L's is in array/.)
#include <gtest/gtest.h>

#include "tests/rdx/models/counter_models.h"
#include "tests/rdx/models/map_model.h"
#include "tests/rdx/models/register_model.h"
#include "tests/rdx/models/set_model.h"

namespace rdx::model {
namespace {

template <class Model>
class Models : public testing::Test {};

using AllModels = testing::Types<RegisterModel<test::FloatDriver>, RegisterModel<test::IntDriver>,
                                 RegisterModel<test::IdDriver>, RegisterModel<test::StringDriver>, CausalCounterModel,
                                 UnkillableCounterModel, GrowingCounterModel, VersionsModel, SetModel, MapModel>;

struct LetterName {
  template <class Model>
  static std::string GetName(int /*index*/) {  // NOLINT: GoogleTest's name
    return std::string(1, Model::Type::kLetter);
  }
};

TYPED_TEST_SUITE(Models, AllModels, LetterName);

TYPED_TEST(Models, agree) { check_model<TypeParam>(); }

}  // namespace
}  // namespace rdx::model
