// Any bytes: packets, requests, diffs and sets of dots are read in bounds, and what is read is written the same.
#include <vector>

#include "rdx/store/envelope.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "tests/require.h"

namespace {

using rdx::Bytes;
using rdx::test::require;

// A packet that passed the door is rebuilt from its ops, byte for byte, where the builder's order is its own.
void check_packet_again(const rdx::Packet& packet) {
  rdx::PacketBuilder builder(packet.dot);
  bool has_ended = false;
  bool in_order = true;
  for (Bytes rest = packet.ops; const auto op = rdx::take_op(rest);) {
    if (op->begins()) {
      in_order = in_order && !has_ended;
      if (in_order) builder.begin_object(op->class_id);
    } else if (op->ends()) {
      has_ended = true;
      builder.end_object(op->object);
    } else {
      builder.change(op->letter, op->object, op->field, op->change);
    }
  }
  if (in_order) require(builder.packet() == packet.whole, "a packet has one form", packet.whole);
}

void try_packets(Bytes input) {
  for (Bytes rest = input; const auto packet = rdx::take_packet(rest);) {
    if (rdx::check_packet(*packet, rdx::built_in_types())) check_packet_again(*packet);
  }
}

void try_dots(Bytes input) {
  const auto ranges = rdx::DotRanges::read(input);
  if (!ranges) return;
  rdx::DotSet ours;
  ours.add_range(1, 1, 1000);
  ours.remove(*ranges);
  uint64_t named = 0;
  ranges->for_each_range([&](uint32_t, uint32_t first, uint32_t last) {
    named += uint64_t{last} - first + 1;
    return true;
  });
  if (named > 1000000) return;  // a few bytes may name more than memory holds
  rdx::DotSet again;
  again.add(*ranges);
  require(again.record() == input, "a set of dots has one form", input);
}

void try_store(Bytes input) {
  static const auto engine = rdx::make_memory_engine();
  static const auto book = *rdx::SourceBook::open(*engine, {}, [next = uint64_t{0}]() mutable { return ++next * 7; });
  static const auto store = [] {
    rdx::LocalStore::Setup setup;
    setup.sources = book.get();
    auto opened = *rdx::LocalStore::open(*engine, setup);
    static_cast<void>(book->claim(5, {}));
    return opened;
  }();
  const auto before = store->arrivals();
  const auto integrated = store->integrate_diff(input);
  if (integrated) require(store->arrivals() == before + integrated->applied, "what is applied has arrived", input);
  if (const auto diff = store->build_diff(input, 4096))
    require(store->integrate_diff(*diff).has_value(), "a store takes its own diff", input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes input(reinterpret_cast<const char*>(data), size);
  try_packets(input);
  try_dots(input);
  static_cast<void>(rdx::read_request(input));
  try_store(input);
  return 0;
}
