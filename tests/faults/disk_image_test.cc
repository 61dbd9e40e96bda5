#include <gtest/gtest.h>

#include <set>

#include "tests/faults/disk_image.h"

namespace rdx::faults {
namespace {

Survivors strict_cut(const DiskImage& image) {
  Random random(1);
  return image.after_cut(Loss::all_unsynced, random);
}

// What 200 cuts of that file leave, by kind.
std::set<std::string> torn_cuts(const DiskImage& image, const std::string& path, Loss loss = Loss::some_unsynced) {
  std::set<std::string> seen;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Survivors left = image.after_cut(loss, random);
    const auto found = left.find(path);
    seen.insert(found == left.end() ? "absent" : found->second);
  }
  return seen;
}

TEST(DiskImage, AFileIsThereOnceItAndItsDirectoryWereSynced) {
  DiskImage image;
  append(*image.create("/d/a"), "one");
  EXPECT_EQ(strict_cut(image), Survivors{});
  image.sync_directory("/d/");
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", ""}}));
  sync(*image.find("/d//a"));
  append(*image.find("/d/a"), " two");
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "one"}}));
  sync(*image.find("/d/a"));
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "one two"}}));
}

TEST(DiskImage, ARemovedFileComesBackUntilItsDirectoryIsSynced) {
  DiskImage image(Survivors{{"/d/a", "one"}});
  image.remove("/d/a");
  EXPECT_EQ(image.find("/d/a"), nullptr);
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "one"}}));
  image.sync_directory("/d");
  EXPECT_EQ(strict_cut(image), Survivors{});
}

TEST(DiskImage, ARenameIsOldOrNewAndNeverHalf) {
  DiskImage image(Survivors{{"/d/a", "new"}, {"/d/b", "old"}});
  image.rename("/d/a", "/d/b");
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "new"}, {"/d/b", "old"}}));
  EXPECT_EQ(torn_cuts(image, "/d/a"), (std::set<std::string>{"absent", "new"}));
  EXPECT_EQ(torn_cuts(image, "/d/b"), (std::set<std::string>{"new", "old"}));
  image.sync_directory("/d");
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/b", "new"}}));
}

TEST(DiskImage, ChangesOfNamesSurviveInTheirOrder) {
  DiskImage image;
  image.create("/d/a");
  image.create("/d/b");
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed);
    const Survivors left = image.after_cut(Loss::some_unsynced, random);
    EXPECT_GE(left.count("/d/a"), left.count("/d/b")) << "seed " << seed;
  }
}

TEST(DiskImage, AnUnsyncedTailIsGoneWholeTornOrZero) {
  DiskImage image(Survivors{{"/d/a", "ab"}});
  append(*image.find("/d/a"), "cd");
  EXPECT_EQ(torn_cuts(image, "/d/a"), (std::set<std::string>{"ab", "abc", "abcd"}));
  const std::string zeroes(2, '\0');
  EXPECT_EQ(torn_cuts(image, "/d/a", Loss::zeroes),
            (std::set<std::string>{"ab", "abc", "abcd", "ab" + zeroes, "abc" + zeroes.substr(1)}));
}

TEST(DiskImage, OverwrittenBytesAreOldOrNewUntilTheyAreSynced) {
  DiskImage image(Survivors{{"/d/a", "old."}});
  write_at(*image.find("/d/a"), 0, "new");
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "old."}}));
  EXPECT_EQ(torn_cuts(image, "/d/a"), (std::set<std::string>{"old.", "new."}));
  sync(*image.find("/d/a"));
  truncate(*image.find("/d/a"), 1);
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "new."}}));
}

TEST(DiskImage, AFileOfTwoNamesIsOneFile) {
  DiskImage image(Survivors{{"/d/a", "one"}});
  image.link("/d/a", "/e/b");
  image.sync_directory("/e");
  append(*image.find("/e/b"), " two");
  sync(*image.find("/d/a"));
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/a", "one two"}, {"/e/b", "one two"}}));
  EXPECT_EQ(image.written_bytes(), 14U);
}

TEST(DiskImage, ARenamedDirectoryTakesItsFilesAlong) {
  DiskImage image(Survivors{{"/d/x/a", "one"}});
  append(*image.find("/d/x/a"), "!");
  image.rename_directory("/d/x", "/d/y");
  EXPECT_EQ(image.find("/d/x/a"), nullptr);
  EXPECT_EQ(strict_cut(image), (Survivors{{"/d/y/a", "one"}}));
}

}  // namespace
}  // namespace rdx::faults
