#include "rdx/tool/dump.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/set.h"
#include "rdx/store/class_description.h"
#include "rdx/store/keys.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/packet.h"

namespace rdx::tool {
namespace {

constexpr Id kPerson(0, 1, 0);
constexpr Id kStudent(0, 2, 0);

void apply_packet(Engine& engine, const std::string& bytes) {
  const auto store = LocalStore::open(engine, {});
  ASSERT_TRUE(store) << store.error().message;
  Bytes rest = bytes;
  const auto packet = take_packet(rest);
  ASSERT_TRUE(packet);
  const auto applied = (*store)->apply(std::span(&*packet, 1));
  ASSERT_TRUE(applied) << applied.error().message;
  ASSERT_EQ(applied->applied, 1U);
}

// What a replica's first save of a student writes: the student and what the classes are.
std::string first_packet() {
  PacketBuilder packet({0xa1, 1});
  const Id ada = packet.begin_object(kStudent);
  packet.change('S', kPerson, kClassNameField, S::tlv("school.Person", {1, 0xa1}));
  packet.change('M', kPerson, kClassFieldsField, M::tlv({{1, "name S"}}, {1, 0xa1}));
  packet.change('S', kStudent, kClassNameField, S::tlv("school.Student", {1, 0xa1}));
  packet.change('M', kStudent, kClassFieldsField, M::tlv({{2, "tags E<S>"}, {3, "essay text"}}, {1, 0xa1}));
  packet.change('R', kStudent, kClassParentField, R::tlv(kPerson, {1, 0xa1}));
  packet.change('S', ada, 1, S::tlv("Ada", {1, 0xa1}));
  packet.change('E', ada, 2, E::tlv({"first", "last"}, {1, 0xa1}));
  packet.change('I', ada, 2, I::tlv(7, {1, 0xa1}));
  packet.change('S', ada, 99, S::tlv("of a newer schema", {1, 0xa1}));
  return packet.packet();
}

std::string dumped(Engine& engine, const DumpOptions& options) {
  std::ostringstream out;
  const auto done = dump(engine, options, out);
  EXPECT_TRUE(done) << done.error().message;
  return out.str();
}

DumpOptions only(bool DumpOptions::*part) {
  DumpOptions options{false, false, false, false, false, false, &built_in_types()};
  options.*part = true;
  return options;
}

class Dump : public testing::Test {
 protected:
  void SetUp() override {
    apply_packet(*engine_, first_packet());
    PacketBuilder second({0xb2, 3});
    second.change('S', Id(0xa1, 1, 0), 1, S::tlv("Ada Lovelace", {2, 0xb2}));
    apply_packet(*engine_, second.packet());
  }

  std::unique_ptr<Engine> engine_ = make_memory_engine();
};

TEST_F(Dump, NamesTheClasses) {
  EXPECT_EQ(dumped(*engine_, only(&DumpOptions::classes)),
            "class school.Person 0-1-0\n"
            "  name: S @1\n"
            "class school.Student 0-2-0 : school.Person\n"
            "  tags: E<S> @2\n"
            "  essay: text @3\n");
}

TEST_F(Dump, PrintsObjectsWithTheNamesOfTheirFields) {
  EXPECT_EQ(dumped(*engine_, only(&DumpOptions::objects)),
            "school.Student a1-1-0\n"
            "  name: S @1 = \"Ada Lovelace\"\n"
            "  tags: E<S> @2 = {\"first\",\"last\"}\n"
            "  ?: I @2 = 7\n"
            "  ?: S @99 = \"of a newer schema\"\n");
}

TEST_F(Dump, PrintsObjectsWithStamps) {
  DumpOptions options = only(&DumpOptions::objects);
  options.stamps = true;
  EXPECT_EQ(dumped(*engine_, options),
            "school.Student a1-1-0\n"
            "  name: S @1 = S{2,b2}\"Ada Lovelace\"\n"
            "  tags: E<S> @2 = {S{1,a1}\"first\" S{1,a1}\"last\"}\n"
            "  ?: I @2 = I{1,a1}7\n"
            "  ?: S @99 = S{1,a1}\"of a newer schema\"\n");
}

TEST_F(Dump, PrintsPacketsByDot) {
  PacketBuilder end({0xa1, 2});
  end.end_object(Id(0xa1, 1, 0));
  apply_packet(*engine_, end.packet());
  const std::string text = dumped(*engine_, only(&DumpOptions::packets));
  const std::size_t second = text.find("packet a1-2, arrival ");
  const std::size_t third = text.find("packet b2-3, arrival ");
  EXPECT_EQ(text.find("packet a1-1, arrival "), 0U) << text;
  ASSERT_NE(second, std::string::npos) << text;
  ASSERT_NE(third, std::string::npos) << text;
  EXPECT_LT(second, third);
  EXPECT_NE(text.find("  a1-1-0 begins, of school.Student\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  a1-1-0 ends\n"), std::string::npos) << text;
  EXPECT_NE(text.find(" <- S{2,b2}\"Ada Lovelace\"\n"), std::string::npos) << text;
  EXPECT_EQ(dumped(*engine_, only(&DumpOptions::objects)), "");
}

TEST_F(Dump, PrintsMorePacketsThanAPageHolds) {
  for (uint32_t sequence = 4; sequence < 200; ++sequence) {
    PacketBuilder packet({0xb2, sequence});
    packet.change('I', Id(0xa1, 1, 0), 3, I::tlv(sequence, {sequence, 0xb2}));
    apply_packet(*engine_, packet.packet());
  }
  const std::string text = dumped(*engine_, only(&DumpOptions::packets));
  std::size_t packets = 0;
  for (std::size_t at = text.find("packet "); at != std::string::npos; at = text.find("packet ", at + 1)) ++packets;
  EXPECT_EQ(packets, 198U);
}

TEST_F(Dump, PrintsWhatTheStoreHasSeen) {
  EXPECT_EQ(dumped(*engine_, only(&DumpOptions::dots)), "dots a1: 1\ndots b2: 3\n");
}

TEST_F(Dump, PrintsWhatIsNotReadable) {
  WriteBatch batch;
  const Keys keys;
  batch.put(keys.value(Id(0xa1, 1, 0), 5, 'S'), "?");
  batch.put(keys.packet({0xc3, 1}), "?");
  ASSERT_TRUE(engine_->write(batch));
  EXPECT_NE(dumped(*engine_, only(&DumpOptions::objects)).find("  ?: S @5 = #3f\n"), std::string::npos);
  EXPECT_NE(dumped(*engine_, only(&DumpOptions::packets)).find("packet that is not readable: #3f\n"),
            std::string::npos);
}

TEST(DumpFolder, MakesNoDatabaseWhereThereIsNone) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "rdx_dump_nothing";
  std::filesystem::remove_all(folder);
  std::ostringstream out;
  std::ostringstream errors;
  EXPECT_EQ(run_dump(folder, {}, out, errors), 3);
  EXPECT_EQ(out.str(), "");
  EXPECT_NE(errors.str().find("there is no database in this folder"), std::string::npos) << errors.str();
  EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace rdx::tool
