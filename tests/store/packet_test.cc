// Packets: built, read, and refused whole with a reason.
#include "rdx/store/packet.h"

#include <gtest/gtest.h>

#include "rdx/rdx/register.h"

namespace rdx::test {
namespace {

constexpr Id kClass(0, 7, 2);

std::string built(const std::function<void(PacketBuilder&)>& fill, Dot dot = {5, 3}) {
  PacketBuilder builder(dot);
  fill(builder);
  return builder.packet();
}

std::string fault_of(Bytes bytes, const TypeTable& types = built_in_types()) {
  Bytes rest = bytes;
  const auto packet = take_packet(rest);
  if (!packet) return "no packet";
  const auto checked = check_packet(*packet, types);
  return checked ? "none" : checked.error().message;
}

std::string wrapped(const std::string& ops, const std::string& dot = *from_hex("320305")) {
  std::string packet;
  append_record(packet, 'P', dot + ops);
  return packet;
}

TEST(Packet, IsBuiltAsTheFormatSays) {
  const std::string packet = built([](PacketBuilder& builder) {
    const Id object = builder.begin_object(kClass);
    EXPECT_EQ(object, Id(5, 3, 0));
    builder.change('I', object, 2, I::tlv(7, {1, 5}));
  });
  // P( dot(3,5)  O( object 5-3-0 class 0-7-2 )  I( object 5-3-0 field 2, stamp 1:5, value 7 ) )
  EXPECT_EQ(to_hex(packet),
            "7018"
            "320305"
            "6f0733003005027000"
            "690a3300300531023201050e");
  EXPECT_EQ(fault_of(packet), "none");
  Bytes rest = packet;
  const auto read = take_packet(rest);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->dot, (Dot{5, 3}));
  Bytes ops = read->ops;
  const auto begin = take_op(ops);
  const auto change = take_op(ops);
  ASSERT_TRUE(begin && change && ops.empty());
  EXPECT_TRUE(begin->begins());
  EXPECT_EQ(begin->class_id, kClass);
  EXPECT_EQ(change->object, Id(5, 3, 0));
  EXPECT_EQ(change->field, 2);
  EXPECT_EQ(I::native(change->change), 7);
}

TEST(Packet, EndsStandBetweenBeginsAndChanges) {
  const std::string packet = built([](PacketBuilder& builder) {
    builder.change('I', Id(5, 1, 0), 2, I::tlv(7, {1, 5}));
    builder.begin_object(kClass);
    builder.end_object(Id(4, 1, 0));
  });
  EXPECT_EQ(fault_of(packet), "none");
}

TEST(Packet, WhatIsNoPacketIsNone) {
  const std::string packet = built([](PacketBuilder& builder) { builder.begin_object(kClass); });
  for (size_t size = 0; size < packet.size(); ++size) EXPECT_EQ(fault_of(packet.substr(0, size)), "no packet");
  EXPECT_EQ(fault_of(wrapped("", *from_hex("31"
                                           "05"))),
            "no packet");  // source 0
  EXPECT_EQ(fault_of(wrapped("", *from_hex("32"
                                           "0005"))),
            "no packet");  // number 0
  EXPECT_EQ(fault_of(wrapped("", *from_hex("34"
                                           "03000500"))),
            "no packet");  // overlong
}

TEST(Packet, IsRefusedWithAReason) {
  const auto change = [](char letter, Id object, const std::string& bare) {
    return built([&](PacketBuilder& builder) { builder.change(letter, object, 2, bare); });
  };
  const Id other(4, 1, 0);
  EXPECT_EQ(fault_of(wrapped("")), "packet 5-3: has no ops");
  EXPECT_EQ(fault_of(wrapped("x")), "packet 5-3, op 1: is not canonical");
  EXPECT_EQ(fault_of(change('I', other, "?")), "packet 5-3, op 1: has a value that is no valid I");
  EXPECT_EQ(fault_of(change('Q', other, "")), "packet 5-3, op 1: has a value of the unknown type Q");
  EXPECT_EQ(fault_of(change('I', Id(), I::tlv(1, {1, 5}))), "packet 5-3, op 1: names the object 0-0-0");
  EXPECT_EQ(fault_of(change('I', Id(4, 0, 1), I::tlv(1, {1, 5}))),
            "packet 5-3, op 1: names an object that no packet can begin");
  EXPECT_EQ(fault_of(change('I', Id(5, 3, 0), I::tlv(1, {1, 5}))),
            "packet 5-3, op 1: changes an object that this packet does not begin");
  EXPECT_EQ(fault_of(change('I', other, I::tlv(1, {kMaxDoorRevision, 5}))), "none");
  EXPECT_EQ(fault_of(change('I', other, I::tlv(1, {kMaxDoorRevision + 1, 5}))),
            "packet 5-3, op 1: has a revision above 2^59, which nobody takes");
  EXPECT_EQ(fault_of(built([](PacketBuilder& builder) { builder.end_object(Id(0, 7, 2)); })),
            "packet 5-3, op 1: ends an object of source 0");
}

TEST(Packet, AnObjectBeginsAtItsPlace) {
  PacketBuilder elsewhere({5, 9});
  elsewhere.begin_object(kClass);
  const std::string packet = elsewhere.packet();
  Bytes rest = packet;
  const std::string op(take_packet(rest)->ops);
  EXPECT_EQ(fault_of(wrapped(op)), "packet 5-3, op 1: begins 5-9-0, where only 5-3-0 can begin");
  PacketBuilder here({5, 3});
  here.begin_object(kClass);
  const std::string good = here.packet();
  rest = good;
  const std::string first(take_packet(rest)->ops);
  EXPECT_EQ(fault_of(wrapped(first + first)), "packet 5-3, op 2: begins 5-3-0, where only 5-3-1 can begin");
  std::string changed;
  PacketBuilder changes({5, 3});
  changes.change('I', Id(4, 1, 0), 2, I::tlv(1, {1, 5}));
  const std::string with_change = changes.packet();
  rest = with_change;
  changed = std::string(take_packet(rest)->ops);
  EXPECT_EQ(fault_of(wrapped(changed + first)), "packet 5-3, op 2: begins or ends an object behind a change");
}

TEST(Packet, HasAtMost4096ObjectOps) {
  PacketBuilder builder({5, 3});
  for (uint32_t i = 0; i < kMaxObjectOps; ++i) builder.begin_object(kClass);
  const std::string packet = builder.packet();
  EXPECT_EQ(fault_of(packet), "none");
  PacketBuilder one({5, 3});
  one.end_object(Id(4, 1, 0));
  const std::string end = one.packet();
  Bytes rest = end;
  Bytes all = packet;
  const std::string ops = std::string(take_packet(all)->ops) + std::string(take_packet(rest)->ops);
  EXPECT_EQ(fault_of(wrapped(ops)), "packet 5-3, op 4097: is an O op past the 4096 that a packet may have");
}

TEST(Packet, IsAtMost16Mebibytes) {
  const std::string text(kMaxPacketBytes, 'x');
  EXPECT_EQ(fault_of(built([&](PacketBuilder& builder) {
              builder.change('S', Id(4, 1, 0), 2, S::tlv(text, {1, 5}));
            })),
            "packet 5-3: is larger than 16 MiB");
}

bool never(Bytes, uint32_t) { return false; }

TEST(Packet, MayBringOnlyWhatItsSourceMay) {
  TypeTable types;
  TypeFunctions strict = functions_of<I>();
  strict.may_bring = &never;
  ASSERT_TRUE(types.add(strict));
  const auto packet = built([](PacketBuilder& builder) { builder.change('I', Id(4, 1, 0), 2, I::tlv(1, {1, 6})); });
  EXPECT_EQ(fault_of(packet, types), "packet 5-3, op 1: brings an element of another source into an I");
}

}  // namespace
}  // namespace rdx::test
