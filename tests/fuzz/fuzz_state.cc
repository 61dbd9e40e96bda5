// Any bytes: requests with peers and progress, pieces of a state, and packets for it are read in bounds; what is
// refused changes nothing.

#include <array>

#include "rdx/rdx/value.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/state_piece.h"
#include "rdx/tlv/record.h"
#include "tests/require.h"

namespace {

using rdx::Bytes;
using rdx::test::require;

struct Replica {
  std::unique_ptr<rdx::Engine> engine = rdx::make_memory_engine();
  std::unique_ptr<rdx::SourceBook> book;
  std::unique_ptr<rdx::LocalStore> store;

  explicit Replica(uint32_t source) {
    book = *rdx::SourceBook::open(*engine, {}, [next = uint64_t{source}]() mutable { return ++next * 7; });
    rdx::LocalStore::Setup setup;
    setup.sources = book.get();
    store = *rdx::LocalStore::open(*engine, setup);
    static_cast<void>(book->claim(source, {}));
  }
};

void try_piece(Bytes input) {
  const auto piece = rdx::read_piece(input, rdx::built_in_types());
  if (!piece) return;
  rdx::PieceWriter writer(piece->horizon.record(), piece->dots.record(), piece->from);
  for (rdx::OpReader entries(piece->entries); const auto entry = entries.next();)
    writer.add(rdx::place_of(*entry), entry->letter == 'O' ? Bytes(rdx::zip_id(entry->class_id)) : entry->change);
  require(writer.finish(piece->to) == input, "a piece has one form", input);
}

void try_store(Bytes input, char letter) {
  Replica replica(5);
  std::string diff = rdx::DiffWriter({}, 'C', std::array{replica.book->current()}).finish(false);
  diff.resize(diff.size() - 2);
  rdx::append_record(diff, letter, input);
  const auto before = replica.store->request_diff();
  const auto taken = replica.store->integrate_diff(diff);
  if (!taken) require(*replica.store->request_diff() == *before, "what is refused changes nothing", input);
  static_cast<void>(replica.store->build_diff(input, 512));
  static_cast<void>(replica.store->gc());
  require(replica.store->request_diff().has_value(), "a store goes on", input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes input(reinterpret_cast<const char*>(data), size);
  static_cast<void>(rdx::read_request(input));
  try_piece(input);
  try_store(input, 'S');
  try_store(input, 'T');
  return 0;
}
