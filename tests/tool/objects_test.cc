#include "rdx/tool/objects.h"

#include <gtest/gtest.h>

#include <sstream>

#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/set.h"
#include "rdx/store/class_description.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/packet.h"
#include "rdx/tool/dump.h"

namespace rdx::tool {
namespace {

constexpr Id kPerson(0, 1, 0);
constexpr Id kStudent(0, 2, 0);

std::string school() {
  PacketBuilder packet({0xa1, 1});
  const Id ada = packet.begin_object(kStudent);
  packet.change('S', kPerson, kClassNameField, S::tlv("school.Person", {1, 0xa1}));
  packet.change('M', kPerson, kClassFieldsField, M::tlv({{1, "name S"}}, {1, 0xa1}));
  packet.change('S', kStudent, kClassNameField, S::tlv("school.Student", {1, 0xa1}));
  packet.change('M', kStudent, kClassFieldsField,
                M::tlv({{2, "tags E<S>"}, {3, "essay text"}, {4, "credit C"}, {5, "stars I"}}, {1, 0xa1}));
  packet.change('R', kStudent, kClassParentField, R::tlv(kPerson, {1, 0xa1}));
  packet.change('S', ada, 1, S::tlv("Ada", {1, 0xa1}));
  packet.change('E', ada, 2, E::tlv({"first", "last"}, {1, 0xa1}));
  return packet.packet();
}

class Objects : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = LocalStore::open(*engine_, {});
    ASSERT_TRUE(store) << store.error().message;
    const std::string bytes = school();
    ASSERT_TRUE((*store)->integrate_diff(bytes));
  }

  std::string written(const JsonChoice& choice = {}) {
    std::ostringstream out;
    const auto done = write_json(*engine_, choice, out);
    return done ? out.str() : "error: " + done.error().message;
  }

  std::string read(const std::string& lines, bool fine = true) {
    std::istringstream in(lines);
    std::ostringstream out;
    const auto done = read_json(*engine_, 0xb2, in, out);
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_EQ(*done, fine) << out.str();
    return out.str();
  }

  std::unique_ptr<Engine> engine_ = make_memory_engine();
};

TEST_F(Objects, AreWrittenOneALine) {
  EXPECT_EQ(written(), R"({"$class": "school.Student", "$id": "a1-1-0", "name": "Ada", "tags": ["first", "last"]})"
                       "\n");
  EXPECT_EQ(written({"school.Person", 0}), "");
  EXPECT_EQ(written({"school.Teacher", 0}), "error: the store has no description of 'school.Teacher'");
}

TEST_F(Objects, GetTheMembersThatAreNamed) {
  EXPECT_EQ(read(R"({"$id": "a1-1-0", "tags": ["first", "new"], "essay": "On engines", "credit": 3, "stars": 0})"
                 "\n"),
            "a1-1-0\n");
  EXPECT_EQ(written(), R"({"$class": "school.Student", "$id": "a1-1-0", "name": "Ada", "tags": ["first", "new"], )"
                       R"("essay": "On engines", "credit": 3, "stars": 0})"
                       "\n");
  DumpOptions packets{false, false, true, false, false, false, &built_in_types()};
  std::ostringstream out;
  ASSERT_TRUE(dump(*engine_, packets, out));
  EXPECT_NE(out.str().find("  a1-1-0 credit: C @4 <- C3\n"), std::string::npos) << out.str();
  EXPECT_EQ(out.str().find("name: S @1 <- S{2"), std::string::npos) << "what is not named is not touched";
}

TEST_F(Objects, BeginWhereTheyHaveNoId) {
  EXPECT_EQ(read(R"({"$class": "school.Person", "name": "Charles"})"
                 "\n"
                 R"({"$class": "school.Student"})"
                 "\n"),
            "b2-1-0\nb2-2-0\n");
  EXPECT_EQ(written({"school.Person", 0}), R"({"$class": "school.Person", "$id": "b2-1-0", "name": "Charles"})"
                                           "\n");
}

TEST_F(Objects, ComeBackAsTheyWere) {
  const std::string before = written();
  EXPECT_EQ(read(before), "a1-1-0\n");
  EXPECT_EQ(written(), before);
  DumpOptions dots{false, false, false, true, false, false, &built_in_types()};
  std::ostringstream out;
  ASSERT_TRUE(dump(*engine_, dots, out));
  EXPECT_EQ(out.str(), "dots a1: 1\n") << "nothing changed, nothing was written";
}

TEST_F(Objects, AWrongLineIsAnsweredAtItsPlace) {
  const std::string answers = read(
      "no json\n"
      R"({"$class": "school.Teacher"})"
      "\n"
      R"({"name": "nobody"})"
      "\n"
      R"({"$id": "a1-9-0", "name": "nobody"})"
      "\n"
      R"({"$class": "school.Person", "$id": "a1-1-0"})"
      "\n"
      R"({"$id": "a1-1-0", "nme": "Ada"})"
      "\n"
      R"({"$id": "a1-1-0", "name": 7})"
      "\n"
      R"({"$id": "a1-1-0", "name": "Ada Lovelace"})"
      "\n",
      false);
  std::istringstream lines(answers);
  std::vector<std::string> answer(8);
  for (std::string& line : answer) std::getline(lines, line);
  for (int i = 0; i < 7; ++i) EXPECT_EQ(answer[static_cast<std::size_t>(i)].substr(0, 7), "error: ") << i;
  EXPECT_EQ(answer[1], "error: $.$class: the store has no description of 'school.Teacher'");
  EXPECT_EQ(answer[2], "error: $: expected \"$class\", or the \"$id\" of an object that is there");
  EXPECT_EQ(answer[4], "error: $.$class: expected an object of school.Student");
  EXPECT_NE(answer[6].find("$.name"), std::string::npos) << answer[6];
  EXPECT_EQ(answer[7], "a1-1-0");
  EXPECT_NE(written().find("\"Ada Lovelace\""), std::string::npos);
}

}  // namespace
}  // namespace rdx::tool
