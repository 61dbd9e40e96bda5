// What a user's compiler says about a deprecated field, class and value; compiled by a test, never linked.
#include "everything.rdx.h"

int64_t use(const school::everything::Student& student) {
  school::everything::Nothing nothing;
  return student.old + static_cast<int64_t>(school::everything::Outcome::expelled) + nothing.id().source();
}
