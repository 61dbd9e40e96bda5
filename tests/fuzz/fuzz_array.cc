// Any bytes: L's functions stay in bounds and end. Where values are valid and every id has one parent, merge and what
// an editor holds are what the naive array says.
#include "rdx/rdx/text_edit.h"
#include "tests/rdx/array/model.h"
#include "tests/rdx/fuzz_type.h"

namespace {

using rdx::Bytes;
using rdx::L;
using rdx::test::require;
namespace model = rdx::test::model;

constexpr uint64_t kFew = 2000;  // elements that the naive array may be asked to hold

bool is_small(Bytes bare) {
  uint64_t elements = 0;
  const rdx::ArrayView view = rdx::view_array(bare);
  rdx::for_each_run(view, [&](const rdx::WeaveRun& run) { elements += run.length; });
  rdx::IdRangeReader ranges(view.erased);
  while (const auto range = ranges.next()) elements += range->last - range->first + 1;
  return elements < kFew;
}

bool is_consistent(const std::vector<model::Array>& arrays) {
  std::map<model::Id, model::Id> parents;
  for (const model::Array& array : arrays)
    for (const auto& [id, element] : array.elements)
      if (parents.emplace(id, element.parent).first->second != element.parent) return false;
  return true;
}

void check_editor(const std::vector<Bytes>& values, const std::string& merged, bool is_exact) {
  rdx::TextEdit edit({9, 0});
  for (const Bytes bare : values) require(edit.integrate(bare), "an editor takes in what is valid", bare);
  const std::string text = edit.text();
  require(!is_exact || edit.to_tlv() == merged, "an editor holds the merge", merged);
  require(!is_exact || text == L::text(merged), "an editor shows the merge", merged);
}

void check_against_model(const std::vector<Bytes>& values) {
  std::vector<model::Array> arrays;
  for (const Bytes bare : values) {
    if (!is_small(bare)) return;
    const auto array = model::read(std::string(bare));
    require(array && model::write(*array) == bare, "the naive array finds it valid, too", bare);
    arrays.push_back(*array);
  }
  const bool is_exact = is_consistent(arrays);
  const std::string merged = L::merge(values);
  check_editor(values, merged, is_exact);
  if (!is_exact) return;
  require(L::valid(merged), "merge is closed over valid values", merged);
  require(merged == model::write(model::merge(arrays)), "merge is what the naive array says", merged);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes input(reinterpret_cast<const char*>(data), size);
  const std::vector<Bytes> values = rdx::test::cut(input);
  std::vector<Bytes> valid;
  for (const Bytes bare : values) {
    L::string(bare);
    L::native(bare);
    L::text(bare);
    L::diff(bare, {{1, -1}});
    L::gc(bare, input);
    L::gc(input, bare);
    L::highest_revision(bare);
    static_cast<void>(L::delta_text(bare, "abc", {1, 0}));
    if (!L::valid(bare)) continue;
    rdx::test::check_valid_value<L>(bare);
    require(L::valid(L::diff(bare, {{1, -1}})), "diff is valid", bare);
    valid.push_back(bare);
  }
  L::merge(values);
  static_cast<void>(L::parse(input));
  const std::string merged = L::merge(valid);
  const std::vector<Bytes> backwards(valid.rbegin(), valid.rend());
  require(L::merge(backwards) == merged, "merge commutes", merged);
  check_against_model(valid);
  return 0;
}
