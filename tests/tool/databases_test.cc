// The commands on databases: beside a replica that writes, and on copies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "rdx/rocksdb.h"
#include "rdx/store/keys.h"
#include "rdx/tool/backups.h"
#include "rdx/tool/check.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/merge.h"
#include "rdx/tool/objects.h"
#include "rdx/tool/value.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::tool {
namespace {

using test::need;
using test::Note;
using testing::HasSubstr;
using testing::MatchesRegex;

class Databases : public testing::Test {
 protected:
  Replica open(const std::string& name, uint32_t source) {
    return need(open_rocksdb(folder_ / name, {.source = source}, {.least_free_bytes = 0}));
  }
  static Note saved(Replica& replica, const std::string& title) {
    Note note;
    note.title = title;
    need(replica.save(note));
    return note;
  }

  test::TemporaryFolder folder_;
  std::ostringstream out_;
  std::ostringstream errors_;
};

TEST_F(Databases, AreShownBesideTheirWriter) {
  Replica replica = open("db", 0xa1);
  saved(replica, "of this moment");
  ASSERT_EQ(run_dump(folder_ / "db", {}, out_, errors_), kFine) << errors_.str();
  EXPECT_THAT(out_.str(), HasSubstr("  title: S @1 = \"of this moment\"\n"));
  EXPECT_THAT(out_.str(), HasSubstr("size notes.Note: 2 keys, "));
  EXPECT_THAT(out_.str(), HasSubstr("size packets: 1 keys, "));
  saved(replica, "later");  // and the writer goes on
  ASSERT_EQ(run_write_json(folder_ / "db", {}, out_, errors_), kFine);
  EXPECT_THAT(out_.str(), HasSubstr("\"title\": \"later\""));
  std::istringstream in;
  EXPECT_EQ(run_read_json(folder_ / "db", {}, in, out_, errors_), kFiles);
  EXPECT_THAT(errors_.str(), HasSubstr("is open in"));
}

TEST_F(Databases, AreCheckedBesideTheirWriter) {
  Replica replica = open("db", 0xa1);
  for (int i = 0; i < 20; ++i) saved(replica, "n");
  EXPECT_EQ(run_check(folder_ / "db", out_, errors_), kFine);
  EXPECT_EQ(out_.str(), "20 packets, 20 objects: fine\n");
  EXPECT_EQ(run_check(folder_ / "nothing", out_, errors_), kFiles);
}

TEST_F(Databases, WithAWrongValueAreTold) {
  {
    Replica replica = open("db", 0xa1);
    saved(replica, "n");
  }
  {
    const auto engine = need(open_database_to_write(folder_ / "db"));
    WriteBatch batch;
    batch.put(Keys().value(Id(0xa1, 1, 0), 1, 'S'), "?");
    need(engine->write(batch));
  }
  EXPECT_EQ(run_check(folder_ / "db", out_, errors_), kFindings);
  EXPECT_EQ(out_.str(), "wrong: object a1-1-0, field 1 S: the value is not valid\n1 packets, 1 objects: 1 wrong\n");
}

TEST_F(Databases, AreMergedIntoANewOne) {
  const Note ada = [&] {
    Replica replica = open("left", 0xa1);
    return saved(replica, "Ada");
  }();
  Replica right = open("right", 0xb2);
  saved(right, "Bob");
  ASSERT_EQ(run_merge({folder_ / "left", folder_ / "right"}, folder_ / "both", out_, errors_), kFine) << errors_.str();
  EXPECT_EQ(out_.str(), "2 packets\n");
  {
    Replica both = need(open_rocksdb(folder_ / "both", {}, {.least_free_bytes = 0}));
    EXPECT_EQ(need(both.objects<Note>()).size(), 2U);
    EXPECT_EQ(need(both.load<Note>(ada.id())).title, "Ada");
    EXPECT_NE(both.source(), 0xa1U);
    EXPECT_NE(both.source(), 0xb2U);
  }
  EXPECT_EQ(run_merge({folder_ / "left"}, folder_ / "both", out_, errors_), kFiles);
  EXPECT_EQ(run_merge({folder_ / "left", folder_ / "nothing"}, folder_ / "new", out_, errors_), kFiles);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "new") || std::filesystem::exists(folder_ / "new.part"));
  // What a merge that was cut off left behind is no database that anybody takes for a whole one.
  std::filesystem::create_directory(folder_ / "new.part");
  errors_.str("");
  EXPECT_EQ(run_merge({folder_ / "left"}, folder_ / "new/", out_, errors_), kFiles);
  EXPECT_THAT(errors_.str(), HasSubstr("new.part' is there, of a merge that goes on or was cut off"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "new"));
}

TEST_F(Databases, NamesThatPeersBringDoNotSteerTheTerminal) {
  {
    Replica replica = open("db", 0xa1);
    PacketBuilder packet({0xb2, 1});
    packet.change('S', Id(0, 9, 9), 1, S::tlv("a\x1b[2J\nb\xc2\x9b", {1, 0xb2}));
    packet.change('S', packet.begin_object(Id(0, 9, 9)), 1, S::tlv("\x1b[2J", {1, 0xb2}));
    ASSERT_TRUE(replica.integrate_ops(packet.packet()));
  }
  ASSERT_EQ(run_dump(folder_ / "db", {}, out_, errors_), kFine) << errors_.str();
  EXPECT_THAT(out_.str(), HasSubstr("class a?[2J?b?? "));
  EXPECT_EQ(out_.str().find('\x1b'), std::string::npos);
}

TEST_F(Databases, AreBackedUpAndRestored) {
  const std::string backups = folder_ / "backups";
  {
    Replica replica = open("db", 0xa1);
    saved(replica, "n");
    EXPECT_EQ(run_backup(folder_ / "db", backups, 2, out_, errors_), kFiles);  // it is the replica's to make
    EXPECT_THAT(errors_.str(), HasSubstr("is open in"));
    EXPECT_THAT(errors_.str(), HasSubstr("; or have it make the backup, replica.backup(folder, keep)\n"));
  }
  for (int i = 0; i < 3; ++i) ASSERT_EQ(run_backup(folder_ / "db", backups, 2, out_, errors_), kFine);
  out_.str("");
  ASSERT_EQ(run_backups(backups, true, out_, errors_), kFine);
  EXPECT_THAT(out_.str(), MatchesRegex("backup 2, 20..-..-.. ..:..:.. UTC, [0-9]+ bytes\nbackup 3, .* bytes\n"));
  EXPECT_EQ(run_restore(backups, folder_ / "db", {}, out_, errors_), kFiles);
  ASSERT_EQ(run_restore(backups, folder_ / "restored", 2, out_, errors_), kFine);
  EXPECT_THAT(out_.str(), HasSubstr("backup 2 is restored"));
  // Whoever opens it first goes on under a fresh source, this command too.
  std::istringstream in("{\"$class\":\"notes.Note\",\"title\":\"fresh\"}\n");
  out_.str("");
  ASSERT_EQ(run_read_json(folder_ / "restored", {}, in, out_, errors_), kFine) << out_.str();
  EXPECT_NE(out_.str().rfind("a1-", 0), 0U);
  EXPECT_EQ(run_backups(folder_ / "nothing", false, out_, errors_), kFiles);
}

}  // namespace
}  // namespace rdx::tool
