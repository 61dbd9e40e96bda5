#include "rdx/tool/tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "rdx/rocksdb.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/rocks_engine.h"
#include "rdx/tool/value.h"
#include "tests/replica/note.h"
#include "tests/store/passing_engine.h"
#include "tests/store/replicas.h"
#include "tests/tool/child_process.h"

namespace rdx::tool {
namespace {

using test::ChildProcess;
using test::need;
using test::Note;
using testing::HasSubstr;
using testing::IsEmpty;

const auto kNever = [] { return false; };

class Tails : public testing::Test {
 protected:
  // Buffers so small that files come and go while somebody reads.
  Replica open(const std::string& settings = {}) {
    return need(open_rocksdb(folder_ / "db", {.source = 0xa1}, {.least_free_bytes = 0, .settings = settings}));
  }
  static Note saved(Replica& replica, const std::string& title) {
    Note note;
    note.title = title;
    need(replica.save(note));
    return note;
  }
  static void save_many(Replica& replica, int count) {
    for (int i = 0; i < count; ++i) saved(replica, "n" + std::to_string(i));
  }
  int run(const TailOptions& options, const std::function<bool()>& is_over = kNever) {
    out_.str("");
    errors_.str("");
    return run_tail(folder_ / "db", options, is_over, out_, errors_);
  }
  std::vector<std::string> command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {RDX_TOOL_PATH, "tail", folder_ / "db"});
    return arguments;
  }
  std::string said() const {
    std::ifstream file(folder_ / "errors");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string arrival(const std::string& line) {
    const std::size_t at = line.find("\"arrival\":");
    return at == std::string::npos ? "" : line.substr(at + 10, line.find(',', at) - at - 10);
  }

  test::TemporaryFolder folder_;
  std::ostringstream out_;
  std::ostringstream errors_;
};

TEST_F(Tails, ShowTheLastPackets) {
  Replica replica = open();
  save_many(replica, 30);
  ASSERT_EQ(run({}), kFine) << errors_.str();
  EXPECT_THAT(out_.str(), HasSubstr("packet a1-1e, arrival 29, "));
  EXPECT_THAT(out_.str(), HasSubstr("  a1-1e-0 begins, of notes.Note\n  a1-1e-0 title: S @1 <- S{1,a1}\"n29\"\n"));
  EXPECT_THAT(out_.str(), HasSubstr("arrival 20, "));
  EXPECT_THAT(out_.str(), Not(HasSubstr("arrival 19, ")));
  ASSERT_EQ(run({.last = 1}), kFine);
  EXPECT_EQ(out_.str().rfind("packet a1-1e, arrival 29, ", 0), 0U);
  ASSERT_EQ(run({.last = 0}), kFine);
  EXPECT_THAT(out_.str(), IsEmpty());
  ASSERT_EQ(run({.last = 1000}), kFine);
  EXPECT_EQ(out_.str().rfind("packet a1-1, arrival 0, ", 0), 0U);
}

TEST_F(Tails, BeginAtAnArrival) {
  Replica replica = open();
  save_many(replica, 3);
  ASSERT_EQ(run({.from = 2, .json = true}), kFine);
  EXPECT_THAT(out_.str(), HasSubstr("{\"arrival\":2,\"packet\":\"a1-3\",\"bytes\":"));
  EXPECT_THAT(out_.str(), HasSubstr("\"ops\":[{\"object\":\"a1-3-0\",\"begins\":\"notes.Note\"},"
                                    "{\"object\":\"a1-3-0\",\"field\":\"title\",\"number\":1,\"letter\":\"S\","
                                    "\"value\":\"\\\"n2\\\"\",\"change\":\"S{1,a1}\\\"n2\\\"\"}"));
  EXPECT_EQ(out_.str().find('\n'), out_.str().size() - 1);
  ASSERT_EQ(run({.from = 3}), kFine);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_THAT(errors_.str(), IsEmpty());
}

TEST_F(Tails, SayThatAnArrivalHasNotCome) {
  Replica replica = open();
  save_many(replica, 3);
  EXPECT_EQ(run({.from = 3}), kFine) << errors_.str();
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(run({.from = 4}), kFiles);
  EXPECT_EQ(errors_.str(), "rdx: arrival 4 has not come to this log, which ends at 3\n");
  ASSERT_GT(need(replica.gc()).packets, 0U);
  EXPECT_EQ(run({.from = 3}), kFine) << "all of it was cut off: " << errors_.str();
}

TEST_F(Tails, TellWhatHasBeenCutOff) {
  {
    Replica replica = open();
    save_many(replica, 20);
    ASSERT_GT(need(replica.gc()).packets, 0U);  // nobody else is waited for
    save_many(replica, 2);
  }
  ASSERT_EQ(run({.from = 0}), kFine) << errors_.str();
  EXPECT_EQ(errors_.str(), "rdx: arrivals 0 to 19 are not in the log; it goes on at 20\n");
  EXPECT_EQ(out_.str().rfind("packet a1-15, arrival 20, ", 0), 0U);
  ASSERT_EQ(run({}), kFine);
  EXPECT_THAT(errors_.str(), IsEmpty()) << "the last ones are all that was asked for";
  EXPECT_EQ(out_.str().rfind("packet a1-15, arrival 20, ", 0), 0U);
}

// Another process follows, while this one writes, flushes, compacts, cuts its log, ends and begins again.
TEST_F(Tails, FollowAWriterInAnotherProcess) {
  const std::string small = "write_buffer_size=65536;max_write_buffer_number=2;level0_file_num_compaction_trigger=2";
  constexpr int kPackets = 6000;
  auto replica = std::make_unique<Replica>(open(small));
  saved(*replica, "the first");
  ChildProcess tail(command({"--from", "0", "--follow", "--json"}), folder_ / "errors");
  EXPECT_EQ(arrival(tail.line()), "0");
  int next = 1;
  for (int part = 0; part < 4; ++part) {
    save_many(*replica, kPackets / 4);
    if (part == 1) {
      replica.reset();
      replica = std::make_unique<Replica>(open(small));
    }
    for (int i = 0; i < kPackets / 4; ++i, ++next) ASSERT_EQ(arrival(tail.line()), std::to_string(next)) << said();
  }
  need(replica->gc());
  const Note last = saved(*replica, "the last");
  EXPECT_THAT(tail.line(), HasSubstr("\"change\":\"S{1,a1}\\\"the last\\\"\""));
  need(replica->remove(last));
  EXPECT_THAT(tail.line(), HasSubstr("\"ops\":[{\"object\":\"" + to_text(last.id()) + "\",\"ends\":true}]"));
  EXPECT_EQ(tail.end(SIGINT), 0);
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(Tails, FollowAWriterThatIsKilled) {
  {
    Replica replica = open();
    saved(replica, "the first");
  }
  ChildProcess tail(command({"-n", "1", "-f"}), folder_ / "errors");
  EXPECT_THAT(tail.line(), HasSubstr("arrival 0, "));
  const pid_t writer = fork();
  if (writer == 0) {
    Replica replica = open();
    save_many(replica, 50);
    raise(SIGKILL);
  }
  ASSERT_EQ(waitpid(writer, nullptr, 0), writer);
  Replica replica = open();
  saved(replica, "by another");
  std::string found;
  for (std::string line = tail.line(); !line.empty(); line = tail.line()) {
    found = line;
    if (line.find("by another") != std::string::npos) break;
  }
  EXPECT_THAT(found, HasSubstr("title: S @1 <- S{1,a1}\"by another\""));
  EXPECT_EQ(tail.end(SIGTERM), 0);
  EXPECT_THAT(said(), IsEmpty());
}

TEST_F(Tails, EndWithTheirReader) {
  Replica replica = open();
  save_many(replica, 2000);
  ChildProcess tail(command({"--from", "0"}), folder_ / "errors");
  EXPECT_THAT(tail.line(), HasSubstr("arrival 0, "));
  int packets = 1;
  for (std::string line = tail.line(); !line.empty(); line = tail.line()) packets += line.rfind("packet ", 0) == 0;
  EXPECT_EQ(packets, 2000);
  EXPECT_EQ(tail.end(), 0);
  EXPECT_EQ(run({.follow = true}, [] { return true; }), kFine);
  std::ostringstream broken;
  broken.setstate(std::ios::failbit);
  EXPECT_EQ(run_tail(folder_ / "db", {.follow = true}, kNever, broken, errors_), kFiles);
  EXPECT_EQ(run_tail(folder_ / "nothing", {}, kNever, out_, errors_), kFiles);
}

// A database in which some arrivals are in no file that its reader has, until it has caught up so many times.
class Lagging final : public FollowingEngine {
 public:
  Lagging(std::shared_ptr<Engine> below, uint64_t first, uint64_t end, int times)
      : below_(std::move(below)), first_(first), end_(end), times_(times) {}

  Result<void> catch_up() override {
    --times_;
    return {};
  }
  Result<void> write(const WriteBatch& batch) override { return below_->write(batch); }
  Result<void> sync() override { return below_->sync(); }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override { return below_->get(key, at); }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    const Keys keys;
    const Key hidden = keys.arrival(first_);
    const Key shown = keys.arrival(end_);
    const auto take = [&](Bytes key, Bytes value) {
      return (times_ > 0 && key >= Bytes(hidden) && key < Bytes(shown)) || visit(key, value);
    };
    return below_->scan(first, end, take, at);
  }
  std::shared_ptr<const Snapshot> snapshot() const override { return below_->snapshot(); }
  Result<void> compact() override { return below_->compact(); }

 private:
  const std::shared_ptr<Engine> below_;
  const uint64_t first_;
  const uint64_t end_;
  int times_;
};

TEST(Tail, AGapIsBelievedWhenItStays) {
  const auto print = [](int times) {
    const std::shared_ptr<Engine> engine = make_memory_engine();
    Replica replica = need(Replica::over(std::make_unique<test::PassingEngine>(engine), {.source = 0xa1}));
    for (int i = 0; i < 6; ++i) {
      Note note;
      need(replica.save(note));
    }
    Lagging lagging(engine, 2, 4, times);
    std::ostringstream out;
    std::ostringstream errors;
    EXPECT_EQ(need(print_log(lagging, 0, false, kNever, out, errors)), 6U);
    return errors.str();
  };
  EXPECT_EQ(print(1), "");
  EXPECT_EQ(print(3), "");
  EXPECT_EQ(print(1000), "rdx: arrivals 2 to 3 are not in the log; it goes on at 4\n");
}

TEST(StartOfLast, IsFoundInAnyLog) {
  const auto engine = make_memory_engine();
  EXPECT_EQ(need(start_of_last(*engine, 10)), 0U);
  const Keys keys;
  for (const uint64_t arrival : {uint64_t{3}, uint64_t{4}, uint64_t{5}, (uint64_t{1} << 40) + 7}) {
    WriteBatch batch;
    batch.put(keys.arrival(arrival), "");
    need(engine->write(batch));
    EXPECT_EQ(need(start_of_last(*engine, 1)), arrival);
    EXPECT_EQ(need(start_of_last(*engine, 0)), arrival + 1);
  }
  EXPECT_EQ(need(start_of_last(*engine, uint64_t{1} << 50)), 3U);
  EXPECT_EQ(need(start_of_last(*engine, 8)), (uint64_t{1} << 40) + 7);
}

}  // namespace
}  // namespace rdx::tool
